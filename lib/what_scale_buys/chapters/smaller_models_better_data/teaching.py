"""A world in which distillation can be solved exactly: linear teacher, smaller linear student.

Inputs x have `d` independent standard normal coordinates; y = w·x + noise of variance `noise`. The student sees only
the first `d_student` coordinates; the others carry a signal of variance `hidden`. It is fitted by least squares
either to the observed y (hard labels) or to the predictions of a teacher (soft labels) that saw all coordinates of
`n_teacher` examples. Errors are squared errors above those of the best possible student.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_at_least, require_nonnegative, require_positive
from scaling_laws.quantity import propagate

FEATURES, STUDENT, TEACHER_EXAMPLES, NOISE = 32, 16, 400, 1.0
SEED, REPEATS = 20150309, 200  # the day on which Hinton, Vinyals and Dean put distillation on arXiv


def _check(n, d_student, n_teacher, noise, d):
    require_at_least("d_student", d_student, 1)
    if d_student > d:
        raise InvalidArgument("d_student", d_student, f"at most the {d} coordinates there are")
    require_at_least("n_teacher", n_teacher, d + 2)
    require_at_least("n", n, d_student + 2)
    require_nonnegative("noise", noise)


def hidden(d_student=STUDENT, d=FEATURES):
    """Variance of the signal that the student cannot see, of a total of one."""
    return (d - d_student) / d


def teacher_error(n_teacher=TEACHER_EXAMPLES, noise=NOISE, d=FEATURES):
    """Mean squared error of one coefficient of the teacher: noise / (n - d - 1), the inverse-Wishart mean."""
    require_at_least("n_teacher", n_teacher, d + 2)
    return noise / (n_teacher - d - 1)


def hard(n, d_student=STUDENT, noise=NOISE, d=FEATURES):
    """Expected excess error of a student fitted to n hard labels."""
    _check(n, d_student, d + 2, noise, d)
    return d_student * (noise + hidden(d_student, d)) / (np.asarray(n, dtype=float) - d_student - 1)


def soft(n, d_student=STUDENT, n_teacher=TEACHER_EXAMPLES, noise=NOISE, d=FEATURES):
    """Expected excess error of a student fitted to n predictions of the teacher: its error, and a smaller variance."""
    _check(n, d_student, n_teacher, noise, d)
    rho = teacher_error(n_teacher, noise, d)
    spread = hidden(d_student, d) + (d - d_student) * rho
    return d_student * (rho + spread / (np.asarray(n, dtype=float) - d_student - 1))


def crossing(d_student=STUDENT, n_teacher=TEACHER_EXAMPLES, d=FEATURES):
    """Examples beyond which hard labels win: n_teacher - 2 (d - d_student), whatever the noise."""
    _check(d_student + 2, d_student, n_teacher, 0.0, d)
    return n_teacher - 2 * (d - d_student)


def early_gain(d_student=STUDENT, n_teacher=TEACHER_EXAMPLES, noise=NOISE, d=FEATURES):
    """Ratio of the two variances: the sample multiplier while the teacher's own error does not yet matter."""
    rho = teacher_error(n_teacher, noise, d)
    return (noise + hidden(d_student, d)) / (hidden(d_student, d) + (d - d_student) * rho)


def _fourth(n, k):
    """E|z|⁴ for z normal with the covariance (X'X)⁻¹ of n × k standard normal inputs (von Rosen 1988, moments)."""
    m = n - k
    return k * (2 * (n - 1) + (m - 2) * k + 2) / (m * (m - 1) * (m - 3))


def standard_errors(n, d_student=STUDENT, n_teacher=TEACHER_EXAMPLES, noise=NOISE, repeats=REPEATS, d=FEATURES):
    """Exact standard errors of the mean excess error of `repeats` replications, with hard and with soft labels.

    The errors have a long right tail: the spread of a sample is too small exactly when its mean is, and a gap counted
    in it looks too large. Finite from n = d_student + 4 on.
    """
    _check(n, d_student, n_teacher, noise, d)
    require_at_least("n", n, d_student + 4)
    unseen, signal, rho = d - d_student, hidden(d_student, d), teacher_error(n_teacher, noise, d)
    seen4, unseen4 = (noise**2 * _fourth(n_teacher - d + k, k) if k else 0.0 for k in (d_student, unseen))
    both = (noise**2 * _fourth(n_teacher, d) - seen4 - unseen4) / 2  # E|error of the seen|² |error of the unseen|²
    spread4 = signal**2 + (4 + 2 * unseen) * signal * rho + unseen4  # E of the squared signal the student cannot see
    mixed = signal * d_student * rho + both
    square = seen4 + (4 + 2 * d_student) * mixed / (n - d_student - 1) + spread4 * _fourth(n, d_student)
    hard_square = (noise + signal) ** 2 * _fourth(n, d_student)
    means = hard(n, d_student, noise, d), soft(n, d_student, n_teacher, noise, d)
    return tuple(float(np.sqrt((e - mean**2) / repeats)) for e, mean in zip((hard_square, square), means))


def _fit(x, y):
    """Least squares of y (r, n) on x (r, n, k), one problem per replication."""
    gram = np.einsum("rni,rnj->rij", x, x)
    return np.linalg.solve(gram, np.einsum("rni,rn->ri", x, y)[..., None])[..., 0]


@cache
def simulate(n, d_student=STUDENT, n_teacher=TEACHER_EXAMPLES, noise=NOISE, repeats=REPEATS, seed=SEED):
    """(mean, exact standard error) of the excess error with hard and with soft labels, as two pairs."""
    errors = standard_errors(n, d_student, n_teacher, noise, repeats)
    rng = np.random.default_rng((seed, n, d_student))
    weights = np.full(FEATURES, FEATURES**-0.5)

    def examples(count):
        x = rng.normal(size=(repeats, count, FEATURES))
        return x, x @ weights + np.sqrt(noise) * rng.normal(size=(repeats, count))

    teacher = _fit(*examples(n_teacher))
    x, y = examples(n)
    seen = x[..., :d_student]
    targets = {"hard": y, "soft": np.einsum("rni,ri->rn", x, teacher)}
    excess = {key: ((_fit(seen, t) - weights[:d_student]) ** 2).sum(axis=1) for key, t in targets.items()}
    return tuple((excess[key].mean(), error) for key, error in zip(("hard", "soft"), errors))


def students_to_pay(gain, student, teacher, teacher_tokens, student_tokens):
    """Students that must share one teacher before distilling costs less than training longer.

    A gain m saves (m - 1) 6 N_s D on each student. The teacher costs 6 N_t D_t once, and 2 N_t D once if its
    predictions are stored and all students read the same text. gain : compute multiplier, above one.
    student, teacher : parameters. teacher_tokens : zero for a teacher that exists already.
    """
    if np.any(require_positive("gain", gain) <= 1):
        raise InvalidArgument("gain", gain, "above one: otherwise no number of students pays")
    size = require_positive("teacher", teacher) / require_positive("student", student)
    share = require_nonnegative("teacher_tokens", teacher_tokens) / require_positive("student_tokens", student_tokens)
    return size * (share + 1 / 3) / (gain - 1)


def whole_students(gain, student, teacher, tokens):
    """The same, rounded up, as a Quantity, for a gain that may be one. tokens : of the teacher per student token."""
    students = propagate(lambda m: np.ceil(students_to_pay(m, student, teacher, tokens, 1.0)), gain, unit="students")
    return replace(students, places=(0, 0, 0))


def net_gain(gain, student, teacher):
    """The multiplier left when the teacher's forward passes, 2 N_t per token, are billed to one student."""
    size = require_positive("teacher", teacher) / require_positive("student", student)
    return require_positive("gain", gain) / (1 + size / 3)
