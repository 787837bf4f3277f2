"""Sentences whose words depend on the table, so that they stay true when the ladder grows."""

from scaling_laws.quantity import Text, exact, percent

from . import fits, known, ladder, noise, repetition, skills

LITTLE = 1.0  # per cent of lines: below this nothing seems to be learnt


def plural(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def count_in(part, whole):
    return "all" if part == whole else "none" if part == 0 else f"{part}"


def one_in(part, whole, noun):
    """'all 6 runs', 'none of 6 runs', '4 of 6 runs'."""
    return f"all {whole} {noun}" if part == whole and whole > 1 else f"{count_in(part, whole)} of {whole} {noun}"


def sign(quantity, up, down, none):
    """One of three words, by whether the interval of a difference excludes zero."""
    return Text(up if quantity.low > 0 else down if quantity.high < 0 else none)


def blind(world, rows=None):
    """What came of the forecast made blind."""
    if not fits.can_be_blind(world, rows):
        return Text(f"With {len(ladder.budgets(world, rows))} budgets there is nothing to hold out yet.")
    _, held, said = fits.blind(world, rows)
    inside = sum(q.low <= r.val_loss <= q.high for q, r in zip(said, held, strict=True))
    lower = sum(r.val_loss < q.value for q, r in zip(said, held, strict=True))
    share = skills.wilson(inside / len(held), len(held))
    level = percent(fits.LEVEL)
    return Text(
        f"Of the held-out runs, {one_in(inside, len(held), 'losses')} lay inside their {level} intervals "
        f"(as a share, with its own interval: {share.interval}), and {one_in(lower, len(held), 'losses')} lay "
        "below the middle "
        "of the forecast."
    )


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
    inside = [q.low <= bottom <= q.high for q in (said, held)]
    overlaps = [q.low <= came.high and came.low <= q.high for q in (said, held)]
    nearer = "free" if abs(said.value - bottom) < abs(held.value - bottom) else "true"
    score = {(True, True): "Both intervals hold it", (False, False): "Neither interval holds it"}.get(
        tuple(inside), f"Only the interval of the {'free' if inside[0] else 'true'} floor holds it"
    )
    reach = {(True, True): "both", (True, False): "that of the free floor", (False, True): "that of the true floor"}
    return Text(
        f"The free floor had said {said} for {exact(top, 'FLOP')}, the true floor {held}; the parabola through the "
        f"finished runs has its bottom at {came}. {score}, and the {nearer} floor came nearer. The bottom's own "
        f"interval overlaps {reach.get(tuple(overlaps), 'neither')}."
    )


def truth(rows=None):
    """Whether the two intervals of the floor hold the true entropy."""
    E = ladder.entropy(ladder.KNOWN, rows)
    bootstrap, profile = fits.surface(ladder.KNOWN, rows).parameters["E"], fits.profile(ladder.KNOWN, rows).floor
    both = [known.place(q, E) for q in (bootstrap, profile)]
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
    if before.low <= now <= before.high:
        moved = f"{moved} the truth by less than its own uncertainty"
    else:
        moved = f"{moved} the truth"
    return Text(f"Without the largest budget it was {before}: the last step up the ladder moved it {moved}.")


def knows_the_floor(rows=None):
    """The short answer of the card."""
    E = ladder.entropy(ladder.KNOWN, rows)
    found = (fits.surface(ladder.KNOWN, rows).parameters["E"], fits.profile(ladder.KNOWN, rows).floor)
    right = all(known.place(q, E) == "inside" for q in found)
    return Text("Here it did, within its interval." if right else "Here it did not.")


def bend(rows=None):
    """Does the local exponent change along the known-entropy frontier?"""
    turn, steps = known.turn(rows=rows), known.slopes(rows=rows)
    told = "; ".join(str(q) for _, _, q in steps)
    if turn is None:
        return Text(f"With two budgets there is one local exponent, {told}, and nothing to compare it with.")
    word = sign(turn, "grows along the ladder", "falls along the ladder", "does not change beyond its error")
    return Text(
        f"From the lowest pair of budgets to the highest the local exponents are {told}. A parabola through all "
        f"valleys, weighted by their errors, says that the exponent {word}: from the first pair to the last it "
        f"changes by {turn}."
    )


def free_law_ahead(rows=None):
    """Where the free law and the law with the known floor part."""
    told = [f"by {percent(t)} {_where(known.reach(t, rows=rows))}" for t in known.TOLERANCES]
    return Text(f"They part {' and '.join(told)}.")


def _where(multiple):
    if multiple <= 1:
        return "within the runs already"
    if multiple == float("inf"):
        return f"not before {exact(10.0**known.FARTHEST, '×')} the largest budget"
    return f"at {exact(multiple, '×')} the largest budget"


def residuals(rows=None):
    """What the residuals say of the true floor."""
    d, limit = known.deviance_of_truth(rows=rows), fits.profile(ladder.KNOWN, rows).threshold
    told = f"(deviance {exact(d)}, where {exact(limit)} is the limit at {percent(fits.LEVEL)})"
    if d > limit:
        return Text(
            f"The residuals even prefer the wrong floor: holding the true one costs more than scatter explains {told}."
        )
    return Text(f"The residuals do not decide: holding the true floor costs no more than scatter explains {told}.")


def impossible(rows=None):
    """From where the free law promises less loss than the source allows."""
    found = known.impossible(rows=rows)
    if found is None:
        return Text(
            "The fitted floor lies above the entropy: the free fit forbids losses that are possible, and never "
            "promises an impossible one."
        )
    return Text(
        "The fitted floor lies below the entropy, so the free fit promises the impossible, a loss under the entropy, "
        f"from {found} the largest budget on."
    )


def dial(rows=None):
    """Does the exponent move with the Zipf exponent?"""
    worlds, shared = known.common_budgets(rows)
    turn = known.dial_turn(rows)
    if turn is None:
        least = ladder.budgets(ladder.KNOWN, rows)[0]
        above = [(w, min(skills.best(w, rows), key=lambda r: r.budget)) for w in ladder.zipf_worlds(rows)]
        told = ", ".join(
            f"{exact(r.val_loss - r.entropy)} nats above an entropy of {exact(r.entropy)} at Zipf exponent {r.zipf:g}"
            for _, r in above
        )
        return Text(
            f"Only one of these worlds has two budgets so far, so a comparison of exponents has not been run. At "
            f"{exact(least, 'FLOP')} the best models stand {told}."
        )
    word = sign(turn, "steeper", "flatter", "not distinguishably different")
    told = ", ".join(f"{q} at Zipf exponent {ladder.zipf(w, rows):g}" for w, q in known.dial(rows).items())
    return Text(
        f"At the {len(shared)} budgets that {len(worlds)} worlds share, the exponent is {told}. In the world of the "
        f"largest Zipf exponent it is {word}: the difference to the smallest is {turn}."
    )


def repeats(rows=None):
    """The repeated-data series against the published law, or that it has not been run."""
    found = repetition.measured(rows)
    if not found:
        return Text(
            "The table holds no runs of this series yet: it has not been run, and the figure shows the published "
            "law alone."
        )
    less = [worth < repetition.published(epochs) for epochs, worth, *_ in found]
    epochs, worth, loss, twin, _ = found[-1]
    blur = noise.seed_noise(ladder.PYTHON, rows).value / 100 * repetition.tokens_per_loss(rows)
    top = max(found, key=lambda f: f[1])
    fall = (
        f" More passes were not better: the worth was largest at {top[0]:.0f} epochs ({exact(top[1])}) and fell "
        "after, as "
        f"the model learnt its small corpus by heart (in the last stretch of its training the loss on that text was "
        f"{exact(repetition.memorised(rows))}). The published law can level off but never fall."
        if top[0] < epochs
        else " It grew to the end, as the published law does."
    )
    return Text(
        f"{repetition.setting(rows)} Of {plural(len(found), 'repeated run')}, {count_in(sum(less), len(less))} got "
        "less out of repetition than the "
        f"published law grants. The longest, {epochs:.0f} epochs, ended at {exact(loss, 'nats/byte')} where fresh "
        "text gave "
        f"{exact(twin)}; it was worth {exact(worth)} times its unique text, and the law says "
        f"{exact(repetition.published(epochs))}.{fall} One standard deviation of seed noise moves a worth by about "
        f"{percent(blur)}; below that, differences from the law mean nothing."
    )


def rate(rows=None):
    """What the sweeps of the learning rate found."""
    groups, _ = noise.sweeps(rows)
    if not groups:
        return Text("No sweep of the learning rate is complete yet.")
    worst, seeds = noise.cost_of_the_rate(rows), noise.seed_noise(rows=rows)
    within = 100 * worst <= seeds.high * 2**0.5
    runs = sum(map(len, groups))
    return Text(
        f"In {plural(len(groups), 'sweep')} of the learning rate ({runs} runs, one seed each) the rate of the "
        "ladder cost at "
        f"most {percent(worst)} of the loss against the best rate tried, "
        + ("which a change of seed could do." if within else "more than a change of seed explains.")
    )


def lines(rows=None):
    """How many whole lines the best model of each budget gets right."""
    *before, last = skills.best(rows=rows)
    earlier = ", ".join(f"{skills.lines_right(r)}" for r in before)
    whole = skills.shares(last)["lines"]
    return Text(
        f"of {exact(last.val_lines).bare} whole lines it gets {skills.lines_right(last)} right, which is {whole}; the "
        f"best models of the smaller budgets, from the least up, get {earlier}"
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


def repeats_short(rows=None):
    """How close the published law comes where text is read a few times, and where it is read often."""
    found = repetition.measured(rows)
    if not found:
        return Text("It has not been run yet.")
    gaps = [(e, worth / repetition.published(e) - 1) for e, worth, *_ in found]
    told = ", ".join(f"{percent(gap)} at {e:.0f}" for e, gap in gaps)
    blur = noise.seed_noise(ladder.PYTHON, rows).value / 100 * repetition.tokens_per_loss(rows)
    far = [f"{e:.0f}" for e, gap in gaps if abs(gap) > 2 * blur]
    beyond = f"only at {' and '.join(far)} epochs" if far else "nowhere"
    return Text(f"Our worths differ from it by {told} epochs, {beyond} by more than twice the seed noise.")


def waiting(rows=None):
    """How many runs belong to valleys that are not whole yet."""
    worlds = {r.world for r in ladder.runs("isoflop", None, rows)}
    count = sum(len(ladder.runs("isoflop", w, rows)) - len(ladder.valley_runs(w, rows)) for w in worlds)
    return plural(count, "run") + (" is" if count == 1 else " are") if count else "none is"


def seeds_at_the_top(rows=None):
    """Whether the largest budget of each main world has repeats."""
    repeated = {(r.world, r.budget) for r in noise.deviations(rows=rows)[0]}
    bare = sum((w, ladder.budgets(w, rows)[-1]) not in repeated for w in ladder.MAIN)
    return ("the largest budgets with one", "a largest budget with one", "the largest budgets too")[
        0 if bare == len(ladder.MAIN) else 1 if bare else 2
    ]
