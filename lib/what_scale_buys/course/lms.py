"""The problems as question banks for Moodle (XML) and Canvas (QTI); the same problems give the same bytes."""

import zipfile
from html import escape
from io import BytesIO
from math import floor, log10
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from scaling_laws.formatting import COUNTED, SUPERSCRIPT, WORDS

from ..ledger import chapter_title
from .judge import in_unit

VARIANTS = 5  # of each problem in Moodle, which deals one of them to a student
EPOCH = (2020, 1, 1, 0, 0, 0)
LICENCE = "Creative Commons Attribution 4.0 International: https://creativecommons.org/licenses/by/4.0/"
TITLE = "What Scale Buys"


def variants(problem):
    """So many cases of a problem, with different numbers."""
    return [problem.deal(f"variant {k}") for k in range(VARIANTS)]


def readable(case):
    """(factor, how it is asked for) of an answer, so that nobody types a row of zeros.

    >>> from scaling_laws.quantity import exact
    >>> class Found: answer, unit = exact(3.9e10, "parameters"), "parameters"
    >>> readable(Found)
    (1000000000.0, 'in billion parameters')
    """
    size = abs(float(case.answer))
    if 1e-3 <= size < 1e5:
        return 1.0, in_unit(case.unit)
    if case.unit in COUNTED:
        return next(
            (factor, f"in {word} {case.unit}") for factor, word in WORDS if size >= factor or factor == WORDS[-1][0]
        )
    power = floor(log10(size))
    return 10.0**power, f"in units of 10{str(power).translate(SUPERSCRIPT)} {case.unit}".strip()


def _number(value, factor):
    return f"{float(value) / factor:.6g}"


def _asked(case):
    return case.text if case.options else f"{case.text} Answer {readable(case)[1]}, the number alone."


# ---- Moodle ----


def moodle(problems):
    """A question bank of all problems as Moodle XML, bytes; a category for each, with its variants."""
    quiz = Element("quiz")
    quiz.append(ElementTree.Comment(f" {TITLE}. {LICENCE} "))
    for problem in problems.values():
        category = SubElement(quiz, "question", type="category")
        path = f"$course$/top/{TITLE}/{chapter_title(problem.chapter).replace('/', '//')}/{problem.id}"
        _text(SubElement(category, "category"), path)
        for place, case in enumerate(variants(problem), start=1):
            _question(quiz, case, f"{problem.id}-{place}")
    return _bytes(quiz)


def _question(quiz, case, name):
    kind = "multichoice" if case.options else "numerical"
    question = SubElement(quiz, "question", type=kind)
    _text(SubElement(question, "name"), name)
    _text(SubElement(question, "questiontext", format="plain_text"), _asked(case))
    _text(SubElement(question, "generalfeedback", format="plain_text"), f"{case.solution}. {case.because}")
    settings = dict(defaultgrade="1", penalty="0.3333333", hidden="0", idnumber=name)
    if case.options:
        settings |= dict(single="true", shuffleanswers="true", answernumbering="none")
    for key, value in settings.items():
        SubElement(question, key).text = value
    for value, fraction, feedback in _answers(case):
        answer = SubElement(question, "answer", fraction=fraction, format="plain_text")
        _text(answer, value if case.options else _number(value, readable(case)[0]))
        _text(SubElement(answer, "feedback", format="plain_text"), feedback)
        if not case.options:
            SubElement(answer, "tolerance").text = _number(
                abs(float(value)) * case.problem.tolerance, readable(case)[0]
            )


def _answers(case):
    """(value or option's text, percent of the mark, feedback): the right answer, then the mistakes."""
    named = {mistake.value: mistake.feedback for mistake in case.mistakes} if case.options else {}
    if case.options:
        for key, text in case.options.items():
            yield text, "100" if key == case.answer else "0", named.get(key, case.because)
        return
    yield case.answer, "100", case.because
    for mistake in case.mistakes:
        yield mistake.value, "0", mistake.feedback


def _text(parent, text):
    SubElement(parent, "text").text = text


# ---- Canvas ----

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CONTENT = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"


def canvas(chapter, problems):
    """A quiz of a chapter's problems as the bytes of a QTI archive that Canvas imports."""
    title, name = f"{TITLE}: {chapter_title(chapter)}", f"quiz-{chapter}"
    root = Element("questestinterop", xmlns=QTI)
    assessment = SubElement(root, "assessment", ident=name, title=title)
    section = SubElement(assessment, "section", ident="root_section")
    for problem in problems:
        _item(section, problem.deal())
    return _archive({"imsmanifest.xml": _bytes(_manifest(name, title)), f"{name}/{name}.xml": _bytes(root)})


def _item(section, case):
    ident, choice = case.problem.id, bool(case.options)
    item = SubElement(section, "item", ident=ident, title=ident)
    fields = SubElement(SubElement(item, "itemmetadata"), "qtimetadata")
    kind = "multiple_choice_question" if choice else "numerical_question"
    for label, entry in dict(question_type=kind, points_possible="1").items():
        field = SubElement(fields, "qtimetadatafield")
        SubElement(field, "fieldlabel").text, SubElement(field, "fieldentry").text = label, entry
    presentation = SubElement(item, "presentation")
    _material(presentation, _asked(case))
    if choice:
        shown = SubElement(
            SubElement(presentation, "response_lid", ident="response1", rcardinality="Single"), "render_choice"
        )
        for key, text in case.options.items():
            _material(SubElement(shown, "response_label", ident=key), text)
    else:
        shown = SubElement(presentation, "response_str", ident="response1", rcardinality="Single")
        SubElement(SubElement(shown, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    processing = SubElement(item, "resprocessing")
    SubElement(
        SubElement(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"
    )
    (_choice_rules if choice else _number_rules)(item, processing, case)


def _number_rules(item, processing, case):
    factor, tolerance = readable(case)[0], case.problem.tolerance
    _rule(processing, "general_fb").append(Element("other"))
    either = SubElement(_rule(processing, "correct_fb", right=True), "or")
    SubElement(either, "varequal", respident="response1").text = _number(case.answer, factor)
    within = SubElement(either, "and")
    ends = sorted(float(case.answer) * (1 + sign * tolerance) for sign in (-1, 1))
    SubElement(within, "vargte", respident="response1").text = _number(ends[0], factor)
    SubElement(within, "varlte", respident="response1").text = _number(ends[1], factor)
    _feedback(item, "general_fb", case.because)
    _feedback(item, "correct_fb", case.because)


def _choice_rules(item, processing, case):
    for mistake in case.mistakes:
        SubElement(_rule(processing, f"{mistake.value}_fb"), "varequal", respident="response1").text = mistake.value
    right = _rule(processing, "correct_fb", right=True)
    SubElement(right, "varequal", respident="response1").text = case.answer
    for mistake in case.mistakes:
        _feedback(item, f"{mistake.value}_fb", mistake.feedback)
    _feedback(item, "correct_fb", case.because)


def _rule(processing, feedback, right=False):
    """The condition of a new rule that shows a feedback and, where it is the right answer's, gives the mark."""
    rule = SubElement(processing, "respcondition", {"continue": "No" if right else "Yes"})
    condition = SubElement(rule, "conditionvar")
    if right:
        SubElement(rule, "setvar", action="Set", varname="SCORE").text = "100"
    SubElement(rule, "displayfeedback", feedbacktype="Response", linkrefid=feedback)
    return condition


def _feedback(item, ident, text):
    _material(SubElement(SubElement(item, "itemfeedback", ident=ident), "flow_mat"), text)


def _material(parent, text):
    SubElement(SubElement(parent, "material"), "mattext", texttype="text/html").text = f"<p>{escape(text)}</p>"


def _manifest(name, title):
    manifest = Element("manifest", {"identifier": f"{name}-manifest", "xmlns": CONTENT, "xmlns:imsmd": METADATA})
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text, SubElement(metadata, "schemaversion").text = "IMS Content", "1.1.3"
    described = SubElement(metadata, "imsmd:lom")
    _nested(described, title, "general", "title", "string")
    _nested(described, "yes", "rights", "copyrightAndOtherRestrictions", "value")
    _nested(described.find("imsmd:rights"), LICENCE, "description", "string")
    SubElement(manifest, "organizations")
    resource = SubElement(SubElement(manifest, "resources"), "resource", identifier=name, type="imsqti_xmlv1p2")
    SubElement(resource, "file", href=f"{name}/{name}.xml")
    return manifest


def _nested(parent, text, *names):
    for name in names:
        parent = SubElement(parent, f"imsmd:{name}")
    parent.text = text


def _bytes(root):
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _archive(files):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
