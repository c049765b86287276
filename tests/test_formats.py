"""What is read from documents, mails, tables and archives, and how bad ones are refused."""

import struct
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from article_files import FIRST, SECOND, TITLE, archive, mail, pdf, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_readers import PAGE, expect_read_or_refused, only, saved

from index.errors import UnreadableSourceError
from index.readers.formats import LONGEST_ARTICLE, BadRecord, read
from index.types import RawArticle

TODAY = datetime.now(UTC).date()


def test_a_pdf_gives_its_paragraphs_without_header_and_page_number(tmp_path: Path) -> None:
    pages = [[FIRST, SECOND], [SECOND, FIRST], ["It sailed."]]
    article = only(saved(tmp_path, "ferry.pdf", pdf(pages)))
    assert article.title == TITLE
    assert article.text.split("\n\n") == [FIRST, SECOND, SECOND, FIRST, "It sailed."]
    assert article.published is not None
    assert abs((article.published - TODAY).days) <= 1  # it was made just now


def test_a_title_that_a_program_made_up_is_none(tmp_path: Path) -> None:
    document = pdf([[FIRST]], title="Microsoft Word - ferry_final2.docx")
    assert only(saved(tmp_path, "ferry.pdf", document)).title == ""


def test_a_word_document_gives_its_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    body = [("Normal", FIRST), ("table", "Adults|five crowns"), ("Normal", SECOND)]
    article = only(saved(tmp_path, "ferry.docx", word(body)))
    assert article == RawArticle(
        key="",
        title=TITLE,
        text=f"{FIRST}\n\nAdults five crowns\n\n{SECOND}",
        published=date(2024, 3, 9),
        language=article.language,
    )


def test_the_heading_of_a_word_document_without_title_is_its_title(tmp_path: Path) -> None:
    body = [("Heading 1", TITLE), ("Normal", FIRST)]
    article = only(saved(tmp_path, "ferry.docx", word(body, title="")))
    assert (article.title, article.text) == (TITLE, FIRST)


def test_a_mail_gives_subject_sender_date_and_where_it_is_archived(tmp_path: Path) -> None:
    text = f"{FIRST}\n\n{SECOND}\n-- \nThe Harbour Post, 1 Quay"
    assert only(saved(tmp_path, "ferry.eml", mail(text))) == RawArticle(
        key="",
        title=TITLE,
        text=f"{FIRST}\n\n{SECOND}\n",
        url="https://example.org/ferry",
        outlet="The Harbour Post",
        published=date(2024, 3, 9),
    )


def test_a_mail_whose_plain_part_says_nothing_gives_its_page(tmp_path: Path) -> None:
    data = mail("Your program cannot show this mail.", PAGE.format(charset="utf-8"))
    article = only(saved(tmp_path, "ferry.eml", data))
    assert article.text.strip().startswith("The ferry to Lower Island will run again")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_good_row_of_a_table_is_read_and_every_bad_one_reported(
    tmp_path: Path, mark: str
) -> None:
    rows = [
        ["id", "Title", "Text", "URL", "published"],
        ["a", TITLE, f'"{FIRST}\n\nHe said ""no"", then left."', "https://www.example.org/a", ""],
        ["b", "", "", "", ""],
        ["a", "Again", "Another.", "", ""],
        ["c", "Two", SECOND.replace(";", " –").replace(",", " –"), "", "2024-03-09"],
        ["d", "Three", "It", "was", "2024-03-09", "cut", "apart."],
    ]
    table = "\r\n".join(mark.join(row) for row in rows)
    first, no_text, twice, good, apart = read(saved(tmp_path, "news.csv", table))
    assert isinstance(first, RawArticle)
    assert (first.key, first.title, first.outlet) == ("a", TITLE, "example.org")
    assert first.text == f'{FIRST}\n\nHe said "no", then left.'
    assert isinstance(good, RawArticle)
    assert (good.key, good.published) == ("c", date(2024, 3, 9))
    bad = [record for record in (no_text, twice, apart) if isinstance(record, BadRecord)]
    assert [record.key for record in bad] == ["line 5", "line 6", "line 8"]


def test_a_table_without_a_column_of_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="no column named text"):
        read(saved(tmp_path, "prices.csv", "item,price\nfish,3\n"))


def test_an_archive_is_read_member_by_member(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "2024/ferry.txt": FIRST,
        "../../etc/bridge.md": f"# Bridge\n\n{SECOND}",
        "all.jsonl": '{"id": "a", "text": "It sails."}\n{broken',
        "ferry.pdf": pdf([[FIRST]]),
        "gull.png": b"\x89PNG",
        "__MACOSX/ferry.txt": FIRST,
        ".hidden.txt": FIRST,
        "empty.txt": "",
        "inner.zip": archive({"ferry.txt": FIRST}),
    }
    records = {record.key: record for record in read(saved(tmp_path, "a.zip", archive(members)))}
    bad = {key: r.reason for key, r in records.items() if isinstance(r, BadRecord)}
    assert records.keys() == {
        *("2024/ferry.txt", "../../etc/bridge.md", "all.jsonl a", "all.jsonl line 2"),
        *("ferry.pdf", "empty.txt", "inner.zip"),
    }
    assert bad["inner.zip"] == "is an archive in an archive: unpack it"
    assert "empty" in bad["empty.txt"]
    assert bad.keys() == {"inner.zip", "empty.txt", "all.jsonl line 2"}
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "news.zip"
    whole = archive({"a.txt": "The harbour opened at noon.", "b.txt": "The pier stays closed."})
    file.write_bytes(whole.replace(b"b.txt", b"\0.txt"))  # zipfile cuts a name at its first NUL
    records = list(read(file))
    assert [record.text for record in records if isinstance(record, RawArticle)] == [
        "The harbour opened at noon."
    ]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive({f"{n}.txt": bytes(1_900_000) for n in range(20)})
    lying = archive({"a.txt": "It sails. " * 1000})
    # The size that the archive's directory declares, in its 24th byte.
    at = lying.index(b"PK\x01\x02") + 24
    lying = lying[:at] + struct.pack("<I", 4_000_000_000) + lying[at + 4 :]
    for name, data in (("bomb.zip", bomb), ("bomb.docx", bomb), ("lying.zip", lying)):
        with pytest.raises(UnreadableSourceError, match="would unpack to"):
            read(saved(tmp_path, name, data))


def test_a_member_that_unpacks_to_more_than_it_declares_is_cut_off(tmp_path: Path) -> None:
    data = bytearray(archive({"a.txt": "It sails. " * 100_000}))
    for header, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(header) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    (record,) = read(saved(tmp_path, "a.zip", bytes(data)))
    assert isinstance(record, BadRecord)
    assert "damaged" in record.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", pdf([[FIRST]], password="gull"), "has a password"),
        ("a.pdf", b"%PDF-1.7 and no more", "damaged"),
        ("a.pdf", b"", "damaged"),
        ("a.pdf", pdf([[]] * 201), "more than 200 pages"),
        ("a.docx", b"no document", "damaged"),
        ("a.docx", archive({"ferry.txt": FIRST}), "not a Word document"),
        ("a.eml", b"Subject: nothing\n\n", "without text"),
        ("a.csv", b"", "empty"),
        ("a.zip", b"PK\x05\x06", "damaged"),
        ("a.zip", archive({"gull.png": b""}), "holds no articles"),
        ("a.txt", b"It sails.\0", "binary"),
        ("a.html", b"<p>It sails.</p>" * 16_000, "far more markup"),
        ("a.txt", b"x" * 50_000_000, "50 MB"),
        ("a.txt", b"x" * (LONGEST_ARTICLE + 1), "characters long"),
    ],
)
def test_a_bad_file_is_refused_in_one_line_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableSourceError, match=reason) as refused:
        read(saved(tmp_path, name, content))
    assert "\n" not in str(refused.value)
    assert ": " in str(refused.value)
    assert time.process_time() - started < 10


def test_an_endless_line_of_a_collection_is_one_bad_record(tmp_path: Path) -> None:
    text = "x" * (20 * LONGEST_ARTICLE)
    good = '{"id": "a", "text": "It sails."}'
    bad, fine = read(saved(tmp_path, "a.jsonl", f'{{"id": "b", "text": "{text}"}}\n{good}'))
    assert isinstance(bad, BadRecord)
    assert "characters long" in bad.reason
    assert isinstance(fine, RawArticle)


def test_what_is_odd_about_an_article_is_remarked(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "It \\u202esails\\ud800.", "published": "2999-01-01"}'
    (article,) = read(saved(tmp_path, "a.jsonl", line))
    assert isinstance(article, RawArticle)
    assert (article.text, article.published) == ("It sails.", None)
    assert article.remarks == (
        "its date 2999-01-01 cannot be: the article is kept without a date",
        "2 hidden or reordering characters were taken out of it",
    )
    assert only(saved(tmp_path, "a.md", "It \u202esails.")).remarks == (
        "1 hidden or reordering characters were taken out of it",
    )
    assert only(saved(tmp_path, "a.txt", "date 2999-01-01 It sails.")).remarks == (
        "its date 2999-01-01 cannot be: the article is kept without a date",
    )


WHOLE = {
    ".pdf": pdf([[FIRST, SECOND], [SECOND]]),
    ".docx": word([("Normal", FIRST)]),
    ".eml": mail(FIRST, PAGE.format(charset="utf-8")),
    ".csv": f"id,text\na,{SECOND.replace(',', '')}\n".encode(),
    ".zip": archive({"ferry.txt": FIRST, "all.jsonl": '{"text": "It sails."}'}),
}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=5),
)
def test_a_damaged_file_is_read_or_refused_in_bounded_time(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, damages: list[tuple[float, bytes]]
) -> None:
    data = WHOLE[suffix]
    for place, patch in damages:
        at = int(place * len(data))
        data = data[:at] + patch + data[at + 2 :]
    path = saved(tmp_path_factory.getbasetemp(), f"damaged{suffix}", data)
    expect_read_or_refused(path)
