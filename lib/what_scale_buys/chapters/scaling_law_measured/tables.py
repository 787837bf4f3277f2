"""The tables of the chapter: the two ladders side by side, and the forecasts made blind."""

from scaling_laws.quantity import Text, exact, percent

from ...display.exhibits import exhibit
from ...display.table import Table
from . import findings, fits, ladder, noise, skills


def _ends(values, unit):
    """'1 to 5 FLOP' of the least and the largest."""
    return Text(f"{exact(min(values), unit).bare} to {exact(max(values), unit).short}")


def _column(world, rows):
    """What there is of one world, row by row."""
    mine, budgets = ladder.valley_runs(world, rows), ladder.budgets(world, rows)
    second, third = fits.isoflop(world, rows), fits.surface(world, rows)
    best = min(mine, key=lambda r: r.val_loss)
    return {
        "runs in whole valleys": exact(len(mine), "runs"),
        "budgets": _ends(budgets, "FLOP"),
        "model sizes": _ends([r.parameters for r in mine], "parameters"),
        "valleys with their lowest point inside": findings.vertices(world, rows),
        "loss of the best model": exact(best.val_loss, ladder.unit(world)),
        "spread over seeds": noise.seed_noise(world, rows),
        "exponent a of the best size, parabolas": second.parameters["a"],
        "the same, surface": third.parameters["a"],
        "exponent α in size": third.parameters["alpha"],
        "exponent β in data": third.parameters["beta"],
        "tokens per parameter at the top": third.optimum(budgets[-1]).tokens_per_parameter,
    }


@exhibit
def ladders(rows=None):
    """The two ladders side by side."""
    known, python = (_column(world, rows) for world in ladder.MAIN)
    columns = {"Measure": list(known), "Language": list(known.values()), "Python": list(python.values())}
    return Table(columns, f"What was run, and what the fits say, with intervals of {percent(fits.LEVEL).short}")


@exhibit
def forecasts(rows=None):
    """What came of the forecasts of the largest budget, made without it."""
    kinds = (findings.blind, findings.blind_accuracy, findings.blind_size)
    columns = {"Forecast of": ["Losses", "Misses", "Best size"]}
    for world in ladder.MAIN:
        columns[ladder.title(world)] = [kind(world, rows) for kind in kinds]
    return Table(columns, "The largest budget of each world, forecast from all budgets below")


@exhibit
def checks(rows=None):
    """What was checked beside the argument, a question and its answer in each row."""
    best = skills.best(rows=rows)
    words = [skills.shares(run)["words"].short for run in (best[0], best[-1])]
    answers = {
        "Is the learning rate of the ladder near its best?": findings.rate(rows),
        "Does one seed give one result?": f"{str(findings.twins(rows)).capitalize()}.",
        "Which text is the noisier?": f"{findings.noisier(rows)}, {findings.noise_apart(rows)}.",
        "Did the largest budget help to find the floor?": findings.floor_before(rows),
        "What does the true floor do to the exponent?": f"The frontier becomes {findings.held_against_free(rows)} the"
        " one toward the free floor.",
        "Which exponents have the languages?": findings.dial(rows),
        "What was the second reading worth?": findings.repeats(rows),
        "Do whole words come suddenly?": f"From {words[0]} to {words[1]} of them, {findings.word_growth(rows)}.",
    }
    return Table({"Question": list(answers), "Answer": list(answers.values())}, "What was checked on the way")
