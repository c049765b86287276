"""What sources.toml may contain, and how an error in it is reported."""

from pathlib import Path

import pytest

from index.errors import SourcesError
from index.web.sources import Sources, read_sources

EXAMPLE = """\
every = "2 h"
feeds = ["https://harbour.example/rss.xml"]
pages = ["https://harbour.example/about"]
folders = ["news", "/srv/articles"]
"""


def test_all_that_may_stand_in_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(EXAMPLE)
    assert read_sources(file) == Sources(
        feeds=("https://harbour.example/rss.xml",),
        pages=("https://harbour.example/about",),
        folders=(tmp_path / "news", Path("/srv/articles")),
        every_s=7200,
    )


def test_a_folder_is_called_as_indexing_calls_it_or_its_articles_would_be_there_twice(
    tmp_path: Path,
) -> None:
    file = tmp_path / "library" / "sources.toml"
    file.parent.mkdir()
    file.write_text('folders = ["../news/./old/.."]')
    assert read_sources(file).folders == (tmp_path / "news",)


def test_without_a_file_there_are_no_sources(tmp_path: Path) -> None:
    assert read_sources(tmp_path / "sources.toml") == Sources()


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ('feeds = ["https://a.example"\npages = 1', 2, "write it like"),
        ('pages = []\nfeed = ["https://a.example"]', 2, "feed is unknown here"),
        ('feeds = "https://a.example"', 1, "feeds is a list"),
        ('pages = []\nfeeds = [\n"https://a.example",\n"a.example",\n]', 4, "no web address"),
        ('pages = ["file:///etc/passwd"]', 1, "no web address"),
        ('pages = ["https://ana:pw@a.example/"]', 1, "holds a password"),
        ('\nevery = "soon"', 2, "a minute or more"),
        ('every = "5 s"', 1, "a minute or more"),
        ("every = 2", 1, "a minute or more"),
        ('folders = ["~nobody-here/x"]', 1, "no such folder"),
    ],
)
def test_a_fault_is_one_line_with_its_place_and_a_remedy(
    tmp_path: Path, text: str, line: int, fault: str
) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text)
    with pytest.raises(SourcesError, match=fault) as error:
        read_sources(file)
    assert f"sources.toml, line {line}: " in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourcesError, match="not UTF-8"):
        read_sources(file)
