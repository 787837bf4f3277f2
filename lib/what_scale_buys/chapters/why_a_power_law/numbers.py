"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Text, estimate, exact, format_number, percent, propagate
from scaling_laws.statistics import LEVEL, mean, median_and_central

from ... import published
from ...accepted import hoffmann, with_interval
from . import ceiling, coder, lambada, manifold, mechanisms, memoriser, spectra
from .ceiling import EARLY, GAIN, LATE, MIXED, NOISE, RARE, THINGS, WORLD
from .memoriser import DIAL, LEARNERS, measured_exponent
from .spectra import FIXED, LARGER

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
        tail_least=exact(DIAL[0]),
        tail_most=exact(DIAL[-1]),
        exponent_least=found[DIAL[0]],
        exponent_middle=found[WORLD],
        exponent_most=found[DIAL[-1]],
        theory_least=exact(memoriser.exponent(DIAL[0])),
        theory_middle=exact(memoriser.exponent(WORLD)),
        theory_most=exact(memoriser.exponent(DIAL[-1])),
        inside=exact(inside),
        window_first=exact(memoriser.WINDOW[0]),
        window_last=exact(memoriser.WINDOW[1]),
        mc_rms=propagate(np.sqrt, mean(np.mean(gaps**2, axis=1)), unit="standard errors"),
        mc_count=exact(gaps.size),
        one_learner=estimate(*_spread(WORLD), method="spread of learners", level=LEVEL, n=LEARNERS),
        leading=percent(abs(memoriser.expected_error(WORLD, LATE) / memoriser.leading_error(WORLD, LATE) - 1)),
        early=exact(EARLY),
        late=exact(LATE),
    )


def _spread(tail):
    """Median and central interval of the exponents of single learners."""
    found = memoriser.slopes(memoriser.CHECKPOINTS, memoriser.learners(tail, LEARNERS))
    low, middle, high = median_and_central(found, LEVEL)
    return middle, low, high


def _quanta():
    before, after = lambada.halves()
    scores = lambada.scores()
    return dict(
        lambada_first=scores[0],
        lambada_last=scores[-1],
        lambada_items=whole(lambada.items()),
        points_before=before[0],
        points_after=after[0],
        errors_before=before[1],
        errors_after=after[1],
        size_h=exact(hoffmann().alpha),
        data_h=exact(hoffmann().beta),
        size_r=mechanisms.pairs()["R"][0],
        data_r=mechanisms.pairs()["R"][1],
        quanta_h=exact(mechanisms.quanta_data(hoffmann().alpha)),
        quanta_r=with_interval(lambda fit: fit.alpha / (1 + fit.alpha)),
        gap_h=exact(mechanisms.gap_to_quanta()[0]),
        gap_r=mechanisms.gap_to_quanta()[1],
        equal_h=exact(mechanisms.gap_to_equal()[0]),
        equal_r=mechanisms.gap_to_equal()[1],
        kaplan_size=published.figure("kaplan_2020_alpha_n"),
        kaplan_data=published.figure("kaplan_2020_alpha_d"),
    )


def _geometry():
    return dict(
        regimes=Text({4: "four"}[int(published.value("bahri_2021_regimes"))]),
        latent=exact(spectra.LATENT),
        spectrum_miss=percent(spectra.worst_miss()),
        fixed=exact(FIXED),
        largest_ratio=exact(LARGER[-1] / FIXED, "×"),
        excess_theory=exact(spectra.variance_factor(FIXED, LARGER[-1]) - 1),
        excess_measured=mean(spectra.simulated_pair(FIXED, LARGER[-1]) - 1),
        ambient=exact(manifold.AMBIENT),
        plane=manifold.measured_exponent(2),
        plane_theory=exact(manifold.exponent(2)),
        neighbour=manifold.measured_exponent(2, "nearest neighbour"),
        six=manifold.measured_exponent(6),
        six_theory=exact(manifold.exponent(6)),
        d_kaplan=exact(manifold.implied_dimension(published.value("kaplan_2020_alpha_n"))),
        d_h=exact(manifold.implied_dimension(hoffmann().alpha)),
        d_r=with_interval(lambda fit: 4 / fit.alpha),
    )


def _compression():
    n = coder.LENGTHS[-1]
    loss, bits, _ = coder.record(n)
    gaps = [coder.record(m)[1] - coder.record(m)[0] for m in coder.LENGTHS]
    return dict(
        letters=exact(coder.LETTERS),
        text_letters=exact(n),
        log_loss=whole(loss, "bits", 1),
        code=whole(bits, "bits"),
        code_gap=exact(max(gaps), "bits"),
        code_texts=exact(len(gaps)),
        source_entropy=exact(coder.entropy(), "bits per letter"),
        plain=exact(np.log2(coder.LETTERS), "bits per letter"),
        cost=coder.excess_cost(n),
        cost_theory=exact(coder.learning_cost(n), "bits"),
        image=published.figure("deletang_2024_imagenet"),
        image_png=published.figure("deletang_2024_png"),
        audio=published.figure("deletang_2024_librispeech"),
        audio_flac=published.figure("deletang_2024_flac"),
    )


def _ceiling():
    compute = published.value("hoffmann_2022_gopher_budget")
    loss = with_interval(lambda fit: fit.frontier.loss(compute), unit="nats per token")
    tokens = published.value("hoffmann_2022_chinchilla_tokens")
    total = [ceiling.local_exponent(WORLD, n, THINGS, NOISE) for n in (EARLY, LATE)]
    part = [ceiling.local_exponent(WORLD, n, THINGS) for n in (EARLY, LATE)]
    return dict(
        things=exact(THINGS),
        noise=exact(NOISE),
        end=exact(ceiling.end_of_law(WORLD, THINGS), "examples"),
        part_early=exact(part[0]),
        part_late=exact(part[1]),
        whole_early=exact(total[0]),
        whole_late=exact(total[1]),
        floor_h=exact(hoffmann().E, "nats per token"),
        floor_r=with_interval(lambda fit: fit.E, unit="nats per token"),
        gain=exact(GAIN, "nats"),
        loss_r=loss,
        chinchilla=exact(compute, "FLOP"),
        chinchilla_tokens=exact(tokens, "tokens"),
        guaranteed=ceiling.guaranteed_doublings(loss, GAIN),
        doublings_h=exact(ceiling.doublings_until(hoffmann(), compute, GAIN)),
        doublings_r=with_interval(lambda fit: ceiling.doublings_until(fit, compute, GAIN)),
        slope_small=with_interval(lambda fit: ceiling.slope_in_size(fit, SMALL, tokens)),
        slope_large=with_interval(lambda fit: ceiling.slope_in_size(fit, LARGE, tokens)),
        small=exact(SMALL, "parameters"),
        large=exact(LARGE, "parameters"),
        multiplier=published.figure("kim_2025_data_efficiency"),
    )


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
    return Numbers.of(_learning, _quanta, _geometry, _compression, _ceiling, _exercises)
