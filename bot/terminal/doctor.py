"""Checks everything that Byline needs, and says what to do about what is missing."""

import importlib.util
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot import assembly
from bot.adding.gatherer import sources_file
from bot.models.catalog import Use
from bot.secret_file import is_open_to_others
from bot.settings import Settings
from bot.terminal import engines
from index.errors import BylineError, SourcesError
from index.library.library import Library
from index.web.sources import read_sources

_GB = 1024**3
_BESIDE_WEIGHTS_GB = 1  # memory that a model takes beside its weights
_FREE_DISK_GB = 3  # for the default models, a library, and replacing them


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: its state, what was seen, and what to do unless it is good."""

    name: str
    state: Literal["good", "note", "bad"]
    seen: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Check]:
    """Run every check in turn. Loads no model; uses the network only where servers are set."""
    yield _python()
    yield _compiler()
    yield Check(*engines.engines(settings))
    yield Check(*engines.database(settings))
    for extra in engines.extras():
        yield Check(*extra)
    yield _memory(settings)
    yield from _weights(settings)
    yield from _voice(settings)
    yield _languages(settings)
    yield _library(settings)
    yield _sources(settings)
    yield _cache(settings)
    yield _token(settings)
    yield _admins(settings)


def _python() -> Check:
    seen = f"{sys.version.split()[0]} in {sys.prefix}"
    # Read at run time: pip refuses older ones, but a copied environment may still have one.
    if tuple(map(int, platform.python_version_tuple()[:2])) >= (3, 11):
        return Check("Python", "good", seen)
    return Check("Python", "bad", seen, "install Python 3.11 or newer and run `make run` again")


def _compiler() -> Check:
    if importlib.util.find_spec("llama_cpp"):
        return Check(*engines.llama_cpp())
    compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
    remedy = (
        "run `make install`"
        if compiler
        else "install a C++ compiler (Debian: g++), then `make install`"
    )
    return Check("llama.cpp", "bad", f"not installed; compiler: {compiler or 'none'}", remedy)


def _memory(settings: Settings) -> Check:
    free = _free_memory()
    catalog = assembly.weights(settings).catalog
    needed = 0.0
    here = [] if settings.model_url else [settings.model]
    for choice in (*here, settings.encoder, *filter(None, [settings.voice_model])):
        if choice in catalog.names():
            needed += catalog.get(choice).memory_gb
        elif (file := Path(choice).expanduser()).is_file():
            needed += file.stat().st_size / _GB + _BESIDE_WEIGHTS_GB
    seen = f"{free / _GB:.1f} GB free, the models take at most about {needed:.1f} GB"
    if free / _GB >= needed:
        return Check("Memory", "good", seen)
    return Check(
        "Memory", "bad", seen, "close other programs, or set BYLINE_MODEL=qwen2.5-coder-0.5b"
    )


def _weights(settings: Settings) -> Iterator[Check]:
    weights = assembly.weights(settings)
    for name, choice, kind in (
        ("Language model", settings.model, "language"),
        ("Encoder", settings.encoder, "encoder"),
    ):
        if kind == "language" and settings.model_url:
            continue  # it runs elsewhere, see Engines
        try:
            path = weights.resolve(choice, "language" if kind == "language" else "encoder")
            if Path(path).exists():
                yield Check(name, "good", f"{choice}: {path}")
            else:
                remedy = "it will be fetched from the hub when first used"
                yield Check(name, "note", f"{choice}: not in the catalog, so not checked", remedy)
        except BylineError as error:
            yield Check(name, "bad", choice, str(error))


def _voice(settings: Settings) -> Iterator[Check]:
    if choice := settings.voice_model:
        try:
            assembly.recogniser(settings)
            yield Check("Voice model", "good", choice)
        except BylineError as error:
            yield Check("Voice model", "bad", choice, str(error))


def _languages(settings: Settings) -> Check:
    catalog = assembly.weights(settings).catalog
    measured = {m.name: m.languages for m in catalog.models if m.languages}
    languages = measured.get(settings.encoder, ())
    if not languages:
        remedy = "in a clone `byline eval languages` measures it"
        return Check("Languages", "note", f"not measured with {settings.encoder}", remedy)
    each: dict[Use, list[str]] = {"found": [], "half": [], "not": []}
    for language in languages:
        each[language.own.use].append(language.name)
    labels = {"found": "questions", "half": "found but often refused", "not": "not"}
    seen = "; ".join(f"{labels[use]}: {', '.join(names)}" for use, names in each.items() if names)
    better = [
        name
        for name, others in measured.items()
        if sum(o.own.use == "found" for o in others) > len(each["found"])
    ]
    if not better:
        return Check("Languages", "good", seen)
    return Check("Languages", "note", seen, f"set BYLINE_ENCODER={better[0]} for more of them")


def _sources(settings: Settings) -> Check:
    file = sources_file(settings)
    try:
        found = read_sources(file)
    except SourcesError as error:
        return Check("Sources", "bad", str(file), str(error))
    counts = f"{len(found.feeds)} feeds, {len(found.pages)} pages, {len(found.folders)} folders"
    often = f", every {found.every_s / 60:,.0f} min" if found.every_s else ""
    return Check("Sources", "good", f"{file}: {counts}{often}" if file.exists() else f"no {file}")


def _library(settings: Settings) -> Check:
    try:
        path = assembly.database_path(settings)
        if not path.exists():
            return _no_library(settings.library)
        with closing(Library(path)) as library:
            summary, made_with = library.summary(), library.encoder()
    except OSError as error:
        seen = f"{settings.library}: {error.strerror}"
        return Check("Library", "bad", seen, "make it readable, or set BYLINE_LIBRARY to another")
    except BylineError as error:
        return Check("Library", "bad", str(settings.library), str(error))
    seen = f"{settings.library}: {summary.articles:,} articles, {summary.passages:,} passages"
    if made_with not in (None, settings.encoder):
        return Check(
            "Library",
            "bad",
            f"{seen}, made with {made_with}",
            f"set BYLINE_ENCODER={made_with} or run `byline index --rebuild`",
        )
    return Check("Library", "good", seen)


def _cache(settings: Settings) -> Check:
    folder = settings.cache
    existing = _nearest(folder)
    free = shutil.disk_usage(existing).free / _GB
    seen = f"{folder}: downloads go here; {free:.1f} GB free"
    if not _can_hold_files(existing):
        return Check(
            "Cache", "bad", f"{folder} is not writable", "set BYLINE_CACHE to another folder"
        )
    if free < _FREE_DISK_GB:
        return Check(
            "Cache", "note", seen, f"about {_FREE_DISK_GB} GB are needed for the default models"
        )
    return Check("Cache", "good", seen)


def _token(settings: Settings) -> Check:
    if settings.telegram_bot_token is None:
        return Check(
            "Telegram token",
            "note",
            "not set: `make run` chats in the terminal",
            "write to @BotFather, send /newbot, put TELEGRAM_BOT_TOKEN=… into .env",
        )
    if not re.fullmatch(r"\d+:[\w-]{30,}", settings.telegram_bot_token.get_secret_value()):
        return Check(
            "Telegram token",
            "bad",
            "set, but not of the form 123456789:AA…",
            "copy the whole token that @BotFather sent",
        )
    env = Path(".env")
    if env.is_file() and is_open_to_others(env.stat().st_mode) and _names_token(env):
        return Check(
            "Telegram token", "note", "others on this machine can read .env", "run `chmod 600 .env`"
        )
    return Check("Telegram token", "good", "set, and of the right form")


def _names_token(env: Path) -> bool:
    text = env.read_text(encoding="utf-8", errors="replace")
    return re.search(r"^\s*(export\s+)?TELEGRAM_BOT_TOKEN\s*=\s*\S", text, re.MULTILINE) is not None


def _admins(settings: Settings) -> Check:
    if settings.admins:
        return Check("Admins", "good", ", ".join(map(str, sorted(settings.admins))))
    return Check(
        "Admins", "note", "none: nobody can /reindex", "set BYLINE_ADMINS to your Telegram id"
    )


def _no_library(path: Path) -> Check:
    seen = f"{path}: none yet"
    if _can_hold_files(_nearest(path)):
        return Check("Library", "note", seen, "run `byline index PATH`")
    remedy = "set BYLINE_LIBRARY to another folder"
    return Check("Library", "bad", f"{seen}, and it cannot be made there", remedy)


def _nearest(path: Path) -> Path:
    """The first of `path` and the folders above it that exists."""
    return next(each for each in (path, *path.parents) if each.exists())


def _can_hold_files(path: Path) -> bool:
    return path.is_dir() and os.access(path, os.W_OK | os.X_OK)


def _free_memory() -> int:
    """Bytes of memory that programs can use now; all memory where the kernel does not say."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            found = re.search(r"MemAvailable:\s+(\d+) kB", file.read())
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
