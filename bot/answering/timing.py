"""Notes where the time of one answer goes."""

import time

from bot.types import Call, Timing


class Clock:
    """Notes when the steps of one answer end, in seconds from its start."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._retrieved = 0.0
        self._first: float | None = None

    def retrieved(self) -> None:
        """Note that the sentences are found."""
        self._retrieved = self._now()

    def wrote(self) -> None:
        """Note that the model has written something."""
        if self._first is None:
            self._first = self._now()

    def timing(self, call: Call) -> Timing:
        """Return where the time went, now that the answer is there; tokens are those of `call`."""
        return Timing(
            retrieve_s=self._retrieved,
            first_token_s=self._first,
            total_s=self._now(),
            prompt_tokens=call.prompt_tokens,
            cached_tokens=call.cached_tokens,
            answer_tokens=call.answer_tokens,
        )

    def _now(self) -> float:
        return round(time.perf_counter() - self._start, 3)
