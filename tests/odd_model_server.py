"""A small real HTTP server that speaks OpenAI's protocol, and misbehaves as a test asks it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from math import log
from typing import Any

from chroma_servers import serving

Behave = Callable[[BaseHTTPRequestHandler], None]
KEY = "sk-nobody-may-see-this"


@dataclass
class OddModelServer:
    """Answers one request after another as `script` says; the last entry stays.

    `asked` holds the bodies of the chat requests, `keys` the Authorization headers of all.
    """

    models: list[str] = field(default_factory=lambda: ["otter-7b"])
    script: list[Behave] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""
    no_list: Behave | None = None
    released: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator["OddModelServer"]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.keys.append(self.headers.get("Authorization"))
                if server.no_list:
                    server.no_list(self)
                else:
                    listed = {"data": [{"id": name} for name in server.models]}
                    status(200, listed)(self)

            def do_POST(self) -> None:
                server.keys.append(self.headers.get("Authorization"))
                length = int(self.headers["Content-Length"])
                server.asked.append(json.loads(self.rfile.read(length)))
                behave = server.script[0] if len(server.script) == 1 else server.script.pop(0)
                try:
                    behave(self)
                except OSError:
                    server.left.set()  # the client has gone

            def log_message(self, *args: object) -> None: ...

        with serving(Handler) as address:
            self.url = f"{address}/v1"
            try:
                yield self
            finally:
                self.released.set()

    def silence(self) -> Behave:
        """Say nothing at all until the test is over."""

        def behave(handler: BaseHTTPRequestHandler) -> None:
            self.released.wait()

        return behave

    def stall(self, before: str = "") -> Behave:
        """Say `before`, then nothing until the test is over; `left` is set when the client goes."""

        def behave(handler: BaseHTTPRequestHandler) -> None:
            _open(handler)
            if before:
                _send(handler, _chunk(before))
            while not self.released.wait(0.02):
                handler.wfile.write(b": still here\n\n")
                handler.wfile.flush()

        return behave


def says(
    text: str, odds: dict[str, float] | None = None, *, role_first: bool = False, **more: Any
) -> Behave:
    """Stream `text` by words; `odds` are probabilities of its first token, by token."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        _open(handler)
        if role_first:
            _send(handler, {"choices": [{"delta": {"role": "assistant"}}]})
        pieces = [f"{piece} " for piece in text.split(" ")]
        pieces[-1] = pieces[-1][:-1]
        for number, piece in enumerate(pieces):
            told = _told(piece, odds) if odds and not number else None
            _send(handler, _chunk(piece, told))
        _send(handler, {"choices": [{"delta": {}, "finish_reason": "stop"}], **more})
        handler.wfile.write(b"data: [DONE]\n\n")

    return behave


def whole(text: str) -> Behave:
    """Reply at once, as a server that does not stream."""
    message = {"role": "assistant", "content": text}
    return status(200, {"choices": [{"message": message, "finish_reason": "stop"}]})


def half(text: str) -> Behave:
    """Stream `text` and break off."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        _open(handler)
        if text:
            _send(handler, _chunk(text))

    return behave


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def raw(line: str) -> Behave:
    """Stream one line as it is."""
    return stream(f"{line}\n\n".encode())


def stream(*parts: bytes) -> Behave:
    """Stream these parts as they are."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        _open(handler)
        for part in parts:
            handler.wfile.write(part)
            handler.wfile.flush()

    return behave


def status(code: int, body: object = "", kind: str = "application/json", **headers: str) -> Behave:
    """Reply with a status, a body and headers."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        handler.send_response(code)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return behave


def error(code: int, message: str, **headers: str) -> Behave:
    """Reply with an error as OpenAI's servers do."""
    return status(code, {"error": {"message": message, "type": "odd"}}, **headers)


def _open(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
    handler.end_headers()


def _send(handler: BaseHTTPRequestHandler, event: dict[str, Any]) -> None:
    handler.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
    handler.wfile.flush()


def _chunk(text: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": text}, "logprobs": told, "finish_reason": None}]}


def _told(piece: str, odds: dict[str, float]) -> dict[str, Any]:
    top = [{"token": token, "logprob": log(share)} for token, share in odds.items()]
    return {
        "content": [{"token": piece.strip(), "logprob": top[0]["logprob"], "top_logprobs": top}]
    }
