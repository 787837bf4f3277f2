"""The commands of the course: python -m what_scale_buys course grade, sets, game, …"""

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from scaling_laws.errors import InvalidArgument, ScalingLawError


def main(words=None):
    """Entry point; an error that the user can act on is one sentence and exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m what_scale_buys course", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    _sets(commands.add_parser("sets", help="split the notebooks of the sets for students, instructors and graders"))
    _grade(commands.add_parser("grade", help="grade a folder of notebooks"))
    _gradescope(commands.add_parser("gradescope", help="grade one submission into a results.json"))
    _kit(commands.add_parser("kit", help="write question banks, handouts, slides and pictures"))
    _game(commands.add_parser("game", help="the budget game: deal menus, grade forecasts, try strategies"))
    options = parser.parse_args((sys.argv[1:] if words is None else words) or ["--help"])
    try:
        return options.run(options)
    except ScalingLawError as error:
        sys.exit(str(error))


def _sets(parser):
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--sources", type=Path, default=Path("course"), help="folder of the notebooks")
    parser.add_argument("--set", action="append", help="only this set; may be repeated")
    parser.add_argument(
        "--gradescope", action="store_true", help="archives with the book's wheels: needs the repository"
    )
    parser.set_defaults(run=_split)


def _split(options):
    from .sets import find_set, notebooks

    for name in options.set or ():
        find_set(name)
    found = sorted(options.sources.glob("ps*_*.ipynb"))
    chosen = [path for path in found if not options.set or path.stem.partition("_")[0] in options.set]
    if not chosen:
        raise InvalidArgument("sources", str(options.sources), "the folder course/ of the book, with its notebooks")
    with tempfile.TemporaryDirectory() as folder:
        wheels = _wheels(options.sources.resolve().parent, Path(folder)) if options.gradescope else ()
        for path in chosen:
            for made in notebooks.split(path, options.out, wheels):
                print(made)


def _wheels(root, folder):
    from ..book import downloads

    if not (root / "pyproject.toml").exists():
        raise InvalidArgument(
            "gradescope", str(root), "run where the book's repository is, which the wheels are made of"
        )
    return [folder / name for name in downloads.wheels(root, folder)]


def _kit(parser):
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--only", action="append", help="lms, handouts, slides or pictures; may be repeated")
    parser.set_defaults(run=_kitted)


def _kitted(options):
    from . import kit

    paths = kit.write(options.out, options.only or (*kit.PARTS, *kit.DRAWN))
    print(f"{len(paths)} files in {options.out}")


def _grade(parser):
    parser.add_argument("folder", type=Path, help="where the notebooks lie, in any folders below")
    parser.add_argument("--set", required=True, help="as ps1")
    parser.add_argument("--out", type=Path, default=Path("graded"), help="folder of grades.csv and feedback/")
    parser.add_argument("--roster", type=Path, help="CSV with a column student: who is missing or unknown is named")
    parser.add_argument("--seconds", type=float, default=30, help="limit on each file")
    parser.add_argument("--megabytes", type=int, default=1500, help="limit on each file")
    parser.set_defaults(run=_graded)


def _graded(options):
    from .sets import find_set, grade

    students = roster(options.roster) if options.roster else None
    limits = {"seconds": options.seconds, "megabytes": options.megabytes}
    grades = grade.grade(options.folder, find_set(options.set), options.out, students, **limits)
    files = [found for found in grades if found.file]
    print(f"{sum(bool(found.marks) for found in files)} of {len(files)} files graded: {options.out / 'grades.csv'}")
    for found in grades:
        for note in found.notes:
            print(f"  {found.file or found.student}: {note}")


def _gradescope(parser):
    parser.add_argument("set", help="as ps1")
    parser.add_argument("folder", type=Path, help="of the submission")
    parser.add_argument("out", type=Path, help="file to write")
    parser.set_defaults(run=_gradescoped)


def _gradescoped(options):
    from .sets import find_set, grade

    grade.gradescope(options.folder, find_set(options.set), options.out)


def _game(parser):
    verbs = parser.add_subparsers(dest="verb", required=True)
    deal = verbs.add_parser("deal", help="write one sealed menu per student")
    deal.add_argument("--roster", type=Path, required=True, help="CSV with a column student")
    deal.add_argument("--out", type=Path, required=True, help="folder of the menus")
    deal.set_defaults(run=_deal)
    grade = verbs.add_parser("grade", help="grade the files that desks saved")
    grade.add_argument("folder", type=Path, help="where they lie")
    grade.add_argument("--out", type=Path, default=Path("game_grades.csv"), help="table of points")
    grade.set_defaults(run=_grade_game)
    for verb in (deal, grade):
        verb.add_argument("--salt", type=Path, help="file of the salt; written if it does not exist")
        verb.add_argument("--table", type=Path, help="a private table of real runs instead of drawn worlds")
        verb.add_argument("--held", type=float, help="FLOP of the table's valley that is to be forecast")
        verb.add_argument("--budget", type=float, help="FLOP to spend")
    simulate = verbs.add_parser("simulate", help="play every strategy and print the table")
    simulate.add_argument("--students", type=int, help="worlds for each strategy")
    simulate.add_argument("--save", action="store_true", help="replace the book's table")
    simulate.set_defaults(run=_simulate)


def _deal(options):
    from .game import menus

    world_of, budget = _worlds(options, fresh=True)
    options.out.mkdir(parents=True, exist_ok=True)
    students = roster(options.roster)
    for student in students:
        menus.write(options.out, student, budget, world_of(student))
    print(f"{len(students)} menus in {options.out}")


def _grade_game(options):
    from .game import grade

    world_of, budget = _worlds(options)
    rows = grade.grade(options.folder, world_of, budget, options.out)
    print(f"{len(rows)} files in {options.out}; the column of the page waits for a reader")


def _worlds(options, fresh=False):
    """(function of a student to the World, FLOP to spend) that the options ask for."""
    from .game import menus, world

    budget = options.budget or world.BUDGET
    if options.table:
        if options.held is None:
            raise InvalidArgument("held", None, "the FLOP of the valley to be forecast, beside a table")
        trained = world.trained(options.table, options.held)
        return (lambda student: trained), budget
    if options.salt is None:
        raise InvalidArgument("salt", None, "a file (--salt salt.txt), or give a table of real runs")
    if fresh and not options.salt.exists():
        options.salt.write_text(menus.new_salt() + "\n", encoding="utf-8")
        print(f"A new salt is in {options.salt}. Keep it: without it nothing can be graded. Give it to nobody.")
    if not options.salt.exists():
        raise InvalidArgument("salt", str(options.salt), "the file with which the menus were dealt")
    salt = menus.require_salt(options.salt.read_text(encoding="utf-8").strip())
    return (lambda student: world.drawn(student, salt, budget=budget)), budget


def _simulate(options):
    from .game import simulate

    students = options.students or simulate.STUDENTS
    if options.save:
        simulate.write(students=students)
    rows = simulate.table() if options.save else simulate.rows(students)
    print(simulate.printed(rows))


def roster(path):
    """Ids of the students in the column `student` of a CSV file; the first column where none is called so."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidArgument("roster", str(path), f"a CSV file in UTF-8 ({error})") from None
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    column = heading.index("student") if "student" in heading else 0
    students = [row[column].strip() for row in rows[1:] if len(row) > column and row[column].strip()]
    if not students:
        raise InvalidArgument("roster", str(path), "a heading with the column student, and below it one student a row")
    return students


if __name__ == "__main__":
    sys.exit(main())
