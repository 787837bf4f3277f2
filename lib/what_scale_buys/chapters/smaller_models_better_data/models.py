"""What was published of small models: how much of a teacher they keep, what they cost to train, what they score."""

from scaling_laws.errors import require_positive
from scaling_laws.laws import compute_cost
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, share, wilson

from ...published import value

STUDENTS = {"1p5b": 1.5e9, "7b": 7e9, "14b": 14e9, "32b": 32e9}
TESTS = {"AIME 2024": ("aime24", "aime24_items"), "MATH": ("math500", "math500_items")}
PHONE_GIGABYTES = 4.0  # for weights, in a telephone of 2026 with 8 to 12 GB; a choice of this book
PHONE_BITS = 4

RUNS = {
    "phi-3-mini": ("phi3_mini_params", "phi3_mini_tokens"),
    "DCLM": ("dclm_7b_params", "dclm_7b_tokens"),
    "Gemma 7B": ("run_gemma_7b_params", "run_gemma_7b_tokens"),
    "Llama 3 8B": ("llama3_8b_params", "llama3_tokens"),
    "phi-4": ("run_phi4_params", "run_phi4_tokens"),
    "GPT-3": ("gpt3_175b_params", "gpt3_tokens"),
    "Chinchilla": ("run_chinchilla_db_params", "hoffmann_2022_chinchilla_tokens"),
    "Llama 2 70B": ("run_llama2_70b_params", "llama2_tokens"),
}
GIANTS = ("GPT-3", "Chinchilla", "Llama 2 70B")


def kept(test):
    """Share of the teacher's score that each distilled student keeps on one test, smallest first, in percent.

    The interval is that of the student's score over the problems, taken as a sample; the teacher's score is fixed.
    Source: DeepSeek-AI 2025.
    """
    prefix, items = TESTS[test]
    teacher, n = value(f"{prefix}_r1") / 100, int(value(items))
    found = []
    for size in STUDENTS:
        score = value(f"{prefix}_r1_distill_qwen_{size}") / 100
        ends = (100 * end / teacher for end in wilson(score * n, n))
        found.append(estimate(100 * score / teacher, *ends, method="Wilson, over problems", level=LEVEL, unit="%", n=n))
    return found


def on_a_phone(bits=PHONE_BITS, gigabytes=PHONE_GIGABYTES):
    """Largest model (parameters) whose weights of `bits` fit into the memory that a telephone can spare."""
    return 8e9 * require_positive("gigabytes", gigabytes) / require_positive("bits", bits)


def run(name):
    """(parameters, tokens) of one run."""
    N, D = RUNS[name]
    return value(N), value(D)


def compute(name):
    """Training compute 6 N D of one run, in FLOP."""
    return float(compute_cost(*run(name)))


def scored(key, items="mmlu_test_items", name=""):
    """A published score (percent) with the interval that the number of questions of the test leaves.

    key, items : rows of the published table.
    """
    n = value(items)
    return share(value(key) / 100 * n, n, name)
