r"""Formulas set when the book is built: TeX to MathML, which a browser draws without a script.

The stock converter does most of it. Mended here: `aligned`, which it leaves unaligned; words in \mathrm, which it
spells letter by letter; the space around \ln and its like and around a slash; upright capitals of Greek; names of
spaces that browsers no longer know.
"""

import re
from html import escape

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util.math import get_node_equation_number

from scaling_laws.errors import InvalidArgument

_ALIGNED = re.compile(r"\\begin\{(?:aligned|split)\}(.*?)\\end\{(?:aligned|split)\}", flags=re.S)
_INNER = re.compile(r"<math[^>]*>(.*)</math>", flags=re.S)
_WORD = re.compile(r'(?:<mi mathvariant="normal">[^<]</mi>){2,}')
_STOPPED = re.compile(r"(<math>(?:(?!</math>).)*</math>[.,;:!?)]+)", flags=re.S)
_THIN = "0.167em"
_FUNCTION = re.compile(
    r"(?P<before></m(?:i|n|sub|sup|subsup|frac|row|sqrt)>)?(?P<base><msub>)?"
    r"<m([io])[^>]*>(?P<name>ln|log|exp|sin|max|Pr)</m\3>"
    r'(?P<opens>(?=(?:<mspace[^>]*>)?(?:<mrow>)?<mo (?:[^>]*form="prefix"|stretchy="false")))?'
)
_MENDED = {
    "negativethinmathspace": f"-{_THIN}",
    "<mo>&#x0002F;</mo>": '<mo lspace="0" rspace="0">/</mo>',
    **{f"<mi>&#x{ord(c):05X};</mi>": f'<mi mathvariant="normal">{c}</mi>' for c in "ΓΔΘΛΞΠΣΦΨΩ"},
}


def mathml(tex, display=False):
    r"""The formula as one MathML element.

    tex : str
        What stands between the dollars.
    display : bool
        On a line of its own.

    Raises
    ------
    InvalidArgument
        If the formula holds a command that the converter does not know.

    >>> mathml("6ND")
    '<math><mrow><mn>6</mn><mi>N</mi><mi>D</mi></mrow></math>'
    """
    aligned = _ALIGNED.fullmatch(tex.strip())
    inner = _table(aligned.group(1)) if aligned else _mended(tex)
    if left := re.findall(r"\\\w+|[&](?!#|\w+;)", inner):
        raise InvalidArgument("formula", tex, f"only commands that can be set, not {' '.join(left)}")
    return f'<math display="block">{inner}</math>' if display else f"<math>{inner}</math>"


def _table(tex):
    """Rows separated by \\\\, cells by &: right and left of the signs that stand below one another."""
    rows = [[_mended(cell) for cell in row.split("&")] for row in tex.split(r"\\")]
    cells = ["".join(f"<mtd>{cell}</mtd>" for cell in row) for row in rows]
    return f'<mtable class="sl-aligned" displaystyle="true">{"".join(f"<mtr>{row}</mtr>" for row in cells)}</mtable>'


def _mended(tex):
    if not tex.strip():
        return ""
    made = _INNER.fullmatch(convert(tex)).group(1)
    for found, better in _MENDED.items():
        made = made.replace(found, better)
    return _FUNCTION.sub(_operator, _WORD.sub(_word, made))


def _word(match):
    return f"<mi>{''.join(re.findall('>([^<])<', match.group()))}</mi>"


def _operator(match):
    """A function's name with a thin space on the sides where a factor stands."""
    before, after = _THIN if match["before"] else 0, _THIN if match["opens"] is None else 0
    name = f'<mo lspace="{before}" rspace="{after}">{match["name"]}</mo>'
    return (match["before"] or "") + (match["base"] or "") + name


def tied(body):
    """The body of a page in which no line begins with the full stop or comma that follows a formula.

    >>> tied("<p>of <math>N</math>, and</p>")
    '<p>of <span class="sl-tied"><math>N</math>,</span> and</p>'
    """
    return _STOPPED.sub(r'<span class="sl-tied">\1</span>', body)


def parted(tex):
    r"""The parts of a displayed formula that a narrow page may set one under the other: what \qquad keeps apart.

    >>> parted(r"a = b, \qquad c = d.")
    ['a = b,', 'c = d.']
    >>> parted(r"\left(a \qquad b\right)")
    ['\\left(a \\qquad b\\right)']
    """
    parts = [part.strip() for part in re.split(r"\\qquad(?![a-zA-Z])", tex)]
    whole = all(p.count("{") == p.count("}") and p.count(r"\left") == p.count(r"\right") for p in parts)
    return parts if whole and r"\begin" not in tex and all(parts) else [tex]


def setup(app):
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _tie)


def _tie(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = tied(context["body"])


def _inline(translator, node):
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(translator, node):
    number = ""
    if node["number"]:
        number = f'<span class="eqno">({escape(get_node_equation_number(translator, node))})</span>'
    lines = [_line(parted(line)) for line in node.astext().split("\n\n") if line.strip()]
    translator.body.append(translator.starttag(node, "div", CLASS="sl-formula") + number + "".join(lines) + "</div>\n")
    raise nodes.SkipNode


def _line(parts):
    made = "".join(mathml(part, display=True) for part in parts)
    return f'<div class="sl-parts">{made}</div>' if len(parts) > 1 else made
