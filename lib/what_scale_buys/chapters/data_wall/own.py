"""What the book's own small runs say of reading again and of learning from models, beside what was registered."""

from functools import cache

from scaling_laws.quantity import exact

from ... import measured
from ... import trials as tables
from ...experiments import account, ends, loss_ratio
from ...experiments.answers import LANGUAGE, at_budgets_of, control_of, enough, generation

READ = {4: "even-4", 16: "even-16", 40: "even-40"}  # epochs: name of the expectation
ARMS = ("replaced", "accumulated", "lexicon", "ranks")
REGISTERED = {1: "collapse-1", 5: "collapse-5"}  # generation: name of the expectation


def found():
    """{name of the expectation: Outcome} of the two experiments of this chapter, in the order of registration."""
    return account("repetition", "collapse")


def worth():
    """{epochs: worth of a token read over that of a fresh one}, for the repetitions that have been run."""
    return {epochs: found()[name].answer for epochs, name in READ.items() if found()[name].answer}


@cache
def generations():
    """{arm: {generation: loss over that of plain training on real text}} for what has been run."""
    rows = tables.with_ladder(tables.trials(), measured.runs())
    plain, lines = control_of(rows, LANGUAGE), {}
    for arm in ARMS:
        for number in range(1, max(REGISTERED) + 1):
            control, mine = at_budgets_of(generation(rows, arm, number), plain)
            if enough(mine, control):
                lines.setdefault(arm, {})[number] = loss_ratio(control, mine)
    return lines


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


def parameters():
    """Size of the models that read text again."""
    rows = [row for row in tables.trials() if row.experiment == "repetition"]
    return rows[0].parameters
