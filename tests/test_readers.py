"""What is read from each kind of file, and how a bad file is refused."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from dateparser import DateDataParser
from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableSourceError
from index.readers import date_parsing
from index.readers.date_parsing import Dates, parse_date
from index.readers.formats import SUFFIXES, BadRecord, read
from index.types import RawArticle

PAGE = """<!doctype html><html><head><title>Ferry returns | The Harbour Post</title>
<meta charset="{charset}">
<meta property="og:site_name" content="The Harbour Post">
<meta property="og:url" content="https://example.org/ferry">
<meta property="article:published_time" content="2024-03-09T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry returns</h1>
<p>The ferry to Lower Island will run again from Monday, the port authority said on Friday.</p>
<p>Repairs took five weeks and cost 1.4 million crowns, twice as much as had been thought – a
caf&eacute; owner&#x202e; on the island was relieved to hear of it.</p></article>
<footer>Copyright The Harbour Post</footer></body></html>"""


def only(path: Path) -> RawArticle:
    (article,) = read(path)
    assert isinstance(article, RawArticle)
    return article


@pytest.mark.parametrize(
    "text",
    [
        "March 2024",
        "founded 1902",
        "3 hours ago",
        "May 5",
        "5 мая",
        "2024年",
        "Monday, 9th",
        "12.",
        "now",
    ],
)
def test_what_has_too_few_numbers_for_a_date_is_told_without_the_words_of_all_languages(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(date_parsing, "DateDataParser", None)
    assert parse_date(text) is None


def expect_read_or_refused(path: Path) -> None:
    """Assert that what is read of a file, if it is not refused, can be written and has no NUL."""
    try:
        records = list(read(path))
    except UnreadableSourceError:
        return
    for record in records:
        if isinstance(record, RawArticle):
            f"{record.key}{record.title}{record.text}{record.url}{record.outlet}".encode()
            assert "\0" not in record.text


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_scraped_text_may_begin_with_its_date(tmp_path: Path) -> None:
    path = saved(tmp_path, "ferry.txt", " date 2024-03-09 The ferry is back.\n\nIt sails.\n")
    assert only(path) == RawArticle(
        "", "", "The ferry is back.\n\nIt sails.", "", "", date(2024, 3, 9)
    )


def test_a_text_about_a_date_keeps_it(tmp_path: Path) -> None:
    article = only(saved(tmp_path, "ferry.txt", "Date with destiny: the ferry is back."))
    assert article.text == "Date with destiny: the ferry is back."
    assert article.published is None


def test_markdown_becomes_plain_paragraphs_with_its_front_matter_aside(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 'Ferry: it returns'\noutlet: The Harbour Post\n"
        "url: https://example.org/ferry\npublished: 2024-03-09\n---\n"
        "The *ferry* is **back**, the [port](https://example.org/port) said;\nit sails `daily`.\n\n"
        "- Adults pay five\n- Children pay two\n\n> It was time.\n\n![gull](gull.png)\n\n## Next\n"
        "\nA &amp; B_c_d\n"
    )
    assert only(saved(tmp_path, "ferry.md", text)) == RawArticle(
        key="",
        title="Ferry: it returns",
        text="The ferry is back, the port said; it sails daily.\n\nAdults pay five\n\n"
        "Children pay two\n\nIt was time.\n\nNext\n\nA & B_c_d",
        url="https://example.org/ferry",
        outlet="The Harbour Post",
        published=date(2024, 3, 9),
    )


def test_a_heading_is_the_title_of_markdown_that_names_none(tmp_path: Path) -> None:
    article = only(saved(tmp_path, "ferry.md", "# Ferry returns\n\nIt sails.\n"))
    assert (article.title, article.text) == ("Ferry returns", "It sails.")


def test_broken_front_matter_is_text_and_no_error(tmp_path: Path) -> None:
    article = only(saved(tmp_path, "ferry.md", "---\ntitle: [unclosed\n---\n\nIt sails.\n"))
    assert article.text.endswith("It sails.")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_page_gives_its_article_and_what_it_says_about_itself(
    tmp_path: Path, charset: str
) -> None:
    page = PAGE.format(charset=charset).encode(charset)
    article = only(saved(tmp_path, "ferry.html", page))
    assert article.title == "Ferry returns"
    assert (article.outlet, article.published) == ("The Harbour Post", date(2024, 3, 9))
    first, second = article.text.strip().split("\n\n")
    assert first.startswith("The ferry to Lower Island")
    assert "thought – a café owner on the island" in " ".join(second.split())


def test_a_page_without_an_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="no article"):
        read(saved(tmp_path, "empty.htm", "<html><body></body></html>"))


def test_every_good_line_of_a_jsonl_file_is_read_and_every_bad_one_reported(tmp_path: Path) -> None:
    full = {
        "id": 7,
        "title": " Ferry\treturns ",
        "text": "It sails.",
        "url": "https://www.example.org/ferry",
        "published": "March 9, 2024",
    }
    lines = [
        json.dumps(full),
        "{broken",
        "",
        '["a list"]',
        '{"text": "  "}',
        '{"id": "7", "text": "Another."}',
        '{"text": "No id."}',
        '{"id": "8", "text": "Odd \\ud800\\u0000 line\\u2028sep", "title": 5, "published": [1]}',
    ]
    found = list(read(saved(tmp_path, "news.jsonl", "\n".join(lines))))
    first, *middle, no_id, odd = found
    assert first == RawArticle(
        key="7",
        title="Ferry returns",
        text="It sails.",
        url="https://www.example.org/ferry",
        outlet="example.org",
        published=date(2024, 3, 9),
    )
    assert [bad.key for bad in middle if isinstance(bad, BadRecord)] == [
        "line 2",
        "line 4",
        "line 5",
        "line 6",
    ]
    assert isinstance(no_id, RawArticle)
    assert len(no_id.key) == 16
    assert isinstance(odd, RawArticle)
    assert (odd.title, odd.text, odd.published) == ("", "Odd  line\nsep", None)


def test_a_record_without_id_keeps_its_key_when_lines_move(tmp_path: Path) -> None:
    line = '{"text": "No id."}'
    (before,) = read(saved(tmp_path, "a.jsonl", line))
    *_, after = read(saved(tmp_path, "b.jsonl", '{"text": "Another."}\n' + line))
    assert isinstance(before, RawArticle)
    assert before == after


def test_a_headline_repeated_above_the_text_is_not_part_of_it(tmp_path: Path) -> None:
    record = {"title": "Ferry returns", "text": "Ferry returns\n\nIt sails."}
    (article,) = read(saved(tmp_path, "a.jsonl", json.dumps(record)))
    assert isinstance(article, RawArticle)
    assert article.text.strip() == "It sails."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1251", "koi8-r"]
)
def test_text_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, encoding: str) -> None:
    text = "Паром вернётся на остров в понедельник, сообщили в порту. Ремонт занял пять недель. "
    assert only(saved(tmp_path, "a.txt", (text * 5).encode(encoding))).text == (text * 5).strip()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xyz", b"%PDF", "unknown type"),
        ("a", b"text", "unknown type"),
        ("a.txt", b"", "empty"),
        ("a.md", b" \n", "empty"),
        ("a.txt", b"PK\x03\x04\x00\x00\xff", "binary"),
        ("a.txt", b"%PDF-1.4 \x01\x02\x03\x04 obj \x05\x06", "binary"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    ],
)
def test_a_file_that_holds_no_text_is_refused_in_one_line_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableSourceError, match=reason) as refused:
        read(saved(tmp_path, name, content))
    message = str(refused.value)
    assert "\n" not in message
    assert ":" in message
    assert message.startswith(name)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="cannot be read"):
        read(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableSourceError, match="cannot be read"):
        read(tmp_path / "folder.txt")


def test_suffixes_are_known_in_any_case(tmp_path: Path) -> None:
    assert only(saved(tmp_path, "A.TXT", "It sails.")).text == "It sails."
    assert {
        *(".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".csv", ".jsonl", ".zip"),
        *(".warc", ".parquet"),
    } == SUFFIXES


@over(
    [
        ("2024-03-09", date(2024, 3, 9)),
        ("2024-03-09T23:30:00-05:00", date(2024, 3, 9)),
        ("Sat, 09 Mar 2024 18:00:00 GMT", date(2024, 3, 9)),
        ("9 mars 2024", date(2024, 3, 9)),
        (datetime(2024, 3, 9, 12, tzinfo=UTC), date(2024, 3, 9)),
        (date(2024, 3, 9), date(2024, 3, 9)),
        ("2999-01-01", None),
        ("1066-10-14", None),
        ("2024-02-30", None),
        ("yesterday", None),
        ("March 2024", None),
        ("1710000000", None),
        ("12.05.2025 10:00", date(2025, 5, 12)),
        ("5.9.2024", date(2024, 9, 5)),
        ("09.05.24", date(2024, 5, 9)),
        ("31/12/2024", date(2024, 12, 31)),
        ("31.12.98", date(1998, 12, 31)),
        ("12/31/2024", date(2024, 12, 31)),
        ("05/09/2024", None),
        ("31.02.2024", None),
        ("garbage", None),
        ("", None),
        (12, None),
        (None, None),
    ],
)
def test_a_date_is_read_only_if_it_is_whole_and_likely(value: object, day: date | None) -> None:
    assert parse_date(value) == day


def test_a_file_full_of_invalid_dates_is_not_searched_for_two_hundred_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def watched(languages: list[str] | None = None, **settings: object) -> object:
        asked.append(languages and list(languages))
        return DateDataParser(languages=languages, **settings)

    monkeypatch.setattr("index.readers.date_parsing.DateDataParser", watched)
    monkeypatch.setattr(date_parsing, "_MOST_FAILURES", 3)
    file = Dates()
    assert file.parse("9. März 2024") == date(2024, 3, 9)
    for garbage in ("ferry 12 of 13", "ferry 13 of 14", "ferry 14 of 15", "ferry 15 of 16"):
        assert file.parse(garbage) is None
        assert file.remark(garbage) == ()
    assert file.parse("10. März 2024") == date(2024, 3, 10)
    assert file.remark("10. März 2999") != ()
    assert file.parse("11 de marzo de 2024") is None  # no date of this file was Spanish
    assert asked == [*[None] * 4, *[["de"]] * 4]
    assert Dates().parse("11 de marzo de 2024") == date(2024, 3, 11)
    bare = Dates()
    for garbage in ("ferry 12 of 13", "ferry 13 of 14", "ferry 14 of 15", "ferry 15 of 16"):
        assert bare.parse(garbage) is None
    assert len(asked) == 8 + 1 + 3


def test_a_date_that_may_be_two_is_remarked_on() -> None:
    (remark,) = Dates().remark("05/09/2024")
    assert "05/09/2024" in remark
    assert "write it as 2026-12-31" in remark
    assert Dates().remark("31/12/2024") == ()


def test_tomorrow_is_a_date_and_next_week_is_not() -> None:
    today = datetime.now(UTC).date()
    assert parse_date((today + timedelta(days=1)).isoformat()) is not None
    assert parse_date((today + timedelta(days=7)).isoformat()) is None


@given(st.binary(max_size=300), st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = saved(tmp_path_factory.getbasetemp(), f"any{suffix}", content)
    expect_read_or_refused(path)


def test_tables_and_markup_within_markdown_are_read(tmp_path: Path) -> None:
    text = """# Seats

| Party | Votes | Seats |
|---|---|---|
| Reds | 9,100 | 206 |
| Greens | | 152 |

<p>The chancellor resigned<br>on Friday.</p>
<!-- an order to the reader -->
<div style="display:none">Ignore all that stands here.</div>

First line<br>second line
"""
    read_ = only(saved(tmp_path, "a.md", text))
    assert read_.text.split("\n\n") == [
        *("Party | Votes | Seats", "Reds | 9,100 | 206", "Greens |  | 152"),
        *("The chancellor resigned", "on Friday.", "First line second line"),
    ]


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    text = "Über die Größe des Mülls gab es am Fluss für alle Grüße. " * 3
    data = text.encode()
    (tmp_path / "a.txt").write_bytes(data[:30] + b"\x92" + data[30:])
    assert "alle Grüße" in only(tmp_path / "a.txt").text
    (tmp_path / "b.txt").write_bytes("Паром вернётся в понедельник".encode()[:-1])
    assert only(tmp_path / "b.txt").text.startswith("Паром вернётся")
    (tmp_path / "c.txt").write_bytes(b"It sails. " * 8000 + "Café.".encode("latin-1"))
    assert only(tmp_path / "c.txt").text.endswith("Café.")
