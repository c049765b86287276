"""Measures questions a minute: 1, 2 and 4 people ask at once, and models on servers answer.

Where the settings name servers, those are asked; else as many of llama.cpp's as people ask at once
are started here, since its Python server answers one at a time.
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from bench import servers
from bench.answers import is_right
from bench.figures import Row, Section, median, p95, share
from bench.questions import Question
from bot.answering.answerer import Answerer
from bot.models.server_connection import Patience, ServerConnection
from bot.models.server_model import ServerModel
from bot.types import LanguageModel

AT_ONCE = (1, 2, 4)
QUESTIONS_HERE = 4  # of servers that are started here: one of two cores takes 45 s for each
_FIRST = "What was said at the harbour?"  # so that what all prompts share has been read
_PATIENCE = Patience(first_s=600, between_s=600)  # the machine may be busy

Models = Callable[[ExitStack, int], list[LanguageModel]]
"""Opens so many models, which are closed with the stack."""


def measure(
    open_models: Models,
    answerer: Callable[[LanguageModel], Answerer],
    asked: Sequence[Question],
    at_once: Sequence[int] = AT_ONCE,
) -> Section:
    """Return a row for each number of people in `at_once`, who share the questions `asked`.

    `open_models` gives a model for each of them, and `answerer` makes it one that answers with it.
    """
    rows: list[Row] = []
    details: list[Row] = []
    for number in at_once:
        with ExitStack() as stack:
            answerers = [answerer(each) for each in open_models(stack, number)]
            with ThreadPoolExecutor(number) as threads:
                list(threads.map(lambda each: each.ask(_FIRST), answerers))
            own, seconds = _asked(answerers, asked)
        details += [{"at once": number, **row} for row in own]
        took = [row["seconds"] for row in own]
        rows.append(
            {
                "at once": number,
                "questions": len(own),
                "questions/min": 60 * len(own) / seconds,
                "p50 (s)": median(took),
                "p95 (s)": p95(took),
                "right": share([row["right"] for row in own]),
            }
        )
    return Section("scale: questions a minute", rows, details=details)


def on_servers(
    urls: Sequence[str], key: str | None, name: str | None, context_tokens: int
) -> Models:
    """Return what opens models on the servers at `urls`; each has connections of its own."""

    def opened(stack: ExitStack, number: int) -> list[LanguageModel]:
        return [_opened(stack, urls, key, name, context_tokens) for _ in range(number)]

    return opened


def on_own_servers(weights: Path, context_tokens: int) -> Models:
    """Return what starts a server for each model; they share the processors evenly."""

    def opened(stack: ExitStack, number: int) -> list[LanguageModel]:
        threads = max(1, (os.cpu_count() or 1) // number)
        started = partial(servers.model, weights, context_tokens, threads)
        urls = [stack.enter_context(started()) for _ in range(number)]
        return [_opened(stack, [url], None, servers.MODEL, context_tokens) for url in urls]

    return opened


def _opened(
    stack: ExitStack, urls: Sequence[str], key: str | None, name: str | None, context_tokens: int
) -> LanguageModel:
    connection = ServerConnection(urls, key, _PATIENCE)
    return stack.enter_context(
        closing(ServerModel(connection, name, context_tokens=context_tokens))
    )


def _asked(answerers: Sequence[Answerer], asked: Sequence[Question]) -> tuple[list[Row], float]:
    """Let each answerer take the next question until there are none; rows, and whole seconds."""
    waiting = iter(asked)  # a list's iterator gives each element to one thread only

    def work(answerer: Answerer) -> list[Row]:
        rows = []
        for question in waiting:
            began = time.perf_counter()
            answer = answerer.ask(question.question)
            seconds = time.perf_counter() - began
            right = is_right(answer, question.gold)
            rows.append({"id": question.id, "seconds": seconds, "right": right})
        return rows

    began = time.perf_counter()
    with ThreadPoolExecutor(len(answerers)) as threads:
        rows = [row for own in threads.map(work, answerers) for row in own]
    return rows, time.perf_counter() - began
