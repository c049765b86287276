"""Commands that answer questions: `byline ask`, `chat`, `telegram` and `run`."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import assembly
from bot.adding.catch_up import catching_up
from bot.errors import QuestionError
from bot.memory.answer_json import answer_to_json
from bot.question.typed import tidy
from bot.settings import Settings, load, secrets
from bot.terminal import chat_memory, console
from bot.terminal.batch import read_questions
from bot.terminal.commands.models import fetch
from bot.terminal.open_library import LibraryOption, open_answerer, open_library
from bot.terminal.talk import talk

SAMPLES = Path(__file__).parents[2] / "samples"
_CHAT_HERE = (
    "No TELEGRAM_BOT_TOKEN, so we chat here. For a Telegram bot write to @BotFather in Telegram, "
    "send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env."
)


def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="Questions as JSON lines.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Answers as JSON lines.", show_default=False)
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Answer one question, or a file of them with --batch."""
    if (batch is None) != (out is None):
        raise QuestionError("--batch and --out go together: --batch IN.jsonl --out OUT.jsonl.")
    if (question is None) == (batch is None):
        raise QuestionError("Give either a question, or --batch IN.jsonl --out OUT.jsonl.")
    settings = load(library=library)
    if batch is not None and out is not None:
        _ask_batch(settings, batch, out)
        return
    asked = tidy(_utf8(question or ""))  # before the model is loaded
    with open_answerer(settings) as (answerer, _), console.draft() as draft:
        answer = answerer.ask(asked, on_text=draft)
    if as_json:
        typer.echo(json.dumps(answer_to_json(answer), ensure_ascii=False))
    else:
        console.show_answer(answer)


def chat(library: LibraryOption = None) -> None:
    """Answer questions here in the terminal."""
    _chat(load(library=library))


def telegram(library: LibraryOption = None) -> None:
    """Run the Telegram bot until it is stopped."""
    _telegram(load(library=library))


def run(library: LibraryOption = None) -> None:
    """Set everything up and answer. On Telegram with a token, else in the terminal."""
    settings = load(library=library)
    weights = assembly.weights(settings)
    wanted = [settings.encoder, *([] if settings.model_url else [settings.model])]
    if settings.telegram_bot_token and settings.voice_model:
        wanted.append(settings.voice_model)
    for choice in wanted:
        if choice in weights.catalog.names() and weights.status(choice) != "ready":
            fetch(settings, choice)
    roots, _ = assembly.held(settings)
    if not roots:
        console.say(f"Indexing the sample articles into {settings.library}")
        with open_library(settings) as library_folder, console.index_progress() as progress:
            report = library_folder.index([SAMPLES], progress)
        console.show_report(report)
    if settings.telegram_bot_token:
        _telegram(settings)
        return
    console.say(_CHAT_HERE)
    _chat(settings)


def _ask_batch(settings: Settings, batch: Path, out: Path) -> None:
    questions = read_questions(batch)
    if out.exists() and out.samefile(batch):
        raise QuestionError(f"{out} holds the questions: name another file with --out.")
    with _writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.open("a").close()  # fails if it cannot be written; emptied only when answers come
    with (
        open_answerer(settings) as (answerer, _),
        _writing(out),
        out.open("w", encoding="utf-8") as file,
    ):
        for item in console.each(questions, "answering"):
            answer = answerer.ask(item.question, item.history, asked_on=item.asked_on)
            file.write(json.dumps(answer_to_json(answer, item.id), ensure_ascii=False) + "\n")
            file.flush()  # answers that were given stay, whatever happens next


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise QuestionError(
            f"{out} cannot be written ({error.strerror}): name a file with --out in a folder that "
            "is writable, on a disk that is not full."
        ) from error


def _chat(settings: Settings) -> None:
    with (
        open_answerer(settings) as (answerer, library_folder),
        catching_up(library_folder, console.say),
    ):
        talk(answerer)


def _telegram(settings: Settings) -> None:
    from bot import logs
    from bot.messenger import app as messenger

    logs.configure(secrets(settings))
    messenger.check(settings)  # before seconds go into loading models
    recogniser = assembly.recogniser(settings)
    chat_memory.check(settings)
    with (
        open_answerer(settings) as (answerer, library_folder),
        chat_memory.opened(settings) as memory,
        catching_up(library_folder, console.say),
    ):
        messenger.run(settings, answerer, library_folder, memory, recogniser)


def _utf8(argument: str) -> str:
    """`argument` without the lone surrogates by which Python keeps bytes that are not UTF-8."""
    return os.fsencode(argument).decode("utf-8", "replace")
