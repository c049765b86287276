"""Says which engines are in use, for `byline doctor`, and whether those on servers answer."""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Literal, NamedTuple

from bot import assembly
from bot.settings import Settings
from bot.terminal import chat_memory
from index.errors import BylineError, install

_ASK_LLAMA = "from bot.models.llama import built_with; print(built_with())"
_LOADING_S = 120
# Optional parts: the extra, the packages that it brings, what it is for.
_EXTRAS = (
    ("voice", ("faster_whisper",), "voice messages"),
    ("serve", ("fastapi", "jinja2", "prometheus_client", "uvicorn"), "HTTP, the page and metrics"),
    ("mcp", ("mcp",), "assistants"),
    ("postgres", ("psycopg",), "several bots over one database"),
    ("cloud", ("pyarrow", "fsspec"), "object storage and Parquet"),
    ("ray", ("ray",), "indexing on several machines"),
)

_State = Literal["good", "note", "bad"]


class Seen(NamedTuple):
    """One line of a report: what it is about, its state, what was seen, and what to do."""

    name: str
    state: _State
    seen: str
    remedy: str = ""


def engines(settings: Settings) -> Seen:
    """Look at both engines. Uses the network only where a server is set."""
    model, model_state, model_remedy = _model(settings)
    vectors, vectors_state, vectors_remedy = _vectors(settings)
    states: list[_State] = ["bad", "note", "good"]
    state = min(model_state, vectors_state, key=states.index)
    return Seen("Engines", state, f"{model}; {vectors}", model_remedy or vectors_remedy)


def database(settings: Settings) -> Seen:
    """Say where what chats remember is kept. A database is tried, and left as it is."""
    if not settings.database_url:
        return Seen("Chats", "good", "what they remember is in the library's folder")
    where = f"what they remember is in {settings.database_url.partition('?')[0]}"
    try:
        chat_memory.try_database(settings)
    except BylineError as error:
        return Seen("Chats", "bad", f"{where}, which cannot be used", str(error))
    return Seen("Chats", "good", f"{where}, which can be used")


def extras() -> Iterator[Seen]:
    """Say of each optional part whether it is installed, and how it would be."""
    for name, packages, use in _EXTRAS:
        if all(map(find_spec, packages)):
            yield Seen(f"Extra {name}", "good", f"installed, for {use}")
        else:
            yield Seen(f"Extra {name}", "good", f"not installed; for {use}: {install(name)}")


def llama_cpp() -> Seen:
    """Say what llama.cpp was built with and finds. It must be installed."""
    said, reason = _llama_build()
    if said:
        return Seen("llama.cpp", "good", f"installed; {said}")
    return Seen("llama.cpp", "bad", f"installed, but: {reason}", "run `make install` again")


@cache
def _llama_build() -> tuple[str, str]:
    """What llama.cpp was built with, and else why it cannot be loaded.

    Asked in a process of its own, because one that was built for another processor ends it.
    """
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-c", _ASK_LLAMA],
            capture_output=True,
            text=True,
            timeout=_LOADING_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", " ".join(str(error).split())
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        return "", last[0] if last else f"it ends with signal {-done.returncode}"
    return done.stdout.strip(), ""


def _model(settings: Settings) -> tuple[str, _State, str]:
    if not settings.model_url:
        return "the language model runs here", "good", ""
    where = f"language model on {', '.join(settings.model_url)}"
    try:
        name, failures = assembly.model_on_servers(settings)
    except BylineError as error:
        return f"{where}, which cannot be used", "bad", str(error)
    if failures:
        return f"{where}: {name}, but {len(failures)} fails", "note", failures[0]
    return f"{where}: {name}", "good", ""


def _vectors(settings: Settings) -> tuple[str, _State, str]:
    if not settings.chroma_url:
        return "vectors in the library's folder", "good", ""
    where = f"vectors on the Chroma server {settings.chroma_url}"
    try:
        assembly.check_vector_server(settings)
    except BylineError as error:
        return f"{where}, which cannot be used", "bad", str(error)
    return f"{where}, which answers", "good", ""
