"""The bot's lines in people's languages: all translated, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from every_case import over

from bot import messenger
from bot.messenger.commands.channels import OWNER_CHANNEL_COMMANDS
from bot.messenger.commands.lookups import LOOKUP_COMMANDS
from bot.messenger.commands.owner import OWNER_COMMANDS
from bot.messenger.commands.start_ask_forget import COMMANDS
from bot.messenger.commands.topics import NEWS_COMMANDS
from bot.messenger.text import (
    adding_phrases,
    channel_phrases,
    news_phrases,
    owner_phrases,
    page_phrases,
    phrases,
)
from bot.messenger.text.translation import (
    LANGUAGES,
    day,
    say,
    speak,
    speaking,
    spoken,
    translations,
)

# The modules that hold lines, and nothing else does.
PHRASES = (
    *(phrases, adding_phrases, channel_phrases),
    *(news_phrases, owner_phrases, page_phrases),
)
FILES = {Path(str(module.__file__)) for module in PHRASES}
LINES = {
    line
    for module in PHRASES
    for name, line in vars(module).items()
    if name.isupper() and isinstance(line, str)
}
OTHERS = [language for language in LANGUAGES if language != "en"]
MODULES = sorted(Path(str(messenger.__file__)).parent.rglob("*.py"))


def places(line: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", line))


def tags(line: str) -> list[str]:
    return sorted(re.findall(r"</?\w+>", line))


@over(OTHERS)
def test_every_line_is_translated_and_no_translation_is_left_over(language: str) -> None:
    assert LINES - translations(language).keys() == set()
    assert translations(language).keys() - LINES == set()


def literals(node: ast.AST) -> Iterator[str]:
    """The strings in a piece of code, those in f-strings too, without docstrings and logging."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.Raise):
            continue  # an error, which is shown as a reason within a line
        if isinstance(child, ast.Call) and ast.unparse(child.func).startswith("_LOG."):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        else:
            yield from literals(child)


@over([path for path in MODULES if path not in FILES])
def test_lines_for_people_stand_in_phrases_alone(path: Path) -> None:
    """A string of several words elsewhere would bypass the translation."""
    found = literals(ast.parse(path.read_text(encoding="utf-8")))
    bare = [re.sub(r"<[^>]+>", "", line) for line in found]
    sentences = [line for line in bare if re.search(r"[A-Za-z]{2,} [a-z]{2,}", line)]
    assert [line for line in sentences if line not in NOT_SHOWN] == []


NOT_SHOWN = {
    # Lines of the log, which the servers' shared handler writes.
    *(
        "metrics could not be shown",
        "a request failed",
        "an update from Telegram could not be taken",
    ),
    *("small talk", "chat questions"),  # names of limits
    "from source",  # a version
    "write to @BotFather in Telegram, send /newbot, and put TELEGRAM_BOT_TOKEN=… into .env",
    # What Telegram refuses a call with.
    *("too big", "too large", "not modified", "thread not found", "chat not found"),
}


@over(OTHERS)
def test_a_translation_has_the_places_tags_and_commands_of_its_line(language: str) -> None:
    for line, said in translations(language).items():
        assert places(said) == places(line), line
        assert tags(said) == tags(line), line
        commands = re.findall(r"(?<![\w<])/[a-z]+", line)
        assert sorted(re.findall(r"(?<![\w<])/[a-z]+", said)) == sorted(commands), line


@over(LANGUAGES)
def test_descriptions_fit_where_telegram_shows_them(language: str) -> None:
    with speaking(language):
        assert len(say(phrases.DESCRIPTION)) <= 512
        assert len(say(phrases.SHORT_DESCRIPTION)) <= 120
        assert len(say(phrases.ASK_TO_BE_INVITED)) <= 64
        for _, does in (
            *(*COMMANDS, *LOOKUP_COMMANDS, *NEWS_COMMANDS),
            *(*OWNER_COMMANDS, *OWNER_CHANNEL_COMMANDS),
        ):
            assert 3 <= len(say(does)) <= 256


def test_a_line_without_a_translation_and_a_language_without_lines_are_english() -> None:
    with speaking("de"):
        assert say("A line that nobody translated: {number}.", number=3) == (
            "A line that nobody translated: 3."
        )
    for code in ("pt-br", "", None):
        speak(code)
        assert spoken() == "en"
        assert say(phrases.STOPPED) == phrases.STOPPED


def test_regions_are_languages_and_the_language_before_comes_back() -> None:
    with speaking("de-AT"):
        assert spoken() == "de"
        with speaking("uk"):
            assert say(phrases.STOPPED) == "Зупинено."
        assert say(phrases.STOPPED) == "Gestoppt."


def test_dates_are_written_as_in_the_language() -> None:
    written = {}
    for language in LANGUAGES:
        with speaking(language):
            written[language] = day(date(2025, 5, 16))
    assert written["en"] == "16 May 2025"
    assert written["de"] == "16. Mai 2025"
    assert written["ru"].startswith("16 мая 2025")
    assert written["uk"].startswith("16 травня 2025")


def test_braces_in_what_is_filled_in_are_left_alone() -> None:
    assert say("also in {first}", first="{The} {0} Post") == "also in {The} {0} Post"
