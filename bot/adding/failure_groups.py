"""What went wrong with many files for one reason, said in a few lines.

Ten thousand empty files must not hide the one that matters. Knows no chat and no terminal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Failure

_SHOWN = 3  # of those that are alike, where there is room


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures in one folder for one reason: the first few, and how many there are besides."""

    folder: str
    shown: tuple[Failure, ...]
    more: int


def alike(failures: Iterable[Failure], shown: int = _SHOWN) -> list[FailureGroup]:
    """`failures` in the order in which each kind first came, with `shown` of each."""
    kinds: dict[tuple[str, str], list[Failure]] = {}
    for failure in failures:
        folder, _, name = failure.source.rpartition("/")
        # A reason may name its file and what was counted in it.
        reason = re.sub(r"\d+", "#", failure.reason.replace(failure.source, "").replace(name, ""))
        kinds.setdefault((folder or "/", reason), []).append(failure)
    return [
        FailureGroup(folder, tuple(each[:shown]), len(each) - shown)
        if len(each) > shown + 1  # one that is left over takes no more room than the line on it
        else FailureGroup(folder, tuple(each), 0)
        for (folder, _), each in kinds.items()
    ]
