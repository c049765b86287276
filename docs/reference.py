"""Fills the generated parts of the pages in docs/ from the code.

    python -m docs.reference            # fill them again: after every change of what they show
    python -m docs.reference --check    # only name the pages that are out of date; exit code 1

A generated part stands between `<!-- generated: NAME -->` and `<!-- end of generated -->`; the
text around it is written by hand. `tests/test_docs.py` fails when a part is out of date. (The
method is that of Ned Batchelder's cog.)
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from docs import from_catalog, from_code, from_layout, from_packages, from_trace, openapi

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs"
COMMAND = "python -m docs.reference"

# The name in the comment -> what stands below it, as Markdown.
PARTS: dict[str, Callable[[], str]] = {
    "settings": from_code.settings,
    "terminal commands": from_code.terminal_commands,
    "chat commands": from_code.chat_commands,
    "owner commands": from_code.owner_commands,
    "JSON of an answer": from_code.json_fields,
    "errors": from_code.errors,
    "languages": from_catalog.languages,
    "HTTP paths": openapi.paths,
    "HTTP objects": openapi.fields,
    "folders": from_layout.folders,
    "files": from_layout.files,
    "layers": from_layout.layers,
    "licences": from_packages.licences,
    **from_trace.PARTS,
}

_PART = re.compile(
    r"(?P<begin><!-- generated: (?P<name>[^>]+?) -->\n).*?(?P<end><!-- end of generated -->)",
    re.DOTALL,
)


def pages() -> Iterator[Path]:
    """All pages, in order of their names."""
    yield from sorted(PAGES.rglob("*.md"))


def filled(page: str) -> str:
    """The text of a page with all its generated parts made again.

    Raises KeyError for a part that has no generator.
    """

    def part(match: re.Match[str]) -> str:
        return f"{match['begin']}\n{PARTS[match['name']]().strip()}\n\n{match['end']}"

    return _PART.sub(part, page)


def outdated() -> dict[Path, str]:
    """Each page that is out of date, with its new text."""
    texts = {page: page.read_text(encoding="utf-8") for page in pages()}
    made = {page: filled(text) for page, text in texts.items()}
    return {page: text for page, text in made.items() if text != texts[page]}


def main(arguments: Sequence[str]) -> int:
    """Write the pages that are out of date, or with --check only name them."""
    late = outdated()
    for page, text in late.items():
        print(page.relative_to(ROOT))
        if "--check" not in arguments:
            page.write_text(text, encoding="utf-8")
    return int(bool(late) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
