"""A real Chroma server, started by the first test that needs it, and a gate in front of it."""

import atexit
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

_START_S = 60.0


@dataclass(frozen=True)
class Chroma:
    """A running `chroma run` and its folder."""

    url: str
    process: subprocess.Popen[bytes]
    folder: Path

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """A port of this machine that nothing listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_chroma(folder: Path, port: int | None = None) -> Chroma:
    """Start a server that keeps its data in `folder`, and wait until it answers."""
    port = port or free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    url = f"http://127.0.0.1:{port}"
    wait_until_it_answers(f"{url}/api/v2/heartbeat", process)
    return Chroma(url, process, folder)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when `url` answers; fail when its process ends or it takes too long."""
    end = time.monotonic() + _START_S
    while True:
        assert process.poll() is None, f"the server of {url} ended by itself"
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            assert time.monotonic() < end, f"{url} does not answer"
        time.sleep(0.05)


@cache
def running_chroma() -> Chroma:
    """The server that all tests of this process share; collections tell them apart."""
    folder = Path(tempfile.mkdtemp(prefix="byline-chroma-"))
    chroma = start_chroma(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(chroma.end)
    return chroma


@contextmanager
def gate(
    upstream: str, token: str, prefix: str = "", is_open: Callable[[], bool] = lambda: True
) -> Iterator[str]:
    """A proxy in front of the server `upstream` that wants a bearer token, at the address given.

    It knows the server under the path `prefix`, and refuses all while it is not open.
    """
    client = httpx.Client(trust_env=False, timeout=30)

    class Gate(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            known = self.path.startswith(prefix)
            if not known or self.headers.get("Authorization") != f"Bearer {token}" or not is_open():
                reply, status, kind = b"<h1>Unauthorized</h1>", 401, "text/html"
            else:
                kind = self.headers.get("Content-Type") or "application/json"
                passed = client.request(
                    self.command,
                    upstream + self.path.removeprefix(prefix),
                    content=body,
                    headers={"Content-Type": kind},
                )
                reply, status = passed.content, passed.status_code
                kind = passed.headers.get("Content-Type", "")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_GET = do_POST = do_PUT = do_DELETE = _pass

        def log_message(self, *args: object) -> None: ...

    with serving(Gate) as url:
        yield url + prefix
    client.close()


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """An HTTP server on this machine that answers by `handler`, at the address given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
