"""Every number that the chapter states; each follows from the table as it stands."""

from dataclasses import replace
from functools import cache, partial, update_wrapper

import numpy as np

from scaling_laws.quantity import Numbers, Text, exact, format_number, percent, propagate

from . import above, findings, fits, known, ladder, noise, repetition, skills, straightness, throughput
from .wording import move, overlap

NAME = {ladder.KNOWN: "known", ladder.PYTHON: "python"}
DIFFERENCE = 0.01  # of two recipes, as a share of the loss
NEXT = 3.0  # the forecast put on record: this multiple of the largest budget


@cache
def numbers(rows=None):
    """The numbers of the chapter, by name, for the committed table or for `rows`."""
    parts = (_ladder, _noise, _allocation, _blind, _known, above.numbers, _dial, _repeats, _mirage, _exercises)
    return Numbers.of(*(update_wrapper(partial(part, rows), part) for part in parts), _speed)


def _ladder(rows):
    every = ladder.every(rows)
    mine = ladder.runs("isoflop", None, rows)
    sorted({r.budget for r in mine})
    share = [1 - r.parameters_without_embedding / r.parameters for r in mine]
    [r.flop_exact / r.flop_6nd for r in mine]
    known_run, python_run = (next(r for r in mine if r.world == w) for w in ladder.MAIN)
    least = ladder.budgets(ladder.KNOWN, rows)[0]
    rung = [r for r in ladder.runs("isoflop", ladder.KNOWN, rows) if r.budget == least and r.seed == 0]
    return dict(
        runs=exact(len(every), "runs"),
        fewest_sizes=exact(ladder.FEWEST_SIZES),
        waiting=findings.waiting(rows),
        devices=findings.devices(rows),
        diverged=findings.diverged(rows),
        budgets=exact(len(ladder.budgets(ladder.KNOWN, rows))),
        largest=exact(max(r.parameters for r in mine), "parameters"),
        hours=exact(sum(r.cpu_seconds for r in every) / 3600, "core-hours"),
        embedding_most=percent(max(share)),
        known_entropy=exact(known_run.entropy, ladder.unit(ladder.KNOWN)),
        known_vocabulary=exact(known_run.vocabulary),
        lexicon=Text(f"{format_number(ladder.LEXICON, decimals=0)} words"),
        val_tokens=exact(known_run.val_tokens, "tokens"),
        resamples=exact(fits.RESAMPLES),
        first_rung_seconds=exact(sum(r.cpu_seconds for r in rung), "seconds"),
    )


def _noise(rows):
    pairs = noise.unfinished(rows)
    _excess, median = np.array([p[2] for p in pairs]), noise.unfinished_median(rows)
    mine, _, freedom = noise.deviations(rows=rows)
    ladder.runs("isoflop", None, rows)
    seeds = {w: noise.seed_noise(w, rows) for w in ladder.MAIN}
    return dict(
        seed_known=seeds[ladder.KNOWN],
        seed_python=seeds[ladder.PYTHON],
        seeds_top=findings.seeds_at_the_top(rows),
        unfinished_pairs=exact(len(pairs), "pairs"),
        unfinished_median=median,
        unfinished_over_seeds=(median / seeds[ladder.KNOWN]).in_unit("×"),
        unfinished_worse=findings.worse_unfinished(rows),
    )


def _allocation(rows):
    out = {}
    for world, name in NAME.items():
        first, second, third = fits.envelope(world, rows), fits.isoflop(world, rows), fits.surface(world, rows)
        a_1, a_2, a_3 = (fit.parameters["a"] for fit in (first, second, third))
        counting = fits.apart(lambda bare, law: bare.a - law.a, fits.surface_without_embedding(world, rows), third)
        out |= {
            f"{name}_a_1": a_1,
            f"{name}_a_2": a_2,
            f"{name}_a_3": a_3,
            f"{name}_counting": move(counting),
            f"{name}_agree": overlap(a_2, a_3),
            f"{name}_first_agrees": overlap(a_1, a_3),
            f"{name}_alpha": third.parameters["alpha"],
            f"{name}_beta": third.parameters["beta"],
        }
        if world == ladder.KNOWN:
            out |= {"known_e": third.parameters["E"], "known_gamma": third.parameters["frontier_exponent"]}
        out[f"{name}_ratio"] = third.optimum(ladder.budgets(world, rows)[-1]).tokens_per_parameter
        out[f"{name}_vertices"] = findings.vertices(world, rows)
    return out


def _blind(rows):
    out = {}
    for world, name in NAME.items():
        out[f"{name}_blind"] = findings.blind(world, rows)
        out[f"{name}_blind_accuracy"] = findings.blind_accuracy(world, rows)
        out[f"{name}_blind_size"] = findings.blind_size(world, rows)
    return out


def _known(rows):
    E = exact(ladder.entropy(ladder.KNOWN, rows), ladder.unit(ladder.KNOWN))
    fits.known_floor(ladder.KNOWN, rows)
    floor = fits.surface(ladder.KNOWN, rows).parameters["E"]
    best, python = (skills.best(world, rows)[-1] for world in ladder.MAIN)
    return dict(
        truth=findings.truth(rows),
        floor_found=findings.knows_the_floor(rows),
        e_error=E - floor if floor.value < E.value else floor - E,
        floor_error=findings.floor_error(rows),
        bend=findings.bend(rows),
        ahead=findings.free_law_ahead(rows),
        apart_within=known.apart_within(rows=rows),
        residuals=findings.residuals(rows),
        impossible=findings.impossible(rows),
        python_floor=fits.profile(ladder.PYTHON, rows).floor,
        best_known_left=exact(best.val_loss - best.source_loss, ladder.unit(ladder.KNOWN)),
    )


def _dial(rows):
    [ladder.zipf(w, rows) for w in ladder.zipf_worlds(rows)]
    return dict(
        dial_short=findings.dial_short(rows),
        zipf_main=exact(ladder.zipf(ladder.KNOWN, rows)),
    )


def _repeats(rows):
    _few, _many = repetition.EPOCHS[2], repetition.EPOCHS[-1]
    return dict(
        repeats_short=findings.repeats_short(rows),
    )


def _mirage(rows):
    mine = skills.best(rows=rows)
    first, last = skills.shares(mine[0]), skills.shares(mine[-1])
    skills.best(ladder.KNOWN, rows)[-1]
    return dict(
        token_first=first["tokens"],
        token_last=last["tokens"],
        span_last=last["spans"],
        lines=findings.lines(rows),
        lines_verdict=findings.lines_verdict(rows),
        bytes_steps=findings.bytes_steps(rows),
        span=exact(skills.SPAN),
        length_python=skills.effective_length(mine[-1]),
        span_independent=percent(last["tokens"].in_unit("", 0.01) ** skills.SPAN),
    )


def _exercises(rows):
    smallest = min(ladder.runs("isoflop", ladder.KNOWN, rows), key=lambda r: (r.budget, r.parameters, r.seed))
    every = ladder.climbed() if rows is None else rows
    fit, top = fits.surface(ladder.KNOWN, every), ladder.budgets(ladder.KNOWN, every)[-1]
    last = skills.best(rows=rows)[-1]
    return dict(
        ex_n=exact(smallest.parameters),
        ex_d=exact(smallest.tokens),
        ex_c=exact(smallest.flop_6nd, "FLOP"),
        ex_exact=exact(smallest.flop_exact / smallest.flop_6nd, "×"),
        ex_embedding=percent(1 - smallest.parameters_without_embedding / smallest.parameters),
        ex_difference=percent(DIFFERENCE),
        ex_seeds_known=_seeds_needed(ladder.KNOWN, rows),
        ex_seeds_python=_seeds_needed(ladder.PYTHON, rows),
        ex_straight=straightness.straightest(ladder.KNOWN, rows),
        ex_straight_side=findings.straight_side(rows),
        ex_half=percent(0.5 ** (1 / skills.effective_length(last))),
        ex_half_independent=percent(0.5 ** (1 / skills.SPAN)),
        record=findings.record(rows),
        next_factor=exact(NEXT, "×"),
        next_budget=exact(NEXT * top, "FLOP"),
        next_loss=fit.optimum(NEXT * top).loss,
        next_size=fit.optimum(NEXT * top).parameters,
        next_known=fits.best_above_known_floor(ladder.KNOWN, NEXT * top, every),
    )


def _seeds_needed(world, rows):
    """Seeds of each recipe for DIFFERENCE to be two standard errors, a whole number with whole ends."""
    found = propagate(lambda sigma: noise.seeds_needed(sigma, 100 * DIFFERENCE), noise.seed_noise(world, rows))
    return replace(found, places=(0, 0, 0))


def _speed():
    """What the chapter states of speed."""
    first, last = throughput.timings()[0], throughput.timings()[-1]
    [throughput.faster(size) for size in throughput.timings()]
    return dict(
        speed_dearer=(throughput.shares(last)[0] / throughput.shares(first)[0]).in_unit("×"),
    )
