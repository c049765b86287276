"""Says in plain words what is wrong with a setting: with its value, or with its name (pure)."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

# What others than the settings read from the environment, so that it may stand in .env: `byline
# eval`, the tests and the container's health check.
_READ_ELSEWHERE = frozenset(
    f"BYLINE_{name}" for name in "EVAL_DATA EVAL_CORPUS SHARED TRANSCRIPT HEALTH".split()
)
_ALIKE = 0.85  # TELEGRAM_TOKEN is meant to be TELEGRAM_BOT_TOKEN, TELEGRAM_API_ID is another's


def takes(field: FieldInfo) -> str:
    """Return what a number or a choice takes, such as "a whole number from 1 to 256"; else ""."""
    if words := choices(field):
        return " or ".join(words)
    kinds = list(_within(field.annotation))
    if bool in kinds:
        return "true or false"
    if int in kinds and any(get_origin(kind) is frozenset for kind in kinds):
        return "whole numbers, separated by commas"
    number = "a whole number" if int in kinds else "a number" if float in kinds else ""
    return f"{number} from {limits}" if (limits := bounds(field)) else number


def bounds(field: FieldInfo) -> str:
    """Return the bounds of a number, such as "1 to 256"; "" where it has none."""
    of_parts = (getattr(each, "metadata", ()) for each in _within(field.annotation))
    marks = [*field.metadata, *(mark for marks in of_parts for mark in marks)]
    least = next((mark.ge for mark in marks if hasattr(mark, "ge")), None)
    most = next((mark.le for mark in marks if hasattr(mark, "le")), None)
    return "" if least is None or most is None else f"{least:,} to {most:,}"


def choices(field: FieldInfo) -> tuple[str, ...]:
    """Return the few words that a setting takes; none where it takes others."""
    kinds = (kind for kind in _within(field.annotation) if get_origin(kind) is Literal)
    return next(map(get_args, kinds), ())


def unknown(names: Iterable[str], known: Collection[str]) -> str:
    """Return what is wrong with the first of `names` that is meant to be a setting and is none.

    `known` are the settings. Returns "" when there is none: other programs may have names of their
    own in the same file.
    """
    for name in names:
        if name in known or name in _READ_ELSEWHERE:
            continue
        ours = name.startswith("BYLINE_")
        near = get_close_matches(name, known, 1, 0.0 if ours else _ALIKE)
        if near:
            return f"There is no setting {name}: {near[0]} is the nearest"
    return ""


def _within(annotation: object) -> Iterator[Any]:
    """Yield an annotation and all that it is made of: `Annotated[int, ...] | None`, int, None."""
    yield annotation
    for part in get_args(annotation):
        yield from _within(part)
