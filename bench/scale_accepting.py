"""Measures how many questions a second bots over one PostgreSQL accept.

Each bot is a process of its own and does with the database what a bot does with a question that
arrives: keep the update, count it three times, put the question in line, mark the update handled.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import servers
from bench.figures import Row, Section
from bot.errors import SettingsError
from bot.memory import all_databases
from bot.memory.all_databases import Memory, Server
from bot.memory.question_log import QueuedQuestion
from bot.memory.shared_journal import SharedJournal

BOTS = (1, 3)
QUESTIONS = 900
_IN_ENVIRONMENT = "BYLINE_DATABASE_PASSWORD"
_PEOPLE = 100
_PLENTY = 100_000.0  # questions a minute: nobody is sent away


def measure(count: int, bots: Sequence[int] = BOTS) -> Section:
    """Return a row for each number of bots, which together accept about `count` questions."""
    rows: list[Row] = []
    notes: list[str] = []
    for number in bots:
        with servers.database() as (url, password):
            each = max(1, count // number)
            seconds = _seconds(url, password, number, each)
            with tempfile.TemporaryDirectory() as folder:
                server = Server(url, password)
                with all_databases.opened(Path(folder), server) as memory:
                    kept = _kept(memory)
        if kept != each * number:
            notes.append(f"{kept} of {each * number} were kept: these figures mean nothing.")
        row = {"bots": number, "questions": kept, "seconds": seconds}
        rows.append(row | {"questions/s": kept / seconds})
    return Section("scale: questions accepted", rows, notes)


def _kept(memory: Memory) -> int:
    """How many questions stand in line."""
    journal = memory.journal
    return len(journal.waiting()) if isinstance(journal, SharedJournal) else 0


def _seconds(url: str, password: str, bots: int, each: int) -> float:
    """Start the bots, let them begin together, and return the seconds until the last is done."""
    with ExitStack() as stack:
        running = []
        for number in range(bots):
            process = subprocess.Popen(  # noqa: S603 - our own arguments
                [sys.executable, "-m", "bench.scale_accepting", url, str(number * each), str(each)],
                env={**os.environ, _IN_ENVIRONMENT: password},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            running.append(process)
        for process in running:
            _expect(process, "ready")
        began = time.perf_counter()
        for process in running:
            _tell(process)
        for process in running:
            _expect(process, "done")
        return time.perf_counter() - began


def _tell(process: subprocess.Popen[str]) -> None:
    if process.stdin:
        process.stdin.write("go\n")
        process.stdin.flush()


def _expect(process: subprocess.Popen[str], word: str) -> None:
    said = process.stdout.readline().strip() if process.stdout else ""
    if said != word:
        raise SettingsError(f"A bot ended before it was {word}: see the lines above.")


def work(memory: Memory, first: int, count: int) -> None:
    """Accept `count` questions, whose updates have the numbers from `first` on."""
    if memory.allowances is None:
        raise SettingsError("Questions are counted in a database only: name one.")
    for number in range(first + 1, first + count + 1):
        person = number % _PEOPLE + 1
        memory.journal.receive(number, person, "{}")
        for name in ("inputs", "questions", "chat questions"):
            memory.allowances.take(name, person, _PLENTY)
        memory.journal.accept(
            QueuedQuestion(number, person, person, None, number, f"{person}", 1, "Who led it?")
        )
        memory.journal.handled(number)


def main(url: str, first: int, count: int) -> None:
    """Be one of the bots: say "ready", wait for a line, accept, and say "done"."""
    server = Server(url, os.environ[_IN_ENVIRONMENT])
    with (
        tempfile.TemporaryDirectory() as folder,
        all_databases.opened(Path(folder), server) as memory,
    ):
        print("ready", flush=True)
        sys.stdin.readline()
        work(memory, first, count)
        print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
