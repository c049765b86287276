"""The thread that the model works in. One that has died or hangs is given up, and not waited for.

Python's pool of threads does not notice that its thread is gone: what is put in waits for ever.
Knows nothing of models or questions. Lives in the event loop, except for `beat`.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


class LostThreadError(Exception):
    """The thread was given up before what it was given had ended."""


class ModelThread:
    """One thread, made when it is first needed; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._thread: threading.Thread | None = None
        self._pool = self._new_pool()
        self._lost: asyncio.Future[None] | None = None  # while something runs
        self._beat_at = clock()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run `work` in the thread. Raises what it raises, and LostThreadError."""
        loop = asyncio.get_running_loop()
        self.beat()
        running = loop.run_in_executor(self._pool, _guarded, work)
        self._lost = lost = loop.create_future()
        try:
            await asyncio.wait({running, lost}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            raise LostThreadError
        finally:
            self._lost = None
            running.cancel()  # nobody waits for it any more

    def beat(self) -> None:
        """Note that the work goes on; called from the thread, many times a second."""
        self._beat_at = self._clock()

    @property
    def dead(self) -> bool:
        """Whether something is to run and the thread has ended."""
        gone = self._thread is not None and not self._thread.is_alive()
        return self._lost is not None and gone

    @property
    def silent_s(self) -> float:
        """Seconds since the last sign of what runs; 0 when nothing does."""
        return self._clock() - self._beat_at if self._lost is not None else 0.0

    def give_up(self) -> None:
        """Let the thread go and raise LostThreadError where `run` waits; the next is a new one."""
        self.close()
        self._pool = self._new_pool()
        if self._lost is not None and not self._lost.done():
            self._lost.set_result(None)

    def close(self) -> None:
        """Let the thread go; what runs in it is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _new_pool(self) -> ThreadPoolExecutor:
        self._thread = None
        return ThreadPoolExecutor(1, thread_name_prefix="model", initializer=self._note)

    def _note(self) -> None:
        self._thread = threading.current_thread()


def _guarded(work: Callable[[], Result]) -> Result:
    """Call `work`; what would end the event loop too, as SystemExit does, is an error."""
    try:
        return work()
    except (SystemExit, KeyboardInterrupt) as error:
        raise RuntimeError(f"the model's thread was ended by {type(error).__name__}") from error
