"""The explorables of the guide: a floor, a parabola, and a fan."""

from functools import cache
from statistics import NormalDist

import numpy as np

from scaling_laws.fitting import fit_surface
from scaling_laws.fitting.solver.kernel import LOG_ZERO, Design, Problem, from_natural
from scaling_laws.fitting.solver.losses import LeastSquares
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface
from scaling_laws.quantity import estimate, exact, format_number, percent

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from .fits import LEVEL
from .simulate import BUDGETS, PLANTED, SIZES_PER_BUDGET, WIDTH, runs

THRESHOLD = NormalDist().inv_cdf((1 + LEVEL) / 2) ** 2
MIDDLE = float(np.sqrt(BUDGETS[0] * BUDGETS[-1]))
NATS = "nats/token"
DASHED = (0, (4, 2))
REFERENCE_RUNS = len(BUDGETS) * SIZES_PER_BUDGET
BASE_NOISE = 0.01
BASE_DECADES = 3.0


@cache
def expected_profile(decades):
    """Held floors and n sigma^2 times the expected deviance: least squares on noiseless runs.

    Expected deviance of the floor is this misfit over the variance of the scatter, so that noise and number of
    runs only scale it; its shape belongs to the design.
    """
    C = np.repeat(MIDDLE * 10.0 ** np.linspace(-decades / 2, decades / 2, len(BUDGETS)), SIZES_PER_BUDGET)
    N = PLANTED.optimum(C).parameters * np.tile(np.geomspace(*WIDTH, SIZES_PER_BUDGET), len(BUDGETS))
    D = C / (FLOP_PER_PARAMETER_TOKEN * N)
    table = Design.of(N, D, PLANTED.loss(N, D))
    near = PLANTED.E + 0.15 * np.linspace(-1, 1, 25) ** 3
    floors = np.union1d(np.linspace(0, 0.995 * PLANTED.loss(N, D).min(), 34), near)
    start = from_natural(table, [PLANTED.E, PLANTED.A, PLANTED.B, PLANTED.alpha, PLANTED.beta])
    theta = np.repeat(start[None], len(floors), 0)
    held = np.log(np.maximum(floors, np.exp(LOG_ZERO)))
    theta[:, 1:3] += (theta[:, 0] - held)[:, None]
    theta[:, 0] = held
    ends = minimise(Problem(table, LeastSquares(), (False, True, True, True, True)), theta)
    return floors, 2 * ends.objective


def floor_interval(noise, count, decades):
    """Where the expected deviance crosses the threshold, and the deviance: (floors, deviance, low, high)."""
    floors, misfit = expected_profile(decades)
    deviance = misfit * count / REFERENCE_RUNS / noise**2
    left, right = floors <= PLANTED.E, floors >= PLANTED.E
    low = np.interp(THRESHOLD, deviance[left][::-1], floors[left][::-1])
    high = np.interp(THRESHOLD, deviance[right], floors[right])
    return floors, deviance, float(low), float(high)


def expected_floor_width(noise=BASE_NOISE, count=REFERENCE_RUNS, decades=BASE_DECADES):
    """Width of the expected interval of E."""
    _, _, low, high = floor_interval(noise, count, decades)
    return high - low


@exhibit
def floor():
    """Noise, number of runs and span of compute to the profile of the floor."""

    def draw():
        fig, ax = canvas(height=3.5)
        ax.set(xlim=(0.8, 2.4), ylim=(0, 16), xlabel=f"floor E held at ({NATS})", ylabel="expected deviance")
        ax.axhline(THRESHOLD, color=COLORS.muted, linewidth=1, linestyle=":")
        ax.text(0.82, THRESHOLD + 0.3, "not rejected below this line", color=COLORS.muted, fontsize=8.5)
        ax.axvline(PLANTED.E, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        ax.text(2.38, 14.9, "dashed: planted", fontsize=8.5, ha="right")
        artists = {
            "allowed": band(ax, color=COLORS.loss, alpha=0.2, linewidth=0),
            "curve": ax.plot([0, 1], [1, 1], color=COLORS.loss)[0],
            "words": ax.text(0.83, 14.6, "interval", va="baseline", fontsize=10),
        }
        return fig, artists

    def move(a, noise, count, decades):
        floors, deviance, low, high = floor_interval(noise, count, decades)
        shown = deviance < 40
        a["curve"].set_data(floors[shown], deviance[shown])
        place_band(a["allowed"], [low, high], [0, 0], [THRESHOLD, THRESHOLD])
        a["words"].set_text(f"E from {low:.2f} to {high:.2f}")
        none = "so that they cannot tell a floor from none" if deviance[0] < THRESHOLD else "so that they need a floor"
        return (
            f"{count} runs over {decades:g} decades of compute with {percent(noise)} scatter allow floors "
            f"from {low:.2f} "
            f"to {high:.2f} {NATS} at {percent(LEVEL)}, a width of {exact(high - low)}, {none}."
        )

    return Explorable(
        "fit-floor",
        "What would it take to know the floor?",
        controls=[
            Control("noise", "Scatter of the loss", (0.001, 0.002, 0.005, 0.01, 0.02, 0.05), percent, BASE_NOISE),
            Control("count", "Number of runs", (20, 45, REFERENCE_RUNS, 200, 500, 2000), str, REFERENCE_RUNS),
            Control(
                "decades", "Decades of compute", (0.5, 1.0, 2.0, BASE_DECADES, 4.0, 6.0), "{:g}".format, BASE_DECADES
            ),
        ],
        draw=draw,
        move=move,
        caption="Expected profile of E by least squares. More runs and less scatter only stretch it upward; "
        "its shape belongs to the span of the sweep.",
    )


def valley_of(law):
    """A law with the planted optimum and loss at the middle budget, but with its own exponents."""
    alpha, beta = {
        "balanced": (PLANTED.alpha, PLANTED.beta),
        "steeper in size": (0.5, 0.25),
        "steeper in data": (0.25, 0.5),
    }[law]
    best, share = PLANTED.optimum(MIDDLE), beta / (alpha + beta)
    above = best.loss - PLANTED.E
    A, B = above * share * best.parameters**alpha, above * (1 - share) * best.tokens**beta
    return ChinchillaSurface(PLANTED.E, A, B, alpha, beta)


def _swept(width, shift):
    return shift * np.geomspace(width**-0.5, width**0.5, 9)


def _parabola(width, shift, law):
    """Sizes over the optimum, their losses, the parabola in log size, and its vertex (nan outside the sweep)."""
    surface, ratios = valley_of(law), _swept(width, shift)
    losses = surface.isoflop(MIDDLE, ratios * surface.optimum(MIDDLE).parameters)
    coefficients = np.polyfit(np.log(ratios), losses, 2)
    vertex = np.exp(-coefficients[1] / (2 * coefficients[0]))
    return ratios, losses, coefficients, vertex if ratios[0] < vertex < ratios[-1] else np.nan


def parabola_miss(width, shift, law):
    """Vertex of the parabola over the true optimum."""
    return float(_parabola(width, shift, law)[3])


@exhibit
def parabola():
    """Width and centre of the sweep and shape of the valley to the vertex of the parabola."""
    widths, shifts = (2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 300.0), (0.1, 0.2, 0.33, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
    x = np.geomspace(0.005, 200, 58)

    def draw():
        fig, ax = canvas(height=3.6)
        ax.set(xscale="log", xlim=(0.005, 200), ylim=(2.2, 3.4), ylabel=f"loss ({NATS})")
        ax.set_xlabel("model size over the true optimum")
        ax.set_xticks((0.01, 0.1, 1, 10, 100), [f"{t:g}" for t in (0.01, 0.1, 1, 10, 100)])
        ax.minorticks_off()
        ax.axvline(1, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        artists = {
            "valley": ax.plot(x, 0 * x + 2.5, color=COLORS.muted, linewidth=1.2)[0],
            "fit": ax.plot(x, 0 * x + 2.6, color=COLORS.loss)[0],
            "runs": dots(ax, size=5, color=COLORS.ink),
            "vertex": dots(ax, size=9, color=COLORS.parameters),
            "words": ax.text(0.0065, 2.26, "words", va="baseline", fontsize=10),
        }
        ax.plot([], [], color=COLORS.muted, linewidth=1.2, label="the valley")
        ax.plot([], [], color=COLORS.loss, label="parabola")
        ax.plot([], [], "o", color=COLORS.parameters, label="its vertex")
        ax.legend(loc="lower right", frameon=False, fontsize=8.5)
        return fig, artists

    def move(a, width, shift, law):
        surface = valley_of(law)
        ratios, losses, coefficients, vertex = _parabola(width, shift, law)
        a["valley"].set_data(x, np.minimum(surface.isoflop(MIDDLE, x * surface.optimum(MIDDLE).parameters), 3.6))
        inner = np.geomspace(ratios[0], ratios[-1], 30)
        a["fit"].set_data(inner, np.polyval(coefficients, np.log(inner)))
        place_dots(a["runs"], ratios, losses)
        found = np.isfinite(vertex)
        place_dots(a["vertex"], vertex if found else 1e-9, np.polyval(coefficients, np.log(vertex)) if found else 0.0)
        swept = (
            f"Sizes from {format_number(ratios[0])} to {format_number(ratios[-1])} times the optimum of a valley {law}"
        )
        if not found:
            a["words"].set_text("no vertex inside")
            return f"{swept} give a parabola without a lowest point among them."
        miss = vertex - 1
        a["words"].set_text(f"{percent(abs(miss))} too {'large' if miss > 0 else 'small'}")
        return f"{swept} put the vertex {percent(abs(miss))} {'above' if miss > 0 else 'below'} the true optimum."

    return Explorable(
        "fit-parabola",
        "How far does the parabola miss?",
        controls=[
            Control("width", "Largest size over smallest", widths, "{:g}".format, 25.0),
            Control("shift", "Centre of the sweep over the optimum", shifts, "{:g}".format, 3.0),
            Control("law", "The valley", ("balanced", "steeper in size", "steeper in data"), str, "steeper in size"),
        ],
        draw=draw,
        move=move,
        caption="Nine runs without any scatter, so the whole miss is the parabola's. Narrow and well centred sweeps "
        "miss little, and with real scatter they know little.",
    )


FAN = np.geomspace(BUDGETS[0], BUDGETS[-1] * 1e5, 45)
USED = (4, 5, 6, 7, len(BUDGETS))
FORMS = {"with a floor": True, "without a floor": False}
FAN_DRAWS = 400


@cache
def fan_of(budgets, form):
    """Forecast along the planted frontier from the `budgets` smallest budgets: (runs, loss, low, high) over FAN."""
    mine = runs()
    kept = mine.take(mine.compute < BUDGETS[budgets - 1] * 1.5)
    fit = fit_surface(kept, bootstrap=0, floor=FORMS[form], level=LEVEL)
    best, sampling = PLANTED.optimum(FAN), fit.sampling
    law = ChinchillaSurface(*sampling.draws[sampling.lawful][:FAN_DRAWS, :, None].swapaxes(0, 1))
    low, high = np.quantile(law.loss(best.parameters, best.tokens), ((1 - LEVEL) / 2, (1 + LEVEL) / 2), axis=0)
    return kept, fit.surface.loss(best.parameters, best.tokens), low, high


@exhibit
def fan():
    """Budgets used, form of the law and distance to the forecast."""
    truth = PLANTED.optimum(FAN).loss
    distances = (1.0, 3.0, 10.0, 30.0, 100.0, 1e3, 1e4)

    def draw():
        fig, ax = canvas(height=3.7)
        ax.set(xscale="log", xlim=(FAN[0], FAN[-1]), ylim=(1.5, 3.0), ylabel=f"loss ({NATS})")
        ax.set_xlabel("training compute C (FLOP)")
        log_axis(ax.xaxis)
        ax.plot(FAN, truth, color=COLORS.ink, linestyle=DASHED, linewidth=1.2)
        artists = {
            "band": band(ax, color=COLORS.compute, alpha=0.22, linewidth=0),
            "line": ax.plot(FAN, truth, color=COLORS.compute)[0],
            "runs": dots(ax, size=2.5, color=COLORS.muted),
            "here": dots(ax, size=9, color=COLORS.loss),
            "words": ax.text(FAN[-1] / 2, 2.85, "forecast", ha="right", va="baseline", fontsize=10),
        }
        ax.plot([], [], color=COLORS.compute, label="forecast and interval")
        ax.plot([], [], color=COLORS.ink, linestyle=DASHED, linewidth=1.2, label="planted frontier")
        ax.legend(loc="lower left", frameon=False, fontsize=8.5)
        return fig, artists

    def move(a, used, distance, form):
        kept, loss, low, high = fan_of(used, form)
        C = kept.compute.max() * distance
        at, bottom, top, true = (float(np.interp(np.log(C), np.log(FAN), v)) for v in (loss, low, high, truth))
        place_band(a["band"], FAN, low, high)
        a["line"].set_data(FAN, loss)
        place_dots(a["runs"], kept.compute, kept.loss)
        place_dots(a["here"], C, at)
        forecast = estimate(at, bottom, top, method="Hessian", level=LEVEL)
        a["words"].set_text(f"{forecast.bare}, from {forecast.interval}")
        held = "holds it" if bottom <= true <= top else "misses it"
        return (
            f"A law {form}, fitted to {len(kept)} runs up to {exact(kept.compute.max())} FLOP, forecasts "
            f"{forecast} nats at {exact(distance)} times that compute; the planted law gives {true:.3f}, and the "
            f"interval {held}."
        )

    return Explorable(
        "fit-fan",
        "How far ahead can these runs see?",
        controls=[
            Control("used", "Budgets used, smallest first", USED, str, len(BUDGETS)),
            Control("distance", "Compute over the largest used", distances, lambda d: str(exact(d, "×")), 100.0),
            Control("form", "Law", tuple(FORMS), str, "with a floor"),
        ],
        draw=draw,
        move=move,
        caption="The band holds the uncertainty of a law's constants. It knows nothing of the choice of the law: "
        "leave out the floor, and it follows a curve that goes elsewhere.",
    )
