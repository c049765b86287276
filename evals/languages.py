"""Measures in which languages questions are found: ten made-up stories, the same in every language.

Each language is a library of its own, asked in it and in English; the English one is asked in all
of them. No language model is used:
searched is how near the sentence that answers comes to the question, and whether the reader holds
it to answer. The figures stand in `models/catalog.toml`, for the docs and `byline doctor`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from evals import run, sets
from evals.finding import Finding, best
from evals.run import Row
from index.search import Searcher
from index.types import Article, Encoder

SET = "languages"
STORIES = Path(__file__).parent / "languages" / "stories.jsonl"
ENGLISH = "en"
_KINDS = ("first", "among six", "read")


@dataclass(frozen=True, slots=True)
class Story:
    """One article in one language, a question about it, and the sentence that answers."""

    language: str
    id: str
    text: str
    question: str
    sentence: str


def stories() -> dict[str, list[Story]]:
    """Return the stories of each language by its code, always in the same order."""
    found: dict[str, list[Story]] = {}
    for line in sets.json_lines(STORIES):
        found.setdefault(line["language"], []).append(Story(**line))
    return found


def build(language: str, told: Sequence[Story], cache: Path, encoder: Encoder) -> Searcher:
    """Open the library of one language in its folder of `cache`."""
    articles = [(Article(story.id, "", story.text), None) for story in told]
    return run.build(articles, cache / f"languages-{language}", encoder)


def asked(told: Sequence[Story], finding: Finding) -> Iterator[Row]:
    """Ask each question in the language of its story and in English; yield what was found.

    Questions about English stories are asked in all languages.
    """
    own = told[0].language
    for language, asking in stories().items():
        if language not in (own, ENGLISH) and own != ENGLISH:
            continue
        for story, other in zip(told, asking, strict=True):
            found, read = finding.found(other.question)
            yield {
                "id": f"{own}-{story.id}",
                "language": own,
                "asked in": language,
                "first": best(found.evidence) == story.sentence,
                "among six": story.sentence in [item.sentence.text for item in found.evidence],
                "read": best(read.evidence) == story.sentence,
            }


def summary(rows: Iterable[Row]) -> dict[str, dict[str, float]]:
    """Return the shares of each language, as "de" and "de, asked in en"."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        own = row["language"] == row["asked in"]
        name = row["language"] if own else f"{row['language']}, asked in {row['asked in']}"
        groups.setdefault(name, []).append(row)
    return {
        name: {kind: round(fmean(row[kind] for row in group), 2) for kind in _KINDS}
        for name, group in groups.items()
    }
