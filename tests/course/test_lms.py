"""The question banks say what the problems say, to whoever reads the files back, and are the same bytes twice."""

import re
import zipfile
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import pytest

from what_scale_buys.course import lms
from what_scale_buys.course.handout import handout
from what_scale_buys.course.judge import judge
from what_scale_buys.course.problem import problems

CHAPTER = "02_flattening_curve"  # has a choice and numbers
SOME = {id: problem for id, problem in problems().items() if problem.chapter == CHAPTER}


@pytest.fixture(scope="module")
def quiz():
    return ElementTree.fromstring(lms.moodle(SOME))


def said(element, path):
    return element.find(f"{path}/text").text


def test_moodle_holds_every_variant_in_a_category_of_its_problem(quiz):
    kinds = [question.get("type") for question in quiz.findall("question")]
    assert kinds.count("category") == len(SOME)
    assert len(kinds) == len(SOME) * (lms.VARIANTS + 1)
    names = [said(q, "name") for q in quiz.findall("question") if q.get("type") != "category"]
    assert len(set(names)) == len(names)


def test_moodle_reads_back_equal(quiz):
    """Each answer in the file, judged, gets the mark and the feedback that the file gives it."""
    cases = iter([case for problem in SOME.values() for case in lms.variants(problem)])
    for question in quiz.findall("question"):
        if question.get("type") == "category":
            continue
        case = next(cases)
        factor = 1 if case.options else lms.readable(case)[0]
        assert said(question, "questiontext").startswith(case.text)
        for answer in question.findall("answer"):
            text = answer.find("text").text
            verdict = judge(case, text if case.options else float(text) * factor)
            assert verdict.right == (answer.get("fraction") == "100")
            feedback = said(answer, "feedback")
            assert feedback == (case.because if verdict.right else verdict.sentence)
            if not case.options:
                tolerance = float(answer.find("tolerance").text)
                assert tolerance == pytest.approx(abs(float(text)) * case.problem.tolerance, rel=1e-4)
    assert next(cases, None) is None


def plain(item, path):
    return unescape(re.sub("<.*?>", "", item.find(path).text))


def test_canvas_reads_back_equal():
    archive = zipfile.ZipFile(BytesIO(lms.canvas(CHAPTER, SOME.values())))
    manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
    (file,) = manifest.iter(f"{{{lms.CONTENT}}}file")
    root = ElementTree.fromstring(archive.read(file.get("href")).replace(f' xmlns="{lms.QTI}"'.encode(), b""))
    items = root.findall(".//item")
    assert [item.get("ident") for item in items] == list(SOME)
    for item in items:
        case = SOME[item.get("ident")].deal()
        assert plain(item, "presentation/material/mattext").startswith(case.text)
        (right,) = [rule for rule in item.findall(".//respcondition") if rule.find("setvar") is not None]
        given = right.find(".//varequal").text
        assert judge(case, given if case.options else float(given) * lms.readable(case)[0]).right
        if not case.options:
            low, high = (float(right.find(f".//{end}").text) * lms.readable(case)[0] for end in ("vargte", "varlte"))
            middle, width = (low + high) / 2, (high - low) / 2
            assert middle == pytest.approx(float(case.answer), rel=1e-5)
            assert width == pytest.approx(abs(float(case.answer)) * case.problem.tolerance, rel=1e-3)


def test_licence_and_bytes():
    first, second = lms.canvas(CHAPTER, SOME.values()), lms.canvas(CHAPTER, SOME.values())
    assert first == second
    assert lms.moodle(SOME) == lms.moodle(SOME)
    manifest = zipfile.ZipFile(BytesIO(first)).read("imsmanifest.xml").decode()
    assert "creativecommons.org/licenses/by/4.0" in manifest
    assert "creativecommons.org/licenses/by/4.0" in lms.moodle(SOME).decode()


def test_numbers_are_asked_for_in_units_that_one_can_type():
    for problem in problems().values():
        case = problem.deal()
        if not case.options:
            factor, unit = lms.readable(case)
            assert 1e-3 <= abs(float(case.answer)) / factor < 1e5
            assert unit


def test_a_handout_withholds_what_its_key_gives():
    chapter = list(SOME.values())
    sheet, key = handout(CHAPTER, chapter, "ada"), handout(CHAPTER, chapter, "ada", solved=True)
    for problem in chapter:
        case = problem.deal("ada")
        assert case.because.split(".")[0] in unescape(key).replace("\u00a0", " ")
        assert case.because.split(".")[0] not in unescape(sheet).replace("\u00a0", " ")
        if not case.options:
            assert str(case.answer.bare) not in sheet.replace("\u00a0", " ")
    assert sheet != handout(CHAPTER, chapter, "grace")
