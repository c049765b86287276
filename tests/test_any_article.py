"""Malformed articles of every kind: each is read or told as a failure; none leaves its place."""

import random
from pathlib import Path

import pytest
from any_article import ESCAPES, FRAGMENTS, broken, escaping, samples
from fakes import HashingEncoder, ListStore
from hypothesis import given
from hypothesis import strategies as st
from telegram_html import parse

from bot.adding.gatherer import Gatherer
from bot.messenger.text import reports
from bot.settings import load
from index.errors import UnreadableSourceError
from index.library.library import Library
from index.readers import formats, saved_page
from index.readers.article_from_fields import BadRecord
from index.readers.formats import read
from index.syncing.sync import sync
from index.types import Failure, RawArticle


def test_there_is_a_sound_sample_of_every_kind(tmp_path: Path) -> None:
    assert set(samples()) == formats.SUFFIXES
    for suffix, data in samples().items():
        file = tmp_path / f"a{suffix}"
        file.write_bytes(data)
        assert any(isinstance(each, RawArticle) for each in read(file)), suffix


@pytest.mark.slow
@given(st.integers(0, 2**48))
def test_a_malformed_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    suffix, data = broken(random.Random(seed), samples())
    file = tmp_path_factory.getbasetemp() / f"malformed{suffix}"
    file.write_bytes(data)
    try:
        records = list(read(file))
    except UnreadableSourceError:
        return
    for record in records:
        if isinstance(record, BadRecord):
            assert record.reason
            record.key.encode()
        else:
            whole = f"{record.key}{record.title}{record.text}{record.url}{record.outlet}"
            assert "\0" not in whole
            whole.encode()


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _all_are_indexed_or_told(folder: Path, count: int, seed: int) -> None:
    articles = folder / "articles"
    articles.mkdir()
    chance = random.Random(seed)
    for number in range(count):
        suffix, data = broken(chance, samples())
        (articles / f"{number:04}{suffix}").write_bytes(data)
    (articles / "escaping.zip").write_bytes(escaping(chance))
    (articles / "good.md").write_bytes(samples()[".md"])
    before = _everything(folder)
    library, store = Library(folder / "library" / "library.sqlite"), ListStore()
    report = sync([articles], library, store, HashingEncoder())
    after = _everything(folder)
    assert {name: data for name, data in after.items() if not name.startswith("library/")} == before
    assert not Path("/tmp/byline-escaped.txt").exists()
    for failure in (*report.failed, *report.remarks):
        assert failure.reason.isprintable(), failure
        failure.source.encode()
    files = {Path(file) for file, _ in library.article_ids()}
    told = {Path(failure.file) for failure in report.failed}
    assert articles / "good.md" in files
    assert all(path.is_relative_to(articles) for path in files)
    assert set(articles.iterdir()) <= files | told
    for line in reports.unread([*report.failed, *hostile()]):
        parse(line)  # raises where markup is not escaped
    assert library.passage_ids() == store.ids()
    library.close()


def hostile() -> list[Failure]:
    """Failures whose names hold markup."""
    return [Failure(f"/a/{name}", "is <i>bad", name) for name in (*ESCAPES, "<b>", "</a>&lt;")]


@pytest.mark.slow
def test_malformed_files_are_indexed_or_told(tmp_path: Path) -> None:
    _all_are_indexed_or_told(tmp_path, 25, seed=3)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_malformed_files_of_a_long_run_are_indexed_or_told(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Make 150 files; a thousand with `--soak`."""
    count = 1000 if pytestconfig.getoption("--soak") else 150
    _all_are_indexed_or_told(tmp_path, count, seed=random.randrange(10**6))


NAMES = st.one_of(
    st.text(),
    st.sampled_from(ESCAPES),
    st.sampled_from(FRAGMENTS).map(lambda fragment: fragment.decode("utf-8", "replace")),
    st.text(alphabet="𠀀葛é", min_size=50, max_size=300),
)


@given(NAMES)
def test_a_page_is_kept_in_its_folder_whatever_its_address(name: str) -> None:
    folder = Path("/library/fetched")
    for url in (f"https://a.example/{name}", f"https://{name}/x", name):
        try:
            file = saved_page.file_of(folder, url)
        except ValueError:
            continue
        assert file.parent.parent == folder
        assert ".." not in file.parts
        assert len(file.name.encode()) <= 255


@given(NAMES)
def test_a_file_is_kept_in_its_folder_whatever_its_name(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    library = tmp_path_factory.getbasetemp() / "kept"
    gatherer = Gatherer(load(library=library), None)  # type: ignore[arg-type]
    file = gatherer._keep(f"{name}.txt", ".txt", f"{FRAGMENTS[0]!r}{name!r}".encode())
    assert file.parent == library / "received"
    assert file.read_bytes().startswith(b"b'")
    file.unlink()
