"""Renders the recorded steps in docs/trace.json as Markdown, for "How an answer is made"."""

import json
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("trace.json")

Json = dict[str, Any]

_FIRST, _FOLLOW_UP, _REFUSED = range(3)  # places of the three questions in the recording


@cache
def recorded() -> Json:
    """The recording; `python -m docs.trace` makes it."""
    found: Json = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def cleaned() -> str:
    """A scraped text, the lines that cleaning drops marked."""
    text = recorded()["indexing"]["cleaned"]
    dropped = set(text["dropped"])
    lines = [
        f"- {line}" if line in dropped else f"  {line}" for line in text["raw"].splitlines() if line
    ]
    return _fenced("\n".join(lines), "diff")


def sentences() -> str:
    """The first sentences of the article with their offsets."""
    rows = [
        f"| {s['number']} | {s['start']} to {s['end']} | {s['text']} |"
        for s in recorded()["indexing"]["sentences"][:8]
    ]
    return "\n".join(["| sentence | characters | text |", "|---|---|---|", *rows])


def passage() -> str:
    """The article's first passage and the beginning of its vector."""
    kept = recorded()["indexing"]
    first, vector = kept["passages"][0], kept["vector"]
    numbers = f"[{', '.join(map(str, vector['first']))}, … {vector['numbers']} numbers in all]"
    text = first["text"] if len(first["text"]) < 400 else f"{first['text'][:400]} …"
    shown = f"sentences {first['first']} to {first['last']}\n\n{text}"
    return f"{_fenced(shown)}\n\n{_fenced(numbers)}"


def library() -> str:
    """What the library holds, in one sentence."""
    held = recorded()["indexing"]["library"]
    return (
        f"The library of this page holds {held['articles']} articles with {held['sentences']} "
        f"sentences in {held['passages']} passages. The models are "
        f"`{recorded()['models']['encoder']}` and `{recorded()['models']['language']}`."
    )


def question(which: int) -> str:
    """The question as a quotation."""
    return f"> {_answer(which)['question']}"


def standalone(which: int) -> str:
    """The question as the search and the model get it."""
    return _fenced(_answer(which)["standalone_question"])


def words(which: int) -> str:
    """The words that the keyword search looks for."""
    return _fenced(" ".join(_steps(which, "keyword_search")[0]["words"]))


def searches(which: int) -> str:
    """The best passages of each search: by meaning and by keywords."""
    rows = [
        f"| {kind} | {'all days' if step['all'] else 'the days asked about'} | {step['count']} "
        f"| {_best(step)} |"
        for name, kind in (("nearest", "meaning"), ("keyword_search", "keywords"))
        for step in _steps(which, name)
    ]
    head = ["| search by | among passages of | found | the best, with its score |"]
    return "\n".join([*head, "|---|---|---|---|", *rows])


def hits(which: int) -> str:
    """The merged hits, best first."""
    rows = [
        f"| {rank} | {hit['score']} | {hit['title']} | {hit['sentences']} "
        f"| {', '.join(hit['also'])} |"
        for rank, hit in enumerate(_steps(which, "search")[0]["hits"], start=1)
    ]
    head = "| rank | fused score | article | sentences | also printed in |"
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def evidence(which: int) -> str:
    """The numbered sentences that were chosen for a question, the reader's words in bold."""
    rows = [
        f"| {item['number']} | {item['likeness']} | {item['sure']} | {_with_words(item)} |"
        for item in _steps(which, "evidence")[0]["sentences"]
    ]
    head = "| number | likeness to the question | how sure the reader is | sentence |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def _with_words(item: Json) -> str:
    text: str = item["text"]
    start, end = item["words"]
    return f"{text[:start]}**{text[start:end]}**{text[end:]}"


def check(which: int, attempt: int = 0) -> str:
    """The last turn of a prompt up to the check, and the log-odds of "yes"."""
    step = _steps(which, "log_odds")[attempt]
    return f"{_fenced(step['user'])}\n\n{_fenced(step['reply'])}\n\n{_odds(step)}"


def odds(which: int) -> str:
    """The log-odds of every attempt, a line each."""
    return "\n".join(
        f"{number}. over {step['user'].count(chr(10) + '[')} sentences: {_odds(step)}"
        for number, step in enumerate(_steps(which, "log_odds"), start=1)
    )


def draft(which: int) -> str:
    """What the model wrote."""
    return _fenced(_steps(which, "write")[0]["written"].strip())


def sentence(which: int) -> str:
    """The request to say the answer as a sentence, and what the model wrote."""
    step = _steps(which, "write")[1]
    return f"{_fenced(step['user'])}\n\n{_fenced(step['written'].strip())}"


def answer(which: int) -> str:
    """The JSON object of the answer, without what was found but not cited, and without times."""
    shown = {name: value for name, value in _answer(which).items() if name != "evidence"}
    return _fenced(json.dumps(shown, ensure_ascii=False, indent=2), "json")


def _answer(which: int) -> Json:
    found: Json = recorded()["asked"][which]["answer"]
    return found


def _steps(which: int, name: str) -> list[Json]:
    return [step for step in recorded()["asked"][which]["steps"] if step["step"] == name]


def _best(step: Json) -> str:
    if not step["best"]:
        return "-"
    best = step["best"][0]
    return f"{best['title']}, sentences {best['sentences']}: {best['score']}"


def _odds(step: Json) -> str:
    return f"log-odds of “yes” against “no”: **{step['odds']}**"


def _fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text}\n```"


PARTS: dict[str, Callable[[], str]] = {
    "cleaned": cleaned,
    "sentences": sentences,
    "passage": passage,
    "library": library,
    "question": partial(question, _FIRST),
    "words": partial(words, _FIRST),
    "searches": partial(searches, _FIRST),
    "hits": partial(hits, _FIRST),
    "evidence": partial(evidence, _FIRST),
    "check": partial(check, _FIRST),
    "draft": partial(draft, _FIRST),
    "sentence": partial(sentence, _FIRST),
    "answer": partial(answer, _FIRST),
    "follow-up question": partial(question, _FOLLOW_UP),
    "follow-up standalone": partial(standalone, _FOLLOW_UP),
    "follow-up check": partial(check, _FOLLOW_UP),
    "follow-up draft": partial(draft, _FOLLOW_UP),
    "refused question": partial(question, _REFUSED),
    "refused searches": partial(searches, _REFUSED),
    "refused odds": partial(odds, _REFUSED),
    "refused answer": partial(answer, _REFUSED),
}
