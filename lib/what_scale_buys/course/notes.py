"""For whoever teaches a chapter: a claim to vote on, three beliefs with the slider that breaks each, what to skip."""

from dataclasses import dataclass

FIRST, LAST = 0, 999  # ends of a slider; the page takes the nearest position that there is


@dataclass(frozen=True)
class Belief:
    """What students believe, and the state of a slider in which they see it fail.

    explorable : name of the exhibit on the chapter's page. state : {control: position}.
    """

    text: str
    explorable: str
    state: dict

    def chosen(self, explorable):
        """{control: value} of that state, the other controls where they begin."""
        places = {c.key: min(self.state.get(c.key, c.start), len(c.values) - 1) for c in explorable.controls}
        return {c.key: c.values[places[c.key]] for c in explorable.controls}


@dataclass(frozen=True)
class Note:
    """A class on one chapter.

    board : what goes on the board, in order. vote : id of the claim to vote on before and after.
    beliefs : of students. sides : the two sides of a debate. skip : what can be left out.
    """

    board: str
    vote: str
    beliefs: tuple
    sides: str
    skip: str


NOTES = {
    "law_that_built_an_industry": Note(
        "Loss as choices; a line on two logarithmic axes; three axes, three exponents; a floor; where two lines meet.",
        "B11",
        (
            Belief("An exponent is an exponent, whatever the axis.", "law-three-dials", {"size": LAST}),
            Belief("A straight line over three decades is straight over seven.", "law-seven-decades", {"floor": LAST}),
            Belief("The first law promised improvement without end.", "law-meeting", {"growth": FIRST}),
        ),
        "The laws made research plannable. Or: they made one number plannable, which nobody buys.",
        "The simulated laboratories, if forecasting is taught elsewhere.",
    ),
    "flattening_curve": Note(
        "Four bars; four formulas for them; per what? a doubling above a floor; points against odds.",
        "A8",
        (
            Belief("Gains that shrink prove a logarithm.", "flat-try-bars", {"share": LAST}),
            Belief("A percentage per doubling holds everywhere on the curve.", "flat-try-doublings", {"place": LAST}),
            Belief("More runs settle whether there is a floor.", "flat-try-floor", {"decades": FIRST}),
        ),
        "Each doubling buys less. Or: each doubling buys the same share of what is left to buy.",
        "The sinking floor.",
    ),
    "chinchilla_correction": Note(
        "One budget, two terms; the valley; its bottom as a power of the budget; the bill of a served model.",
        "C29",
        (
            Belief("Missing the best size by a factor of two is a disaster.", "chin-valley", {"budget": FIRST}),
            Belief("A small over-trained model wastes compute.", "chin-serving", {"served": LAST, "share": FIRST}),
            Belief("Two digits of an exponent are enough.", "chin-rounding", {"alpha": LAST}),
        ),
        "The correction bent the curve. Or: it moved the curve and left its shape.",
        "The missing covariance.",
    ),
    "fit_your_own_runs": Note(
        "A table with a bad row; residuals; three approaches; an interval that covers; a forecast by three forms.",
        "A4",
        (
            Belief("A fit that converged knows the floor.", "fit-floor", {"decades": FIRST}),
            Belief("A parabola finds the bottom of any valley.", "fit-parabola", {"width": LAST, "shift": LAST}),
            Belief("Forms that agree on the runs agree beyond them.", "fit-fan", {"used": FIRST, "distance": LAST}),
        ),
        "Trust the fit. Or: trust only what a held-out run confirms.",
        "The optimiser that stopped early.",
    ),
    "scaling_law_measured": Note(
        "A ladder on one processor; seeds first; three approaches; a registered forecast; the entropy as judge.",
        "A4",
        (
            Belief("The straightest line shows the true floor.", "meas-choose-floor", {"share": LAST}),
            Belief(
                "One seed of each is enough to rank two recipes.", "meas-seeds", {"seeds": FIRST, "difference": FIRST}
            ),
            Belief("A small world behaves like a large one.", "meas-choose-floor", {"world": LAST}),
        ),
        "Small ladders teach the law. Or: they teach the method, and the law is a matter of scale.",
        "The speed of the trainer.",
    ),
    "data_wall": Note(
        "A share has a denominator; effective tokens; a plan without text; three ways to train on one's own output.",
        "C13",
        (
            Belief("The share of the text in use is a fact.", "data-share", {"name": LAST}),
            Belief("A text read twice is worth nothing the second time.", "data-epochs", {"epochs": FIRST}),
            Belief("Synthetic data always collapse.", "data-generations", {"scheme": LAST, "generation": LAST}),
        ),
        "Text runs out. Or: cheap text runs out, and repetition, other media and verified output replace it.",
        "The derivation for shares of fresh samples.",
    ),
    "why_a_power_law": Note(
        "Things by frequency; the sum that is a learning curve; three theories, one table; a dive and a floor.",
        "A24",
        (
            Belief("A power law needs a clever learner.", "why-learners", {"tail": LAST}),
            Belief("A law that ends flattens.", "why-last-thing", {"things": FIRST}),
            Belief("A floor and an end look alike.", "why-last-thing", {"floor": LAST}),
        ),
        "The flattening is mathematics. Or: the mathematics says how fast, and not that it ends.",
        "The random features.",
    ),
    "when_the_benchmark_saturates": Note(
        "One gain on three rulers; its error; wrong keys; an ogive; two tests linked.",
        "C20",
        (
            Belief(
                "A test that stands still shows a model that does.", "sat-difficulty", {"mean": FIRST, "spread": FIRST}
            ),
            Belief("Two points are two points.", "sat-price", {"start": LAST}),
            Belief("A gain of a few points is beyond chance.", "sat-step", {"items": FIRST}),
        ),
        "Models have stopped improving. Or: the tests have stopped measuring.",
        "Information and wrong keys.",
    ),
    "emergence_mirage": Note(
        "Exact match; a test of finite size; independence; the jump that is left over.",
        "B19",
        (
            Belief("A sudden score is a sudden ability.", "mirage", {"metric": LAST}),
            Belief("Five per cent fewer errors are five per cent more success.", "five-percent", {"length": LAST}),
            Belief("Errors within an answer are independent.", "independence", {"correlation": LAST}),
        ),
        "Emergence is a mirage. Or: the score explains most jumps, and not the best known one.",
        "The quanta model.",
    ),
    "small_gains_compound": Note(
        "Multiply or add; an error per step; a horizon at half and at ninety-nine; mixed risks.",
        "B22",
        (
            Belief("Half of the time is nearly always.", "gain-reliability", {"asked": LAST}),
            Belief("A risk that seems to fall along a task does fall.", "gain-mixture", {"spread": LAST}),
            Belief("A doubling time is a law of nature.", "gain-forecast", {"years": LAST, "asked": LAST}),
        ),
        "Small gains are a revolution. Or: they are, where each acts on what the others left.",
        "Fitted curves of horizons.",
    ),
    "structure_against_size": Note(
        "Two sizes of one model; two laws with opposite futures; a library; a border on the map of ties.",
        "A29",
        (
            Belief("A mixture is as cheap to hold as to run.", "struct-serving", {"batch": LAST}),
            Belief("More experts are always better.", "struct-starvation", {"rounds": FIRST, "experts": LAST}),
            Belief("Enough text makes any small model a giant.", "struct-ties", {"small": FIRST, "given": LAST}),
        ),
        "Structure beats size. Or: structure moves a cost from one currency to another.",
        "The miniature of facts and rules.",
    ),
    "smaller_models_better_data": Note(
        "A multiplier; as years; a constant or a slope; three readings of one comparison; a teacher's bill.",
        "C58",
        (
            Belief("A large multiplier bends the curve.", "small-multiplier", {"gain": LAST, "steeper": FIRST}),
            Belief("A small model is a cheap one.", "small-serving", {"ratio": LAST}),
            Belief("A steeper slope shows at once.", "small-multiplier", {"steeper": LAST, "gain": FIRST}),
        ),
        "Better data replace scale. Or: they multiply it, once each.",
        "Pruning.",
    ),
    "thinking_longer": Note(
        "Many tries; who picks? odds after acceptance; a chain; one chart read with its axis.",
        "C49",
        (
            Belief("More samples give more right answers.", "think-selector", {"k": LAST, "gap": FIRST}),
            Belief("Thinking replaces size on every question.", "think-trade", {"p": FIRST}),
            Belief("A verifier that is nearly right is good enough.", "think-judgement", {"alarm": LAST}),
        ),
        "Inference replaces training. Or: it starts where training ends.",
        "The returns of search.",
    ),
    "what_it_costs": Note(
        "One bill in four units; growth as a sum of logarithms; a falling price and a rising bill; an elasticity.",
        "C57",
        (
            Belief("A run has one cost.", "cost-run-bill", {"used": FIRST}),
            Belief("Falling returns mean negative returns.", "cost-return-on-scale", {"elasticity": LAST}),
            Belief("Chips pay for the growth of compute.", "cost-hardware-share", {"money": LAST}),
        ),
        "The frontier no longer pays. Or: nobody has published what would decide it.",
        "Carbon, if there is no hour for it.",
    ),
    "what_next": Note(
        "An interval as a distribution; three limits; shares of a variance; a prediction with its score.",
        "A31",
        (
            Belief("A forecast is a line.", "next-world", {"doubt": LAST}),
            Belief("Text is the limit.", "next-when", {"stock": LAST}),
            Belief("Algorithms are a detail.", "next-when", {"halving": FIRST}),
        ),
        "Scale goes on to the end of the decade. Or: something binds first, and says so in this table.",
        "The closed form.",
    ),
}
