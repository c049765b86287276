"""Questions, jobs and live messages for tests of the queue's parts, without a bot around them."""

from collections.abc import Sequence
from typing import Any

from bot.memory.question_log import QueuedQuestion
from bot.messenger.queue.jobs import Job
from bot.messenger.sending.live_message import LiveMessage
from bot.messenger.sending.outbox import Destination, Keys, Outbox

NO_BOT: Any = None


class RecordedMessage(LiveMessage):
    """Keeps what it is told to show; `finish` raises `error` if there is one."""

    def __init__(self, error: Exception | None = None, message_ids: Sequence[int] = ()) -> None:
        super().__init__(Outbox(NO_BOT), Destination(1), None, message_ids)
        self.previews: list[str] = []
        self.minor: list[bool] = []
        self.ended: list[str] = []
        self._error = error

    def show(self, html: str, keyboard: Keys = None, *, minor: bool = False) -> None:
        """Keep the preview."""
        self.previews.append(html)
        self.minor.append(minor)

    async def finish(
        self, parts: Sequence[str], keyboard: Keys = None, *, at_once: bool = False
    ) -> None:
        """Keep the final text, or raise `error`."""
        if self._error is not None:
            raise self._error
        self.ended += parts


def asked(number: int, person: int = 1, text: str = "Who led?") -> QueuedQuestion:
    """The question of update `number`, in the private chat of `person`."""
    name = f"telegram:{person}:{person}"
    return QueuedQuestion(number, person, person, None, number, name, 0, text)


def job(number: int, person: int = 1, error: Exception | None = None) -> Job:
    """A job with a message that records what it shows."""
    return Job(asked(number, person), RecordedMessage(error))


def message(of: Job) -> RecordedMessage:
    """What the reader of this job sees."""
    assert isinstance(of.live, RecordedMessage)
    return of.live
