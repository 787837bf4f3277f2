"""The claims of articles A and C that this chapter judges."""

from scaling_laws.quantity import exact, percent, say

from ... import accepted, published
from ...accepted import with_interval
from ...claims import Finding, Verdict, claim
from . import measured_here, models, recall, ties
from .numbers import SERVED, sizes

V = Verdict
HALF = 0.5  # a mixture that uses more than half of its parameters for a token is not spoken of as sparse


def _shares():
    return {m.name: m.share for m in models.mixtures()}


@claim(
    "A25",
    "A mixture of experts uses only a part of its parameters for each token.",
    place="The Efficiency Revolution, first paragraph",
    would_change="A widely used mixture that routes every token through most of its experts.",
    evidence=lambda: dict(shares=_shares()),
    opposite=lambda: dict(shares=dict.fromkeys(_shares(), 1.0)),
    sources_for=("jiang2024mixtral", "deepseek2024v2", "deepseek2024v3"),
)
def a25(shares):
    """Active over total parameters, by model."""
    numbers = tuple(percent(value, f"active share of {name}") for name, value in shares.items())
    words = ", ".join(f"{name} {number.short}" for name, number in zip(shares, numbers))
    if max(shares.values()) < HALF:
        return Finding(V.HOLDS, f"Parameters active for a token: {words}.", numbers=numbers)
    return Finding(V.CONTRADICTED, f"Some mixture uses most of its parameters: {words}.", numbers=numbers)


def _pairs():
    pair, same = models.matched(), models.same_text()
    return dict(
        savings={name: one.saving for name, one in same.items()},
        memory=max(one.memory for one in same.values()),
        compute=pair.compute,
        bits=pair.bits,
        by_loss=models.by_loss(),
    )


@claim(
    "A26",
    "Mixtures of experts reach performance comparable to dense models at a fraction of the cost.",
    place="The Efficiency Revolution, first paragraph",
    would_change="A pair of one team on one text in which the mixture holds no more weights than the dense model.",
    evidence=_pairs,
    opposite=lambda: dict(savings=dict.fromkeys(models.same_text(), 1.0)),
    sources_for=("tian2025leverage", "dai2024deepseekmoe", "deepseek2024v3"),
    sources_against=("clark2022unified",),
)
def a26(savings, memory, compute, bits, by_loss):
    """Savings of training compute by pair of one team and one text; the most weights held, mixture over dense.

    compute, bits, by_loss : the best-known pair of two teams: compute saved, (mixture, dense) bits per byte, and the
    saving if the two are compared by loss.
    """
    numbers = (
        *(exact(value, "×", f"training compute saved, {name}") for name, value in savings.items()),
        exact(compute, "×", "training compute saved, DeepSeek-V3 against Llama 3.1 405B"),
        by_loss.named("the same pair compared by loss"),
    )
    least, most = (say(pick(savings.values()), "×") for pick in (min, max))
    if min(savings.values()) <= 1:
        because = f"Among pairs of one team on one text the mixture saves {least} at least: nothing."
        return Finding(V.CONTRADICTED, because, numbers=numbers)
    because = (
        f"In pairs of one team on one text, with comparable scores, the mixture took {least} to {most} less training"
        f" compute ({', '.join(savings)}), and held up to {say(memory, '×')} the weights. The best-known pair, of two"
        f" teams, saves {say(compute, '×')} by exam scores, or {by_loss.interval} compared by loss, where the mixture's"
        f" bits per byte are {say(100 * (bits[0] / bits[1] - 1), '%')} above the dense model's."
    )
    if memory <= 1:
        return Finding(V.HOLDS, because, numbers=numbers)
    return Finding(
        V.HOLDS_IF, because, "cost means arithmetic, in training or for a token; memory is not saved", numbers
    )


def _retrieval():
    factor = published.value("retro_param_factor")
    table, rule = recall.sums(recall.SEEN)
    return dict(
        factor=factor,
        database=published.value("retro_database"),
        replaced=published.value("gpt3_175b_params") * (1 - 1 / factor),
        table=table,
        rule=rule,
        own=measured_here.memory(),
    )


@claim(
    "A27",
    "Retrieval makes it unnecessary to memorise facts.",
    place="The Efficiency Revolution, first paragraph",
    would_change="A retrieving model that keeps its lead on questions whose answer no document holds.",
    evidence=_retrieval,
    opposite=lambda: dict(table=recall.sums(recall.SEEN)[1]),
    sources_for=("borgeaud2022retro", "izacard2022atlas", "shao2024scaling"),
)
def a27(factor, database, replaced, table, rule, own):
    """Parameters saved by retrieval, tokens of the index, weights replaced, and the share of unseen cases answered.

    own : worth of a memory in this book's small runs, in training compute and at equal work in service, or None.
    """
    size = exact(factor, "×", "parameters saved at comparable performance")
    index = exact(database, "tokens", "tokens in the index")
    if factor <= 1:
        return Finding(V.CONTRADICTED, "Retrieval saves no parameters.", numbers=(size, index))
    because = (
        f"RETRO is comparable on the Pile to models with {size.short} more parameters. Its index has {index.short},"
        f" about {say(database / replaced, '×')} as many as the weights it replaced. In our miniature the index answers"
        f" all stored facts, and of sums, with {percent(table).short} stored, {percent(table).short}; a fitted rule"
        f" answers {percent(rule).short}."
    )
    if None not in own:
        because += f" In this book's small runs a memory is worth {own[0]}, and {own[1]} at equal work in service."
    if table >= rule:
        return Finding(V.HOLDS, because, numbers=(size, index))
    condition = "the question asks for something stored, and the index is counted among the costs"
    return Finding(V.HOLDS_IF, because, condition, (size, index))


@claim(
    "A29",
    "Intelligence is a matter of structure, and size is beside the point.",
    place="The Efficiency Revolution, second paragraph",
    would_change="Definitions of the nouns that two readers would apply alike, made before the models are compared.",
    evidence=lambda: dict(measures_named=0),
)
def a29(measures_named):
    """Names no measure of intelligence, of structure or of size: there is nothing to compute."""
    because = (
        f"The article names {measures_named or 'no'} measure for any of the three nouns of the sentence, and a little"
        " later calls size necessary. The chapter on Chinchilla judges its measurable neighbour, A30."
    )
    missing = "a measure of intelligence, and one of structure that is not defined by the result"
    return Finding(V.NOT_CHECKABLE, because, missing)


def _size():
    small, big, _, ample = sizes()
    large, fed = ties.runs()["MT-NLG"], ties.runs()["Chinchilla"]
    return dict(
        large=large,
        small=fed,
        gap=loss_gap(large, fed),
        shrinkage=published.value("aiindex_2025_smallest_60mmlu_ratio"),
        example=(small, big, ample),
        never=ties.never_share(accepted.draws(), small, big, ample),
    )


def loss_gap(large, small):
    """Predicted loss of one run above another's, each (parameters, tokens), by the refit."""
    return with_interval(lambda surface: surface.loss(*large) - surface.loss(*small), "nats/token")


@claim(
    "A32",
    "Scale is needed but does not suffice.",
    place="The Efficiency Revolution, third paragraph",
    would_change="A smallest size for a fixed score that stayed put for several years of new methods.",
    evidence=_size,
    opposite=dict(shrinkage=1.0),
    sources_for=("hoffmann2022training",),
    sources_against=("aiindex2025",),
)
def a32(large, small, gap, shrinkage, example, never):
    """Does size suffice, and is it needed?

    large, small : (parameters, tokens) of two runs; gap : loss of the first above the second's. shrinkage : size at
    which a fixed score was first reached over the size some years later. example : (parameters, big parameters, big
    tokens); never : share of the refit's draws in which the first never ties with the second.
    """
    numbers = (exact(shrinkage, "×", "smallest model at a fixed score, then over now"),)
    if gap.high <= 0:
        return Finding(V.CONTRADICTED, f"The larger run is ahead: its loss is higher by {gap}.", numbers=numbers)
    if gap.low <= 0:
        because = f"The larger run lies behind by {gap}: which of the two is ahead stays open."
        return Finding(V.NOT_CHECKABLE, because, "a fit that tells the two runs apart", numbers)
    because = (
        f"Size does not suffice: by the refit, {_run(*large)} lie behind {_run(*small)} by {gap}. Is it needed? In"
        f" {never.short} of the versions of the refit no text brings {say(example[0], 'parameters')} level with"
        f" {_run(*example[1:])}. But the size that a fixed score needs shrank {say(shrinkage, '×')} in two years, by a"
        " second-hand count."
    )
    if shrinkage <= 1:
        return Finding(V.HOLDS, because, numbers=numbers)
    condition = "needed is said of a given date, method and amount of data; no fixed size is needed for a fixed level"
    return Finding(V.HOLDS_IF, because, condition, numbers)


def _run(N, D):
    return f"{say(N, 'parameters')} on {say(D, 'tokens')}"


def _largest_mixture():
    v3 = models.mixtures()[-1]
    return dict(total=v3.total, active=v3.active, served=SERVED)


@claim(
    "C38",
    "Mixtures of experts have separated the total number of parameters from the cost of inference.",
    place="The Counterargument, paragraph on architecture",
    would_change="A mixture that leaves most of its weights on slow storage and answers as fast.",
    evidence=_largest_mixture,
    opposite=lambda: dict(active=models.mixtures()[-1].total),
    sources_for=("deepseek2024v3", "ludziejewski2025joint"),
)
def c38(total, active, served):
    """Total and active parameters of a mixture, its (experts, experts chosen): what is decoupled, and what is not."""
    work = exact(total / active, "×", "parameters held over parameters used")
    experts, chosen = served
    if work.value <= 1:
        return Finding(V.CONTRADICTED, "Every parameter works on every token.", numbers=(work,))
    touched = percent(models.experts_touched(experts, chosen, experts)).short
    because = (
        f"The work per token is that of {say(active, 'parameters')}; held are {say(total, 'parameters')}, {work.short}"
        f" as many. In a batch of a few hundred tokens nearly all experts are in use ({touched} where {chosen} of"
        f" {experts} are chosen evenly), so no weight can be left out."
    )
    condition = "inference cost means arithmetic per token; memory grows with the total"
    return Finding(V.HOLDS_IF, because, condition, (work,))
