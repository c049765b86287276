"""What the desk works on: accepted questions, and how each ends."""

import threading
from dataclasses import dataclass, field
from enum import Enum

from bot.memory.journal import QueuedQuestion
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Keys
from bot.messenger.text import phrases, render
from bot.messenger.text.buttons import answer_buttons
from bot.types import Answer, Evidence


class Stop(Enum):
    """What became of a press on Stop."""

    DONE = phrases.STOPPED
    NOT_YOURS = phrases.NOT_YOURS_TO_STOP
    OVER = phrases.NOT_RUNNING


@dataclass(eq=False, slots=True)
class Job:
    """One accepted question, and how it is shown."""

    question: QueuedQuestion
    live: LiveMessage
    resumed: bool = False
    silent: bool = False  # nothing is shown of it yet, since its best sentence is about to be
    best: Evidence | None = None
    drafts: set[str] = field(default_factory=set)
    revised: bool = False  # another job goes on with its message
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class State:
    """How the desk is doing."""

    paused: bool
    answering: bool
    waiting: int
    people: int
    answered: int
    typical_s: float


@dataclass(frozen=True, slots=True)
class Ending:
    """What a live message ends as. One that is not `final` leaves the question in the journal."""

    parts: list[str]
    keyboard: Keys = None
    at_once: bool = False
    final: bool = True


STOPPED = Ending([phrases.STOPPED], at_once=True)
GOING_DOWN = Ending([phrases.GOING_DOWN], at_once=True, final=False)
BROKEN = Ending([phrases.BROKEN])


def answered(id: int, answer: Answer, job: Job) -> Ending:
    """The answer remembered under `id`; a refusal keeps the sentence that the reader saw."""
    parts = render.answer(answer, near=job.best, withdrawn=job.live.shown in job.drafts)
    return Ending(parts, answer_buttons(id, answer))
