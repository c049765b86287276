"""Checks whether a library is intact, and says in words for its owner what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import LibraryError
from index.library.library import Library
from index.splitting.passages import passage_id
from index.syncing.vector_repair import faulty_passages
from index.types import Article, PassageStore

_NAMED = 3  # articles that a finding names


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: what was checked, what was seen, and whether that is `bad`."""

    name: str
    seen: str
    bad: bool = False


def inspect(library: Library, store: PassageStore | None, *, mark: bool = False) -> list[Finding]:
    """Check everything; `store` is None when it cannot be opened.

    Changes nothing unless `mark` is given: then a wrong keyword index is rebuilt, and the next sync
    reads articles that are not intact again.
    """
    findings = [_database(library)]
    if findings[0].bad:
        return findings  # nothing else in it can be relied on
    broken = list(_broken(library))
    if mark and broken:
        library.mark_for_rereading(broken)
    findings.append(_articles(library, broken))
    agree = library.keywords_match()
    if mark and not agree:
        library.rebuild_keywords()
    seen = "hold the words of all passages" if agree else "are not those of the passages"
    findings.append(Finding("Keywords", seen, not agree))
    findings.append(_vectors(library, store))
    made_with, cut_off = library.encoder(), library.unfinished() is not None
    findings.append(Finding("Encoder", made_with or "none yet"))
    findings.append(
        Finding("Indexing", "was cut off" if cut_off else "came to its end", bad=cut_off)
    )
    return findings


def _database(library: Library) -> Finding:
    try:
        faults = library.faults()
    except LibraryError as error:
        faults = [str(error)]
    size = library.path.stat().st_size / 1e6
    if faults:
        return Finding("Database", f"damaged: {faults[0]}", bad=True)
    return Finding("Database", f"{size:,.1f} MB, every page as it was written")


def _articles(library: Library, broken: list[str]) -> Finding:
    held = library.summary()
    seen = f"{held.articles:,} articles, {held.sentences:,} sentences, {held.passages:,} passages"
    if not broken:
        return Finding("Articles", f"{seen}, all offsets hold")
    more = f" and {len(broken) - _NAMED:,} more" if len(broken) > _NAMED else ""
    return Finding("Articles", f"{seen}; not whole: {', '.join(broken[:_NAMED])}{more}", bad=True)


def _broken(library: Library) -> Iterator[str]:
    """Ids of the articles that are not intact."""
    for article_id in sorted(library.article_ids().values()):
        with library.snapshot():
            article = library.article(article_id)
            if article is not None and not _is_intact(library, article):
                yield article_id


def _is_intact(library: Library, article: Article) -> bool:
    """Whether sentences lie in order in the text, passages cover them, and ids match content."""
    sentences = library.sentences(article)
    if [s.number for s in sentences] != list(range(len(sentences))):
        return False
    end = 0
    for sentence in sentences:
        if not end <= sentence.start < sentence.end <= len(article.text):
            return False
        end = sentence.end
    covered = 0
    for passage in library.passages_of(article.id):
        if passage.first != covered or passage.last < passage.first:
            return False
        covered = passage.last + 1
        if passage.id != passage_id(article.id, passage.text, passage.first, passage.last):
            return False
        # A passage's text may differ from its sentences in runs of blanks only.
        body = "".join(s.text for s in sentences[passage.first : covered])
        if not "".join(passage.text.split()).endswith("".join(body.split())):
            return False
    return covered == len(sentences) > 0


def _vectors(library: Library, store: PassageStore | None) -> Finding:
    if store is None:
        return Finding("Vectors", "the vector store cannot be opened", bad=True)
    known, held = library.passage_ids(), store.ids()
    stray = faulty_passages(library, store)
    bare = library.ids_without_vectors()
    wrong = [
        f"{count:,} {what}"
        for count, what in (
            (len((known - held) | stray), "passages are not found by meaning"),
            (len(held - known), "vectors are of no passage"),
            (len(bare), "vectors have no copy in the library"),
        )
        if count
    ]
    if wrong:
        return Finding("Vectors", "; ".join(wrong), bad=True)
    return Finding("Vectors", f"{len(held):,}, one a passage, each found and as it was kept")
