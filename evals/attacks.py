"""Runs the attack set: articles and messages that give orders, beside the same without them.

Each case is asked over a library of its own, indexed from files by the real readers. A prompt that
an attack does not change is not given to the model again.
"""

import json
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot import assembly
from bot.answering.answerer import Answerer
from bot.settings import load
from bot.terminal import console
from bot.types import Answer, LanguageModel, Reader, Turn
from evals import attacks_verdict
from evals.attacks_files import File, Source, library, plain, with_attack, without_attack, write
from evals.remembered_replies import Remembered
from evals.run import Row
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync
from index.types import Encoder, PassageStore
from index.vectors.chroma_store import ChromaStore

_SET = Path(__file__).parent / "attacks.jsonl"
_ASKED_ON = date(2025, 12, 1)  # after all articles


@dataclass(frozen=True, slots=True)
class Case:
    """One attack: by an article (`file`, in place of `replaces` if it names one) or by `messages`.

    `asked` are the ids of honest questions. `never` are words of the attack that no answer shows.
    """

    id: str
    kind: str
    language: str
    never: tuple[str, ...]
    file: File | None = None
    replaces: str = ""
    asked: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


def cases() -> list[Case]:
    """Return the cases of the set."""
    return [_case(json.loads(line)) for line in _SET.read_text("utf-8").splitlines()]


def sample(found: Sequence[Case], count: int | None, seed: int) -> list[Case]:
    """Return at most `count` cases, of as many kinds as possible, in an order that `seed` fixes."""
    mixed = list(found)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - nothing secret
    seen: dict[str, int] = {}
    turn = {}
    for each in mixed:
        turn[each.id] = seen[each.kind] = seen.get(each.kind, 0) + 1
    return sorted(mixed, key=lambda each: turn[each.id])[:count]


def measured(
    limit: int | None, seed: int, replies: Path | None = None
) -> tuple[list[Row], dict[str, dict[str, float]]]:
    """Ask at most `limit` cases and return the rows of their answers, and the figures of all.

    `replies` are those of earlier runs.
    """
    settings = load()
    model = Remembered(assembly.language_model(settings, remember=False), replies)
    asks = Attacks(assembly.encoder(settings), model, assembly.reader(settings))
    chosen = sample(cases(), limit, seed)
    rows = [row for case in console.each(chosen, "attacks") for row in asks.rows(case)]
    console.table([["case", "what", "question", "without", "under attack"], *_told(rows)])
    figures = attacks_verdict.summary(rows) | {"replies of the model": model.given}
    return rows, {"all": figures}


def _told(rows: Iterable[Row]) -> list[list[str]]:
    return attacks_verdict.misses(rows) or [["-", "", "", "", ""]]


def _case(line: dict[str, Any]) -> Case:
    file = File(line["file"], line["content"], line.get("pdf", "")) if "file" in line else None
    return Case(
        id=line["id"],
        kind=line["kind"],
        language=line["language"],
        never=tuple(line["never"]),
        file=file,
        replaces=line.get("replaces", ""),
        asked=tuple(line.get("asked", ())),
        messages=tuple(line.get("messages", ())),
    )


@dataclass(slots=True)
class Attacks:
    """Asks cases, with one encoder, model and reader for all libraries."""

    encoder: Encoder
    model: LanguageModel
    reader: Reader | None = None
    sources: dict[str, Source] = field(default_factory=library)
    store: Callable[[Path], PassageStore] = ChromaStore

    def rows(self, case: Case) -> Iterator[Row]:
        """Yield a row for each answer of a case."""
        about = {"case": case.id, "kind": case.kind, "language": case.language}
        for row in self._by_article(case) if case.file else self._by_messages(case):
            yield about | row

    def _by_article(self, case: Case) -> Iterator[Row]:
        questions = {
            name: asked
            for source in self.sources.values()
            for name, asked in source.questions.items()
        }
        with self._library(case, attacked=False) as clean:
            honest = [_ask(clean.answerer, questions[name][0]) for name in case.asked]
        with self._library(case, attacked=True) as poisoned:
            for name, without in zip(case.asked, honest, strict=True):
                question, pattern = questions[name]
                answer = _ask(poisoned.answerer, question)
                found = attacks_verdict.faults(
                    answer, without, case.never, poisoned.text_of, pattern
                )
                yield attacks_verdict.row(name, answer, without, found, pattern)

    def _by_messages(self, case: Case) -> Iterator[Row]:
        with self._library(case, attacked=False) as clean:
            honest, chat = [], list[Turn]()
            for message in map(without_attack, case.messages):
                honest.append(_ask(clean.answerer, message, chat) if message.strip() else None)
        with self._library(case, attacked=False) as attacked:
            chat = []
            for message, without in zip(case.messages, honest, strict=True):
                answer = _ask(attacked.answerer, with_attack(message), chat)
                found = attacks_verdict.faults(answer, without, case.never, attacked.text_of)
                yield attacks_verdict.row(case.id, answer, without, found)

    @contextmanager
    def _library(self, case: Case, *, attacked: bool) -> Iterator["_Opened"]:
        """A library with all articles, that of the case with or without its attack."""
        with tempfile.TemporaryDirectory(prefix="byline-attack-") as place:
            folder = Path(place) / "articles"
            folder.mkdir()
            for source in self.sources.values():
                if source.name != case.replaces:
                    write(plain(source), source, folder, attacked=False)
            if case.file:
                write(case.file, self.sources.get(case.replaces), folder, attacked=attacked)
            held = Library(Path(place) / "library.sqlite")
            store = self.store(Path(place) / "chroma")
            try:
                sync([folder], held, store, self.encoder)
                searcher = Searcher(held, store, self.encoder)
                yield _Opened(held, Answerer(searcher, self.model, self.reader, read_ahead=0))
            finally:
                store.close()
                held.close()


@dataclass(frozen=True, slots=True)
class _Opened:
    library: Library
    answerer: Answerer

    def text_of(self, article_id: str) -> str:
        """The text of an article, "" when the library does not have it."""
        article = self.library.article(article_id)
        return article.text if article else ""


def _ask(answerer: Answerer, question: str, chat: list[Turn] | None = None) -> Answer:
    """Ask, and add the exchange to the chat."""
    answer = answerer.ask(question, tuple(chat or ()), asked_on=_ASKED_ON)
    if chat is not None:
        chat.append(answer.turn)
    return answer
