"""Find numbers that somebody typed where the library should have written them.

Two readers: `in_markdown` for prose, `in_python` for the strings that become captions, alt sentences and
verdicts. Both strip what is not prose (roles, code, link targets, labels), then report every token with a digit
that the allow-list does not explain.
"""

import ast
import re

# ---- the allow-list: a digit in prose is allowed in these forms only ----

ALLOWED = {
    "a name of a model or a benchmark, the size that belongs to the name included": r"""
        (?:GPT-(?:[1-5]|3\.5|4\.5|4o) | (?:Llama|LLaMA)(?:[ -](?:[1-4]|3\.[1-3]))? | Qwen ?(?:[1-3]|2\.5)
          | PaLM(?:[ -]2)? | Gemma(?:[ -][1-3])? | [Pp]hi-[1-4] | OLMo(?:[ -]2)? | DeepSeek[ -](?:V[1-4]|R[12])
          | Mamba-2 | Pythia | Gopher | Cerebras-GPT | Chinchilla | Falcon | OPT | BLOOM | MPT | Mistral | MT-NLG
          | LaMDA | Jurassic-1 | Grok-[1-4])
          (?:[ -]\d+(?:\.\d+)?[MBT])? (?!\.?\d)
        | Claude[ ](?:[1-4]|3\.[57])(?!\.?\d) | Gemini[ ](?:[1-3]|[12]\.[05])(?!\.?\d) | o[134](?!\.?\d)
        | T5 | C4 | GSM8K | [AHB][12]00 | TPU[ ]?v[2-6] | F1 | SmolLM[23]? | WebText2 | [Ww]ikitext-103""",
    "a year, alone or in a date": r"""
        \d{4}-\d{2}-\d{2}
        | (?:19[5-9]\d|20[0-3]\d)(?:s|[–-](?:19|20)?\d{2})? (?!\s?(?:%|×|FLOP|tokens|parameters|nats|bits))""",
    "a day of a month": r"""
        \d{1,2}[ ](?:January|February|March|April|May|June|July|August|September|October|November|December)\b""",
    "a place in a source or in this book": r"""
        (?:[Tt]able|[Ff]igure|[Ss]ection|[Aa]ppendix|[Ee]quation|Eq\.|[Cc]hapter|[Pp]age|[Pp]art|[Ff]ootnote|[Aa]pproach
        |[Ee]xercise|[Ss]tep)s?[ \u00a0]\(?[A-Z]?\.?\d+(?:\.\d+)*[a-z]?\)?
        (?:(?:,|[ ]and|[ ]to|[ ]or|–)[ ]?[A-Z]?\.?\d+(?:\.\d+)*)*""",
    "a claim of the ledger": r"[ABCX]\d{1,2}(?!\d)",
    "a version of a tool": r"Python[ ]3\.\d+",
    "a paper size, a hash, a number format": r"SHA-256 | UTF-8 | MathJax[ ]3 | (?:bf|fp|float|int)(?:4|8|16|32|64)",
}
_ALLOWED = re.compile("(?<![\\w.])(?:" + "|".join(ALLOWED.values()) + ")(?![\\w%×])", flags=re.X)

# Inside a formula these are structure, not measurement: C = 6ND, a square, a half, a base of logarithms.
STRUCTURAL = {"0", "1", "2", "6", "10"}
_MATH_INDEX = re.compile(
    r"_\{?[A-Za-z,]*\d+\}?|\\(?:begin|end|hspace|vspace|kern|text|tag|label)\{[^{}]*\}|\[[\d.]+(?:em|ex|pt)\]"
)

_TOKEN = re.compile(r"[\w.,×%−+/^⁰¹²³⁴⁵⁶⁷⁸⁹⁻-]*[\d½⅓⅔¼¾][\w.,×%−+/^⁰¹²³⁴⁵⁶⁷⁸⁹⁻-]*")
_SPACE = " \uffff "  # stands where something was taken out, so that neighbours do not merge


def in_markdown(text):
    """Typed numbers in MyST markdown, as a list of tokens."""
    text = re.sub(r"^---\n.*?\n---\n", "", text, count=1, flags=re.S)  # front matter
    text = re.sub(r"<!--.*?-->|^%.*?$", _SPACE, text, flags=re.S | re.M)
    text, found = _fences(text)
    text = re.sub(r"\{math\}`([^`]*)`", lambda m: _keep_math(m.group(1), found), text)
    text = re.sub(r"\{[\w:.+-]+\}(`+)(.*?)\1", _SPACE, text, flags=re.S)  # roles: computed or references
    text = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", _SPACE, text, flags=re.S)  # code
    text = re.sub(r"(?<!\\)\$\$(.*?)\$\$", lambda m: _keep_math(m.group(1), found), text, flags=re.S)
    text = re.sub(r"(?<!\\)\$([^$\n]+(?:\n[^$\n]+)*?)\$", lambda m: _keep_math(m.group(1), found), text)
    text = re.sub(r"\]\((?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(\s+\"[^\"]*\")?\)", r"] \1", text)  # link targets
    text = re.sub(r"<https?://[^>]*>|https?://\S+", _SPACE, text)
    text = re.sub(r"<(?!img)[a-z/][^>]*>", _SPACE, text)
    text = re.sub(r"\b(?:src|href|id|class|width|height|style)=\"[^\"]*\"", _SPACE, text)
    text = re.sub(r"^\([\w:. -]+\)=\s*$|\[\^[^\]]+\]|\[[^\]]*\]:\s*\S+", _SPACE, text, flags=re.M)  # labels, footnotes
    text = re.sub(r"^(\s*(?:>\s*)*)\d{1,2}[.)](?=\s)", r"\1", text, flags=re.M)  # list markers
    return found + in_prose(text)


def in_prose(text):
    """Typed numbers in plain text, as a list of tokens."""
    return [token.strip(".,") for token in _TOKEN.findall(_ALLOWED.sub(_SPACE, text))]


def in_math(formula):
    """Typed numbers in a formula: everything but the structural constants and indices."""
    formula = _MATH_INDEX.sub(" ", formula)
    return [number for number in re.findall(r"\d+(?:(?:[.,]|\{,\})\d+)*", formula) if number not in STRUCTURAL]


def in_python(code):
    """Typed numbers in the strings of a module, as (line, token); docstrings and identifiers are not prose."""
    tree = ast.parse(code)
    skipped = set(_docstrings(tree)) | set(_format_specs(tree))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            found += [(node.lineno, token) for token in _in_string(node.value)]
    return found


def in_code(code):
    """Numbers written into a notebook's code cell: literals as well as strings."""
    literals = [
        (node.lineno, repr(node.value))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
    ]
    return literals + in_python(code)


# Keys, file names and artist names: one word, lower case if it starts with a digit ("13b", "2d_add", but not "10x").
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.:/-]*|(?!\d+x)\d\w*[a-z_]\w*(?<![A-Z])|#[0-9a-fA-F]{3,8}|[+,]?\.\d[efg%]")


def _in_string(text):
    text = re.sub(r"\{[\w.]*(?:![rs])?(?::[^{}]*)?\}", "_", text)  # fields of str.format
    return [] if _IDENTIFIER.fullmatch(text.strip()) else in_prose(text)


def _docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            for statement in node.body:
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    yield id(statement.value)


def _format_specs(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            yield from map(id, ast.walk(node.format_spec))


def _keep_math(formula, found):
    found += in_math(formula)
    return _SPACE


_FENCE = re.compile(r"^([ \t>]*)(`{3,}|:{3,}|~{3,})(.*)$")
_UNREAD = ("code-cell", "code-block", "code", "bibliography", "toctree", "raw", "mermaid", "literalinclude")


def _fences(text):
    """Take out code blocks; of directives keep title and body; check math blocks. Returns (text, numbers in math)."""
    kept, found, stack, options = [], [], [], False
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if (
            fence
            and stack
            and fence.group(2)[0] == stack[-1][0][0]
            and len(fence.group(2)) >= len(stack[-1][0])
            and not fence.group(3).strip()
        ):
            stack.pop()
            options = False
            continue
        if fence and not (stack and stack[-1][1] in ("code", "math")):
            kind, title = _directive(fence.group(3))
            stack.append((fence.group(2), kind))
            options = kind != "code"
            kept.append(title if kind == "text" else "")
            continue
        if options:
            option = re.match(r"^[ \t>]*:([\w-]+):(.*)$", line)
            if option:
                if option.group(1) in ("alt", "caption", "title"):
                    kept.append(option.group(2))
                continue
            options = not line.strip()
        kind = stack[-1][1] if stack else "text"
        if kind == "math":
            found += in_math(line)
        kept.append(line if kind == "text" else "")
    return "\n".join(kept), found


def _directive(info):
    match = re.match(r"\s*\{([\w:.-]+)\}(.*)$", info)
    if not match or match.group(1) in _UNREAD:
        return "code", ""
    if match.group(1) == "math":
        return "math", ""
    takes_target = match.group(1) in ("figure", "image", "include", "solution", "card-link", "grid")
    return "text", "" if takes_target else match.group(2)
