"""Readers that others wrote find in the question banks what the problems say, in the weekly run and where installed."""

import re
import zipfile
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import pytest

from what_scale_buys.course import lms
from what_scale_buys.course.outcomes import CHAPTERS
from what_scale_buys.course.problem import problems


def plain(html):
    return unescape(re.sub("<.*?>", "", html)).strip()


def test_moodle_choices():
    reader = pytest.importorskip("moodle_xml_parser.parser")
    read = {question.name: question for question in reader.parse_bytes(lms.moodle(problems()))["multichoice"]}
    cases = {f"{id}-{k}": case for id, made in problems().items() for k, case in enumerate(lms.variants(made), start=1)}
    assert set(read) == {name for name, case in cases.items() if case.options}
    for name, question in read.items():
        case = cases[name]
        assert plain(question.text_pre_parse) == case.text
        assert [plain(o.answer) for o in question.options if o.score_fraction == 100] == [case.solution]
        assert {plain(o.answer) for o in question.options} == set(case.options.values())


def test_canvas_items():
    reader = pytest.importorskip("qti2latex")
    for chapter in CHAPTERS:
        mine = [problem for problem in problems().values() if problem.chapter == chapter]
        archive = zipfile.ZipFile(BytesIO(lms.canvas(chapter, mine)))
        (name,) = [name for name in archive.namelist() if name != "imsmanifest.xml"]
        items = reader.findall_anyns(ElementTree.fromstring(archive.read(name)), "item")
        for item, problem in zip(items, mine, strict=True):
            case = problem.deal()
            assert plain(reader.get_item_stem(item)).startswith(case.text)
            kind = reader.guess_type(reader.get_qti_metadata(item), item)
            assert ("multiple" in kind) == bool(case.options)
            if case.options:
                assert {key: plain(text) for key, text in reader.get_choices(item)} == case.options
                assert case.answer in reader.get_correct_idents(item)
