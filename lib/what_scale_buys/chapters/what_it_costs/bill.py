"""What one run costs in GPU-hours, dollars, MWh and tonnes; and the published runs that the sums must meet."""

from dataclasses import dataclass
from functools import cache

from scaling_laws.errors import require_at_least, require_fraction, require_nonnegative, require_positive
from scaling_laws.laws import compute_cost

from ... import published

HOUR = 3600  # seconds
V = published.value


@dataclass(frozen=True)
class Bill:
    """One run: GPU-hours, dollars, energy in MWh, emissions in tonnes of CO2 equivalent."""

    hours: float
    dollars: float
    mwh: float
    tonnes: float


def gpu_hours(flop, peak, utilisation):
    """GPU-hours for `flop` operations on chips of `peak` FLOP/s of which the fraction `utilisation` is used."""
    require_positive("flop", flop), require_positive("peak", peak)
    return flop / (peak * require_positive("utilisation", require_fraction("utilisation", utilisation)) * HOUR)


def utilisation(flop, peak, hours):
    """The fraction of the peak that a run of known FLOP and GPU-hours used: the inverse of `gpu_hours`."""
    return flop / (require_positive("peak", peak) * require_positive("hours", hours) * HOUR)


def energy(hours, watts, pue=1.0):
    """MWh of `hours` GPU-hours at `watts` each in a building with power usage effectiveness `pue` (at least one)."""
    return (
        require_nonnegative("hours", hours) * require_positive("watts", watts) * require_at_least("pue", pue, 1) / 1e6
    )


def emissions(mwh, grid):
    """Tonnes of CO2 equivalent for `mwh` on a grid of `grid` kg per kWh."""
    return require_nonnegative("mwh", mwh) * require_nonnegative("grid", grid)


def bill(flop, *, utilisation, price, pue, grid, peak=None, watts=None):
    """The whole chain for one run; the chip is an H100 unless `peak` (FLOP/s) and `watts` are given."""
    hours = gpu_hours(flop, peak or V("hw_h100_flops"), utilisation)
    mwh = energy(hours, watts or V("hw_h100_tdp"), pue)
    return Bill(hours, require_nonnegative("price", price) * hours, mwh, emissions(mwh, grid))


@dataclass(frozen=True)
class Run:
    """A published run: FLOP, GPU-hours, peak FLOP/s of its chip."""

    name: str
    flop: float
    hours: float
    peak: float
    chip: str

    @property
    def utilisation(self):
        return utilisation(self.flop, self.peak, self.hours)


@cache
def published_runs():
    """Runs whose GPU-hours are published, oldest first."""
    a100, h100 = (V(f"hw_{chip}_flops") for chip in ("a100", "h100"))
    two, three = V("llama2_tokens"), V("llama3_tokens")
    rows = (
        ("LLaMA-7B", compute_cost(V("llama1_7b_params"), V("llama1_7b_tokens")), V("llama1_7b_gpuh"), a100, "A100"),
        (
            "LLaMA-65B",
            compute_cost(V("run_llama1_65b_params"), V("run_llama1_65b_tokens")),
            V("llama1_65b_gpuh"),
            a100,
            "A100",
        ),
        ("Llama 2 7B", compute_cost(V("run_llama2_7b_params"), two), V("llama2_7b_gpuh"), a100, "A100"),
        ("Llama 2 70B", compute_cost(V("run_llama2_70b_params"), two), V("llama2_70b_gpuh"), a100, "A100"),
        ("Llama 3 8B", compute_cost(V("llama3_8b_params"), three), V("llama3_8b_gpuh"), h100, "H100"),
        ("Llama 3 70B", compute_cost(V("run_llama3_70b_params"), three), V("llama3_70b_gpuh"), h100, "H100"),
        ("Llama 3.1 405B", V("run_llama31_405b_flop"), V("llama31_405b_gpuh"), h100, "H100"),
        (
            "DeepSeek-V3",
            compute_cost(V("deepseek_v3_active_params"), V("deepseek_v3_tokens")),
            V("deepseek_v3_gpuh_pretrain"),
            h100,
            "H800",
        ),
    )
    return tuple(Run(name, float(flop), float(hours), peak, chip) for name, flop, hours, peak, chip in rows)


LLAMA1, LLAMA2, LLAMA31 = ("7b", "13b", "33b", "65b"), ("7b", "13b", "70b"), ("8b", "70b", "405b")
TABLE = {
    "gopher_280b": "Gopher",
    "bloom_176b": "BLOOM",
    "opt_175b": "OPT",
    "t5_11b": "T5",
    "olmo_7b_a100": "OLMo",
}


@cache
def energy_checks():
    """Energy that the model computes against the energy printed, as {name: (computed, printed)} in MWh."""
    pue, watts = V("llama1_pue"), V("hw_a100_tdp")
    return {
        f"LLaMA-{size.upper()}": (energy(V(f"llama1_{size}_gpuh"), watts, pue), V(f"llama1_{size}_mwh"))
        for size in LLAMA1
    }


def implied_grid_llama31():
    """kg per kWh behind Llama 3.1's location-based total, if its chips drew their rated power and nothing else did."""
    return V("llama31_total_co2") / energy(V("llama31_total_gpuh"), V("hw_h100_tdp"))


@cache
def emission_checks():
    """Emissions that the model computes against those printed, as {name: (computed, printed)} in tonnes."""
    watts = V("hw_a100_tdp")
    found = {
        f"LLaMA-{s.upper()}": (emissions(V(f"llama1_{s}_mwh"), V("llama1_grid")), V(f"llama1_{s}_co2")) for s in LLAMA1
    }
    for s in LLAMA2:
        mwh = energy(V(f"llama2_{s}_gpuh"), watts)
        found[f"Llama 2 {s.upper()}"] = emissions(mwh, V("llama2_grid")), V(f"llama2_{s}_co2")
    for s in LLAMA31:
        mwh = energy(V(f"llama31_{s}_gpuh"), V("hw_h100_tdp"))
        found[f"Llama 3.1 {s.upper()}"] = emissions(mwh, implied_grid_llama31()), V(f"llama31_{s}_co2")
    for key, name in TABLE.items():
        found[name] = emissions(with_building(key), V(f"olmo_table6_{key}_grid")), V(f"olmo_table6_{key}_co2")
    gpt3 = emissions(V("patterson_2021_gpt3_mwh"), V("patterson_2021_gpt3_grid"))
    return found | {"GPT-3": (gpt3, V("patterson_2021_gpt3_co2"))}


def with_building(key):
    """MWh of a row of the comparison table, the building's overhead included."""
    return V(f"olmo_table6_{key}_mwh") * V(f"olmo_table6_{key}_pue")


def emitters():
    """Runs with energy (MWh, building included) and emissions (t): {name: (energy, emissions)}."""
    found = {name: (with_building(key), V(f"olmo_table6_{key}_co2")) for key, name in TABLE.items()}
    found["GPT-3"] = V("patterson_2021_gpt3_mwh"), V("patterson_2021_gpt3_co2")
    found["LLaMA-65B"] = V("llama1_65b_mwh"), V("llama1_65b_co2")
    found["Llama 3.1"] = energy(V("llama31_total_gpuh"), V("hw_h100_tdp")), V("llama31_total_co2")
    return found


def worst(checks):
    """Name and relative gap of the check that misses by most."""
    gaps = {name: abs(computed / printed - 1) for name, (computed, printed) in checks.items()}
    name = max(gaps, key=gaps.get)
    return name, gaps[name]


def gpt3_by_power_and_time():
    """Energy (MWh) of the GPT-3 run from the database's power draw and duration."""
    return V("run_gpt3_power") * V("run_gpt3_hours") / 1e6
