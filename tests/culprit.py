"""Which new version broke a command: halve the set of updates until the smallest that still breaks it is left.

Usage: python tests/culprit.py before.txt after.txt -- make book

Both files pin the whole environment, one `name==version` a line. Packages are installed one set at a time into the
environment that runs this, without their dependencies, so that nothing but the named versions changes.
"""

import subprocess
import sys
from pathlib import Path


def pins(path):
    """Name -> version of a file of pins; lines with markers of other platforms keep their last pin."""
    lines = (line.partition(";")[0].strip() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return dict(line.split("==") for line in lines if "==" in line)


def updates(before, after):
    """Names whose pins differ, new ones among them, in alphabetical order."""
    return sorted(name for name, version in after.items() if before.get(name) != version)


def smallest(names, breaks):
    """The smallest set of updates found that still breaks, by delta debugging; [] if all of them together do not.

    breaks : a function of a list of names, whether those updates alone break the command.
    """
    if not breaks(names):
        return []
    parts = 2
    while len(names) > 1:
        size = -(-len(names) // parts)
        pieces = [names[i : i + size] for i in range(0, len(names), size)]
        rests = [[n for n in names if n not in piece] for piece in pieces]
        smaller = next((half for half in (*pieces, *rests) if half and len(half) < len(names) and breaks(half)), None)
        if smaller:
            names, parts = smaller, max(2, parts - 1) if smaller in rests else 2
        elif parts >= len(names):
            break
        else:
            parts = min(2 * parts, len(names))
    return names


def main(before, after, command):
    old, new = pins(before), pins(after)

    def breaks(names):
        chosen = old | {name: new[name] for name in names}
        wanted = [f"{name}=={chosen[name]}" for name in changed if name in chosen]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", *wanted]
        broken = subprocess.run(pip, check=False).returncode or subprocess.run(command, check=False).returncode
        print(f"{'breaks' if broken else 'works'}: {', '.join(names)}", flush=True)
        return bool(broken)

    changed = updates(old, new)
    found = smallest(changed, breaks)
    print("Broken by", ", ".join(f"{name} {old.get(name, 'new')} -> {new[name]}" for name in found) or "none of them")


if __name__ == "__main__":
    first, second, _, *rest = sys.argv[1:]
    main(first, second, rest)
