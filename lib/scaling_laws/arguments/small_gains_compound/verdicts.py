"""The claims of article B that this chapter judges."""

from ... import published
from ...accepted import bounds, draws, hoffmann, refit
from ...claims import Claim, Claims
from . import judges as judge
from .numbers import growth, start, yearly

CHAPTER = "10_small_gains_compound"

CLAIMS = Claims(
    Claim(
        "B22",
        "Even sublinear gains add up to large progress over time.",
        CHAPTER,
        judge.judge_b22,
        "Compute that stops growing, or a fit of the frontier with an exponent near zero.",
        dict(compute=start(), growth=growth(), law_h=hoffmann(), law_r=refit(), draws=draws(), bounds=bounds),
        dict(growth=1.3),
        ("kwa2025measuring", "sinha2025illusion"),
        ("hoffmann2022training", "epoch2024chinchillacode"),
    ),
    Claim(
        "B23",
        "Models cross thresholds of usefulness as they improve, which justifies spending billions.",
        CHAPTER,
        judge.judge_b23,
        "Revenue, or time saved, by length and reliability of task, for several generations of models.",
        dict(
            cost=published.figure("cottier_2024_cost_growth"),
            lengths=yearly(published.figure("metr_2025_doubling_days")),
            billion_year=published.value("cottier_2024_billion_year"),
        ),
        {},
        ("kwa2025measuring",),
        ("cottier2024rising",),
    ),
)
