"""The chat in the terminal: questions, a few commands, and small talk, which is no question."""

from bot.answering.answerer import Answerer
from bot.messenger.incoming.small_talk import SHORT_WORDS, Kind, small_talk, without_small_talk
from bot.terminal import console
from bot.types import Turn
from index.errors import BylineError

_COMMANDS = "/new starts over, /help says more, /quit ends."
_HELP = (
    "Ask in whole sentences or in a few words; follow-ups are understood from the chat.",
    "Every sentence of an answer ends with numbers. The quotations below it are copied from the "
    "articles, word for word.",
    _COMMANDS,
)
# What the bot says to a complaint tells of buttons, which a terminal does not have.
_SHORT_WORDS = SHORT_WORDS | {
    Kind.COMPLAINTS: "I am sorry. It may help to ask in other words. The quotations below an "
    "answer show what it stands on."
}


def talk(answerer: Answerer) -> None:
    """Answer what the person types, until /quit, /exit or the end of the input.

    A question that is refused is complained of, and the chat goes on.
    """
    console.say(f"Type a question; {_COMMANDS}")
    history: list[Turn] = []
    while (line := console.ask_person()) not in (None, "/quit", "/exit"):
        kind = small_talk(line)
        if line == "/new":
            history.clear()
        elif line == "/help" or kind is Kind.HELP:
            for paragraph in _HELP:
                console.say(paragraph)
        elif line.startswith("/"):
            console.say(f"There is no command {line.split()[0]} here; /help names those there are.")
        elif kind:
            console.say(_SHORT_WORDS[kind])
        elif line:
            _answer(answerer, without_small_talk(line), history)


def _answer(answerer: Answerer, question: str, history: list[Turn]) -> None:
    try:
        with console.draft() as draft:
            answer = answerer.ask(question, history, on_text=draft)
    except BylineError as error:
        console.complain(str(error))
        return
    console.show_answer(answer)
    history.append(answer.turn)
