"""A folder of everything bad that an owner may index: each file gets one clear line."""

import re
from pathlib import Path

import pytest
from article_files import FIRST, SECOND, archive, pdf
from fakes import HashingEncoder, ListStore
from test_readers import PAGE

from index.library.library import Library
from index.readers.formats import read
from index.syncing.sync import sync

GOOD = f"{FIRST} {SECOND}"
LINE = '{"id": "%s", "url": "%s", "published": "%s", "text": "%s"}\n'


def bad_files() -> dict[str, tuple[bytes, str]]:
    """Name -> content, and what the report must say of it; "" where it needs no word."""
    nul = LINE % ("nul", "", "", "It sails\0 on Monday. " + GOOD)
    surrogate = LINE % ("half", "", "", f"It \\ud800sails. {GOOD}")
    future = LINE % ("future", "", "2999-01-01", GOOD)
    twice = LINE % ("one", "https://a.example/x", "", FIRST)
    twice += LINE % ("two", "https://a.example/x", "", SECOND)
    page = PAGE.format(charset="utf-8").replace("Lower Island", "Lower\0 Island")
    hidden = r"hidden or reordering characters were taken out of it"
    long = "x" * 5_000_000
    return {
        "nul.jsonl": (nul.encode(), rf"nul\.jsonl nul: 1 {hidden}"),
        "nul.csv": (f"id,text\na,{FIRST.replace(',', '')}\0\n".encode(), rf"csv a: 1 {hidden}"),
        "nul.html": (page.encode(), rf"html: \d+ {hidden}"),
        "filled.txt": (GOOD.encode() + bytes(4096), "filled.txt is not text but binary: save"),
        "surrogate.jsonl": (surrogate.encode(), rf"jsonl half: 1 {hidden}"),
        "reversed.md": (f"It \u202esails\u202c. {GOOD}".encode(), rf"reversed\.md: 2 {hidden}"),
        "line.jsonl": ((LINE % ("l", "", "", long)).encode(), "characters long.*: split it"),
        "line.csv": (f"id,text\na,{long}\nb,{SECOND[:50]}\n".encode(), "characters long.*split it"),
        "columns.csv": (b"text," * 1_000_000, r"first row of 5,000,000 characters.*: name them"),
        "rowless.csv": (b"id,text\n,\n", "has no row below the names of its columns: write"),
        "line.txt": (long.encode(), "5 MB, more than the 2 MB .*: split it"),
        "empty.txt": (b"", "is empty: remove it"),
        "bomb.zip": (archive({"a.txt": bytes(20_000_000)}), "would unpack to .*: delete it"),
        "locked.pdf": (pdf([[FIRST]], password="gull"), "has a password: save it without"),
        "future.jsonl": (future.encode(), "its date 2999-01-01 cannot be"),
        "twice.jsonl": (twice.encode(), "has the url of .* and another text: delete"),
        "odd.html": (PAGE.format(charset="punycode").encode("cp1252"), ""),
        "good.txt": (GOOD.encode(), ""),
    }


def test_each_gets_a_line_and_the_good_ones_go_in(
    tmp_path: Path, library: Library, store: ListStore, encoder: HashingEncoder
) -> None:
    files = bad_files()
    folder = tmp_path / "bad"
    folder.mkdir()
    for name, (content, _) in files.items():
        (folder / name).write_bytes(content)
    report = sync([folder], library, store, encoder)
    lines = [f"{f.source}: {f.reason}" for f in (*report.failed, *report.remarks)]
    for name, (_, wanted) in files.items():
        mine = [line for line in lines if f"/{name}" in line]
        if wanted:
            assert any(re.search(wanted, line) for line in mine), (name, mine)
        else:
            assert mine == []
        assert all("\n" not in line for line in mine)
    texts = [library.article(id) for id in library.article_ids().values()]
    bad = re.compile("[\0\u202a-\u202e\ud800-\udfff]")
    assert all(each and not bad.search(each.title + each.text) for each in texts)
    held = {Path(file).name for file, _ in library.article_ids()}
    assert held == {
        *("nul.jsonl", "nul.csv", "nul.html", "surrogate.jsonl", "reversed.md", "line.csv"),
        *("future.jsonl", "twice.jsonl", "odd.html", "good.txt"),
    }
    assert library.passage_ids() == store.ids()


@pytest.mark.parametrize("codec", ["punycode", "idna", "utf-7", "unicode_escape", "undefined"])
def test_a_page_cannot_choose_a_codec_that_hangs_or_smuggles(tmp_path: Path, codec: str) -> None:
    text = f"{FIRST} \\ud800 +2AA- é"
    page = PAGE.format(charset=codec).replace("</p>", f" {text} {'a' * 200_000}-zzz</p>", 1)
    file = tmp_path / "a.html"
    file.write_bytes(page.encode("latin-1", "replace"))
    (found,) = read(file)
    found.key.encode()
    assert "\ud800" not in str(found)
