"""Reads updates from Telegram's JSON. One that cannot be read is skipped, and the rest go on.

Telegram adds fields and kinds at any time, and python-telegram-bot gives up a whole batch for one
update that it cannot read, asks for it again at once, and logs what people wrote. Here each update
is read by itself. Of one that is skipped only the number is logged, and only once.
"""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

_LOG = logging.getLogger(__name__)
_REMEMBERED = 1000  # numbers that were logged; Telegram brings an update again within minutes


class UpdateReader:
    """Reads updates, and remembers which of them it has reported as unreadable."""

    def __init__(self) -> None:
        self._reported: deque[object] = deque(maxlen=_REMEMBERED)

    def read(self, data: object, bot: Bot | None = None) -> Update | None:
        """The update that `data` holds; None, and its number is logged, when it cannot be read."""
        number = number_of(data)
        if isinstance(data, dict) and number is not None:
            try:
                return Update.de_json(data, bot)
            except Exception as error:
                self.skip(number, error)
        else:
            self.skip(number)
        return None

    def skip(self, number: int | None, error: Exception | None = None) -> None:
        """Log, once, that an update is skipped; what the error says may quote what people wrote."""
        if number not in self._reported:
            self._reported.append(number)
            why = type(error or ValueError()).__name__
            _LOG.error("update %s cannot be read (%s): skipped", number, why)


class FetchUpdates(HTTPXRequest):
    """Fetches updates by polling. In place of one that cannot be read comes its bare number.

    python-telegram-bot asks for what comes after the last number, so the number must stay.
    """

    def __init__(self, reader: UpdateReader) -> None:
        super().__init__(connection_pool_size=1)
        self._reader = reader
        self.on_fetched: Callable[[list[Any]], None] = lambda found: None
        """Called with what each call brought, most often nothing, before it is handled."""

    def parse_json_payload(self, payload: bytes) -> dict[str, Any]:  # type: ignore[override]
        """Parse an answer of Telegram; as in the class above this one.

        Raises NetworkError, after which there is a pause, when there is no number to go on from.
        """
        answer: dict[str, Any] = HTTPXRequest.parse_json_payload(payload)
        found = answer.get("result")
        if isinstance(found, list):
            self.on_fetched(found)
        if not isinstance(found, list) or not found:
            return answer
        updates = [
            update if self._reader.read(update) else {"update_id": number}
            for update in found
            if (number := number_of(update)) is not None
        ]
        if not updates:
            raise NetworkError("updates without numbers")
        return {**answer, "result": updates}


def number_of(data: object) -> int | None:
    """The number of an update, as Telegram's JSON has it; None when there is none."""
    number = data.get("update_id") if isinstance(data, dict) else None
    return number if type(number) is int else None
