"""The jobs of the desk: accepted questions, and the ways in which they end."""

import threading
from dataclasses import dataclass, field
from enum import Enum

from bot.memory.question_log import QueuedQuestion
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Keys
from bot.messenger.text import phrases, render
from bot.messenger.text.buttons import answer_buttons, page_address
from bot.types import Answer, Evidence


class Stop(Enum):
    """What came of a press on Stop: the line that the person sees."""

    DONE = phrases.STOPPED
    NOT_YOURS = phrases.NOT_YOURS_TO_STOP
    OVER = phrases.NOT_RUNNING


@dataclass(eq=False, slots=True)
class Job:
    """One accepted question, and the state of its live message."""

    question: QueuedQuestion
    live: LiveMessage
    resumed: bool = False
    silent: bool = False  # its first message still waits for the best sentence
    best: Evidence | None = None  # the sentence that is shown until the answer is there
    drafts: set[str] = field(default_factory=set)  # HTML of what the model wrote so far
    revised: bool = False  # it was edited or taken over: another job goes on in its message
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class State:
    """The state of the desk, for the owner; `typical_s` are the seconds of one answer."""

    paused: bool
    answering: bool
    waiting: int
    people: int
    answered: int
    typical_s: float


@dataclass(frozen=True, slots=True)
class Ending:
    """What a live message ends as.

    `at_once` waits neither for other messages of the chat nor for the next edit's time. An ending
    that is not `final` leaves the question in the journal, for the next run.
    """

    parts: list[str]
    keyboard: Keys = None
    at_once: bool = False
    final: bool = True


STOPPED = Ending([phrases.STOPPED], at_once=True)
GOING_DOWN = Ending([phrases.GOING_DOWN], at_once=True, final=False)
BROKEN = Ending([phrases.BROKEN])
TOOK_TOO_LONG = Ending([phrases.TOOK_TOO_LONG])


def answered(
    answer_id: int | None, answer: Answer, job: Job, page_url: str | None = None
) -> Ending:
    """The ending with this answer; a refusal keeps the sentence seen so far where it is near.

    An answer that could not be kept has no `answer_id`, hence no buttons, and says so. `page_url`
    is the public address of the page to read on, if there is one.
    """
    parts = render.answer(answer, near=job.best, withdrawn=job.live.shown in job.drafts)
    if answer_id is None:
        return Ending([*parts, phrases.ANSWER_UNKEPT])
    page = page_address(page_url, job.question.chat, answer_id)
    return Ending(parts, answer_buttons(answer_id, answer, page=page))
