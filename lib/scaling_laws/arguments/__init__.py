"""One room per chapter: its numbers, figures, explorables and verdicts."""

TITLES = {
    "01_law_that_built_an_industry": "The law that built an industry",
    "02_flattening_curve": "The flattening curve",
    "03_chinchilla_correction": "The Chinchilla correction",
    "04_fit_your_own_runs": "Fit your own runs",
    "05_scaling_law_measured": "A scaling law, measured",
    "06_data_wall": "The data wall",
    "07_why_a_power_law": "Why a power law at all",
    "08_when_the_benchmark_saturates": "When the benchmark saturates",
    "09_emergence_mirage": "The emergence mirage",
    "10_small_gains_compound": "Small gains compound",
    "11_structure_against_size": "Structure against size",
    "12_smaller_models_better_data": "Smaller models, better data",
    "13_thinking_longer": "Thinking longer",
    "14_what_it_costs": "What it costs",
    "15_what_next": "What next",
    "references": "The articles' references",
}
