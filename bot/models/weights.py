"""Finds, verifies and fetches the weights of the models in the catalog.

A file counts only when its size and SHA-256 are those of the catalog. Only `Weights.fetch` uses the
network, through `downloads`.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from bot.errors import WeightsError
from bot.models import downloads
from bot.models.catalog import (
    Catalog,
    HubSource,
    Kind,
    Model,
    RegistrySource,
    Source,
    WeightFile,
    load_catalog,
)
from bot.models.downloads import Progress
from index.atomic import atomic_write

__all__ = ["Catalog", "Kind", "Model", "Progress", "State", "Weights", "load_catalog"]

State = Literal["missing", "partial", "corrupt", "ready"]

_WANTED: dict[Kind, str] = {
    "language": ".gguf file on this machine",
    "encoder": "sentence-transformers folder on this machine, nor a name like owner/model,",
    "speech": "faster-whisper folder (model.bin, config.json, tokenizer.json) on this machine",
}
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_ANOTHER_CACHE = "or choose another cache folder with BYLINE_CACHE"


class Weights:
    """The models of a catalog, and their files in `<cache>/models/<name>/`."""

    def __init__(self, catalog: Catalog, cache_dir: Path, hub_endpoint: str | None = None) -> None:
        self.catalog = catalog
        self._root = cache_dir / "models"
        self._endpoint = hub_endpoint

    def resolve(self, choice: str, kind: Kind) -> str:
        """What to load for `choice`: a name of the catalog, a path or, for encoders, a hub name.

        Raises WeightsError.
        """
        if choice in self.catalog.names():
            if self.catalog.get(choice).kind != kind:
                raise WeightsError(
                    f"{choice} is not a {kind} model: choose one of {self._list(kind)}."
                )
            return str(self.path(choice))
        local = Path(choice)
        with suppress(RuntimeError):  # ~nobody
            local = local.expanduser()
        if kind == "language" and local.suffix == ".gguf" and local.is_file():
            return str(local)
        if kind == "encoder":
            if (local / "modules.json").is_file() or (local / "config.json").is_file():
                return str(local)
            if _HUB_NAME.fullmatch(choice) and not choice.startswith(".") and not local.exists():
                return choice
        if kind == "speech" and (local / "model.bin").is_file():
            return str(local)
        raise WeightsError(
            f"{choice} is neither a {_WANTED[kind]} nor one of {self._list(kind)}: "
            "see `byline models list`."
        )

    def path(self, name: str) -> Path:
        """The file of a language model or the folder of another, verified. Raises WeightsError."""
        model = self.catalog.get(name)
        remedy = f"run `byline models fetch {name}`"
        for file in model.files:
            state = self._check(model, file)
            if state == "corrupt":
                raise WeightsError(
                    f"{self._path(model, file)} is not the file we know (size or SHA-256 differ): "
                    f"{remedy} to replace it."
                )
            if state == "missing":
                raise WeightsError(f"The model {name} is not on this machine: {remedy}.")
        folder = self._root / name
        # llama.cpp is given the first of several files and finds the others itself.
        return folder / model.files[0].name if model.kind == "language" else folder

    def status(self, name: str) -> State:
        """How much of a model is here. Only files that were not verified before are read."""
        model = self.catalog.get(name)
        states = {self._check(model, file) for file in model.files}
        if "corrupt" in states:
            return "corrupt"
        if states == {"ready"}:
            return "ready"
        begun = any((self._root / name / part).exists() for part in ("parts", "hub"))
        return "partial" if begun or "ready" in states else "missing"

    def fetch(self, name: str, progress: Progress) -> Path:
        """Fetch the missing and corrupt files of a model, trying its sources in order.

        Two processes may call this at once: the second waits. Raises WeightsError.
        """
        model = self.catalog.get(name)
        with _disk_errors(self._root / name):
            (self._root / name).mkdir(parents=True, exist_ok=True)
            with self._fetching(name, progress):
                self._fetch(model, progress)
        return self.path(name)

    def _fetch(self, model: Model, progress: Progress) -> None:
        folder = self._root / model.name
        failures = []
        for source in model.sources:
            lacking = [
                file
                for file in model.files
                if source.has(file) and self._check(model, file) != "ready"
            ]
            if not lacking:
                continue
            self._expect_room(source, lacking, folder)
            progress.start(f"{model.name} from {source.label}", sum(file.size for file in lacking))
            try:
                for file in lacking:
                    self._bring(model, file, source, progress)
            except WeightsError as error:
                failures.append(f"{source.label}: {error}")
                if source is not model.sources[-1]:
                    progress.say(f"{failures[-1]}; trying the next source")
            finally:
                progress.finish()
        if any(self._check(model, file) != "ready" for file in model.files):
            tried = "; ".join(failures) or f"it has no source, put its files into {folder}"
            raise WeightsError(
                f"Could not fetch {model.name} ({tried}). Mend that and run "
                f"`byline models fetch {model.name}` again: finished parts are kept."
            )
        for staging in ("parts", "hub"):
            shutil.rmtree(folder / staging, ignore_errors=True)

    def _bring(self, model: Model, file: WeightFile, source: Source, progress: Progress) -> None:
        """Fetch one file from one source; it gets its name only when it is the expected one."""
        folder, path = self._root / model.name, self._path(model, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, HubSource):
            staged = downloads.from_hub(
                source.repo,
                source.revision,
                file.name,
                folder=folder / "hub",
                progress=progress,
                endpoint=self._endpoint,
            )
            sha256 = _sha256(staged)
        else:
            staged = path.with_name(f"{path.name}.incoming")
            sha256 = downloads.from_registry(
                source.members(file),
                target=staged,
                limit=file.size,
                folder=folder / "parts",
                progress=progress,
                inside=source.inside(file),
            )
        if (staged.stat().st_size, sha256) != (file.size, file.sha256):
            staged.unlink()
            # It is unknown which part was wrong, so none is kept.
            shutil.rmtree(folder / "parts", ignore_errors=True)
            raise WeightsError(f"{file.name} arrived with a wrong size or SHA-256 and was refused")
        staged.replace(path)
        self._remember(path, file.sha256)

    def _check(self, model: Model, file: WeightFile) -> Literal["missing", "corrupt", "ready"]:
        """Compare a file with the catalog; it is read only if it changed since it was verified."""
        path = self._path(model, file)
        try:
            if path.stat().st_size != file.size:
                return "corrupt"
            if _remembered(path) == _fingerprint(path, file.sha256):
                return "ready"
            if _sha256(path) != file.sha256:
                return "corrupt"
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        except OSError as error:
            raise WeightsError(
                f"Cannot read {path} ({error.strerror}): make it readable"
            ) from error
        self._remember(path, file.sha256)
        return "ready"

    def _remember(self, path: Path, sha256: str) -> None:
        # A shared cache may be read-only; then files are verified at each start.
        with suppress(OSError):
            atomic_write(_note(path), json.dumps(_fingerprint(path, sha256)))

    def _path(self, model: Model, file: WeightFile) -> Path:
        return self._root / model.name / file.name

    def _list(self, kind: Kind) -> str:
        return ", ".join(self.catalog.names(kind))

    def _expect_room(self, source: Source, lacking: list[WeightFile], folder: Path) -> None:
        need = sum(file.size for file in lacking)
        if isinstance(source, RegistrySource):
            # Wheels, the zip file that they may make, and the files lie side by side for a while.
            parts = (part for part in (folder / "parts").glob("*") if part.is_file())
            kept = sum(part.stat().st_size for part in parts)
            need += max(0, need * (2 if source.archive else 1) - kept)
        free = shutil.disk_usage(folder).free
        if free < need:
            raise WeightsError(
                f"Fetching needs {need / 1e9:.1f} GB in {folder}, {free / 1e9:.1f} GB are free: "
                f"free some, {_ANOTHER_CACHE}."
            )

    @contextmanager
    def _fetching(self, name: str, progress: Progress) -> Iterator[None]:
        lock = FileLock(self._root / f"{name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress.say(f"Waiting for another process that is fetching {name}.")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WeightsError(
            f"Cannot write to {folder} ({why}): make room or make it writable, {_ANOTHER_CACHE}."
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified")


def _fingerprint(path: Path, sha256: str) -> dict[str, object]:
    stat = path.stat()
    return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": sha256}


def _remembered(path: Path) -> object:
    try:
        return json.loads(_note(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
