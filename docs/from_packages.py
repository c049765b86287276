"""Generates the page on the packages that Byline needs: versions and licences."""

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"

_LONGEST = 60  # characters of a licence's name; some packages put the whole text there
_CLASS = "License :: "


def licences() -> str:
    """A table of all packages that are installed to run Byline, with their licences."""
    rows = [f"| {name} | {version} | {licence(name)} |" for name, version in locked()]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows])


def locked() -> Iterator[tuple[str, str]]:
    """Name and version of each package of the lock, in its order."""
    yield from re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def licence(package: str) -> str:
    """The licence of an installed package, as it names it; "not stated" if it names none.

    Raises KeyError, which names the remedy, for a package that is not installed.
    """
    try:
        found = metadata(package)
    except PackageNotFoundError as error:
        raise KeyError(f"{package} is in the lock and not installed: run `make install`") from error
    stated = {key: [str(value) for value in found.get_all(key) or ()] for key in found}
    return named(stated)


def named(stated: Mapping[str, list[str]]) -> str:
    """The licence in a package's metadata: its fields and their values (pure)."""
    if expression := _first(stated, "License-Expression"):
        return expression
    classes = [
        value.rpartition(" :: ")[2]
        for value in stated.get("Classifier", [])
        if value.startswith(_CLASS) and value.count(" :: ") > 1
    ]
    words = _first(stated, "License").strip()
    if words and "\n" not in words and len(words) <= _LONGEST:
        return words.replace("|", "/")
    return ", ".join(classes) or "not stated"


def _first(stated: Mapping[str, list[str]], key: str) -> str:
    return next(iter(stated.get(key, [])), "")
