"""What the runs found, in sentences whose words are computed, so that they stay true when the ladder grows.

Every function takes the rows to read, None for the committed table, and returns Text.
"""

import numpy as np

from scaling_laws import statistics
from scaling_laws.fitting import valleys
from scaling_laws.quantity import Text, listing, percent, propagate, say

from . import fits, known, ladder, noise, repetition, skills, straightness
from .wording import count_in, holds, meet, one_in, place, plural, sign

LITTLE = 1.0  # per cent of lines: below this nothing seems to be learnt


# ---- the ladder ----


def devices(rows=None):
    """On what the runs were made."""
    kinds = {r.device for r in ladder.every(rows)}
    return Text("an ordinary processor" if kinds == {"cpu"} else "an ordinary processor and an accelerator")


def diverged(rows=None):
    """How many runs diverged."""
    return Text(sum(r.status == "diverged" for r in ladder.every(rows)) or "none")


def waiting(rows=None):
    """How many runs belong to valleys that are not whole yet."""
    worlds = {r.world for r in ladder.runs("isoflop", None, rows)}
    count = sum(len(ladder.runs("isoflop", w, rows)) - len(ladder.valley_runs(w, rows)) for w in worlds)
    return Text(f"{plural(count, 'run')} {'is' if count == 1 else 'are'}" if count else "none is")


def vertices(world, rows=None):
    """In how many valleys the parabola has its lowest point inside the sizes tried."""
    found = fits.parabolas(world, rows)
    return Text(one_in(sum(np.isfinite(v.vertex) for v in found), len(found), "valleys"))


# ---- noise ----


def noisier(rows=None):
    """The noisier world of the two."""
    return Text("Python text" if _noisier(rows) == ladder.PYTHON else "the synthetic language")


def noise_apart(rows=None):
    """Whether the intervals of the seed noise of the two worlds tell them apart."""
    seeds = [noise.seed_noise(w, rows) for w in ladder.MAIN]
    apart = noise.seed_noise(_noisier(rows), rows).low > min(q.high for q in seeds)
    return Text("more than their intervals allow for" if apart else "though the intervals overlap")


def _noisier(rows):
    return max(ladder.MAIN, key=lambda w: noise.seed_noise(w, rows).value)


def twins(rows=None):
    """What came of configurations that were trained twice with one seed."""
    pairs = noise.twins(rows)
    if not pairs:
        return Text("no configuration has been trained twice with one seed")
    same = sum(a.val_loss == b.val_loss for a, b in pairs)
    told = "both" if same == len(pairs) == 2 else f"{count_in(same, len(pairs))} of them"
    return Text(
        f"{plural(len(pairs), 'configuration')} happened to be trained twice, and {told} gave the same loss to the last"
        " digit stored"
    )


def seeds_at_the_top(rows=None):
    """Whether the largest budget of each main world has repeats."""
    repeated = {(r.world, r.budget) for r in noise.deviations(rows=rows)[0]}
    bare = sum((w, ladder.budgets(w, rows)[-1]) not in repeated for w in ladder.MAIN)
    if not bare:
        return Text("the largest budgets too")
    return Text("the largest budgets with one" if bare == len(ladder.MAIN) else "a largest budget with one")


def rate(rows=None):
    """What the sweeps of the learning rate found."""
    groups, _ = noise.sweeps(rows)
    if not groups:
        return Text("No sweep of the learning rate is complete yet.")
    worst, seeds = noise.cost_of_the_rate(rows), noise.seed_noise(rows=rows)
    within = 100 * worst <= seeds.high * 2**0.5
    runs = sum(map(len, groups))
    return Text(
        f"In {plural(len(groups), 'sweep')} of the learning rate ({runs} runs, one seed each) the rate of the ladder"
        f" cost at most {percent(worst)} of the loss against the best rate tried, "
        + ("which a change of seed could do." if within else "more than a change of seed explains.")
    )


def worse_unfinished(rows=None):
    """In how many pairs the unfinished run is worse than the finished."""
    pairs = noise.unfinished(rows)
    return Text(one_in(sum(excess > 0 for *_, excess in pairs), len(pairs), "pairs"))


# ---- the blind forecast ----


def blind(world, rows=None):
    """What came of the forecast made blind."""
    if not fits.can_be_blind(world, rows):
        return Text(f"With {len(ladder.budgets(world, rows))} budgets there is nothing to hold out yet.")
    _, held, said = fits.blind(world, rows)
    inside = sum(holds(q, r.val_loss) for q, r in zip(said, held, strict=True))
    lower = sum(r.val_loss < q.value for q, r in zip(said, held, strict=True))
    share = statistics.share(inside, len(held))
    level = percent(fits.LEVEL)
    return Text(
        f"Of the held-out runs, {one_in(inside, len(held), 'losses')} lay inside their {level} intervals (as a share,"
        f" with its own interval: {share.interval}), and {one_in(lower, len(held), 'losses')} lay below the middle of"
        " the forecast."
    )


def blind_accuracy(world, rows=None):
    """How far the blind forecasts missed, and how far their intervals reach."""
    if not fits.can_be_blind(world, rows):
        return Text("Not yet run.")
    _, held, said = fits.blind(world, rows)
    losses = np.array([r.val_loss for r in held])
    error = 100 * np.sqrt(np.mean((np.array([q.value for q in said]) / losses - 1) ** 2))
    width = np.median([(q.high - q.low) / 2 / q.value for q in said])
    return Text(
        f"The root mean square of the {len(held)} misses is {statistics.deviation(error, len(held), '%')}, taking them"
        f" as independent, and a typical interval reaches {percent(width)} to either side."
    )


def blind_size(world, rows=None):
    """Where the blind fit put the best size, and where the valley measured afterwards has its vertex."""
    if not fits.can_be_blind(world, rows):
        return Text("Not yet run.")
    fit, held, _ = fits.blind(world, rows)
    top = ladder.budgets(world, rows)[-1]
    size = fit.optimum(top).parameters
    vertex = valleys(ladder.as_runs(tuple(r for r in held if r.budget == top)))[0].vertex
    start = f"It put the best size at {size}, and the valley measured afterwards has"
    if not np.isfinite(vertex):
        return Text(f"{start} no vertex inside its sizes.")
    where = "inside" if holds(size, vertex) else "outside"
    return Text(f"{start} its vertex at {say(vertex, 'parameters')}, {where} that interval.")


def record(rows=None):
    """What this chapter forecast for the bottom of the largest valley before it was run, and what came."""
    world = ladder.KNOWN
    if not fits.can_be_blind(world, rows):
        return Text("No forecast has been scored yet.")
    top, unit = ladder.budgets(world, rows)[-1], ladder.unit(world)
    said = fits.blind(world, rows)[0].optimum(top).loss
    held = fits.best_above_known_floor(world, top, rows, before=top)
    _, bottom, error = fits.bottoms(world, rows)[-1]
    came = fits.normal(bottom, error, unit, "bottom of a parabola, scatter pooled over valleys")
    inside = [holds(q, bottom) for q in (said, held)]
    overlaps = [meet(q, came) for q in (said, held)]
    lead = propagate(lambda b: np.abs(held.value - b) - np.abs(said.value - b), came)
    nearer = f"the {'free' if lead.value > 0 else 'true'} floor came nearer"
    nearer += sign(lead, "", "", ", though by less than the error of that bottom")
    score = {(True, True): "Both intervals hold it", (False, False): "Neither interval holds it"}.get(
        tuple(inside), f"Only the interval of the {'free' if inside[0] else 'true'} floor holds it"
    )
    reach = {(True, True): "both", (True, False): "that of the free floor", (False, True): "that of the true floor"}
    return Text(
        f"The free floor had said {said} for {say(top, 'FLOP')}, the true floor {held}; the parabola through the"
        f" finished runs has its bottom at {came}. {score}, and {nearer}. The bottom's own"
        f" interval overlaps {reach.get(tuple(overlaps), 'neither')}."
    )


# ---- the known floor ----


def truth(rows=None):
    """Whether the two intervals of the floor hold the true entropy."""
    E = ladder.entropy(ladder.KNOWN, rows)
    bootstrap, profile = fits.surface(ladder.KNOWN, rows).parameters["E"], fits.profile(ladder.KNOWN, rows).floor
    both = [place(q, E) for q in (bootstrap, profile)]
    if both[0] == both[1]:
        return Text(f"The truth lies {both[0]} both intervals.")
    return Text(f"The truth lies {both[0]} the bootstrap's interval and {both[1]} the profile's.")


def floor_error(rows=None):
    """How the free floor misses."""
    E = ladder.entropy(ladder.KNOWN, rows)
    low = fits.surface(ladder.KNOWN, rows).surface.E < E
    return Text("too low" if low else "too high")


def floor_before(rows=None):
    """What the fit said of the floor before it saw the largest budget, and where that budget moved it."""
    if not fits.can_be_blind(ladder.KNOWN, rows):
        return Text("There are too few budgets to see how the estimate moves as the ladder grows.")
    E, now = ladder.entropy(ladder.KNOWN, rows), fits.surface(ladder.KNOWN, rows).surface.E
    before = fits.blind(ladder.KNOWN, rows)[0].parameters["E"]
    moved = "toward" if abs(now - E) < abs(before.value - E) else "away from"
    how = " by less than its own uncertainty" if holds(before, now) else ""
    return Text(
        f"Without the largest budget it was {before}: the last step up the ladder moved it {moved} the truth{how}."
    )


def knows_the_floor(rows=None):
    """The short answer of the card."""
    E = ladder.entropy(ladder.KNOWN, rows)
    found = (fits.surface(ladder.KNOWN, rows).parameters["E"], fits.profile(ladder.KNOWN, rows).floor)
    right = all(place(q, E) == "inside" for q in found)
    return Text("Here it did, within its interval." if right else "Here it did not.")


def held_against_free(rows=None):
    """How the frontier with the known floor falls beside that with the free floor."""
    return sign(known.steeper(rows=rows), "steeper than", "flatter than", "not distinguishable from")


def free_law_ahead(rows=None):
    """Where the free law and the law with the known floor have parted for good."""
    return Text(f"They part by {percent(known.PARTED)} {_where(known.reach(known.PARTED, rows=rows))}.")


def _where(multiple):
    if multiple.value <= 1:
        return "within the runs already"
    if not np.isfinite(multiple.value):
        return f"not before {say(10.0**known.FARTHEST, '×')} the largest budget"
    return f"at {multiple} the largest budget"


def impossible(rows=None):
    """From where the free law promises less loss than the source allows."""
    found = known.impossible(rows=rows)
    if found is None:
        return Text(
            "The fitted floor lies above the entropy: the free fit forbids losses that are possible, and never promises"
            " an impossible one."
        )
    return Text(f"From {found} the largest budget on, the free fit promises a loss that no model can have.")


def residuals(rows=None):
    """What the residuals say of the true floor."""
    d, limit = known.deviance_of_truth(rows=rows), fits.profile(ladder.KNOWN, rows).threshold
    told = f"a deviance of {say(d)}, where scatter explains {say(limit)} at a level of {percent(fits.LEVEL)}"
    if d > limit:
        return Text(f"On the contrary, they fit the wrong floor better: holding the true one costs {told}.")
    return Text(f"They do not decide: holding the true floor costs {told}.")


def bend(rows=None):
    """Does the local exponent change along the known-entropy frontier?"""
    turn, steps = known.turn(rows=rows), known.slopes(rows=rows)
    told = "; ".join(str(q) for _, _, q in steps)
    if turn is None:
        return Text(f"With two budgets there is one local exponent, {told}, and nothing to compare it with.")
    word = sign(turn, "grows along the ladder", "falls along the ladder", "does not change beyond its error")
    return Text(
        f"A parabola through all valleys, weighted by their errors, says that the exponent {word}: from the lowest pair"
        f" of budgets to the highest it changes by {turn}."
    )


def straight_side(rows=None):
    """On which side of the entropy the straightest floor lies."""
    gap = straightness.straightest(ladder.KNOWN, rows) - ladder.entropy(ladder.KNOWN, rows)
    return sign(gap, "above", "below", "not distinguishable from")


# ---- the dial ----


def dial(rows=None):
    """Does the exponent move with the Zipf exponent?"""
    worlds, shared = known.common_budgets(rows)
    turn = known.dial_turn(rows)
    if turn is None:
        least = ladder.budgets(ladder.KNOWN, rows)[0]
        above = [(w, min(skills.best(w, rows), key=lambda r: r.budget)) for w in ladder.zipf_worlds(rows)]
        told = ", ".join(
            f"{say(r.val_loss - r.entropy)} nats above an entropy of {say(r.entropy)} at Zipf exponent {r.zipf:g}"
            for _, r in above
        )
        return Text(
            "Only one of these worlds has two budgets so far, so a comparison of exponents has not been run. At"
            f" {say(least, 'FLOP')} the best models stand {told}."
        )
    word = sign(turn, "steeper", "flatter", "not distinguishably different")
    told = ", ".join(f"{q} at Zipf exponent {ladder.zipf(w, rows):g}" for w, q in known.dial(rows).items())
    return Text(
        f"At the {len(shared)} budgets that {len(worlds)} worlds share, the exponent is {told}. In the world of the"
        f" largest Zipf exponent it is {word}: the difference to the smallest is {turn}."
    )


def dial_short(rows=None):
    """The same in one sentence, for a figure that shows the exponents."""
    turn = known.dial_turn(rows)
    if turn is None:
        return Text("Only one of these worlds has two budgets so far: the comparison has not been run.")
    word = sign(turn, "falls more steeply", "falls less steeply", "does not fall distinguishably otherwise")
    return Text(
        f"In the language of the largest Zipf exponent the loss {word} than in that of the smallest, by {turn} in the"
        " exponent."
    )


# ---- repetition ----


def repeats(rows=None):
    """The repeated-data series against the published law, or that it has not been run."""
    found = repetition.measured(rows)
    if not found:
        return Text(
            "The table holds no runs of this series yet: it has not been run, and the figure shows the published law"
            " alone."
        )
    less = sum(worth.high < repetition.published(epochs) for epochs, worth, *_ in found)
    epochs, worth, loss, twin, _ = found[-1]
    return Text(
        f"{repetition.setting(rows)} Of {plural(len(found), 'repeated run')}, {count_in(less, len(found))} got less out"
        f" of repetition than the published law grants, by more than seed noise explains. The longest, {epochs:.0f}"
        f" epochs, ended at {say(loss, 'nats/byte')} where fresh text gave {say(twin)}; in units of its unique text it"
        f" was worth {worth}, and the law says {say(repetition.published(epochs))}.{_turn_of_worth(found, rows)} One"
        f" standard deviation of seed noise moves a worth by about {repetition.blur(rows)}."
    )


def _turn_of_worth(found, rows):
    """Whether the worth grew to the end or fell after some number of epochs."""
    (last, at_last, *_), (epochs, worth, *_) = found[-1], max(found, key=lambda f: f[1].value)
    if epochs == last:
        return " It grew to the end, as the published law does."
    start = f" More passes were not better: the worth was largest at {epochs:.0f} epochs, {worth},"
    if (worth / at_last).low <= 1:
        return f"{start} and did not grow after; whether it fell, seed noise does not let us say."
    return (
        f"{start} and fell after, as the model learnt its small corpus by heart (in the last stretch of its training"
        f" the loss on that text was {say(repetition.memorised(rows))}). The published law can level off but never"
        " fall."
    )


def repeats_short(rows=None):
    """How close the published law comes where text is read a few times, and where it is read often."""
    found = repetition.measured(rows)
    if not found:
        return Text("It has not been run yet.")
    gaps = {f"{e:.0f}": percent(worth / float(repetition.published(e)) - 1) for e, worth, *_ in found}
    near = [e for e, gap in gaps.items() if gap.low <= 0 <= gap.high]
    far = [f"by {gap} at {e}" for e, gap in gaps.items() if e not in near]
    told = [f"agree with it within the seed noise at {listing(near)} epochs"] if near else []
    told += [f"differ from it {listing(far)} epochs"] if far else []
    return Text(f"Our worths {' and '.join(told)}.")


# ---- the mirage ----


def lines(rows=None):
    """How many whole lines the best model of each budget gets right."""
    *before, last = skills.best(rows=rows)
    earlier = ", ".join(f"{skills.lines_right(r)}" for r in before)
    whole = skills.shares(last)["lines"]
    return Text(
        f"of {say(last.val_lines)} whole lines it gets {skills.lines_right(last)} right, which is {whole}; the best"
        f" models of the smaller budgets, from the least up, get {earlier}"
    )


def lines_verdict(rows=None):
    """What a judge by whole lines would say."""
    little = skills.shares(skills.best(rows=rows)[-1])["lines"].high < LITTLE
    return Text(
        "learn nearly nothing over the whole ladder" if little else "begin to learn only near the top of the ladder"
    )


def bytes_steps(rows=None):
    """At how many steps of the ladder the share of bytes grows."""
    share = [r.token_accuracy for r in skills.best(rows=rows)]
    grown = sum(b > a for a, b in zip(share, share[1:], strict=False))
    return Text("at every step" if grown == len(share) - 1 else f"at {grown} of {len(share) - 1} steps")


def word_growth(rows=None):
    """Whether the share of whole words grows beyond its intervals from the least budget to the largest."""
    mine = skills.best(rows=rows)
    first, last = (skills.shares(r)["words"] for r in (mine[0], mine[-1]))
    return Text("beyond the intervals" if last.low > first.high else "but not beyond the intervals")
