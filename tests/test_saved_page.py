"""Pages are kept as they were fetched, and read again; archives of other programs are read too."""

import time
from pathlib import Path

import pytest
from odd_site import FIRST, article

from index.errors import UnreadableSourceError
from index.readers import formats, saved_page
from index.readers.saved_page import Note, Page
from index.types import RawArticle


def test_a_kept_page_comes_back_as_it_was(tmp_path: Path) -> None:
    note = Note("Ferry", "Harbour feed", "2024-03-09", "en", f"<p>{FIRST}</p>", "m")
    for page in (
        Page(
            "https://a.example/ä?b=1", b"\r\n\r\nWARC/1.1\r\n\0\xff", "text/html", "x", '"1"', "Sat"
        ),
        Page("https://a.example/", b"x", note=note),
        Page("https://a.example/#1", note=note),
        Page("https://a.example/\r\nX: y", b"x", etag="a\r\nb"),
    ):
        place = saved_page.file_of(tmp_path, page.url)
        assert place.is_relative_to(tmp_path)
        saved_page.write(place, page)
        found = saved_page.load(place)
        assert found is not None
        if "\r" not in page.url:
            assert found == page
        assert found.data == page.data


def test_an_archive_of_a_crawler_is_read_page_by_page(tmp_path: Path) -> None:
    whole = b""
    for number in range(3):
        saved_page.write(
            tmp_path / "a.warc",
            Page(f"https://a.example/{number}", article(f"News {number}").encode(), "text/html"),
        )
        whole += (tmp_path / "a.warc").read_bytes()
    saved_page.write(tmp_path / "a.warc", Page("https://a.example/i.png", b"\x89PNG", "image/png"))
    (tmp_path / "all.warc").write_bytes(whole + (tmp_path / "a.warc").read_bytes())
    found = [each for each in formats.read(tmp_path / "all.warc") if isinstance(each, RawArticle)]
    assert [(each.key, each.title) for each in found] == [
        (f"https://a.example/{number}", f"News {number}") for number in range(3)
    ]


def test_a_page_does_not_pass_for_another_site(tmp_path: Path) -> None:
    lying = article("News").replace(
        "<head>", '<head><link rel="canonical" href="https://trusted.example/news">'
    )
    saved_page.write(tmp_path / "a.warc", Page("https://a.example/n", lying.encode(), "text/html"))
    (found,) = formats.read(tmp_path / "a.warc")
    assert isinstance(found, RawArticle)
    assert found.url == "https://a.example/n"


def test_a_page_under_an_invalid_address_is_read_like_any_other(tmp_path: Path) -> None:
    page = Page("https://[a.example/report.pdf", article("News").encode())
    saved_page.write(tmp_path / "a.warc", page)
    (found,) = formats.read(tmp_path / "a.warc")
    assert isinstance(found, RawArticle)
    assert "News" in found.title


def test_an_address_with_hidden_characters_loses_them_wherever_it_is_shown(tmp_path: Path) -> None:
    unnamed = article("News").replace("The Harbour Post", "")
    kept = Page("https://a.ex\x03ample/n", unnamed.encode(), "text/html")
    empty = Page("https://b.ex\x03ample/n", b"<p>", "text/html")
    whole = b""
    for page in (kept, empty):
        saved_page.write(tmp_path / "a.warc", page)
        whole += (tmp_path / "a.warc").read_bytes()
    (tmp_path / "a.warc").write_bytes(whole)
    found, bad = formats.read(tmp_path / "a.warc")
    assert isinstance(found, RawArticle)
    assert (found.url, found.outlet) == ("https://a.example/n", "a.example")
    assert bad.key == "https://b.example/n"


@pytest.mark.parametrize("data", [b"", b"no archive", b"WARC/1.1\r\nContent-Length: 99\r\n\r\n"])
def test_a_damaged_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    started = time.process_time()
    with pytest.raises(UnreadableSourceError, match=r"holds no pages|is damaged"):
        list(formats.read(tmp_path / "a.warc"))
    assert time.process_time() - started < 10
