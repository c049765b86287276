"""Leaves a real bot running for hours while twenty people use it and Telegram fails, and measures.

The bot is a process of its own, `python -m bot telegram`, with the language model of the settings,
over a copy of the sample articles that change between re-indexings. Telegram is the test server,
which fails in one call of twenty. Every ten seconds memory, file handles, threads and answers are
written as a line of JSON, so that a run that is ended early is kept.
"""

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from bench.figures import Row, Section, median, p95
from bench.flatness import verdicts
from bench.questions import questions
from bench.rough_telegram import RoughTelegram
from bench.soak_people import PEOPLE, Person, Seen, people
from bot import assembly
from bot.errors import SettingsError
from bot.settings import Settings

_ROOT = Path(__file__).parents[1]
_SAMPLES = _ROOT / "bot" / "samples"
_SAMPLE_S = 10.0
_REINDEX_S = 600.0
_SHORTEST_REINDEX_S = 60.0  # the least that sources.toml takes
_BUSY = 0.4  # the share of its time that the model is asked for
_THINGS_AT_LEAST = 10  # that each person does, even where the model is too slow for that
_FIRST_QUESTIONS = 6  # one after the other, so that all that is loaded once is there
_CHANGE_S = 60.0  # between two changes of the articles
_START_S = 300.0
_STOP_S = 30.0
_BAD_LINE = re.compile(r"^.*(?:\bERROR\b|Traceback|\bCRITICAL\b).*$", re.MULTILINE)


def soak(
    settings: Settings,
    folder: Path,
    rows_file: Path,
    minutes: float,
    command: Sequence[str] = ("-m", "bot", "telegram"),
) -> Section:
    """Run for `minutes`, in `folder`, which is emptied; SIGINT ends it early, with its figures.

    Writes the samples to `rows_file`. `command` is what Python runs as the bot. Raises
    SettingsError when the bot does not start.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _library(settings, folder, max(_SHORTEST_REINDEX_S, min(_REINDEX_S, minutes * 60 / 5)))
    return asyncio.run(_Soak(settings, folder, rows_file, minutes * 60, command).run())


def _library(settings: Settings, folder: Path, every_s: float) -> None:
    """Make a library of the samples, which re-indexes itself every `every_s` seconds."""
    shutil.copytree(_SAMPLES, folder / "articles")
    library = folder / "library"
    library.mkdir()
    sources = f'folders = ["../articles"]\nevery = "{every_s / 60:.0f} min"\n'
    (library / "sources.toml").write_text(sources, encoding="utf-8")
    made = assembly.open_library_folder(
        settings.model_copy(update={"library": library}), assembly.encoder(settings)
    )
    made.index([folder / "articles"])
    made.close()


def _change(articles: Path, number: int) -> None:
    """Add an article and take the one before it away."""
    text = f"---\ntitle: Ferry number {number} is back\n---\n"
    text += f"The ferry number {number} came back on Monday. It carried {number} cars.\n"
    (articles / f"ferry-{number}.md").write_text(text, encoding="utf-8")
    (articles / f"ferry-{number - 1}.md").unlink(missing_ok=True)


class _Soak:
    """One run. `run` it once."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        rows_file: Path,
        whole_s: float,
        command: Sequence[str],
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._rows_file = rows_file
        self._whole_s = whole_s
        self._command = command
        self._over = asyncio.Event()
        self._samples: list[Row] = []
        self._log = folder / "bot.log"

    async def run(self) -> Section:
        """Start server and bot, let people use it, and return what was seen."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._over.set)
        async with RoughTelegram.running() as server, self._bot(server) as bot:
            seen = Seen(time.monotonic())
            crowd = people(server, seen)
            think_s = PEOPLE * await self._typical_s(crowd) / _BUSY
            think_s = min(think_s, self._whole_s / _THINGS_AT_LEAST)
            print(f"{PEOPLE} people do something every {think_s:.0f} s each", file=sys.stderr)
            seen.began = time.monotonic()
            seen.answers.clear()
            alive = [asyncio.create_task(person.live(questions(), think_s)) for person in crowd]
            changing = asyncio.create_task(self._change_articles())
            await self._sample(psutil.Process(bot.pid), server, seen)
            for task in (*alive, changing):
                task.cancel()
            ended = await asyncio.gather(*alive, changing, return_exceptions=True)
        faults = [error for error in ended if isinstance(error, Exception)]
        return self._section(server, seen, bot.returncode, faults)

    @asynccontextmanager
    async def _bot(self, server: RoughTelegram) -> AsyncIterator[asyncio.subprocess.Process]:
        settings = self._settings
        given = {
            "PYTHONPATH": str(_ROOT),
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "BYLINE_LIBRARY": str(self._folder / "library"),
            "BYLINE_CACHE": str(settings.cache),
            "BYLINE_MODEL": settings.model,
            "BYLINE_ENCODER": settings.encoder,
            "BYLINE_THREADS": str(settings.threads or ""),
            "BYLINE_ACCESS": "open",
            "HF_HUB_OFFLINE": "1",
        }
        with self._log.open("w", encoding="utf-8") as log:
            bot = await asyncio.create_subprocess_exec(
                *(sys.executable, *self._command),
                cwd=self._folder,  # no .env is read
                env={**os.environ, **given},
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C ends the soak, and the soak ends the bot
            )
            try:
                yield bot
            finally:
                with contextlib.suppress(ProcessLookupError):
                    bot.terminate()
                try:
                    await asyncio.wait_for(bot.wait(), _STOP_S)
                except TimeoutError:
                    bot.kill()
                    await bot.wait()

    async def _typical_s(self, crowd: list[Person]) -> float:
        """Wait until the bot answers; return the seconds of an answer. Raises SettingsError."""
        first = crowd[0]
        try:
            for question in questions(_FIRST_QUESTIONS):
                await asyncio.wait_for(first.ask(question), _START_S)
        except TimeoutError:
            lines = self._log.read_text("utf-8").strip().splitlines() or ["no message"]
            raise SettingsError(
                f"The bot did not answer ({lines[-1]}): see what `byline doctor` says."
            ) from None
        return median(took_s for _, _, took_s in first.seen.answers) or 1.0

    async def _change_articles(self) -> None:
        """Change what re-indexing will find, every minute."""
        for number in count(1):
            _change(self._folder / "articles", number)
            await asyncio.sleep(_CHANGE_S)

    async def _sample(self, bot: psutil.Process, server: RoughTelegram, seen: Seen) -> None:
        """Write a row every ten seconds until the time is over or the bot has ended."""
        self._rows_file.parent.mkdir(parents=True, exist_ok=True)
        answered = 0
        with self._rows_file.open("w", encoding="utf-8") as file:
            while not self._over.is_set() and seen.now() < self._whole_s:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._over.wait(), _SAMPLE_S)
                try:
                    measured = _measured(bot)
                except psutil.Error:
                    return  # it has ended: the section says so
                new = [took_s for _, _, took_s in seen.answers[answered:]]
                answered += len(new)
                row = {"s": round(seen.now(), 1), **measured, "answers": len(new)}
                row |= {"answer (s)": median(new), "faults": server.faults.total()}
                self._samples.append(row)
                file.write(json.dumps(row) + "\n")
                file.flush()

    def _section(
        self,
        server: RoughTelegram,
        seen: Seen,
        ended_with: int | None,
        faults: list[Exception],
    ) -> Section:
        whole_s = self._samples[-1]["s"] if self._samples else self._whole_s
        rows = verdicts(self._samples, seen.answers, whole_s)
        took = [took_s for _, _, took_s in seen.answers]
        log = self._log.read_text("utf-8")
        bad_lines = _BAD_LINE.findall(log)
        refused = server.refused_for_good()
        done = ", ".join(f"{what} {times}" for what, times in seen.did.most_common())
        notes = [
            f"{whole_s / 60:.0f} minutes with {self._settings.model}, {PEOPLE} people: {done}",
            f"first answers: {len(took)}, p50 {_s(median(took))}, p95 {_s(p95(took))}; "
            f"unanswered {len(seen.unanswered)}, gone wrong {len(seen.broken)}",
            f"calls {server.made:,}, faults {dict(server.faults)}, refused {len(refused)}",
            f"re-indexed {log.count('fetched the sources')} times; the bot ended with {ended_with}",
            *(f"unanswered: {text}" for text in seen.unanswered[:10]),
            *(f"gone wrong: {text}" for text in seen.broken[:10]),
            *(f"refused: {r.call.method}: {r.description}" for r in refused[:10]),
            *(f"a person stumbled: {error!r}" for error in faults[:10]),
            *(f"log: {line[:300]}" for line in bad_lines[:10]),
            f"samples are in {self._rows_file}, the bot's log is {self._log}",
        ]
        return Section("soak", rows, notes, self._samples)


def _measured(bot: psutil.Process) -> Row:
    with bot.oneshot():
        status = Path(f"/proc/{bot.pid}/status")
        own = re.search(r"RssAnon:\s+(\d+)", status.read_text()) if status.exists() else None
        memory: Any = bot.memory_info()
        return {
            "memory": round(memory.rss / 1e6, 1),
            # Without the weights, whose pages belong to the file and come and go.
            "of its own": round(int(own[1]) * 1024 / 1e6, 1) if own else None,
            "handles": bot.num_fds(),
            "threads": bot.num_threads(),
            "cpu_s": round(sum(bot.cpu_times()[:2]), 1),
        }


def _s(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.2f} s"
