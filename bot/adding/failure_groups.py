"""Groups failures of many files for one reason, so that a few lines show them all (pure).

Ten thousand empty files must not hide the one failure that matters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Failure

_SHOWN = 3  # failures of a group that are shown


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Failures in one folder for one reason: the first ones, and how many `more` there are."""

    folder: str
    shown: tuple[Failure, ...]
    more: int


def group_failures(failures: Iterable[Failure], shown: int = _SHOWN) -> list[FailureGroup]:
    """Group `failures` by folder and reason, in order of first appearance.

    A group names `shown` of its failures, or one more if only one would be left over.
    """
    groups: dict[tuple[str, str], list[Failure]] = {}
    for failure in failures:
        folder, _, name = failure.source.rpartition("/")
        # A reason may name its file and numbers from it.
        reason = re.sub(r"\d+", "#", failure.reason.replace(failure.source, "").replace(name, ""))
        groups.setdefault((folder or "/", reason), []).append(failure)
    return [
        FailureGroup(folder, tuple(each[:shown]), len(each) - shown)
        # One more failure takes no more room than a line that announces it.
        if len(each) > shown + 1
        else FailureGroup(folder, tuple(each), 0)
        for (folder, _), each in groups.items()
    ]
