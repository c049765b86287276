"""The number of articles that a file is thought to hold is that of the records read from it."""

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from article_files import FIRST, TITLE, archive, mail
from hypothesis import given
from hypothesis import strategies as st

from index.readers import formats
from index.readers.csv_table import count_rows, read_csv
from index.readers.jsonl import count_lines, read_jsonl

cells = st.text("ab,;\"\n\r \t'", max_size=8)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_rows_are_counted_as_they_are_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO()
    table = csv.writer(out, delimiter=delimiter)
    table.writerows([("title", "text"), *((a, f"x{b}") for a, b in rows)])
    assert count_rows(out.getvalue()) == len(list(read_csv(out.getvalue(), "a.csv")))


@given(st.lists(st.one_of(cells.map(lambda t: json.dumps({"text": t})), cells), max_size=8))
def test_lines_are_counted_as_they_are_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert count_lines(text) == len(list(read_jsonl(text)))


_ROW = json.dumps({"text": FIRST})
_REPLY = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
    "Content-Type: application/http\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
)


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.txt", b"one\n\ntwo", 1),
        ("a.md", b"# One", 1),
        ("a.eml", mail(FIRST), 1),
        ("a.JSONL", f"{_ROW}\n{_ROW}".encode(), 2),
        ("a.jsonl", f"{_ROW}\n\n{_ROW}\n".encode("utf-16"), 2),
        ("a.jsonl", b"", 1),
        ("a.jsonl", bytes(range(256)), 1),
        ("a.csv", b"title;text\na;b\nc;d\n", 2),
        ("a.csv", b"title;text\n", 1),
        ("a.csv", b"no;columns\nx;y\n", 1),
        ("a.warc", (_REPLY * 3).encode(), 3),
        ("a.warc", b"damaged", 1),
        ("a.zip", archive({"a.txt": FIRST, "b/c.jsonl": f"{_ROW}\n{_ROW}", ".d.txt": "no"}), 3),
        ("a.zip", archive({"a.zip": archive({"b.txt": TITLE})}), 1),
        ("a.zip", archive({"a.jsonl": bytes(range(256)), "b.csv": ""}), 2),
        ("a.zip", b"damaged", 1),
        ("a.exe", b"no article", 1),
    ],
)
def test_each_kind_of_file_is_counted(
    tmp_path: Path, name: str, content: bytes, count: int
) -> None:
    (tmp_path / name).write_bytes(content)
    assert formats.count(tmp_path / name) == count


def test_of_an_archive_only_what_may_hold_several_articles_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("a.txt", "b.md", "c.html", "d.htm", "e.pdf", "f.docx", "g.eml")
    singles: dict[str, str | bytes] = dict.fromkeys(names, FIRST)
    several: dict[str, str | bytes] = {
        "h.jsonl": f"{_ROW}\n{_ROW}",
        "i.CSV": "text\na\nb\nc\n",
        "j.warc": _REPLY * 4,
    }
    others: dict[str, str | bytes] = {"k.exe": FIRST, ".l.jsonl": _ROW, "m.zip": archive(several)}
    (tmp_path / "a.zip").write_bytes(archive(singles | several | others))
    unpacked: list[str] = []
    read = ZipFile.read

    def noted(self: ZipFile, member: ZipInfo) -> bytes:
        unpacked.append(member.filename)
        return read(self, member)

    monkeypatch.setattr(ZipFile, "read", noted)
    assert formats.count(tmp_path / "a.zip") == 7 + (2 + 3 + 4) + 1
    assert unpacked == list(several)


def test_a_member_that_is_too_large_to_be_read_is_one_failure_and_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(formats._MEGABYTES, ".csv", 0)
    (tmp_path / "a.zip").write_bytes(archive({"a.csv": "text\na\nb\n", "b.jsonl": _ROW}))
    assert formats.count(tmp_path / "a.zip") == len(list(formats.read(tmp_path / "a.zip"))) == 2


def test_a_file_that_is_not_there_counts_as_one(tmp_path: Path) -> None:
    assert formats.count(tmp_path / "gone.csv") == 1
