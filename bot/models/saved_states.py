"""Caches states of the language model, in memory and on disk, by the tokens that were read.

Knows nothing of llama.cpp. A state is found by the prefix of tokens that it shares with a prompt,
so it is never used for another text. Its folder is for one model and one version of llama.cpp.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.atomic import atomic_write

# A state takes 28 KB a token with the default model, so memory holds the prompts of some twenty
# questions, and the disk some ninety passages.
MEMORY_BYTES = 128 * 2**20
DISK_BYTES = 512 * 2**20

Tokens = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """The model's state after `tokens`; `data` does not cover the first `base` of them.

    The prefix that all prompts share is kept once, as a state with a base of 0. The other states
    hold only what follows it.
    """

    tokens: Tokens
    base: int
    data: bytes


class States:
    """The states of one model. `folder` keeps lasting states; None keeps all of them in memory.

    Both caches are bounded by size in bytes and evict the least recently used state, but never one
    that others build on. States only save time, so a full disk is not an error.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        memory_bytes: int = MEMORY_BYTES,
        disk_bytes: int = DISK_BYTES,
    ) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._disk_bytes = disk_bytes
        self._held: list[State] = []  # least recently used first
        self._files: dict[Path, tuple[Tokens, int]] = dict(_listed(folder)) if folder else {}

    def shared(self, tokens: Sequence[int]) -> int:
        """Number of leading `tokens` that the best state has read."""
        wanted = np.asarray(tokens, dtype=np.int32)
        known = [state.tokens for state in self._held] + [read for read, _ in self._files.values()]
        return max((common(read, wanted) for read in known), default=0)

    def has_whole(self, tokens: Sequence[int]) -> bool:
        """Whether one state that builds on no other has read all `tokens`."""
        wanted = np.asarray(tokens, dtype=np.int32)
        known = [(state.tokens, state.base) for state in self._held] + [*self._files.values()]
        return any(not base and common(read, wanted) == len(wanted) for read, base in known)

    def best(self, tokens: Sequence[int]) -> State | None:
        """The state that has read most leading `tokens`, or None.

        Of equally good states it is the one with the smallest base, so that the shared prefix
        itself comes before states that build on it.
        """
        wanted = np.asarray(tokens, dtype=np.int32)

        def worth(read: Tokens, base: int) -> tuple[int, int]:
            return common(read, wanted), -base

        held = max(self._held, key=lambda state: worth(state.tokens, state.base), default=None)
        in_memory = worth(held.tokens, held.base) if held else (0, 0)
        files = {file: worth(*read) for file, read in self._files.items()}
        file = max(files, key=lambda each: files[each], default=None)
        on_disk = files[file] if file else (0, 0)
        if file and on_disk[0] and on_disk > in_memory:
            state = self._load(file)
            if state is not None:
                return state
        if held is not None and in_memory[0]:
            self._held.remove(held)
            self._held.append(held)
            return held
        return None

    def keep(self, state: State, *, lasting: bool = False) -> None:
        """Keep `state`, on disk if it is `lasting` and there is a folder."""
        if lasting and self._folder is not None:
            self._write(self._folder, state)
            return
        self._held = [s for s in self._held if not _is_in(s, state)] + [state]
        spare = [s for s in self._held[:-1] if s.base]
        while spare and sum(len(s.data) for s in self._held) > self._memory_bytes:
            self._held.remove(spare.pop(0))

    def _load(self, file: Path) -> State | None:
        tokens, base = self._files[file]
        try:
            with file.open("rb") as source:
                source.readline()
                data = source.read()
            os.utime(file)
        except OSError:  # another process evicted it
            del self._files[file]
            return None
        return State(tokens, base, data)

    def _write(self, folder: Path, state: State) -> None:
        file = folder / f"{hashlib.sha256(state.tokens.tobytes()).hexdigest()}.state"
        header = {"base": state.base, "bytes": len(state.data), "tokens": state.tokens.tolist()}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            atomic_write(file, json.dumps(header).encode() + b"\n" + state.data)
        except OSError:
            return
        self._files[file] = state.tokens, state.base
        self._make_room(folder, file)

    def _make_room(self, folder: Path, newest: Path) -> None:
        """Evict the least recently used files, of this model and others, down to the bound."""
        found = []
        for file in folder.parent.glob("**/*.state"):
            with contextlib.suppress(OSError):
                found.append((file.stat().st_mtime, file.stat().st_size, file))
        size = sum(length for _, length, _ in found)
        for _, length, file in sorted(found):
            if size <= self._disk_bytes:
                break
            if file == newest or self._files.get(file, (None, 1))[1] == 0:
                continue
            with contextlib.suppress(OSError):
                file.unlink()
            self._files.pop(file, None)
            size -= length


def common(one: npt.ArrayLike, other: npt.ArrayLike) -> int:
    """Length of the common prefix of two sequences of tokens."""
    a, b = np.asarray(one, dtype=np.int32), np.asarray(other, dtype=np.int32)
    shorter = min(len(a), len(b))
    differ = np.flatnonzero(a[:shorter] != b[:shorter])
    return int(differ[0]) if len(differ) else shorter


def _is_in(state: State, other: State) -> bool:
    return common(state.tokens, other.tokens) == len(state.tokens) and state.base == other.base


def _listed(folder: Path) -> Iterator[tuple[Path, tuple[Tokens, int]]]:
    """The complete state files in `folder`; other files are ignored."""
    for file in sorted(folder.glob("*.state")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            with file.open("rb") as source:
                line = source.readline()
            header = json.loads(line)
            if file.stat().st_size == len(line) + header["bytes"]:
                yield file, (np.asarray(header["tokens"], dtype=np.int32), int(header["base"]))
