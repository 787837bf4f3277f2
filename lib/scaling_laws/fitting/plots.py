"""Diagnostic plots: plain matplotlib, each drawing on the axes that it is given."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidArgument
from .isoflop import valleys
from .profile import FloorProfile, profile_floor

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .result import SurfaceFit

FAN_POINTS = 60
FAN_DECADES = 3


def residual_map(axes: "Axes", fit: "SurfaceFit") -> "Axes":
    """Runs over size and tokens on contours of the fitted surface; colour is the residual in per cent of loss."""
    runs, surface = fit.runs, fit.surface
    N = np.geomspace(runs.parameters.min() / 2, runs.parameters.max() * 2, 80)
    D = np.geomspace(runs.tokens.min() / 2, runs.tokens.max() * 2, 80)
    lines = axes.contour(N, D, surface.loss(*np.meshgrid(N, D)), levels=10, colors="0.6", linewidths=0.7)
    axes.clabel(lines, fmt="%.2f", fontsize=7)
    percent = -100 * fit.residuals
    limit = np.abs(percent).max()
    dots = axes.scatter(runs.parameters, runs.tokens, c=percent, cmap="coolwarm", vmin=-limit, vmax=limit, s=18)
    axes.figure.colorbar(dots, ax=axes, label="observed − fitted loss, %")
    axes.set(xscale="log", yscale="log", xlabel="parameters N", ylabel="tokens D")
    axes.set_title("Surface and residuals", loc="left")
    return axes


def isoflop_valleys(axes: "Axes", fit: "SurfaceFit", same_budget: float = 0.1) -> "Axes":
    """Loss against size at every budget that has three sizes or more, with the fitted surface and its optima."""
    found = valleys(fit.runs, same_budget)
    for k, valley in enumerate(found):
        colour = f"C{k % 10}"
        N = np.geomspace(valley.sizes.min() / 1.5, valley.sizes.max() * 1.5, 60)
        axes.plot(valley.sizes, valley.losses, "o", color=colour, markersize=3)
        axes.plot(N, fit.surface.isoflop(valley.compute, N), color=colour, linewidth=1)
    best = fit.surface.optimum(np.array([valley.compute for valley in found]))
    axes.plot(best.parameters, best.loss, "k--", linewidth=1, label="optimum")
    axes.set(xscale="log", xlabel="parameters N", ylabel=f"loss, {fit.runs.loss_unit}")
    axes.set_title("IsoFLOP valleys", loc="left")
    axes.legend(frameon=False)
    return axes


def floor_profile(axes: "Axes", profile: FloorProfile) -> "Axes":
    """Deviance against the held floor, with the threshold of the interval."""
    axes.plot(profile.floors, profile.deviance, "-", linewidth=1)
    axes.axhline(profile.threshold, color="0.5", linewidth=0.8, linestyle=":")
    axes.axvspan(profile.floor.low, profile.floor.high, color="0.9")  # type: ignore[arg-type]
    axes.set(xlabel=f"floor E, {profile.floor.unit}", ylabel="deviance", ylim=(0, 6 * profile.threshold))
    axes.set_title("Profile of the floor", loc="left")
    return axes


def forecast_fan(axes: "Axes", fit: "SurfaceFit", decades: float = FAN_DECADES) -> "Axes":
    """Loss along the compute-optimal frontier, with its interval, from the runs outward by `decades`."""
    compute = fit.runs.compute
    C = np.geomspace(compute.min(), compute.max() * 10**decades, FAN_POINTS)
    tail = (1 - fit.sampling.level) / 2
    draws = fit.sampling.values(lambda law: law.frontier.floor + np.array([law.frontier.reducible(c) for c in C]))
    low, high = np.quantile(draws, (tail, 1 - tail), axis=-1)
    axes.plot(compute, fit.runs.loss, ".", color="0.6", markersize=3, label="runs")
    axes.plot(C, fit.surface.frontier.loss(C), linewidth=1.2, label="frontier")
    axes.fill_between(C, low, high, alpha=0.25, linewidth=0)
    axes.set(xscale="log", xlabel="compute C, FLOP", ylabel=f"loss, {fit.runs.loss_unit}")
    axes.set_title("Forecast along the frontier", loc="left")
    axes.legend(frameon=False)
    return axes


def diagnostics(fit: "SurfaceFit") -> "dict[str, Figure]":
    """Name -> figure for every diagnostic that this fit allows."""
    from matplotlib.figure import Figure

    def figure(draw, *arguments):
        made = Figure(figsize=(6.4, 4.2), layout="constrained")
        draw(made.add_subplot(), *arguments)
        return made

    found = {"residuals": figure(residual_map, fit), "forecast": figure(forecast_fan, fit)}
    with suppress(InvalidArgument):
        found["valleys"] = figure(isoflop_valleys, fit)
    if fit.problem.free[0]:
        found["floor"] = figure(floor_profile, profile_floor(fit))
    return found


def picture(fit: Any) -> "Figure":
    """The figure that the command line writes: diagnostics of a surface, sizes of approach 1 or 2, or residuals."""
    from matplotlib.figure import Figure

    if hasattr(fit, "diagnostics"):
        return overview(fit)
    made = Figure(figsize=(6.4, 4.2), layout="constrained")
    (fit.plot if hasattr(fit, "plot") else lambda axes: residuals_in_order(axes, fit))(made.add_subplot())
    return made


def residuals_in_order(axes: "Axes", fit: Any) -> "Axes":
    """Residuals of a fit over its predictions."""
    log = getattr(fit, "on_logs", True)
    axes.axhline(0, color="0.5", linewidth=0.8)
    axes.plot(fit.predicted, -fit.residuals, ".", markersize=4)
    axes.set(xlabel="fitted", ylabel="log observed − log fitted" if log else "observed − fitted")
    axes.set_title("Residuals", loc="left")
    return axes


def overview(fit: "SurfaceFit") -> "Figure":
    """One figure with every diagnostic that this fit allows, for the command line."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(12, 8), layout="constrained")
    axes = made.subplots(2, 2).ravel()
    residual_map(axes[0], fit)
    forecast_fan(axes[1], fit)
    try:
        isoflop_valleys(axes[2], fit)
    except InvalidArgument:
        axes[2].text(0.5, 0.5, "no budget has three sizes", ha="center")
        axes[2].set_axis_off()
    if fit.problem.free[0]:
        floor_profile(axes[3], profile_floor(fit))
    else:
        axes[3].set_axis_off()
    return made
