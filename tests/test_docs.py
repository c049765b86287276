"""The documentation: its commands run, its generated parts are up to date, its site is whole."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from conftest import REAL_CACHE
from every_case import over

from docs import from_code, from_trace, reference
from docs.trace import Recorder

ROOT = Path(__file__).parents[1]
READMES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / folder / "README.md" for folder in ("evals", "bench", "models")),
]
PAGES = [*READMES, *reference.pages()]

# A block of commands is marked in the line above it:
#   <!-- run -->            the tests run it
#   <!-- run slow -->       make test runs it, make check does not
#   <!-- run slow, shows 1 changed -->    and "1 changed" must stand in the page's output
#   <!-- not run: REASON -->
_FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"run(?P<slow> slow)?(?:, shows (?P<shows>.+))?|not run: (?P<why>.+)")


@dataclass(frozen=True)
class Block:
    """A fenced block of shell commands and the mark above it ("" without one)."""

    mark: str
    text: str

    @property
    def parsed(self) -> re.Match[str]:
        found = _MARK.fullmatch(self.mark)
        assert found, (
            f"mark these commands with <!-- run --> or <!-- not run: REASON -->:\n{self.text}"
        )
        return found

    @property
    def is_run(self) -> bool:
        return self.mark.startswith("run")


def blocks(page: Path) -> Iterator[Block]:
    for fence in _FENCE.finditer(page.read_text(encoding="utf-8")):
        if fence["language"] in ("sh", "bash", "console", "shell"):
            yield Block(fence["mark"] or "", fence["text"])


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def pages_to_run() -> Iterator[object]:
    for page in PAGES:
        run = [block for block in blocks(page) if block.is_run]
        if run:
            slow = [pytest.mark.slow] if any(block.parsed["slow"] for block in run) else []
            yield pytest.param(page, id=named(page), marks=slow)


@over(PAGES)
def test_every_block_of_commands_is_run_or_says_why_not(page: Path) -> None:
    for block in blocks(page):
        assert block.parsed["why"] or block.is_run


@over(PAGES)
def test_every_fence_names_its_language(page: Path) -> None:
    fences = re.findall(r"^```(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert all(fences[::2])
    assert not any(fences[1::2])


@pytest.mark.timeout(1800)  # only a hang takes so long
@pytest.mark.parametrize("page", list(pages_to_run()))
def test_the_commands_of_a_page_run_one_after_another(page: Path, tmp_path: Path) -> None:
    """In an empty folder with the samples, with the smallest model and without the network."""
    shutil.copytree(ROOT / "bot" / "samples", tmp_path / "bot" / "samples")
    run = [block for block in blocks(page) if block.is_run]
    script = "\n".join(["set -euxo pipefail", *(block.text for block in run)])
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "BYLINE_LIBRARY": str(tmp_path / "library"),
        "BYLINE_CACHE": str(REAL_CACHE),
        "BYLINE_MODEL": "smollm2-135m",
        "BYLINE_THREADS": "1",  # on a busy machine llama.cpp's threads wait for each other
        "HF_HUB_OFFLINE": "1",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    for block in run:
        assert (block.parsed["shows"] or "") in done.stdout


def test_generated_parts_are_up_to_date() -> None:
    late = [named(page) for page in reference.outdated()]
    assert not late, f"run `{reference.COMMAND}` and commit what it changes"


def test_every_generator_fills_a_page() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in reference.pages())
    assert [name for name in reference.PARTS if f"<!-- generated: {name} -->" not in text] == []


class _Loaded(HTMLParser):
    """Collects the addresses that a browser fetches to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in ("src", "srcset") or (tag == "link" and name == "href")):
                self.found.append(value)


@pytest.mark.slow
def test_the_site_builds_without_warnings_and_asks_no_other_host(tmp_path: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(tmp_path / "site")))

    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        text = page.read_text(encoding="utf-8")
        loaded = _Loaded()
        loaded.feed(text)
        assert loaded.found
        assert not [address for address in loaded.found if "//" in address], page
        # The theme would fetch the program that draws such a diagram from elsewhere.
        assert 'class="mermaid"' not in text
    for style in (tmp_path / "site").rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//", style.read_text(encoding="utf-8"))


def test_folders_that_the_tutorial_makes_in_the_clone_are_ignored() -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    made = {f"/{folder}/" for folder in re.findall(r"^mkdir -p (\w+)$", text, re.MULTILINE)}
    assert made
    assert made <= set((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", READMES, ids=named)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    """Those of the pages in docs/ are checked when the site is built."""
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not link.startswith(("http://", "https://")):
            assert (page.parent / link).exists(), link


def test_the_recorded_answers_quote_the_samples_as_they_are() -> None:
    samples = "".join(
        sample.read_text(encoding="utf-8") for sample in (ROOT / "bot" / "samples").glob("*.md")
    )
    quoted = [
        citation["sentence"]
        for asked in from_trace.recorded()["asked"]
        for citation in asked["answer"]["citations"]
    ]
    assert quoted
    assert [sentence for sentence in quoted if sentence not in samples] == []


def test_a_recorder_passes_results_on_and_notes_them() -> None:
    class Model:
        name = "small"

        def double(self, number: int) -> int:
            return 2 * number

        def pieces(self) -> Iterator[str]:
            yield from "ab"

    noted: list[object] = []
    model = Recorder(Model(), lambda *call: noted.append(call))
    assert (model.name, model.double(4), list(model.pieces())) == ("small", 8, ["a", "b"])
    assert noted == [("double", (4,), 8), ("pieces", (), ["a", "b"])]


def test_types_are_named_as_readers_of_json_know_them() -> None:
    assert from_code.json_type(date | None) == "string `YYYY-MM-DD` or null"
    assert from_code.json_type(tuple[int, ...]) == "list of number"
    assert from_code.json_type(Literal["a", "b"]) == "`a` or `b`"
