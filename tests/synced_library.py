"""A library with fakes for store and encoder, and the folder that it is synced with."""

import json
from pathlib import Path

from fakes import HashingEncoder, ListStore

from index.library.library import Library
from index.syncing import sync
from index.types import PassageStore, Progress, Report, quiet

FERRY = "The ferry to Lower Island is back. It sails on Monday, the port said."
BRIDGE = "The bridge over the sound is closed. Divers found a crack in it."


class SyncedLibrary:
    """One library with its store and encoder, and the folder it is made from."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder = folder
        self.library = library
        self.calls = 0  # to store and encoder together, so that a failure can come at any
        self.fails_at = -1
        self.encoder = HashingEncoder(on_call=self._count)
        self.store = ListStore(on_call=self._count)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at:
            raise OSError(28, "No space left on device")

    def sync(self, *roots: Path, progress: Progress = quiet) -> Report:
        return sync.sync(roots or [self.folder], self.library, self.store, self.encoder, progress)

    def encodes(self) -> int:
        """Texts encoded since the last time this was asked."""
        number = len(self.encoder.encoded)
        self.encoder.encoded.clear()
        return number

    def ids(self) -> set[str]:
        return set(self.library.article_ids().values())

    def found(self, word: str) -> list[str]:
        return [id.partition(":")[0] for id, _ in self.library.keyword_search([word], 50)]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def records(*articles: tuple[str, str]) -> str:
    return "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in articles)


def expect_whole(library: Library, store: PassageStore) -> None:
    """Library, vectors and keyword index agree, and every offset holds."""
    known = library.passage_ids()
    assert store.ids() == known
    assert store.count() == len(known)
    held = library.passages(known)
    assert held.keys() == known
    for article_id in library.article_ids().values():
        article = library.article(article_id)
        assert article is not None
        sentences = library.sentences(article)
        assert [s.number for s in sentences] == list(range(len(sentences)))
        assert all(article.text[s.start : s.end] == s.text for s in sentences)
        spans = sorted((p.first, p.last) for p in held.values() if p.article_id == article_id)
        covered = [n for first, last in spans for n in range(first, last + 1)]
        assert covered == [s.number for s in sentences]
