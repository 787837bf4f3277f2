"""The command line: list laws and tables, fit, predict, compare, fetch. One module a verb.

Exit codes: 0 it worked and the fit is a law; 1 there is no law to use: the fit did not converge, the rows show none, or
they are too few (the JSON says which); 2 the arguments, the table or a file cannot be used; 3 a download failed;
4 a fault of this program.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from .. import __version__
from ..errors import InvalidArgument, ScalingLawError, nearest

NAME = "scaling-laws"
DONE, NO_LAW, UNUSABLE, NOT_FETCHED, OUR_FAULT = 0, 1, 2, 3, 4
VERBS = ("fit", "predict", "compare", "list", "fetch")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(arguments)
    options.command_line = arguments
    try:
        code = _run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _let_go_of_output()
        return DONE
    except OSError as error:
        _let_go_of_output()
        return _fail(f"the output cannot be written: {error.strerror or error}", UNUSABLE)


def _run(options):
    """The exit code of a verb, with every error as a sentence."""
    from ..fitting.public import FetchFailed

    try:
        return options.verb(options)
    except FetchFailed as error:
        return _fail(error, NOT_FETCHED)
    except (ScalingLawError, UnicodeDecodeError) as error:
        from ..fitting.engine.fit import NoFit

        return _fail(error, NO_LAW if isinstance(error, NoFit) else UNUSABLE)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        return _fail(f"{error.filename}: {error.strerror}", UNUSABLE)
    except ImportError as error:
        return _fail(f"{error.name} is not installed; the extras plot, fetch, tables and progress bring it", UNUSABLE)
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except Exception as error:  # the user gets a sentence, the developer the trace on request
        if os.environ.get("SCALING_LAWS_DEBUG"):
            raise
        return _fail(
            f"a fault of this program, not of yours: {type(error).__name__}: {error}. "
            "Please report it with the command and the table; SCALING_LAWS_DEBUG=1 shows where.",
            OUR_FAULT,
        )


def _fail(error, code):
    with suppress(OSError):
        print(f"{NAME}: {error}", file=sys.stderr)
    return code


def _let_go_of_output():
    """Point standard output elsewhere, so that nothing is flushed into what is gone when the interpreter ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


class _Parser(argparse.ArgumentParser):
    """argparse, with the nearest names for a word that it does not know."""

    def error(self, message: str) -> NoReturn:
        words = message.split("'")
        if "invalid choice" in message and len(words) > 1:
            known = words[3::2] or list(VERBS)
            message += nearest(words[1], known)
        if "unrecognized arguments" in message:
            known = [name for action in self._all_actions() for name in action.option_strings]
            message += "".join(nearest(w, known) for w in message.split() if w.startswith("--"))
        super().error(message)

    def _all_actions(self):
        found = list(self._actions)
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                found += [a for parser in action.choices.values() for a in parser._actions]
        return found


def _parser():
    from . import compare, fetch, fit, listing, predict

    parser = _Parser(prog=NAME, description="Fit scaling laws to tables of training runs.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"{NAME} {__version__}")
    verbs = parser.add_subparsers(required=True, metavar="command", parser_class=_Parser)
    for module in (fit, predict, compare, listing, fetch):
        module.add_to(verbs)
    return parser


__all__ = ["InvalidArgument", "main"]
