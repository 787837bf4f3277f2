"""What the book's own small runs say of reading again and of learning from models, beside what was registered."""

from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.formatting import Text
from scaling_laws.quantity import exact

from ... import measured, words
from ... import trials as tables
from ...experiments import account, ends, loss_ratio
from ...experiments.answers import (
    LANGUAGE,
    at_budgets_of,
    chosen,
    control_of,
    enough,
    generation,
    mean_over_seeds,
)
from ...experiments.multiplier import damage_ratio

READ = {4: "even-4", 16: "even-16", 40: "even-40"}  # epochs: name of the expectation
ARMS = ("replaced", "accumulated", "lexicon", "ranks")
REGISTERED = {1: "collapse-1", 5: "collapse-5"}  # generation: name of the expectation


def found():
    """{name of the expectation: Outcome} of the two experiments of this chapter, in the order of registration."""
    return account("repetition", "collapse")


def worth():
    """{epochs: worth of a token read over that of a fresh one}, for the repetitions that have been run."""
    return {epochs: found()[name].answer for epochs, name in READ.items() if found()[name].answer}


def _rows():
    """All trials, with the ladder's plain runs among them."""
    return tables.with_ladder(tables.trials(), measured.runs())


def _lines(rows):
    """{arm: {generation: loss over that of plain training on real text}} for what has been run."""
    plain, lines = control_of(rows, LANGUAGE), {}
    for arm in ARMS:
        for number in range(1, max(REGISTERED) + 1):
            control, mine = at_budgets_of(generation(rows, arm, number), plain)
            if enough(mine, control):
                lines.setdefault(arm, {})[number] = loss_ratio(control, mine)
    return lines


@cache
def generations():
    """Loss to the truth: {arm: {generation: over that of plain training on real text}} for what has been run."""
    return _lines(_rows())


@cache
def own_text():
    """The same of the loss on the text that a model is trained on: how hard that text is to predict."""
    return _lines([replace(row, val_loss=row.train_loss) for row in _rows() if row.status == "done"])


def perfect():
    """Loss of the true source over that of plain training on real text: geometric mean over the lines' models."""
    budgets = {row.rung for row in chosen(tables.trials(), experiment="collapse")}
    plain = [row for row in chosen(_rows(), experiment="pool", arm="control", world=LANGUAGE) if row.rung in budgets]
    return float(np.exp(np.mean([np.log(row.entropy / row.train_loss) for row in plain])))


def text_gain():
    """Nats a token by which striking out what is no word brings a model's text nearer to the truth, or None.

    Mean over the smallest models trained on real text; computed from their probabilities of words, not sampled.
    """
    plain = {row.run for row in chosen(tables.trials(), experiment="pool", arm="control", rung=_smallest())}
    found = defaultdict(dict)
    for row in chosen(tables.readings(), experiment="collapse", method="text"):
        if row.model in plain:
            found[row.model][row.variant] = row.value
    return mean_over_seeds([text["as written"] - text["words alone"] for text in found.values()], "nats/token")


def reader_gain():
    """Nats a token by which the same brings the first reader of that text nearer to the truth, or None."""
    losses = defaultdict(dict)
    for arm in ("replaced", "lexicon"):
        for row in chosen(tables.trials(), experiment="collapse", arm=arm, generation=1, rung=_smallest()):
            losses[row.seed][arm] = row.val_loss
    return mean_over_seeds([one["replaced"] - one["lexicon"] for one in losses.values() if len(one) > 1], "nats/token")


def _smallest():
    """The smallest budget of the lines, in FLOP."""
    return min(row.rung for row in chosen(tables.trials(), experiment="collapse"))


@cache
def judged_damage():
    """{budget in FLOP: damage of the line that knows the lexicon over that of the line without a judge}."""
    rows, last = _rows(), max(REGISTERED)
    plain, found = control_of(rows, LANGUAGE), {}
    for cell in generation(rows, "lexicon", last):
        at = [
            [one for one in arm if one.compute == cell.compute] for arm in (plain, generation(rows, "replaced", last))
        ]
        if all(at):
            found[cell.compute] = damage_ratio(*at, [cell])
    return found


def expected(name):
    """Ends of the registered range."""
    return ends(found()[name])


def uneven_said():
    """Whether text read unevenly teaches less than text read evenly, as measured."""
    ratio = found()["uneven-16"].answer
    if ratio is None:
        return "has not been tried yet"
    return f"left a loss {ratio.short} that of even reading" if ratio.low > 1 else "was not measurably worse"


def collapse_said():
    """What generations on samples alone did to the loss."""
    line = generations().get("replaced")
    if not line:
        return "These lines of models are still to be run; what is registered for them stands in the table."
    last = max(line)
    kept = generations().get("accumulated", {}).get(last)
    said = f"After {exact(last).bare} generations on samples alone the loss is {line[last].short} that on real text"
    return f"{said}, and {kept.short} where the samples are added." if kept else f"{said}."


def judged_said():
    """What the two judges did to the loss, against no judge at all."""
    answers = [found()[name].answer for name in ("lexicon-5", "ranks-5")]
    if None in answers:
        return "The lines with a judge are still to be run."
    lexicon, ranks = answers
    return (
        f"We had expected a judge to help. One that has every word drawn anew that does not exist left"
        f" {lexicon.short} the damage of no judge; one that knows the common words of each place as well did"
        f" {words.compare(ranks, exact(1.0, ranks.unit), 'more', 'less', 'as much')} than the first."
    )


def reader_said():
    """Whether the first reader of a text without false words gained by it."""
    gain = reader_gain()
    if gain is None:
        return Text("has not been trained yet")
    return words.sign(gain, "did better", "did worse", "gained nothing that we could measure")


def narrowed_said():
    """Which judged text ends up easier to predict than the language is for one who knows it, as words."""
    text = own_text().get("ranks")
    if not text:
        return Text("not to be told apart from")
    last = text[max(text)]
    return words.compare(
        last, exact(perfect(), last.unit), more="harder to predict than", less="easier to predict than"
    )


def judged_by_size():
    """How the judge's harm compares for the larger and the smaller models, as words."""
    harm = judged_damage()
    if len(harm) < 2:
        return Text("not to be told apart from")
    return words.compare(harm[max(harm)], harm[min(harm)], more="greater than", less="less than")


def parameters():
    """Size of the models that read text again."""
    rows = [row for row in tables.trials() if row.experiment == "repetition"]
    return rows[0].parameters
