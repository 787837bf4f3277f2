"""The page of the register: what forecasts stood before their runs, how far off they were, and the book's own."""

from functools import cache
from string import ascii_lowercase

from scaling_laws.errors import require_choice
from scaling_laws.formatting import with_unit
from scaling_laws.quantity import Numbers, exact, say
from scaling_laws.statistics import share

from . import published, trials
from .display.exhibits import exhibit
from .display.figure import Figure
from .display.style import COLORS, canvas
from .display.table import Table
from .experiments import account, asked, efforts, range_of
from .experiments import again as anew
from .experiments.registered import counts, registered
from .forecasts import forecasts, named, worst

CLOSE = 2.0  # percent
FAR = 30.0  # times the largest budget fitted
NAMED = ("before", "claimed")


def numbers():
    """What the page says in words."""
    before, claimed = named("before"), named(*NAMED)
    far = [f for f in before if f.span and f.span >= FAR]
    scores = named("none", kind="score")
    close = [f for f in before if abs(f.error) <= CLOSE]
    return Numbers(
        forecasts=exact(len(forecasts())),
        scored=exact(sum(f.error is not None for f in forecasts())),
        before=exact(len(before)),
        claimed=exact(len(claimed) - len(before)),
        close=exact(CLOSE, "%"),
        close_share=share(len(close), len(before)),
        close_count=exact(len(close)),
        far_worst=exact(abs(worst(far).error), "%"),
        far_span=exact(max(f.span for f in far), "×"),
        scores=exact(len(scores)),
        score_worst=exact(abs(worst(scores).error), "%"),
        score_least=exact(min(abs(f.error) for f in scores), "%"),
        diverged=exact(sum(f.state == "diverged" for f in forecasts())),
        open=exact(sum(f.state == "open" for f in forecasts())),
        mute=exact(sum(f.state == "no number" for f in forecasts())),
        **_effort_numbers(),
    )


# ---- the picture ----

_MARKS = {  # by timing and kind: marker, filling, colour, words of the legend
    ("before", "loss"): ("o", "full", COLORS.loss, "loss, registered"),
    ("claimed", "loss"): ("s", "full", COLORS.loss, "loss, as told"),
    ("after", "loss"): ("^", "none", COLORS.loss, "loss, with outcome"),
    ("none", "loss"): ("D", "none", COLORS.loss, "loss, afterwards"),
    ("none", "score"): ("D", "none", COLORS.tokens, "score, afterwards"),
}
_OURS = ("*", "full", COLORS.compute, "loss, this book")


def _points():
    """What the picture shows: (marks, who, what, factors beyond the fit, sizes of the error in percent) by group."""
    groups = []
    for (timing, kind), marks in _MARKS.items():
        rows = [f for f in named(timing, kind=kind) if f.span]
        columns = ([f.who for f in rows], [f.quantity for f in rows], [f.span for f in rows])
        groups.append((marks, *columns, [abs(f.error) for f in rows]))
    from .chapters.scaling_law_measured import above

    ours = scored()
    found = [(what, factor, said.value / came.value - 1) for what, factor, said, came in ours]
    what, factors, errors = zip(*found, *above.misses(), strict=True)
    return [*groups, (_OURS, ["this book"] * len(what), list(what), list(factors), [100 * abs(e) for e in errors])]


@exhibit
def misses():
    """Size of the error against how far beyond the fit the forecast reached."""
    fig, ax = canvas(height=4.2)
    groups = _points()
    for (marker, fill, color, label), _, _, x, y in groups:
        ax.plot(x, y, marker, fillstyle=fill, color=color, markersize=9 if marker == "*" else None, label=label)
    ax.set(xscale="log", yscale="log", xlabel="compute over that of the largest run fitted")
    ax.set_ylabel("size of the error (%)")
    ax.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    ax.set_xticks([3, 30, 300], ["3×", "30×", "300×"])
    ax.minorticks_off()
    ax.legend(
        loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=2, frameon=False, columnspacing=1.0, handletextpad=0.2
    )
    n, ours = numbers(), say(max(groups[-1][-1]), "%")
    alt = (
        f"Size of the error against the factor beyond the fit, both logarithmic. {n.before} losses registered in public"
        f" before the run miss by at most {n.far_worst}, up to {n.far_span} beyond the fit; scores forecast after the"
        f" fact miss by up to {n.score_worst}, and losses that this book forecast by up to {ours}."
    )
    title = f"Others' losses registered before the run miss by at most {n.far_worst}, ours by {ours}"
    who, what, spans, sizes = (sum((group[i] for group in groups), []) for i in range(1, 5))
    data = {"who": who, "what": what, "beyond the fit (×)": spans, "size of the error (%)": sizes}
    return Figure("register-misses", fig, title=title, caption=_CAPTION, alt=alt, data=data)


_CAPTION = (
    "How far off forecasts were. Filled marks were forecast before the run: registered in public, told by their"
    " authors, or in this book. Open ones came with the outcome or were fitted afterwards. Errors are in percent of"
    " the outcome."
)


# ---- the tables ----


@exhibit
def public():
    """What was registered before a run or while it ran."""
    return _table([f for f in forecasts() if f.timing in ("before", "during")], "Registered in public before the end")


@exhibit
def told():
    """What its authors say was forecast before, and what came with the outcome."""
    rows = [f for f in forecasts() if f.timing in ("claimed", "after", "unseen")]
    return _table(rows, "Forecast early by their authors' word, or shown with the outcome")


@exhibit
def hindcasts():
    """What was fitted to smaller runs after the large one was there."""
    return _table([f for f in forecasts() if f.timing == "none"], "Fitted after the fact")


def _table(rows, caption):
    """The forecasts; what is to be said of some stands once, below, under a letter."""
    letters = dict(zip(dict.fromkeys(f.note for f in rows if f.note), ascii_lowercase, strict=False))
    marks = {note: f" [{letter}]" for note, letter in letters.items()}
    notes = "".join(f". {letter}: {note}" for note, letter in letters.items())
    return Table(
        {
            "Who": [f.who for f in rows],
            "What": [f.quantity + marks.get(f.note, "") for f in rows],
            "Registered": [f.registered or "no" for f in rows],
            "Beyond the fit": [say(f.span, "×") if f.span else "not said" for f in rows],
            "Said": [_said(f) for f in rows],
            "Measured": [_measurement(f) for f in rows],
            "Error": [_error(f) for f in rows],
            "Source": [published.cite(f.source) for f in rows],
        },
        caption + notes,
    )


def _said(f):
    if f.forecast is None:
        return "not printed"
    width = f" ± {say(f.half_width, '%')}" if f.half_width else ""
    return _as_printed(f.forecast, f.unit) + width


def _measurement(f):
    if f.outcome is not None:
        return _as_printed(f.outcome, f.unit)
    return "not printed" if f.state in ("scored", "unsigned") else f.state


def _as_printed(value, unit):
    """All digits that the source prints: these losses differ in the fourth."""
    return with_unit(f"{value:g}", "" if unit == "1" else unit)


def _error(f):
    if f.error is not None:
        return f"{f.error:+.2f} %".replace("-", "−")
    return f"{say(f.stated_error, '%')}, sign not given" if f.state == "unsigned" else ""


# ---- the book's own ----


@cache
def scored():
    """Chapter five's forecasts of its largest budget, made before it was trained: (what, factor, said, measured)."""
    from .chapters import scaling_law_measured as room

    fits, ladder = room.fits, room.ladder
    rows = []
    for world in (ladder.KNOWN, ladder.PYTHON):
        *_, last, top = ladder.budgets(world)
        _, bottom, error = fits.bottoms(world)[-1]
        came = fits.normal(bottom, error, ladder.unit(world), "bottom of a parabola, scatter pooled over valleys")
        what = f"least loss at {say(top, 'FLOP')}, {_WORLDS[world]}"
        rows.append((what, top / last, fits.blind(world)[0].optimum(top).loss, came))
    return tuple(rows)


_WORLDS = {"zipf1.5": "the invented language", "python": "Python"}


@exhibit
def own():
    """The forecasts of this book: scored where the runs have been made, open else."""
    from .chapters import scaling_law_measured as measured
    from .chapters import what_next

    n = measured.numbers()
    rows = [
        (5, what, said, came, "hit" if said.low <= came.value <= said.high else "miss")
        for what, _, said, came in scored()
    ]
    rows += [
        (5, asked(one), range_of(one), one.answer, "hit" if one.held else "miss")
        for one in account("higher").values()
        if one.expectation.quantity.startswith("least loss")
    ]
    rows.append((5, f"least loss at {n.next_budget}, the invented language", n.next_loss, "", "open"))
    rows += [(15, what, said, "", "open") for _, what, said, _ in what_next.forecasts.registered()]
    heads = ("Chapter", "What", "Said", "Measured", "Score")
    return Table(dict(zip(heads, map(list, zip(*rows, strict=True)), strict=True)), "The book's own forecasts")


# ---- the book's own experiments ----

_SHOWN_IN = {  # experiment: chapter that shows it
    "higher": 5, "pool": 12, "repetition": 6, "collapse": 6, "lexicons": 7, "dial": 7, "metrics": 9, "experts": 11,
    "retrieval": 11, "distillation": 12, "quantisation": 12, "noise": 12, "sampling": 13,
}  # fmt: skip
_ON_OTHERS = "on other models"  # measured on models that another experiment or the ladder trained


@exhibit
def experiments():
    """All experiments of this book: what was run, in which time, and how often it came out as registered."""
    spent = {one.experiment: one for one in efforts()}
    found = {name: counts(registered(name)) for name in _SHOWN_IN}
    columns = {
        "Experiment": list(_SHOWN_IN),
        "Chapter": list(_SHOWN_IN.values()),
        "Models": [_models(spent.get(name)) for name in _SHOWN_IN],
        "Budgets": [_budgets(spent.get(name)) for name in _SHOWN_IN],
        "Seeds": [one.seeds if (one := spent.get(name)) and one.models else "" for name in _SHOWN_IN],
        "Measurements": [one.readings if (one := spent.get(name)) else 0 for name in _SHOWN_IN],
        "Core-hours": [say(one.core_hours, "") if (one := spent.get(name)) else "" for name in _SHOWN_IN],
        "Registered": [n["registered"] for n in found.values()],
        "Answered": [n["answered"] for n in found.values()],
        "As registered": [n["held"] for n in found.values()],
        "Refuted": [n["refuted"] for n in found.values()],
    }
    caption = (
        "Our own experiments, all runs counted. Registered: expectations written down before the runs. Refuted: the"
        " whole interval lies outside what was registered. The two on scores and on frontiers read the ladder of"
        " chapter 5 and trained nothing. The first ran on an accelerator; its core-hours are those of the processor"
        " beside it"
    )
    return Table(columns, caption)


@exhibit
def again(name="repetition", train=False):
    """The smallest rung of an experiment: our values, and with `train` the reader's beside them.

    train : whether to train and measure it now, which takes about a minute on one processor core.

    Raises
    ------
    CannotTrain
        If `train` is asked for where PyTorch or the folder `lab/` is missing, or the trainer stops.
    """
    require_choice("name", name, tuple(_SHOWN_IN))
    mine = anew.trained(name) if train else ()
    stored = (trials.trials(), trials.readings()) if train else (anew.smallest(trials.trials(), name), [])
    rows = anew.side_by_side(*stored, mine)
    heads = ("Model or measurement", "Arm", "Ours", "Yours")
    cells = [(run, arm, *(value if value == "" else say(value, "") for value in values)) for run, arm, *values in rows]
    return Table({head: [row[i] for row in cells] for i, head in enumerate(heads)}, f"The smallest rung of {name}")


def _models(effort):
    return effort.models if effort and effort.models else _ON_OTHERS


def _budgets(effort):
    """Least and largest budget of an experiment's own models."""
    if not effort or not effort.rungs:
        return ""
    return say(effort.rungs[0], "FLOP") + (f" to {say(effort.rungs[-1], 'FLOP')}" if len(effort.rungs) > 1 else "")


def _effort_numbers():
    """What the experiments took and how they came out, all together."""
    spent, found = efforts(), [counts(registered(name)) for name in _SHOWN_IN]
    total = {name: exact(sum(n[name].value for n in found)) for name in ("registered", "answered", "held", "refuted")}
    return dict(
        models=exact(sum(one.models for one in spent), "models"),
        readings=exact(sum(one.readings for one in spent), "measurements"),
        core_hours=exact(sum(one.core_hours for one in spent), "core-hours"),
        **{f"own_{name}": number for name, number in total.items()},
    )
