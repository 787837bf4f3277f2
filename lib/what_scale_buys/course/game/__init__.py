"""The budget game: buy runs in a world of your own, and forecast what a hundred times the budget would buy.

    from what_scale_buys.course.game import Desk

    lab = Desk("ada", budget=1e13)
    lab.train(parameters=29344, flop=1e11)
    lab.forecast(loss=(1.52, 1.44, 1.61), parameters=2.5e6)
    lab.save("ada.game.json")

`world` draws worlds around the book's measured ladder, `desk` sells runs, `menus` seals them for a class, `score` says
what a forecast is worth, `grade` grades a folder, `players` and `simulate` say which strategies pay.
"""

from importlib import import_module

_HOME = {"Desk": "desk", "drawn": "world", "trained": "world", "score": "score", "Forecast": "score"}


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
