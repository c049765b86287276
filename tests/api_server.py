"""The HTTP API over the sample articles at a free port of this machine, with a fake model."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from fakes import HashingEncoder, ScriptedModel
from paced_model import PacedModel
from prometheus_client.parser import text_string_to_metric_families
from sample_library import place

from bot.answering.answerer import Answerer
from bot.serving.api_token import Access, bound
from bot.serving.asking import Limits
from bot.serving.http_api import Served
from bot.serving.http_server import HttpServer
from bot.serving.model_line import ModelLine
from bot.serving.page.visitors import MiniApp
from index.folder.library_folder import LibraryFolder

TOKEN = "a-token-of-the-tests-0123456789"
Event = tuple[str, Any]


class Running:
    """A running server, and a client that asks it."""

    def __init__(
        self, served: Served, answerer: Answerer, server: HttpServer, headers: dict[str, str]
    ) -> None:
        self.served = served
        self.answerer = answerer
        self.server = server
        self.thread = threading.Thread(target=lambda: asyncio.run(server.until_stopped()))
        self.client = httpx.Client(
            base_url=server.address, headers=headers, trust_env=False, verify=False, timeout=60
        )

    def ask(self, question: str, **more: object) -> httpx.Response:
        return self.client.post("/v1/ask", json={"question": question, **more})

    def stream(self, question: str, **more: object) -> list[Event]:
        """All events of an answer."""
        with self.streaming(question, **more) as response:
            return list(events(response.iter_lines()))

    def streaming(self, question: str, **more: object) -> Any:
        return self.client.stream(
            "POST",
            "/v1/ask",
            json={"question": question, **more},
            headers={"Accept": "text/event-stream"},
        )

    def numbers(self) -> dict[tuple[str, ...], float]:
        """The metrics by name and the values of their labels."""
        response = self.client.get("/metrics")
        assert response.status_code == 200, response.text
        return metrics(response.text)


def metrics(text: str) -> dict[tuple[str, ...], float]:
    """The metrics of a text by name and the values of their labels, in the labels' order."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def events(lines: Iterator[str]) -> Iterator[Event]:
    """The events of a stream: their names and what they hold."""
    name = ""
    for line in lines:
        kind, _, rest = line.partition(": ")
        if kind == "event":
            name = rest
        elif kind == "data":
            yield name, json.loads(rest)


def until(happened: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    patience = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < patience
        time.sleep(0.005)


@contextmanager
def running(
    folder: Path,
    model: ScriptedModel | None = None,
    *,
    token: str | None = None,
    waiting: int = 8,
    seconds: float = 60.0,
    more: Mapping[str, str] | None = None,
    mini_app: MiniApp | None = None,
) -> Iterator[Running]:
    """A server over the sample articles, which are placed in `folder`.

    `more` are further articles: Markdown by the name of the file, without its suffix.
    """
    place(folder / "articles", folder / "library")
    library_folder = LibraryFolder(folder / "library", HashingEncoder(), HashingEncoder)
    for name, text in (more or {}).items():
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    if more:
        library_folder.index([])
    answerer = Answerer(library_folder.searcher, model or PacedModel(), read_ahead=2)
    line = ModelLine(answerer, waiting)
    listening = bound("127.0.0.1", 0, "")
    listening.listen()  # from now on requests wait until the server answers them
    served = Served(line, library_folder, Limits(seconds), mini_app=mini_app)
    server = HttpServer(served, Access(token), listening)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    made = Running(served, answerer, server, headers)
    made.thread.start()
    try:
        yield made
    finally:
        made.client.close()
        server.stop()
        made.thread.join()
        line.close()
        library_folder.close()
