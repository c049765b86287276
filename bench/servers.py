"""Starts the real servers that scale is measured on, the way the tests start them.

Each of them runs on this machine, over an empty folder, and ends with its block.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import SettingsError

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

MODEL = "bench"  # what the model servers call their model


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """Run a Chroma server that keeps its data in `folder`; gives its address.

    Raises SettingsError when it does not start.
    """
    from chroma_servers import start_chroma

    with _explained("a Chroma server"):
        server = start_chroma(folder)
    try:
        yield server.url
    finally:
        server.end()


@contextmanager
def database() -> Iterator[tuple[str, str]]:
    """Run a PostgreSQL server that waits for the disk; gives its database and the password.

    Raises SettingsError when it does not start.
    """
    from postgres_server import PASSWORD, start_postgres

    with _explained("PostgreSQL"):
        server = start_postgres(durable=True)
    try:
        yield server.url("postgres"), PASSWORD
    finally:
        server.end()


@contextmanager
def model(weights: Path, context_tokens: int, threads: int) -> Iterator[str]:
    """Run llama.cpp's Python server, which answers one at a time; gives its address, up to /v1.

    It tells no odds: for them it would keep 600 KB for each token. Raises SettingsError when it
    does not start.
    """
    from chroma_servers import free_port, wait_until_it_answers

    port = free_port()
    arguments = ["--model", weights, "--model_alias", MODEL, "--port", port]
    arguments += ["--n_ctx", context_tokens, "--n_threads", threads, "--verbose", "false"]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            [sys.executable, "-m", "llama_cpp.server", *map(str, arguments)],
            env={name: value for name, value in os.environ.items() if name != "API_KEY"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            with _explained("llama.cpp's server"):
                wait_until_it_answers(f"http://127.0.0.1:{port}/docs", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


@contextmanager
def _explained(what: str) -> Iterator[None]:
    try:
        yield
    except (AssertionError, subprocess.CalledProcessError) as error:
        raise SettingsError(
            f"{what} did not start ({error}): install what `make test` needs, by `make install`."
        ) from error
