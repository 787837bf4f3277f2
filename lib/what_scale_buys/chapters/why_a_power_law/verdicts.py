"""The claims of the three articles that this chapter judges."""

from ... import published
from ...accepted import LEVEL
from ...claims import Claim, Claims
from . import ceiling, coder, memoriser
from . import judges as judge
from .numbers import EARLY, GAIN, LATE, MIXED, NOISE, RARE, THINGS, WORLD, numbers

CHAPTER = "07_why_a_power_law"
_n = numbers()
_LOSS, _CODE, _LOSSLESS = coder.record(coder.LENGTHS[-1])
_PART = tuple(ceiling.local_exponent(WORLD, n, THINGS) for n in (EARLY, LATE))
_WHOLE = tuple(ceiling.local_exponent(WORLD, n, THINGS, NOISE) for n in (EARLY, LATE))
_MIXED = tuple(float(ceiling.mixture_exponent(MIXED, n, RARE)) for n in (EARLY, LATE))

CLAIMS = Claims(
    Claim(
        "A20",
        "A model is a compression algorithm.",
        CHAPTER,
        judge.judge_a20,
        "A predictor whose log loss no lossless code can reach within two bits.",
        dict(
            log_loss=_LOSS,
            code=_CODE,
            lossless=_LOSSLESS,
            image=published.value("deletang_2024_imagenet"),
            image_rival=published.value("deletang_2024_png"),
        ),
        dict(code=2 * _CODE),
        ("deletang2024language",),
    ),
    Claim(
        "A24",
        "The flattening is a mathematical certainty.",
        CHAPTER,
        judge.judge_a24,
        "A proof that no change of data or method moves the curve, or an exponent that falls in every world.",
        dict(
            bounded=True,
            early=float(memoriser.exact_exponent(WORLD)),
            late=ceiling.local_exponent(WORLD, LATE),
            guaranteed=_n.guaranteed.value,
            gain=GAIN,
            by_h=_n.doublings_h.value,
            by_r=_n.doublings_r,
            multiplier=published.value("kim_2025_data_efficiency"),
        ),
        dict(late=memoriser.exact_exponent(WORLD) / 2, multiplier=1.0),
        ("hoffmann2022training",),
        ("sorscher2022beyond", "kim2025infinite"),
    ),
    Claim(
        "A35",
        "The information density of text is finite, and near that ceiling the scaling exponent shrinks.",
        CHAPTER,
        judge.judge_a35,
        "Runs near the end of a finite source whose exponent above the known floor falls.",
        dict(
            floor=judge.floor_quantity(_n.floor_r.value, _n.floor_r.low, _n.floor_r.high, LEVEL),
            part=_PART,
            whole=_WHOLE,
            mixed=_MIXED,
        ),
        dict(part=_PART[::-1]),
        ("maloney2022solvable", "epoch2024chinchillacode"),
    ),
    Claim(
        "C21",
        "Early gains from scale repaired obvious faults; later gains are subtler.",
        CHAPTER,
        judge.judge_c21,
        "Faults listed and rated before training, and the size at which each one vanishes.",
        dict(
            points=(_n.points_before, _n.points_after),
            errors=(_n.errors_before, _n.errors_after),
            obviousness=None,
        ),
        dict(obviousness=-0.5),
        ("michaud2023quantization", "brown2020language"),
    ),
)
