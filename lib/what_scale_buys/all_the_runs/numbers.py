"""What the page says in words."""

import numpy as np

from scaling_laws.quantity import Numbers, exact, percent

from .. import sweeps
from ..sweeps.records import BARE, FRONTIER

DELPHI = "delphi"
EXPERTS = "marin_moe"  # the other ladder of the same group that was followed as far
FAR = 1e26  # FLOP
BAND, NARROW = 0.04, 0.01  # rows near their valley: within so much of its least loss
EQUAL = 0.5  # exponent of size at which tokens grow as fast as parameters


def numbers():
    """The numbers of the page."""
    return Numbers(**_sets(), **_exponents(), **_ratios(), **_floors(), **_forecasts())


def surfaces(count=None, near=None):
    """Fits of the surface to the sweeps of `independent()`, in their order, where there are such."""
    names = [one.sweep for one in sweeps.independent()]
    found = {(f.sweep, f.count): f for f in sweeps.fits(near=near) if f.has_law}
    keys = [(name, count or sweeps.sweep(name).count) for name in names]
    return [found[key] for key in keys if key in found]


def both_counts():
    """[(all parameters, without embeddings)]: fits of the sweeps whose table allows both."""
    bare = {f.sweep: f for f in surfaces(BARE) if BARE in sweeps.sweep(f.sweep).counts[1:]}
    return [(f, bare[f.sweep]) for f in surfaces() if f.sweep in bare]


def _sets():
    chosen = surfaces()
    return {
        "sets": exact(len(sweeps.independent())),
        "tables": exact(len(sweeps.sweeps())),
        "runs": exact(sum(f.n for f in chosen)),
        "undecayed": exact(sum(s.decayed == "no" for s in sweeps.sweeps())),
        "copies": exact(sum(bool(s.same_runs_as) for s in sweeps.sweeps())),
    }


def _exponents():
    a = [f.a for f in surfaces()]
    gamma = [f.gamma for f in surfaces()]
    equal = sweeps.holds(lambda f: f.quantity("a").low <= EQUAL <= f.quantity("a").high)
    return {
        "a_least": exact(min(a)),
        "a_most": exact(max(a)),
        "gamma_least": exact(min(gamma)),
        "gamma_most": exact(max(gamma)),
        "equal": equal,
        "bent": sweeps.holds(lambda f: f.bent),
    }


def _ratios():
    own = [f.ratio_1e26 for f in surfaces()]
    pairs = both_counts()
    marin = [(f, g) for f, g in pairs if sweeps.sweep(f.sweep).tokenizer == sweeps.sweep(DELPHI).tokenizer]
    return {
        "far": exact(FAR, "FLOP"),
        "ratio_least": exact(min(own), "tokens/parameter"),
        "ratio_most": exact(max(own), "tokens/parameter"),
        "marin": exact(len(marin)),
        "marin_all_least": exact(min(f.ratio_1e26 for f, _ in marin), "tokens/parameter"),
        "marin_all_most": exact(max(f.ratio_1e26 for f, _ in marin), "tokens/parameter"),
        "marin_bare_least": exact(min(g.ratio_1e26 for _, g in marin), "tokens/parameter"),
        "marin_bare_most": exact(max(g.ratio_1e26 for _, g in marin), "tokens/parameter"),
        "delphi_all": sweeps.fit(DELPHI).quantity("ratio_1e26"),
        "delphi_bare": sweeps.fit(DELPHI, BARE).quantity("ratio_1e26"),
        "embedding_share": percent(1 - sweeps.fit(DELPHI, BARE).N_low / sweeps.fit(DELPHI).N_low),
        "delphi_a_all": sweeps.fit(DELPHI).quantity("a"),
        "delphi_a_bare": sweeps.fit(DELPHI, BARE).quantity("a"),
    }


def _floors():
    wide, narrow = sweeps.fit(DELPHI), sweeps.fit(DELPHI, near=NARROW)
    return {
        "delphi_E": wide.quantity("E"),
        "delphi_E_narrow": narrow.quantity("E"),
        "delphi_E_frontier": sweeps.fit(DELPHI, form=FRONTIER, near=BAND).quantity("E"),
        "delphi_reached": exact(sweeps.valleys(DELPHI, later=True)[-1].loss, "nats/token"),
        "delphi_reached_at": exact(sweeps.valleys(DELPHI, later=True)[-1].compute, "FLOP"),
        "delphi_fitted": exact(sweeps.valleys(DELPHI)[-1].compute, "FLOP"),
        "delphi_budgets": exact(len(sweeps.valleys(DELPHI))),
        "beyond": exact(sweeps.valleys(DELPHI, later=True)[-1].compute / sweeps.valleys(DELPHI)[-1].compute, "×"),
        "delphi_later": exact(len(sweeps.valleys(DELPHI, later=True))),
        "narrow_lower": sweeps.holds(_falls, near=BAND),
        "frontier_floor": sweeps.holds(lambda f: f.quantity("E").low > 0, form=FRONTIER),
    }


def _falls(near):
    """Whether the floor is lower by the rows near their valley than by all."""
    return near.E < sweeps.fit(near.sweep).E


def _forecasts():
    last = {form: _last(form) for form in ("surface", "floor", "no floor")}
    narrow = _last("surface", near=NARROW, count=BARE)
    tallies = {form: tally(form) for form in last}
    return {
        "miss_surface": percent(last["surface"].error),
        "miss_floor": percent(abs(last["floor"].error)),
        "miss_none": percent(abs(last["no floor"].error)),
        "miss_narrow": percent(abs(narrow.error)),
        "experts_floor": percent(abs(_last("floor", name=EXPERTS).error)),
        "experts_none": percent(abs(_last("no floor", name=EXPERTS).error)),
        "hits_surface": tallies["surface"],
        "hits_floor": tallies["floor"],
        "hits_none": tallies["no floor"],
        "typical_surface": _typical("surface"),
        "typical_floor": _typical("floor"),
        "typical_none": _typical("no floor"),
        "surface_high": _too_high(),
    }


def _typical(form):
    """Median size of the error of the forecasts of the largest budgets."""
    return percent(float(np.median([abs(f.error) for f in held(form)])))


def _too_high():
    """In how many sweeps the surface says more than the largest budget measured."""
    titles = {high: tuple(sweeps.sweep(f.sweep).title for f in held("surface") if (f.error > 0) is high)
              for high in (True, False)}  # fmt: skip
    return sweeps.Tally(titles[True], titles[False])


def _last(form, near=None, count=None, name=DELPHI):
    return sweeps.forecasts(name, count, form=form, near=near, left_out=0)[-1]


def held(form, near=None):
    """The forecast of the largest budget by a fit that did not see the two largest, of each independent sweep."""
    found = []
    for one in sweeps.independent():
        rows = [f for f in sweeps.forecasts(one.sweep, form=form, near=near, left_out=2) if f.later == "no"]
        rows = [f for f in rows if f.target]
        found += rows[-1:]
    return found


def tally(form, near=None):
    """In how many sweeps the largest budget lies in the interval of the forecast."""
    rows = [f for f in held(form, near) if f.hit is not None]
    titles = {hit: tuple(sweeps.sweep(f.sweep).title for f in rows if f.hit is hit) for hit in (True, False)}
    return sweeps.Tally(titles[True], titles[False])
