"""The libraries that `byline eval` asks: made once, shared by sets over the same articles."""

import gzip
import json
from pathlib import Path

import pytest
from fakes import HashingEncoder

from bot.errors import SettingsError
from evals import libraries
from index.types import Query


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "corpus.jsonl.gz"
    article = {"id": "quay", "title": "A new quay", "text": "The quay of Lowick was opened today."}
    with gzip.open(file, "wt", encoding="utf-8") as packed:
        packed.write(json.dumps(article) + "\n")
    monkeypatch.setenv("BYLINE_EVAL_CORPUS", str(file))


def found(which: str, cache: Path) -> list[str]:
    hits = libraries.build(which, cache, HashingEncoder()).search(Query("the quay of Lowick", 50))
    return sorted({hit.article.id for hit in hits})


@pytest.mark.slow
@pytest.mark.usefixtures("corpus")
def test_news_a_is_asked_on_the_library_of_news_corpus(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert found("news-corpus", cache) == ["quay"]
    made = (cache / "news-corpus" / "corpus.jsonl").stat().st_mtime_ns
    assert found("news-a", cache) == ["quay"]
    assert [folder.name for folder in cache.iterdir()] == ["news-corpus"]
    assert (cache / "news-corpus" / "corpus.jsonl").stat().st_mtime_ns == made


@pytest.mark.slow
def test_versions_holds_its_own_articles_only(tmp_path: Path) -> None:
    searcher = libraries.build("versions", tmp_path, HashingEncoder())
    lines = (libraries.VERSIONS / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    own = {json.loads(line)["id"] for line in lines}
    assert {hit.article.id for hit in searcher.newest(5 * len(lines))} == own


def test_a_missing_corpus_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_EVAL_CORPUS", str(tmp_path / "nothing.gz"))
    with pytest.raises(SettingsError, match=r"nothing\.gz is not there: set BYLINE_EVAL_CORPUS"):
        libraries.build("news-a", tmp_path / "cache", HashingEncoder())
