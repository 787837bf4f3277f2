"""Power of the largest run on trend, and of all data centres."""

from ... import published
from . import growth

V = published.value
MEGA, GIGA, TERA = 1e6, 1e9, 1e12
HOURS_PER_YEAR = 8766
YEAR = 2030  # for which the supply of power is forecast
DEMAND_YEAR = 2024  # the last for which the electricity of data centres is counted


def on_trend():
    """Power of the largest run in YEAR, in GW, if it grows on from Grok-3 at the published rate."""
    start, year = V("run_grok3_power"), V("run_grok3_released")
    return growth.level_at(YEAR, start, year, growth.rate("power"), scale=1 / GIGA, unit="GW")


def centres_growth():
    """Factor a year by which the electricity of all data centres is forecast to grow."""
    return growth.per_year(V("iea_2025_dc_2030") / V("iea_2025_dc_2024"), YEAR - DEMAND_YEAR)


def mean_gigawatts(terawatt_hours):
    """Mean power of a year's electricity."""
    return terawatt_hours * TERA / HOURS_PER_YEAR / GIGA
