"""The baseline: four whole passages and a free-form answer with [n], same model, same search.

It is what a first afternoon with these libraries gives. Our figures are compared to it.
"""

import re
import time
from collections.abc import Sequence
from datetime import date

from bot.answering.citations import citation
from bot.answering.retrieval import Search
from bot.question.typed import tidy
from bot.types import (
    NOT_FOUND,
    Answer,
    Call,
    Citation,
    Claim,
    Evidence,
    LanguageModel,
    Prompt,
    Timing,
    Turn,
)
from index.types import Hit, Query

_PASSAGES = 4
_TOKENS = 120
_RULES = (
    "Answer the question from the numbered passages only, in one or two sentences, and cite them "
    f"as [n]. If the passages do not contain the answer, say: {NOT_FOUND}"
)


class PlainPipeline:
    """Answers like `bot.answering.answerer.Answerer`, without selection, threshold or check."""

    def __init__(self, search: Search, model: LanguageModel) -> None:
        self._search = search
        self._model = model

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked_on: date | None = None
    ) -> Answer:
        """Return the model's reply as it is; all sentences of a cited passage count as cited.

        The earlier question is put before a follow-up; the prompt names the day of asking.
        """
        began = time.perf_counter()
        question = tidy(question)
        if history:
            question = f"{history[-1].question} {question}"
        if asked_on:
            question = f"{question} (asked on {asked_on:%-d %B %Y})"
        hits = self._search.search(Query(question, _PASSAGES))
        found = time.perf_counter() - began
        call, first, text = Call(), None, ""
        for piece in self._model.write(
            _prompt(question, hits), max_tokens=_TOKENS, stop=("\n\n",), call=call
        ):
            first = first or time.perf_counter() - began
            text += piece
        refused = not text or NOT_FOUND.rstrip(".").lower() in text.lower()
        cited = _cited(text, hits)
        numbers = tuple(c.number for c in cited)
        return Answer(
            question=question,
            standalone_question=question,
            outcome="not_found" if refused else "answered",
            text=text.strip(),
            claims=() if refused else (Claim(text.strip(), numbers),),
            citations=() if refused else tuple(cited),
            timing=Timing(
                found,
                first,
                time.perf_counter() - began,
                call.prompt_tokens,
                call.cached_tokens,
                call.answer_tokens,
            ),
        )


def _prompt(question: str, hits: Sequence[Hit]) -> Prompt:
    passages = "\n\n".join(f"[{n}] {hit.passage.text}" for n, hit in enumerate(hits, start=1))
    return Prompt(_RULES, ((f"{passages}\n\nQuestion: {question}", ""),))


def _cited(text: str, hits: Sequence[Hit]) -> list[Citation]:
    """Return every sentence of the passages that are cited by number."""
    numbers = dict.fromkeys(int(n) for n in re.findall(r"\[(\d{1,3})\]", text))
    cited = [hits[n - 1] for n in numbers if 0 < n <= len(hits)]
    return [
        citation(Evidence(n, sentence, hit.article), n)
        for n, (hit, sentence) in enumerate(
            ((hit, sentence) for hit in cited for sentence in hit.sentences), start=1
        )
    ]
