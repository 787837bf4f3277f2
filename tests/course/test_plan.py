"""What chapters promise is practised and asked for, and what the page for teachers points at is there."""

import html
import inspect
import io
import re
import zipfile
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from scaling_laws.errors import InvalidArgument
from scaling_laws.formatting import typeset
from what_scale_buys import ledger
from what_scale_buys.chapters import rooms
from what_scale_buys.course import kit, outcomes, pictures, plan, slides, teach
from what_scale_buys.course.notes import NOTES
from what_scale_buys.course.problem import problems

TOPIC = "smaller_models_better_data"


@pytest.mark.parametrize("chapter", outcomes.CHAPTERS)
def test_every_outcome_has_an_exercise_and_a_problem(chapter):
    assert len(outcomes.stated(chapter)) >= 4
    for sentence, (labels, ids) in outcomes.covered(chapter).items():
        assert labels, f"no exercise: {sentence}"
        assert ids, f"no problem: {sentence}"


def test_every_exercise_is_placed_and_no_other():
    there = {label for chapter in outcomes.CHAPTERS for label in outcomes.exercises(chapter)}
    assert there == set(outcomes.PRACTISE)


def test_every_problem_has_two_mistakes_and_every_chapter_four_problems():
    asked = [problem.chapter for problem in problems().values()]
    assert all(asked.count(chapter) >= 4 for chapter in outcomes.CHAPTERS)


def test_words_that_fit_two_outcomes_or_none_are_refused():
    chapter = outcomes.CHAPTERS[0]
    for words in ("the", "no such promise"):
        with pytest.raises(InvalidArgument, match="words of one sentence"):
            outcomes.outcome(chapter, words)


# ---- what the notes and paths for teachers point at ----


def controls(room):
    """{name of an explorable: keys of its controls} of a chapter, read from its code and not drawn."""
    found = {}
    for make in room.EXHIBITS.values():
        code = inspect.getsource(make)
        for name in re.findall(r'Explorable\(\s*"([^"]+)"', code):
            found[name] = re.findall(r'Control\(\s*"([^"]+)"', code)
    return found


@pytest.mark.parametrize("topic", NOTES)
def test_every_slider_and_every_vote_of_a_note_is_there(topic):
    note, sliders = NOTES[topic], controls(rooms()[topic])
    assert note.vote in ledger.claims()
    assert len(note.beliefs) == 3
    for belief in note.beliefs:
        assert set(belief.state) <= set(sliders[belief.explorable]), belief.explorable


def test_every_chapter_has_a_note_and_its_needs():
    assert set(NOTES) == set(rooms())
    assert list(plan.NEEDS) == outcomes.CHAPTERS


def test_paths_take_the_time_that_they_are_named_after():
    minutes = [sum(step for step, _ in path) for path in plan.PATHS.values()]
    assert minutes == [60, 180, 600]
    assert len(plan.WEEKS) == 10
    read = [int(number) for chapters, _ in plan.WEEKS for number in re.findall(r"\d+", chapters)]
    assert sorted(read) == list(range(1, 16))


# ---- what is taken away ----


@pytest.fixture(scope="module")
def room():
    """A chapter with two of its figures: drawing all takes long."""
    made = rooms()[TOPIC].EXHIBITS
    left = [name for name, make in made.items() if "figures" in make.__module__][2:]
    return SimpleNamespace(**vars(rooms()[TOPIC]) | {"EXHIBITS": {n: made[n] for n in made if n not in left}})


@pytest.fixture(scope="module")
def figures(room):
    return pictures.of_room(room)


@pytest.fixture(scope="module")
def deck(room, figures):
    return slides.deck(room, figures)


def test_a_picture_stands_alone_with_its_licence(room, figures):
    assert len(figures) == 2
    for figure in figures:
        drawn = pictures.vector(figure.svg, figure.title, pictures.credit(room.CHAPTER))
        root = ElementTree.fromstring(drawn)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "var(" not in drawn
        assert "creativecommons.org" in drawn
    assert pictures.pixels(figures[0]).startswith(b"\x89PNG")


def test_a_deck_asks_for_nothing_and_shows_every_picture(deck, figures):
    assert deck.count("<section>") == deck.count("creativecommons.org/licenses/by/4.0/</small>") > len(figures)
    assert deck.count("<svg ") == len(figures) + len(NOTES[TOPIC].beliefs)
    ids = re.findall(r'\bid="([^"]*)"', deck)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="|url\()#([^")]*)', deck)) <= set(ids)
    assert not re.findall(r'(?:src|href)="(?!#)', deck)
    assert "https://" not in re.sub(r"<(desc|small)>.*?</\1>", "", deck)


def test_a_deck_shows_each_belief_in_the_state_of_the_slider_in_which_it_fails(room, deck):
    page, there = html.unescape(deck), pictures.explorables(room)
    for belief in NOTES[TOPIC].beliefs:
        tried = there[belief.explorable]
        ends = {c.key: c.values[-1 if belief.state[c.key] else 0] for c in tried.controls if c.key in belief.state}
        said = typeset(tried.state(**ends)["summary"])
        assert said != typeset(tried.state()["summary"])
        assert said in page[page.index(typeset(belief.text)) :]


def test_a_chapters_deck_and_pictures_come_from_figures_drawn_once(room, figures, deck, monkeypatch):
    drawn = []
    monkeypatch.setattr(pictures, "of_room", lambda room: drawn.append(room.CHAPTER) or figures)
    found = kit._drawn(kit.DRAWN, room.CHAPTER)
    assert list(found) == [f"slides/{room.CHAPTER}.html", f"pictures/{room.CHAPTER}.zip"]
    assert found[f"slides/{room.CHAPTER}.html"].decode() == deck
    names = zipfile.ZipFile(io.BytesIO(found[f"pictures/{room.CHAPTER}.zip"])).namelist()
    assert names == [f"{f.name}.{kind}" for f in figures for kind in ("svg", "png", "csv")] + ["CREDITS.txt"]
    assert drawn == [room.CHAPTER]


def test_a_part_that_the_kit_has_not_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(InvalidArgument, match="part.*lms"):
        kit.write(tmp_path / "kit", ("lms", "posters"))
    assert not (tmp_path / "kit").exists()


def test_the_kit_is_the_same_bytes_twice(tmp_path):
    first, second = (kit.write(tmp_path / name) for name in "ab")
    assert len(first) == 1 + 3 * 15
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_site_offers_what_the_page_links(tmp_path):
    kit.offer(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(teach.OFFERED)
    for name in ("canvas", "handouts", "answers"):
        assert len(zipfile.ZipFile(tmp_path / f"{name}.zip").namelist()) == len(outcomes.CHAPTERS)
