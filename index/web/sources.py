"""Reads sources.toml: the feeds, pages and folders that are to be looked at regularly.

Fetches nothing.
"""

import re
import tomllib
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from index.errors import FetchError, SourcesError
from index.web.connection import parsed

_LISTS = ("feeds", "pages", "folders")
_KNOWN = (*_LISTS, "every")
_UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86_400}
_PERIOD = re.compile(r"\s*(\d{1,6})\s*(s|min|h|d)\s*$")
_SHORTEST_S = 60
_EXAMPLE = 'feeds = ["https://example.org/rss.xml"]'


@dataclass(frozen=True, slots=True)
class Sources:
    """What to look at; `every_s` is the interval in seconds, None without a schedule."""

    feeds: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    every_s: float | None = None


def read_sources(path: Path) -> Sources:
    """Read the sources in the file at `path`; no sources when there is no such file.

    Folders are relative to the file's folder. Raises SourcesError, which names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Sources()
    except (OSError, UnicodeError) as error:
        fault = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SourcesError(f"{path} cannot be read ({fault}): mend it or move it away.") from error
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        fault = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise _bad(path, line, f"{fault}: write it like {_EXAMPLE}") from error
    return _SourcesFile(path, text).sources(found)


class _SourcesFile:
    """One file, with its text, so that an error can name the line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def sources(self, found: dict[str, object]) -> Sources:
        for name in found:
            if name not in _KNOWN:
                raise self._fault(name, f"{name} is unknown here: there are {', '.join(_KNOWN)}")
        return Sources(
            feeds=tuple(self._address(value) for value in self._list(found, "feeds")),
            pages=tuple(self._address(value) for value in self._list(found, "pages")),
            folders=tuple(self._folder(value) for value in self._list(found, "folders")),
            every_s=self._period(found.get("every")),
        )

    def _list(self, found: dict[str, object], name: str) -> list[str]:
        value = found.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._fault(name, f'{name} is a list of texts: write {name} = ["…", "…"]')
        return list(dict.fromkeys(each.strip() for each in value))

    def _address(self, value: str) -> str:
        try:
            parsed(value)
        except FetchError as error:
            raise self._fault(value, f"“{value[:100]}” {error.reason.rstrip('.')}") from error
        return value

    def _folder(self, value: str) -> Path:
        try:
            # As `byline index` writes a folder: with ".." in it each article would be there twice.
            return Path(normpath((self._path.parent / Path(value).expanduser()).absolute()))
        except (RuntimeError, ValueError) as error:
            raise self._fault(value, f"there is no such folder as {value[:100]}") from error

    def _period(self, value: object) -> float | None:
        if value is None:
            return None
        found = _PERIOD.match(value) if isinstance(value, str) else None
        seconds = int(found[1]) * _UNITS[found[2]] if found else 0
        if seconds < _SHORTEST_S:
            raise self._fault("every", 'every is a time of a minute or more: write every = "2 h"')
        return float(seconds)

    def _fault(self, what: str, problem: str) -> SourcesError:
        # A name begins its line; a value is in quotation marks.
        pattern = re.compile(
            rf"^\s*[\"']?{re.escape(what)}[\"']?\s*=|[\"']\s*{re.escape(what)}\s*[\"']"
        )
        found = (n for n, line in enumerate(self._lines, start=1) if pattern.search(line))
        return _bad(self._path, next(found, 1), problem)


def _bad(path: Path, line: int, problem: str) -> SourcesError:
    return SourcesError(f"{path}, line {line}: {problem}.")
