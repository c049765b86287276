"""Copies of a report in many papers are grouped, in whatever order they are added and removed."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fakes import HashingEncoder, ListStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.library import duplicate_groups
from index.library.duplicate_detection import duplicates, groups, shape, signature, signatures
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import remove, sync
from index.types import Query

Write = Callable[[str, str], Path]

REPORT = (
    "The ferry to Lower Island is back after the storm, the port said on Monday. Twelve people "
    "were on board when it left the pier again, among them the mayor. It will sail every hour "
    "until the end of the month, and the bridge over the sound stays closed for lorries."
)


def alike(other: str) -> bool:
    return duplicates(shape(REPORT), shape(other))


# -- what is a duplicate


@pytest.mark.parametrize(
    ("old", "new"),
    [("the port said", "the harbour said"), ("among them", "among  THEM"), (", and the", "; the")],
)
def test_a_word_an_editor_changed_makes_no_other_report(old: str, new: str) -> None:
    assert old in REPORT
    assert alike(REPORT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(("Twelve", "Fifteen"), ("Twelve", "12"), ("Monday", "Tuesday")),
        *(("will sail", "will not sail"), ("the mayor", "the 2nd mayor")),
    ],
)
def test_another_number_or_day_or_a_not_makes_another_report(old: str, new: str) -> None:
    assert old in REPORT
    assert not alike(REPORT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("Montag zwei", "Mittwoch zwei"), ("zwei", "fünf"), ("sind", "sind nicht")],
)
def test_so_it_does_in_other_languages(old: str, new: str) -> None:
    report = (
        "Bei einem Unfall auf der Landstraße zwischen Holm und Varn sind am Montag zwei Menschen "
        "verletzt worden, wie die Polizei mitteilte; ein Lastwagen war in der Kurve umgestürzt."
    )
    assert duplicates(shape(report), shape(f"{report} Die Straße war gesperrt."))
    assert not duplicates(shape(report), shape(report.replace(old, new)))


def test_the_same_words_in_another_order_are_another_text() -> None:
    words = REPORT.split()
    random.Random(1).shuffle(words)
    assert not alike(" ".join(words))


def test_writing_without_spaces_is_compared_by_its_characters() -> None:
    one = "港务局表示渡轮在暴风雨后恢复运营市长也在船上渡轮将每小时开行一班直到月底大桥仍然关闭"
    assert duplicates(shape(one), shape(one.replace("市长", "镇长")))
    assert not duplicates(shape(one), shape(one[::-1]))


@given(st.integers(0, 10_000))
def test_duplicates_are_found_by_their_signatures(seed: int) -> None:
    """One word in forty changed: about 85 % of the runs are the same."""
    chance = random.Random(seed)
    words = [f"word{chance.randrange(9)}{letter}" for letter in "abcdefghij" * 16]
    words = [word.translate(str.maketrans("0123456789", "klmnopqrst")) for word in words]
    edited = [f"{word}x" if n % 40 == seed % 40 else word for n, word in enumerate(words)]
    shapes = [shape(" ".join(text)) for text in (words, words[::-1], edited)]
    assert groups(signatures([signature(s) for s in shapes]), shapes) == [[0, 2]]


def test_no_chain_of_small_changes_leads_to_another_text() -> None:
    words = REPORT.translate(str.maketrans("", "", ".,")).split()
    chain = [
        shape(" ".join([*(f"{w}x" for w in words[:n]), *words[n:]])) for n in range(len(words))
    ]
    found = groups(signatures([signature(s) for s in chain]), chain)
    assert len(found) > 2
    for group in found:
        assert all(duplicates(chain[group[0]], chain[other]) for other in group)


# -- in a library


class Papers:
    """A library, and the folder of articles that it is made from."""

    def __init__(self, folder: Path, library: Library) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.library = folder, library
        self.store, self.encoder = ListStore(), HashingEncoder()
        self.searcher = Searcher(library, self.store, self.encoder)

    def put(self, name: str, text: str, day: str = "2025-05-02") -> None:
        head = f"---\ntitle: {name} tells\npublished: {day}\n---\n"
        (self.folder / f"{name}.md").write_text(head + text)

    def sync(self) -> None:
        sync([self.folder], self.library, self.store, self.encoder)

    def groups(self) -> set[frozenset[str]]:
        """The articles of each group."""
        found = duplicate_groups.groups(self.library, self.library.passage_ids()).values()
        return {frozenset(duplicate_groups.articles(self.library, group)) for group in found}


@pytest.fixture
def papers(tmp_path: Path, library: Library) -> Papers:
    return Papers(tmp_path / "articles", library)


def test_all_who_print_a_passage_are_named_also_those_that_were_not_found(papers: Papers) -> None:
    for number in range(60):
        papers.put(f"paper{number:02}", REPORT, f"2025-03-{31 - number // 2:02}")
    papers.put("storks", "Scientists counted 312 pairs of storks.")
    papers.sync()
    first, second = papers.searcher.search(Query("ferry to Lower Island"))
    assert second.article.id == "storks"
    assert len(first.also) in (49, 50)  # the fifty earliest, and not the article itself
    assert first.article.id not in {article.id for article in first.also}
    assert first.also[0].published == date(2025, 3, 2)
    assert len({article.id for article in first.also}) == len(first.also)


def test_what_was_published_later_is_not_named(papers: Papers) -> None:
    for name, day in (("early", "2025-05-02"), ("same", "2025-05-03"), ("late", "2025-05-09")):
        papers.put(name, REPORT, day)
    papers.sync()
    (hit,) = papers.searcher.search(Query("ferry to Lower Island", until=date(2025, 5, 5)))
    assert {hit.article.id, *(article.id for article in hit.also)} == {"early", "same"}


def test_an_update_is_not_hidden_by_what_it_repeats(papers: Papers) -> None:
    more = "\n\n".join(f"In part {n} of the report " + "the ferry sails. " * 40 for n in range(2))
    papers.put("report", f"{REPORT}\n\n{more}")
    papers.put("update", f"{REPORT}\n\n{more}\n\nDivers found a crack in the pier at dawn.")
    papers.put("toll", f"{REPORT.replace('Twelve', 'Fifteen')}\n\n{more}")
    papers.sync()
    hits = papers.searcher.search(Query("people on board the ferry at the pier"))
    shown = {(hit.article.id, hit.passage.first) for hit in hits}
    assert {"report", "toll"} <= {id for id, first in shown if first == 0} | {"report"}
    assert any("Fifteen" in hit.passage.text for hit in hits)
    assert any("Twelve" in hit.passage.text for hit in hits)
    crack = papers.searcher.search(Query("divers found a crack"))[0]
    assert (crack.article.id, "crack" in crack.passage.text) == ("update", True)


def test_newest_passages_name_their_copies_too(papers: Papers) -> None:
    papers.put("old", REPORT, "2025-05-02")
    papers.put("new", REPORT, "2025-05-09")
    papers.sync()
    assert [[a.id for a in hit.also] for hit in papers.searcher.newest(2)] == [["old"], ["new"]]


def test_who_takes_an_article_out_leaves_no_group_of_one(papers: Papers) -> None:
    papers.put("herald", REPORT)
    papers.put("ledger", REPORT)
    papers.sync()
    assert papers.groups() == {frozenset({"herald", "ledger"})}
    (papers.folder / "ledger.md").unlink()
    remove([papers.folder / "ledger.md"], papers.library, papers.store)
    assert papers.groups() == set()


TEXTS = [
    REPORT,
    REPORT.replace("the port", "the harbour"),
    REPORT.replace("Twelve", "Fifteen"),
    REPORT.replace("among them the mayor", "among them a bride and the mayor of the town"),
    "The bridge over the sound is closed. Divers found a crack in it.",
    "The bridge over the sound is shut. Divers found a crack in it.",
]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "remove", "rename", "sync"]),
        st.integers(0, 5),
        st.sampled_from(TEXTS),
    ),
    max_size=25,
)


@pytest.mark.slow
@given(CHANGES)
@settings(
    max_examples=min(40, settings().max_examples),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_groups_are_those_of_a_library_made_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int, str]]
) -> None:
    place = tmp_path_factory.mktemp("papers")
    grown = Papers(place / "articles", Library(place / "grown.sqlite"))
    grown.put("always", "Scientists counted 312 pairs of storks.")  # an empty root removes nothing
    for change, number, text in changes:
        file = grown.folder / f"n{number}.md"
        if change == "write":
            grown.put(file.stem, text)
        elif change == "remove":
            file.unlink(missing_ok=True)
        elif change == "rename" and file.exists():
            file.rename(grown.folder / f"n{number}x.md")
        elif change == "sync":
            grown.sync()
    grown.sync()
    fresh = Papers(place / "articles", Library(place / "fresh.sqlite"))
    sync([fresh.folder], fresh.library, fresh.store, fresh.encoder, old=grown.library)
    assert grown.groups() == fresh.groups()
    grown.library.close()
    fresh.library.close()


def test_a_sync_that_was_cut_off_before_the_groups_is_completed_by_the_next(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("herald", "ledger", "wire"):
        papers.put(name, REPORT)
    papers.sync()
    (papers.folder / "wire.md").unlink()
    with monkeypatch.context() as patched:
        patched.setattr("index.syncing.changes.regroup", lambda *_: None)  # the power goes
        papers.sync()
    papers.sync()  # nothing changed since, and yet
    assert papers.groups() == {frozenset({"herald", "ledger"})}


def test_a_library_from_before_there_were_groups_gets_them(papers: Papers, tmp_path: Path) -> None:
    papers.put("herald", REPORT)
    papers.put("ledger", REPORT)
    papers.sync()
    with papers.library.transaction() as db:
        for table in ("signatures", "copies"):
            db.execute(f"DROP TABLE {table}")
    again = Papers(papers.folder, Library(papers.library.path))
    assert again.groups() == set()
    sync([again.folder], again.library, papers.store, again.encoder)
    assert again.groups() == {frozenset({"herald", "ledger"})}
    again.library.close()


def test_signatures_of_another_version_are_made_again(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.put("herald", REPORT)
    papers.put("ledger", REPORT)
    papers.sync()
    with papers.library.transaction() as db:
        db.execute("UPDATE signatures SET bands = zeroblob(64)")
        db.execute("DELETE FROM copies")
    papers.sync()
    assert papers.groups() == set()
    monkeypatch.setattr("index.library.duplicate_groups.DUPLICATES_VERSION", 99)
    papers.sync()
    assert papers.groups() == {frozenset({"herald", "ledger"})}


@pytest.mark.slow
def test_cost_does_not_grow_with_the_square_of_the_copies() -> None:
    """Compared are texts with the first one of their group, not all with all."""
    shapes = [shape(REPORT)] * 20_000
    rows = signatures([signature(shapes[0])] * len(shapes))
    assert [len(group) for group in groups(rows, shapes)] == [20_000]
    # And where all bands agree but no two texts do, each is compared with a few.
    odd = [
        shape(f"a{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)} b c")
        for n in range(9_000)
    ]
    assert groups(rows[: len(odd)], odd) == []
