"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Text, exact, format_number, percent, propagate
from scaling_laws.statistics import deviation, mean

from ... import published
from ...accepted import with_interval
from ...experiments import tally
from . import ceiling, coder, lambada, manifold, mechanisms, memoriser, own, spectra
from .ceiling import EARLY, GAIN, LATE, MIXED, NOISE, RARE, THINGS, WORLD
from .memoriser import DIAL, LEARNERS, measured_exponent

SMALL, LARGE = 1e9, 1e12  # parameters between which the slope in size is followed


def whole(value, unit="", decimals=0):
    """A count or a sum with all its digits, as text."""
    return Text(f"{format_number(value, decimals=decimals)} {unit}".strip())


def _learning():
    gaps = np.array([memoriser.standardised_gaps(tail)[::4] for tail in DIAL])
    found = {tail: measured_exponent(tail) for tail in DIAL}
    inside = sum(q.low <= memoriser.exact_exponent(tail) <= q.high for tail, q in found.items())
    return dict(
        learners=exact(LEARNERS),
        worlds=exact(len(DIAL)),
        exponent_middle=found[WORLD],
        theory_middle=exact(memoriser.exponent(WORLD)),
        inside=exact(inside),
        mc_rms=propagate(np.sqrt, mean(np.mean(gaps**2, axis=1)), unit="standard errors"),
        wander_early=_wander(100),
        wander_late=_wander(10_000),
        early=exact(EARLY),
        late=exact(LATE),
    )


def _wander(examples):
    """How far single learners of the middle world are from the expectation after about so many examples."""
    at = int(np.argmin(np.abs(np.log(memoriser.CHECKPOINTS / examples))))
    return deviation(100 * memoriser.spread(WORLD)[at], LEARNERS - 1, "%", n=LEARNERS)


def _quanta():
    before, after = lambada.halves()
    scores = lambada.scores()
    return dict(
        lambada_first=scores[0],
        lambada_last=scores[-1],
        points_before=before[0],
        points_after=after[0],
        errors_before=before[1],
        size_r=mechanisms.pairs()["R"][0],
        data_r=mechanisms.pairs()["R"][1],
        gap_r=mechanisms.gap_to_quanta(),
        sweeps_equal=_of(mechanisms.allow(mechanisms.equal)),
        sweeps_quanta=_of(mechanisms.allow(mechanisms.quanta_data)),
        equal_r=mechanisms.gap_to_equal(),
    )


def _of(tally):
    return Text(f"{tally.k} of {tally.n}")


def _geometry():
    return dict(
        regimes=Text({4: "four"}[int(published.value("bahri_2021_regimes"))]),
        latent=exact(spectra.LATENT),
        spectrum_miss=percent(spectra.worst_miss()),
        six=manifold.measured_exponent(6),
        six_theory=exact(manifold.exponent(6)),
        d_kaplan=exact(manifold.implied_dimension(published.value("kaplan_2020_alpha_n"))),
        d_r=with_interval(lambda fit: 4 / fit.alpha),
    )


def _compression():
    coder.LENGTHS[-1]
    gaps = [coder.record(m)[1] - coder.record(m)[0] for m in coder.LENGTHS]
    return dict(
        letters=exact(coder.LETTERS),
        code_gap=exact(max(gaps), "bits"),
        code_texts=exact(len(gaps)),
        source_entropy=exact(coder.entropy(), "bits per letter"),
        plain=exact(np.log2(coder.LETTERS), "bits per letter"),
        image=published.figure("deletang_2024_imagenet"),
        image_png=published.figure("deletang_2024_png"),
    )


def _ceiling():
    compute = published.value("hoffmann_2022_gopher_budget")
    loss = with_interval(lambda fit: fit.frontier.loss(compute), unit="nats per token")
    published.value("hoffmann_2022_chinchilla_tokens")
    total = [ceiling.local_exponent(WORLD, n, THINGS, NOISE) for n in (EARLY, LATE)]
    part = [ceiling.local_exponent(WORLD, n, THINGS) for n in (EARLY, LATE)]
    return dict(
        things=exact(THINGS),
        part_early=exact(part[0]),
        part_late=exact(part[1]),
        whole_early=exact(total[0]),
        whole_late=exact(total[1]),
        gain=exact(GAIN, "nats"),
        loss_r=loss,
        guaranteed=ceiling.guaranteed_doublings(loss, GAIN),
        doublings_r=with_interval(lambda fit: ceiling.doublings_until(fit, compute, GAIN)),
        multiplier=published.figure("kim_2025_data_efficiency"),
    )


def _own():
    """The chapter's own experiments, in words that change with what has been run."""
    found = own.found()
    dials = [o for name, o in found.items() if name.startswith("dial")]
    floors = [o for name, o in found.items() if name.startswith("floor")]
    middle = own.frontier()[1.5]
    return dict(
        own_dials=tally(dials),
        own_floors=tally(floors),
        own_middle=middle,
        own_quanta=exact(mechanisms.quanta_compute(WORLD)),
        own_floor=_floor_said(),
    )


def _floor_said():
    """Whether the runs tell the floors of small and large lexicons apart."""
    order = own.found()["floor-order"].answer
    if order is None:
        return Text("How far it misses with other lexicons is still to be measured.")
    small, large = (format_number(words, decimals=0) for words in (min(own.FLOORS), max(own.FLOORS)))
    told = own.told_apart(order)
    return Text(f"From {small} to {large} words the miss changes by {order}, {told}.")


def _exercises():
    steep = 1.0
    return dict(
        ex_coin=exact(memoriser.expected_error(steep, 3, 2)),
        ex_half=exact(2 ** (1 / memoriser.exponent(WORLD)), "×"),
        ex_half_size=exact(2 ** (1 / WORLD), "×"),
        ex_half_compute=exact(2 ** (1 / mechanisms.quanta_compute(WORLD)), "×"),
        ex_end_small=exact(ceiling.end_of_law(WORLD, 300), "examples"),
        ex_end_ratio=exact(ceiling.end_of_law(WORLD, 3000) / ceiling.end_of_law(WORLD, 300), "×"),
        ex_end_limit=exact(10 ** (1 + WORLD), "×"),
        ex_bits=exact(coder.learning_cost(1600), "bits"),
        ex_bits_more=exact(coder.learning_cost(3200) - coder.learning_cost(1600), "bits"),
        ex_bits_rule=exact(coder.LETTERS * (coder.LETTERS - 1) / 2, "bits"),
        ex_tail_light=exact(MIXED[1]),
        ex_tail_heavy=exact(MIXED[0]),
        ex_mixed_light=exact(memoriser.exponent(MIXED[1])),
        ex_mixed_heavy=exact(memoriser.exponent(MIXED[0])),
        ex_mixed_early=exact(ceiling.mixture_exponent(MIXED, EARLY, RARE)),
        ex_mixed_late=exact(ceiling.mixture_exponent(MIXED, LATE, RARE)),
        ex_mixed_share=percent(RARE),
        ex_apart=with_interval(lambda fit: fit.alpha - fit.alpha / (1 + fit.alpha)),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_learning, _quanta, _geometry, _compression, _ceiling, _own, _exercises)
