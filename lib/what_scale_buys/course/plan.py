"""How a class can spend an hour, three, ten, or ten weeks with the book, and how an essay is marked.

Minutes are guesses for a class that has not seen the book.
"""

NEEDS = {  # what a reader should know or have read
    "01_law_that_built_an_industry": "logarithms",
    "02_flattening_curve": "chapter 1",
    "03_chinchilla_correction": "chapter 1, derivatives",
    "04_fit_your_own_runs": "chapter 3, least squares",
    "05_scaling_law_measured": "chapter 4",
    "06_data_wall": "chapter 3",
    "07_why_a_power_law": "chapter 1, probability",
    "08_when_the_benchmark_saturates": "chapter 1, the binomial",
    "09_emergence_mirage": "probability",
    "10_small_gains_compound": "chapter 9",
    "11_structure_against_size": "chapter 3",
    "12_smaller_models_better_data": "chapter 3",
    "13_thinking_longer": "chapter 9",
    "14_what_it_costs": "chapters 2 and 3",
    "15_what_next": "chapters 3, 6 and 14",
}

HOUR = (
    (5, "Vote on one claim of the ledger, with hands"),
    (12, "Four bars: which curve? (chapter 2, its first slider)"),
    (12, "One budget, two terms: the valley (chapter 3)"),
    (12, "Exact match: the mirage, and what is left of it (chapter 9)"),
    (12, "The ledger: read the verdict that was voted on, both sides of it"),
    (7, "Vote again; who changed, and because of what?"),
)
THREE_HOURS = (
    (20, "The vote; loss, parameters, FLOP (chapter 1)"),
    (40, "The problems of chapters 1 to 3 on paper, in pairs"),
    (60, "Fit a table (chapter 4): on the command line or in its notebook"),
    (45, "One round of the budget game, in pairs"),
    (15, "Whose interval held? The vote again"),
)
TEN_HOURS = (
    (75, "Chapter 1 and its problems"),
    (75, "Chapter 2"),
    (75, "Chapter 3"),
    (90, "Chapter 4, with a table of one's own"),
    (75, "Chapter 5"),
    (75, "Chapter 9"),
    (75, "Chapter 14"),
    (60, "The ledger: one claim, argued for both sides"),
)
PATHS = {"hour": HOUR, "three": THREE_HOURS, "ten": TEN_HOURS}

WEEKS = (  # chapters, what is due
    ("1", ""),
    ("2", "Set 1: read a law"),
    ("3", "Set 2: spend a budget"),
    ("4", ""),
    ("5", "Set 3: fit and doubt"),
    ("6 and 7", "The budget game begins"),
    ("8", "Set 4: ceilings"),
    ("9, 10 and 13", "Set 5: mirage or jump"),
    ("11 and 12", ""),
    ("14 and 15", "Set 6: the bill; the game; the debate"),
)

RUBRIC = {  # criterion: from full marks to none
    "The claim": ("precise enough to fail", "precise in most terms", "restated", "as in the press"),
    "The number": ("with interval, level and source", "with a source", "without its source", "none"),
    "The other side": ("in its strongest form", "fair", "named", "absent, or a straw man"),
    "What would change my mind": ("a measurement, with its size", "a measurement", "a kind of evidence", "nothing"),
    "Sources": ("primary, read, and placed", "primary", "second-hand", "none"),
}
MARKS = ("all", "most", "some", "none")
