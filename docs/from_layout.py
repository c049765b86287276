"""Generates the pages on the code's folders and files from docstrings and from the layer table."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "index", "evals", "bench", "docs")

# Folders that are no packages, and so have no docstring of their own.
_OTHERS = {
    "bot/samples": "Twelve articles written for this project, for a first try.",
    "models": "The catalog of model weights, and what is known about each model.",
    "tests": "Tests, flat; fakes and the Telegram test server beside them.",
}


def folders() -> str:
    """A table with a line a folder: the docstring of its `__init__.py`."""
    rows = {str(folder): _first_line(folder / "__init__.py") for folder in _packages()} | _OTHERS
    order = sorted(rows, key=lambda name: (_rank(name), name))
    lines = [f"| `{name}/` | {rows[name]} |" for name in order]
    return "\n".join(["| folder | what it does |", "|---|---|", *lines])


def files() -> str:
    """A table a folder with a line a file: the first line of the module's docstring."""
    parts = []
    for folder in _packages():
        modules = [
            path.relative_to(ROOT)
            for path in sorted((ROOT / folder).glob("*.py"))
            if path.name != "__init__.py"
        ]
        if not modules:
            continue
        rows = [f"| `{path.name}` | {_first_line(path)} |" for path in modules]
        head = [f"## {folder}/", "", _first_line(folder / "__init__.py"), ""]
        parts.append("\n".join([*head, "| file | what it does |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def layers() -> str:
    """The table of tests/test_layers.py: each layer and what it may import."""
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        from test_layers import COMMON, LAYERS
    finally:
        sys.path.pop(0)
    rows = [
        f"| `{name}` | {', '.join(f'`{other}`' for other in allowed) or 'nothing'} |"
        for name, allowed in LAYERS.items()
        if name not in COMMON
    ]
    common = ", ".join(f"`{name}`" for name in COMMON)
    head = [f"Every layer may also import {common}.", "", "| layer | may import |", "|---|---|"]
    return "\n".join([*head, *rows])


def _packages() -> Iterator[Path]:
    """All packages below the top-level ones, parents before children, relative to the root."""
    for package in PACKAGES:
        found = (path.parent for path in (ROOT / package).rglob("__init__.py"))
        yield from sorted(path.relative_to(ROOT) for path in found)


def _rank(name: str) -> int:
    top = name.split("/", maxsplit=1)[0]
    return PACKAGES.index(top) if top in PACKAGES else len(PACKAGES)


def _first_line(module: Path) -> str:
    """The first line of a module's docstring, with those that it goes on in.

    Raises ValueError where a module has none: every file says what it does.
    """
    docstring = ast.get_docstring(ast.parse((ROOT / module).read_text(encoding="utf-8")))
    if not docstring:
        raise ValueError(f"{module} has no docstring: say in one line what it does")
    taken: list[str] = []
    for line in docstring.split("\n\n")[0].splitlines():
        taken.append(line.strip())
        if line.rstrip().endswith((".", "?", "!", ":", ")")):
            break
    return " ".join(taken).removesuffix(":").replace("|", "\\|")
