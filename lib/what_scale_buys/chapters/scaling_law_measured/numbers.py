"""Every number that the chapter states; each follows from the table as it stands."""

from functools import cache

import numpy as np

from scaling_laws.fitting.isoflop import valleys
from scaling_laws.quantity import Numbers, Text, exact, percent

from . import fits, known, ladder, noise, repetition, skills, throughput, words

NAME = {ladder.KNOWN: "known", ladder.PYTHON: "python"}
NEXT = 3.0  # the forecast put on record: this multiple of the largest budget


@cache
def numbers(rows=None):
    """The numbers of the chapter, by name, for the committed table or for `rows`."""
    return Numbers(
        **_ladder(rows), **_noise(rows), **_allocation(rows), **_blind(rows), **_known(rows), **_dial(rows),
        **_repeats(rows), **_mirage(rows), **_exercises(rows), **throughput.numbers(),
    )  # fmt: skip


def _ladder(rows):
    every = ladder.table() if rows is None else rows
    mine = ladder.runs("isoflop", None, rows)
    budgets = sorted({r.budget for r in mine})
    share = [1 - r.parameters_without_embedding / r.parameters for r in mine]
    ratio = [r.flop_exact / r.flop_6nd for r in mine]
    diverged = sum(r.status == "diverged" for r in every)
    known_run, python_run = (next(r for r in mine if r.world == w) for w in ladder.MAIN)
    least = ladder.budgets(ladder.KNOWN, rows)[0]
    rung = [r for r in ladder.runs("isoflop", ladder.KNOWN, rows) if r.budget == least and r.seed == 0]
    return dict(
        runs=exact(len(every), "runs"),
        valley_runs=exact(len(mine), "runs"),
        fewest_sizes=exact(ladder.FEWEST_SIZES),
        waiting=Text(words.waiting(rows)),
        known_runs=exact(len(ladder.valley_runs(ladder.KNOWN, rows)), "runs"),
        python_runs=exact(len(ladder.valley_runs(ladder.PYTHON, rows)), "runs"),
        devices=Text(_devices({r.device for r in every})),
        diverged=Text("none" if not diverged else f"{diverged}"),
        budgets=exact(len(ladder.budgets(ladder.KNOWN, rows))),
        least_budget=exact(budgets[0], "FLOP"),
        known_top=exact(ladder.budgets(ladder.KNOWN, rows)[-1], "FLOP"),
        python_top=exact(ladder.budgets(ladder.PYTHON, rows)[-1], "FLOP"),
        smallest=exact(min(r.parameters for r in mine), "parameters"),
        largest=exact(max(r.parameters for r in mine), "parameters"),
        hours=exact(sum(r.cpu_seconds for r in every) / 3600, "core-hours"),
        slowest=exact(max(r.cpu_seconds for r in mine) / 60, "minutes"),
        embedding_least=percent(min(share)),
        embedding_most=percent(max(share)),
        exact_least=exact(min(ratio), "×"),
        exact_most=exact(max(ratio), "×"),
        batch_least=exact(min(r.documents_per_step * r.length for r in mine), "tokens"),
        batch_most=exact(max(r.documents_per_step * r.length for r in mine), "tokens"),
        known_entropy=exact(known_run.entropy, ladder.unit(ladder.KNOWN)),
        known_vocabulary=exact(known_run.vocabulary),
        val_tokens=exact(known_run.val_tokens, "tokens"),
        python_val_tokens=exact(python_run.val_tokens, "bytes"),
        level=percent(fits.LEVEL),
        resamples=exact(fits.RESAMPLES),
        first_rung=exact(len(rung), "runs"),
        first_rung_seconds=exact(sum(r.cpu_seconds for r in rung), "seconds"),
    )


def _devices(kinds):
    return "an ordinary processor" if kinds == {"cpu"} else "an ordinary processor and an accelerator"


def _noise(rows):
    pairs = noise.unfinished(rows)
    excess = np.array([p[2] for p in pairs])
    mine, _, freedom = noise.deviations(rows=rows)
    every = ladder.runs("isoflop", None, rows)
    twins = noise.twins(rows)
    same = sum(a.val_loss == b.val_loss for a, b in twins)
    seeds = {w: noise.seed_noise(w, rows) for w in ladder.MAIN}
    noisier = max(seeds, key=lambda w: seeds[w].value)
    apart = seeds[noisier].low > min(q.high for q in seeds.values())
    return dict(
        seed_known=seeds[ladder.KNOWN],
        seed_python=seeds[ladder.PYTHON],
        seed_runs=exact(len(mine), "runs"),
        seed_groups=exact(len(mine) - freedom),
        seeds_most=exact(len({r.seed for r in every})),
        seeds_top=Text(words.seeds_at_the_top(rows)),
        seed_noisier=Text("Python text" if noisier == ladder.PYTHON else "the synthetic language"),
        seed_apart=Text("more than their intervals allow for" if apart else "though the intervals overlap"),
        sampling=percent(np.median([r.val_loss_se / r.val_loss for r in every])),
        unfinished_pairs=exact(len(pairs)),
        unfinished_median=percent(np.median(excess)),
        unfinished_over_seeds=exact(100 * np.median(excess) / seeds[ladder.KNOWN].value, "×"),
        unfinished_low=percent(excess.min()),
        unfinished_high=percent(excess.max()),
        unfinished_worse=Text(words.one_in(int((excess > 0).sum()), len(pairs), "pairs")),
        rate=words.rate(rows),
        twins=Text(
            f"{words.plural(len(twins), 'configuration')} happened to be trained twice, and "
            f"{'both' if same == len(twins) == 2 else words.count_in(same, len(twins)) + ' of them'} "
            "gave the same loss to the last digit stored"
            if twins
            else "no configuration has been trained twice with one seed"
        ),
    )


def _allocation(rows):
    out = {}
    for world, name in NAME.items():
        first, second, third = fits.envelope(world, rows), fits.isoflop(world, rows), fits.surface(world, rows)
        bare = fits.surface_without_embedding(world, rows).parameters["a"]
        a = third.parameters["a"]
        top = ladder.budgets(world, rows)[-1]
        inside = sum(np.isfinite(v.vertex) for v in fits.parabolas(world, rows))
        out |= {
            f"{name}_a_1": first.parameters["a"],
            f"{name}_a_2": second.parameters["a"],
            f"{name}_a_3": a,
            f"{name}_a_bare": bare,
            f"{name}_a_huber": fits.huber(world, rows).parameters["a"],
            f"{name}_counting": Text(_move(bare.value - a.value)),
            f"{name}_agree": Text(_overlap(second.parameters["a"], a)),
            f"{name}_first_agrees": Text(_overlap(first.parameters["a"], a)),
            f"{name}_alpha": third.parameters["alpha"],
            f"{name}_beta": third.parameters["beta"],
            f"{name}_e": third.parameters["E"],
            f"{name}_gamma": third.parameters["frontier_exponent"],
            f"{name}_ratio": third.optimum(top).tokens_per_parameter,
            f"{name}_vertices": Text(words.one_in(inside, len(fits.parabolas(world, rows)), "valleys")),
        }
    return out


def _move(difference):
    return f"{'up' if difference > 0 else 'down'} by {exact(abs(difference))}"


def _overlap(one, other):
    return "overlap" if one.low <= other.high and other.low <= one.high else "do not overlap"


def _blind(rows):
    out = {}
    for world, name in NAME.items():
        out[f"{name}_blind"] = words.blind(world, rows)
        if not fits.can_be_blind(world, rows):
            out |= dict.fromkeys((f"{name}_blind_size", f"{name}_blind_accuracy"), Text("Not yet run."))
            continue
        fit, held, said = fits.blind(world, rows)
        losses = np.array([r.val_loss for r in held])
        error = np.sqrt(np.mean((np.array([q.value for q in said]) / losses - 1) ** 2))
        width = np.median([(q.high - q.low) / 2 / q.value for q in said])
        top = ladder.budgets(world, rows)[-1]
        size = fit.optimum(top).parameters
        vertex = valleys(ladder.as_runs(tuple(r for r in held if r.budget == top)))[0].vertex
        out |= {
            f"{name}_blind_accuracy": Text(
                f"The forecasts missed by {percent(error)} (root mean square, {len(held)} runs), and a typical "
                "interval "
                f"reaches {percent(width)} to either side."
            ),
            f"{name}_blind_size": Text(
                f"It put the best size at {size}, and the valley measured afterwards has "
                + (
                    f"its vertex at {exact(vertex, 'parameters')}, "
                    f"{'inside' if size.low <= vertex <= size.high else 'outside'} that interval."
                    if np.isfinite(vertex)
                    else "no vertex inside its sizes."
                )
            ),
        }
    return out


def _known(rows):
    E = ladder.entropy(ladder.KNOWN, rows)
    free, held = fits.surface(ladder.KNOWN, rows), fits.known_floor(ladder.KNOWN, rows)
    best, python = (skills.best(world, rows)[-1] for world in ladder.MAIN)
    return dict(
        e_profile=fits.profile(ladder.KNOWN, rows).floor,
        e_huber=fits.huber(ladder.KNOWN, rows).parameters["E"],
        truth=words.truth(rows),
        e_error=exact(abs(free.surface.E - E), ladder.unit(ladder.KNOWN)),
        floor_error=words.floor_error(rows),
        floor_before=words.floor_before(rows),
        bend=words.bend(rows),
        ahead=words.free_law_ahead(rows),
        apart_within=percent(known.apart_within(rows=rows)),
        residuals=words.residuals(rows),
        impossible=words.impossible(rows),
        held_gamma=held.parameters["frontier_exponent"],
        held_against_free=Text(
            "steeper" if held.surface.frontier_exponent > free.surface.frontier_exponent else "flatter"
        ),
        held_a=held.parameters["a"],
        python_floor=fits.profile(ladder.PYTHON, rows).floor,
        best_known_loss=exact(best.val_loss, ladder.unit(ladder.KNOWN)),
        best_known_left=exact(best.val_loss - best.source_loss, ladder.unit(ladder.KNOWN)),
        best_python_loss=exact(python.val_loss, ladder.unit(ladder.PYTHON)),
        best_python_bits=exact(python.bits_per_token, "bits/byte"),
        source_loss=exact(best.source_loss, ladder.unit(ladder.KNOWN)),
    )


def _dial(rows):
    zipfs = [ladder.zipf(w, rows) for w in ladder.zipf_worlds(rows)]
    return dict(
        dial=words.dial(rows),
        zipf_worlds=exact(len(zipfs)),
        zipf_least=exact(min(zipfs)),
        zipf_most=exact(max(zipfs)),
        zipf_main=exact(ladder.zipf(ladder.KNOWN, rows)),
    )


def _repeats(rows):
    few, many = repetition.EPOCHS[2], repetition.EPOCHS[-1]
    return dict(
        repeats=words.repeats(rows),
        repeats_short=words.repeats_short(rows),
        epochs_few=exact(few),
        epochs_many=exact(many),
        worth_few=exact(repetition.published(few)),
        worth_many=exact(repetition.published(many)),
    )


def _mirage(rows):
    mine = skills.best(rows=rows)
    first, last = skills.shares(mine[0]), skills.shares(mine[-1])
    zipf_last = skills.best(ladder.KNOWN, rows)[-1]
    words_grow = last["words"].low > first["words"].high
    return dict(
        token_first=first["tokens"],
        token_last=last["tokens"],
        word_first=first["words"],
        word_last=last["words"],
        span_last=last["spans"],
        word_growth=Text("beyond the intervals" if words_grow else "but not beyond the intervals"),
        lines=words.lines(rows),
        lines_verdict=words.lines_verdict(rows),
        bytes_steps=words.bytes_steps(rows),
        words_judged=exact(mine[-1].val_words),
        lines_judged=exact(mine[-1].val_lines),
        span=exact(skills.SPAN),
        length_python=exact(skills.effective_length(mine[-1])),
        length_known=exact(skills.effective_length(zipf_last)),
        span_independent=percent(mine[-1].token_accuracy ** skills.SPAN),
    )


def _exercises(rows):
    smallest = min(ladder.runs("isoflop", ladder.KNOWN, rows), key=lambda r: (r.budget, r.parameters, r.seed))
    fit, top = fits.surface(ladder.KNOWN, rows), ladder.budgets(ladder.KNOWN, rows)[-1]
    straight = straightest(ladder.KNOWN, rows)
    last = skills.best(rows=rows)[-1]
    return dict(
        ex_n=exact(smallest.parameters),
        ex_d=exact(smallest.tokens),
        ex_c=exact(smallest.flop_6nd, "FLOP"),
        ex_exact=exact(smallest.flop_exact / smallest.flop_6nd, "×"),
        ex_embedding=percent(1 - smallest.parameters_without_embedding / smallest.parameters),
        ex_difference=percent(DIFFERENCE),
        ex_seeds_known=exact(seeds_needed(noise.seed_noise(ladder.KNOWN, rows).value)),
        ex_seeds_python=exact(seeds_needed(noise.seed_noise(ladder.PYTHON, rows).value)),
        ex_straight=exact(straight, ladder.unit(ladder.KNOWN)),
        ex_straight_side=Text("above" if straight > ladder.entropy(ladder.KNOWN, rows) else "below"),
        ex_half=percent(0.5 ** (1 / skills.effective_length(last))),
        ex_half_independent=percent(0.5 ** (1 / skills.SPAN)),
        record=words.record(rows),
        next_factor=exact(NEXT, "×"),
        next_budget=exact(NEXT * top, "FLOP"),
        next_loss=fit.optimum(NEXT * top).loss,
        next_size=fit.optimum(NEXT * top).parameters,
        next_known=fits.best_above_known_floor(ladder.KNOWN, NEXT * top, rows),
    )


DIFFERENCE = 0.01


def seeds_needed(noise_percent, difference=DIFFERENCE):
    """Seeds for each of two models whose losses differ by that share, so that the difference is two standard errors."""
    return int(np.ceil(2 * (2 * noise_percent / (100 * difference)) ** 2))


def straightest(world, rows=None):
    """The floor above which the least losses of the valleys lie straightest against compute, on log axes."""
    C, loss, _ = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
    floors = np.linspace(0, 0.99 * loss.min(), 400)
    return float(floors[np.argmin([misfit(C, loss, E) for E in floors])])


def misfit(C, loss, floor):
    """Root-mean-square distance from a line of log (loss - floor) against log C."""
    x, y = np.log(C / C[0]), np.log(loss - floor)
    return float(np.sqrt(np.mean((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2)))
