"""Tells small talk from questions: "thanks", "hello", "stop", "that's wrong" and the like (pure).

The phrases are in `index/language_data/`, and those of all languages count, for people mix them.
"""

import re
import unicodedata
from enum import StrEnum

from bot.messenger.text import phrases
from index.language_data.de import small_talk as german
from index.language_data.en import small_talk as english
from index.language_data.es import small_talk as spanish
from index.language_data.ru import small_talk as russian
from index.language_data.uk import small_talk as ukrainian


class Kind(StrEnum):
    """Kinds of small talk; in a message of several kinds the first of these counts."""

    STOPS = "stops"
    HELP = "help"
    COMPLAINTS = "complaints"
    THANKS = "thanks"
    FAREWELLS = "farewells"
    GREETINGS = "greetings"
    ASSENT = "assent"


SHORT_WORDS = {
    Kind.STOPS: phrases.ALL_RIGHT,
    Kind.HELP: phrases.HELP,
    Kind.COMPLAINTS: phrases.COMPLAINED,
    Kind.THANKS: phrases.YOU_ARE_WELCOME,
    Kind.FAREWELLS: phrases.GOODBYE,
    Kind.GREETINGS: phrases.HELLO,
    Kind.ASSENT: phrases.ALL_RIGHT,
}
"""What the bot says to each kind, for `say`."""

_FILLERS = "fillers"
_REASONS = "reasons"
_LANGUAGES = (english, german, spanish, russian, ukrainian)
_KINDS = {
    phrase.strip(): kind
    for kind in (_REASONS, _FILLERS, *reversed(Kind))
    for language in _LANGUAGES
    for phrase in language.SMALL_TALK[kind].split("|")
}
_MOST_REASON_WORDS = 4  # "thanks for", and what for
_MOST_WORDS = max(len(phrase.split()) for phrase in _KINDS)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_CROSS = re.compile("[👎😠😡🤬😤🙄😒💩🖕🤮]")
_SMILEY = re.compile(r"[:;=][-']?[)D*]|<3")
_PAUSE = re.compile(r"[,.!;:]+(?=\s)|\n|\s[–—-](?=\s)")


def small_talk(text: str) -> Kind | None:
    """Return the kind of small talk that a message is; None where a word of it is left over.

    What has a question mark may be a question, but for "hello?", "how are you?" and "help?".
    """
    text = _SMILEY.sub("🙂", text)
    said = _kinds(text)
    if not said:
        if not _only_emoji(text):
            return None
        return Kind.COMPLAINTS if _CROSS.search(text) else Kind.ASSENT
    kind = next((kind for kind in Kind if kind in said), None)
    return None if "?" in text and not said & {Kind.GREETINGS, Kind.HELP} else kind


def without_small_talk(text: str) -> str:
    """Return the question behind "Thanks!", "Hello," or "ok, and"; a text without them as it is."""
    while pause := _PAUSE.search(text):
        head, rest = text[: pause.start()], text[pause.end() :].lstrip()
        kind = small_talk(head)
        first = _WORD.search(rest.lower())
        if kind in {None, Kind.STOPS, Kind.HELP} or first is None:
            break  # "Help, the film": it may be a name
        if kind is Kind.ASSENT and _KINDS.get(first.group()) != _FILLERS:
            break  # "Vale, the miner": it may be a name
        text = rest
    return text


def _kinds(text: str) -> set[str]:
    """Return the kinds of the phrases that a text is made of; none when anything else is in it."""
    normal = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    words = [_STRETCHED.sub(r"\1", word) for word in _WORD.findall(normal)]
    found: set[str] = set()
    while words:
        for length in range(min(_MOST_WORDS, len(words)), 0, -1):
            kind = _KINDS.get(" ".join(words[:length]))
            if kind is not None:
                found.add(kind)
                del words[:length]
                if kind == _REASONS:
                    if Kind.THANKS not in found or len(words) > _MOST_REASON_WORDS:
                        return set()
                    words.clear()
                break
        else:
            return set()
    return found


def _only_emoji(text: str) -> bool:
    signs = {unicodedata.category(sign) for sign in text if not sign.isspace()}
    return "So" in signs and not signs & {"Lu", "Ll", "Lo", "Lt", "Lm", "Nd"} and "?" not in text
