"""Records every step of three real answers for the page "How an answer is made".

    python -m docs.trace

Runs the default models over the sample articles, writes docs/trace.json and fills the page again
(`python -m docs.reference`). The parts are not changed for it: each is wrapped in a `Recorder`,
which passes calls on and notes arguments and results.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from bot import assembly
from bot.answering.answerer import Answerer
from bot.memory.answer_json import answer_to_json
from bot.settings import load
from bot.types import Evidence, Prompt, Turn
from index.cleaning.cleaner import clean
from index.folder.vector_places import vector_store
from index.library.library import Library
from index.search import Searcher
from index.syncing.sync import sync
from index.types import Encoder, Hit, Passage

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "trace.json"
SAMPLES = ROOT / "bot" / "samples"

Json = dict[str, Any]

# The day is fixed, so that a recording of another day differs in nothing but its times.
ASKED_ON = date(2025, 12, 1)
FIRST = "Who led the Ukrainian team at the Istanbul talks in May 2025?"
FOLLOW_UP = "And who led the Russian side?"
REFUSED = "Who won the football match in Varde?"

# As a scraper saves a page: a newsletter box and a caption between the paragraphs.
SCRAPED = """\
The ferry to Tarrow is back in service after nine days of repairs, its owner said on Monday.

Sign up for our newsletter: the day's news in your inbox every morning.

Image: The ferry at its berth in Varde. Photograph: Ida Brekke/Coast Herald

It will sail four times a day until the end of June."""

_SHOWN = 3  # passages named of each search
_ORDER = ("nearest", "keyword_search", "search", "evidence", "log_odds", "write")


class Recorder:
    """Stands for `inner`: passes every call on, then hands name, arguments and result to `note`."""

    def __init__(self, inner: object, note: Callable[[str, tuple[Any, ...], Any], None]) -> None:
        """`note` may be called from several threads."""
        self._inner = inner
        self._note = note

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the inner one has
        attribute = getattr(self._inner, name)
        if not callable(attribute):
            return attribute

        def call(*args: Any, **named: Any) -> Any:  # noqa: ANN401
            result = attribute(*args, **named)
            if isinstance(result, Iterator):
                return self._noted(name, args, result)
            self._note(name, args, result)
            return result

        return call

    def _noted(self, name: str, args: tuple[Any, ...], pieces: Iterable[Any]) -> Iterator[Any]:
        given = []
        for piece in pieces:
            given.append(piece)
            yield piece
        self._note(name, args, given)


class Steps:
    """Collects the steps of one answer as JSON."""

    def __init__(self, library: Library) -> None:
        """`library` names the passages that the vector store and the keyword index find."""
        self.steps: list[Json] = []
        self._library = library

    def note(self, name: str, args: tuple[Any, ...], result: Any) -> None:  # noqa: ANN401
        """Keep a call of one of the wrapped parts; calls that are no step are left out."""
        kept: Json | None = None
        match name:
            case "nearest":
                kept = {**self._found(result), "all": args[2] is None}
            case "keyword_search":
                kept = {"words": list(args[0]), **self._found(result), "all": args[2] is None}
            case "search":
                kept = {"hits": [_hit(hit) for hit in result]}
            case "log_odds":
                kept = {**_asked(args[0]), "odds": round(result, 2)}
            case "write":
                kept = {**_asked(args[0]), "written": "".join(result)}
        if kept is not None:
            self.steps.append({"step": name, **kept})

    def evidence(self, chosen: Sequence[Evidence]) -> None:
        """Keep the sentences that were chosen for the language model."""
        sentences = [
            {
                "number": item.number,
                "title": item.article.title,
                "text": item.sentence.text,
                "likeness": round(item.likeness, 3),
                "words": [item.words.start, item.words.end] if item.words else None,
                "sure": round(item.words.sure, 1) if item.words else None,
            }
            for item in chosen
        ]
        # What was chosen before the reader had read is shown for a moment, and is no step.
        self.steps = [step for step in self.steps if step["step"] != "evidence"]
        self.steps.append({"step": "evidence", "sentences": sentences})

    def _found(self, found: Sequence[tuple[str, float]]) -> Json:
        """How many passages were found, and the best few by name."""
        passages = self._library.passages(passage_id for passage_id, _ in found)
        best = [
            {"score": round(score, 3), **_passage(passages[passage_id])}
            for passage_id, score in found[:_SHOWN]
        ]
        return {"count": len(found), "best": best}


def record() -> Json:
    """Index the samples, ask the three questions with the default models, return all steps."""
    settings = load()
    encoder = assembly.encoder(settings)
    model = assembly.language_model(settings, remember=False)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library.sqlite")
        store = vector_store(Path(folder) / "chroma")
        try:
            sync([SAMPLES], library, store, encoder)
            noted = Steps(library)
            searcher = Searcher(
                cast(Library, Recorder(library, noted.note)),
                cast(Any, Recorder(store, noted.note)),
                encoder,
            )
            answerer = Answerer(
                cast(Any, Recorder(searcher, noted.note)),
                cast(Any, Recorder(model, noted.note)),
                assembly.reader(settings),
            )
            answerer.warm_up()
            history: list[Turn] = []
            asked = []
            for question, turns in ((FIRST, history), (FOLLOW_UP, history), (REFUSED, [])):
                noted.steps = []
                answer = answerer.ask(
                    question, tuple(turns), asked_on=ASKED_ON, on_evidence=noted.evidence
                )
                shown = answer_to_json(answer)
                del shown["timing"]  # says more about the machine of the recording than about us
                # The two searches run side by side and end in any order; a recording has one.
                steps = sorted(noted.steps, key=lambda step: _ORDER.index(step["step"]))
                asked.append({"steps": steps, "answer": shown})
                turns.append(answer.turn)
                print(f"{question} {answer.text} ({answer.timing.total_s:.1f} s)")
            return {
                "models": {"language": model.name, "encoder": encoder.name},
                "indexing": _indexing(library, encoder),
                "asked": asked,
            }
        finally:
            store.close()
            library.close()


def _indexing(library: Library, encoder: Encoder) -> Json:
    """What the library keeps of the article that holds the first answer."""
    article = next(a for a in library.latest(100) if a.source.endswith("first-round.md"))
    sentences = library.sentences(article)
    passages = library.passages_of(article.id)
    vector = encoder.encode([passages[0].text])[0]
    return {
        "cleaned": {"raw": SCRAPED, "dropped": list(clean(SCRAPED).dropped)},
        "article": {
            "title": article.title,
            "outlet": article.outlet,
            "published": str(article.published),
            "characters": len(article.text),
        },
        "sentences": [
            {"number": s.number, "start": s.start, "end": s.end, "text": s.text} for s in sentences
        ],
        "passages": [{"first": p.first, "last": p.last, "text": p.text} for p in passages],
        "vector": {"numbers": len(vector), "first": [round(float(x), 4) for x in vector[:6]]},
        "library": {
            "articles": library.summary().articles,
            "sentences": library.summary().sentences,
            "passages": library.summary().passages,
        },
    }


def _passage(passage: Passage) -> Json:
    return {
        "title": passage.text.partition("\n")[0],
        "sentences": f"{passage.first} to {passage.last}",
    }


def _hit(hit: Hit) -> Json:
    also = [article.outlet for article in hit.also]
    return {"score": round(hit.score, 4), **_passage(hit.passage), "also": also}


def _asked(prompt: Prompt) -> Json:
    """The prompt's last turn; the rules and the worked examples before it are always the same."""
    user, reply = prompt.turns[-1]
    return {"user": user, "reply": reply, "examples": len(prompt.turns) - 1}


def main() -> None:
    """Record, write docs/trace.json and fill the pages again."""
    from docs import reference

    FILE.write_text(json.dumps(record(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    reference.main([])


if __name__ == "__main__":
    os.chdir(tempfile.gettempdir())  # so that no `.env` of the owner is read
    main()
