"""Keeps what the language model has read, by the tokens it stands for: in memory, and on disk.

Knows bytes and bounds, not llama.cpp. A state is found by the tokens that it shares with a prompt
from the beginning on, so one can never be used for another text, model or library than its own.
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

# A state takes 28 KB a token with the default model, so this is what some twenty questions have
# read, and the passages of some ninety read ahead.
MEMORY_BYTES = 128 * 2**20
DISK_BYTES = 512 * 2**20

Tokens = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """The model's state after `tokens`; `data` leaves out the first `base` of them.

    What all prompts begin with is read and kept once (a state with a base of 0); the others only
    hold what comes behind it.
    """

    tokens: Tokens
    base: int
    data: bytes


class States:
    """The states of one model. `folder` keeps those that are to last; None keeps all in memory.

    Both places are bounded; what was used longest ago goes first, but never what others build on.
    Files are written whole or not at all. They only save time, so a full disk is no error.
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
        self._held: list[State] = []  # used longest ago first
        self._files: dict[Path, tuple[Tokens, int]] = dict(_listed(folder)) if folder else {}

    def shared(self, tokens: Sequence[int]) -> int:
        """How many of the first `tokens` the best state has read."""
        wanted = np.asarray(tokens, dtype=np.int32)
        known = [state.tokens for state in self._held] + [read for read, _ in self._files.values()]
        return max((common(read, wanted) for read in known), default=0)

    def has_whole(self, tokens: Sequence[int]) -> bool:
        """Whether all `tokens` come from one state that builds on no other."""
        wanted = np.asarray(tokens, dtype=np.int32)
        known = [(state.tokens, state.base) for state in self._held] + [*self._files.values()]
        return any(not base and common(read, wanted) == len(wanted) for read, base in known)

    def best(self, tokens: Sequence[int]) -> State | None:
        """The state that has read most of the first `tokens`, or None.

        Among like ones that which leaves out least: where all end alike, the common beginning
        itself and not one that builds on it.
        """
        wanted = np.asarray(tokens, dtype=np.int32)

        def worth(read: Tokens, base: int) -> tuple[int, int]:
            return common(read, wanted), -base

        held = max(self._held, key=lambda state: worth(state.tokens, state.base), default=None)
        in_memory = common(held.tokens, wanted) if held else 0
        file = max(self._files, key=lambda f: worth(*self._files[f]), default=None)
        if file and common(self._files[file][0], wanted) > in_memory:
            state = self._load(file)
            if state is not None:
                return state
        if held is not None and in_memory:
            self._held.remove(held)
            self._held.append(held)
            return held
        return None

    def keep(self, state: State, *, lasting: bool = False) -> None:
        """Keep `state`, on disk when it is to last."""
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
        except OSError:  # another process had to make room
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
        """Delete the states used longest ago, of this model and of others, down to the bound."""
        found = []
        for file in folder.parent.glob("**/*.state"):
            with contextlib.suppress(OSError):
                found.append((file.stat().st_mtime, file.stat().st_size, file))
        size = sum(bytes for _, bytes, _ in found)
        for _, bytes, file in sorted(found):
            if size <= self._disk_bytes:
                break
            if file == newest or self._files.get(file, (None, 1))[1] == 0:
                continue
            with contextlib.suppress(OSError):
                file.unlink()
            self._files.pop(file, None)
            size -= bytes


def common(one: npt.ArrayLike, other: npt.ArrayLike) -> int:
    """Length of the beginning that both share, of tokens in any kind of sequence."""
    a, b = np.asarray(one, dtype=np.int32), np.asarray(other, dtype=np.int32)
    shorter = min(len(a), len(b))
    differ = np.flatnonzero(a[:shorter] != b[:shorter])
    return int(differ[0]) if len(differ) else shorter


def _is_in(state: State, other: State) -> bool:
    return common(state.tokens, other.tokens) == len(state.tokens) and state.base == other.base


def _listed(folder: Path) -> Iterator[tuple[Path, tuple[Tokens, int]]]:
    """The whole state files of `folder`; what a crash or another version left is passed over."""
    for file in sorted(folder.glob("*.state")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            with file.open("rb") as source:
                line = source.readline()
            header = json.loads(line)
            if file.stat().st_size == len(line) + header["bytes"]:
                yield file, (np.asarray(header["tokens"], dtype=np.int32), int(header["base"]))
