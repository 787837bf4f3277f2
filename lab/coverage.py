"""What share of tasks a model solves in k tries.

Where the answer is one known text, the share is a closed form of the model's own probabilities and nothing is drawn;
where only a judge can tell, here the compiler, k samples are drawn.
"""

import ast
import re
import warnings
from math import comb

import numpy as np
import torch

from .reading import Found, clustered_se
from .sampler import Reader, draw
from .train import WORD

GIVEN_LETTERS = 2
IDENTIFIER = np.array([chr(byte).isalnum() or chr(byte) == "_" for byte in range(128)] + [True] * 128)
CALL = re.compile(rb"\n([^\n(#\"']*\()([^\n]*)\n")  # a line up to its first bracket, and the rest
PROMPT, ROOM = 64, 64  # bytes before and after
NEWLINE, BRACKET = 10, b")"


def success(p, k, error=0.0):
    """Chance that the first accepted of k samples is right; p : chance of a right one.

    A selector refuses right samples and accepts wrong ones with probability `error`; if it accepts none, any of them is
    taken. Without error this is the coverage 1 - (1 - p)**k.
    """
    right, wrong = p * (1 - error), (1 - p) * error
    accepted = right + wrong
    first = np.divide(right, accepted, out=np.zeros_like(p), where=accepted > 0)
    none = (1 - accepted) ** k
    unseen = np.divide(p * error, 1 - accepted, out=np.zeros_like(p), where=accepted < 1)
    return first * (1 - none) + unseen * none


@torch.no_grad()
def word_probabilities(model, documents):
    """Probability [words] that a model ends each word of the documents rightly, and its document [words].

    Given is all text up to the word's second letter; right is the rest of the word and then anything that ends it.
    """
    chances, rows = [], []
    for row, document in enumerate(documents):
        spans = [match.span() for match in WORD.finditer(document[1:].tobytes())]
        if not spans:
            continue
        p = model(torch.from_numpy(document[None, :-1]).long())[0].softmax(-1).double().numpy()
        letters = p[np.arange(len(p)), document[1:]]
        for first, last in spans:
            ends = p[last, ~IDENTIFIER].sum()
            chances.append(letters[first + GIVEN_LETTERS : last].prod() * ends)
            rows.append(row)
    return np.array(chances), np.array(rows)


def word_coverage(model, _losses, source, *, samples, errors):
    """Share of words ended rightly in k samples, for selectors of several errors."""
    chances, rows = word_probabilities(model, source.validation())
    found = []
    for error in errors:
        for k in samples:
            solved = success(chances, k, error)
            found.append(Found(f"error {error:g}", k, solved.mean(), clustered_se(solved, rows), len(solved)))
    return found


def compiles(line):
    """Whether a line is Python by itself."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(line.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def open_calls(text, count):
    """`count` lines of the text with a bracket, evenly spread: (PROMPT bytes up to the bracket, line's start, rest)."""
    usable = [
        match
        for match in CALL.finditer(text)
        if match.end(1) >= PROMPT and len(match[2]) < ROOM and len(match[1]) < PROMPT and compiles(match[1] + match[2])
    ]
    chosen = [usable[int(i)] for i in np.linspace(0, len(usable) - 1, count)]
    return [(text[m.end(1) - PROMPT : m.end(1)], m[1], m[2]) for m in chosen]


@torch.no_grad()
def continuations(model, prompts, generator):
    """What the model writes after prompts [n, PROMPT] until the line ends, at most ROOM bytes; a list of bytes."""
    reader, tokens = Reader(model, len(prompts)), torch.as_tensor(prompts).long()
    for place in range(PROMPT):
        logits = reader.read(tokens[:, place])
    written = [draw(logits, generator)]
    for _ in range(ROOM - 1):
        written.append(draw(reader.read(written[-1]), generator))
    rows = torch.stack(written, 1).numpy().astype(np.uint8)
    return [row.tobytes().partition(b"\n")[0] if NEWLINE in row else None for row in rows]


def coverage_of(right, samples, k):
    """Unbiased share of tasks solved in k of the samples that were drawn; right : number right [tasks]."""
    return np.array([1 - comb(samples - int(r), k) / comb(samples, k) for r in right])


def compiler_coverage(model, _losses, source, *, samples, prompts, seed):
    """Share of open calls that are closed so that the line compiles, in k samples."""
    calls = open_calls(source.text("validation"), prompts)
    drawn, generator = max(samples), torch.Generator().manual_seed(seed)
    given = np.repeat(np.array([np.frombuffer(prompt, dtype=np.uint8) for prompt, _, _ in calls]), drawn, axis=0)
    written = continuations(model, given, generator)
    rights = {"compiles": [], "compiles not bare": [], "exact": []}
    for number, (_, start, rest) in enumerate(calls):
        mine = [w for w in written[number * drawn : (number + 1) * drawn] if w is not None]
        sound = [w for w in mine if compiles(start + w)]
        rights["compiles"].append(len(sound))
        rights["compiles not bare"].append(sum(w.strip() != BRACKET for w in sound))
        rights["exact"].append(sum(w == rest for w in mine))
    found = []
    for variant, right in rights.items():
        for k in samples:
            solved = coverage_of(right, drawn, k)
            found.append(Found(variant, k, solved.mean(), solved.std(ddof=1) / len(solved) ** 0.5, len(solved)))
    return found
