"""The bot's lines in people's languages: whole, with the same places to fill, and else English."""

import ast
import inspect
import re
from datetime import date
from types import ModuleType

import pytest

from bot.messenger.commands import owner, uploads
from bot.messenger.commands.lookups import LOOKUP_COMMANDS
from bot.messenger.commands.owner import OWNER_COMMANDS
from bot.messenger.commands.reader import COMMANDS
from bot.messenger.text import phrases, render
from bot.messenger.text.translation import (
    LANGUAGES,
    day,
    say,
    speak,
    speaking,
    spoken,
    translations,
)
from bot.types import NOT_FOUND

# What every language must have. Other lines may wait for a translation and are English until then.
CORE = {
    *(phrases.START, phrases.HELP, phrases.READING, phrases.PLACE, phrases.STOPPED),
    *(phrases.RESUMED, phrases.GOING_DOWN, phrases.BROKEN, phrases.PAUSED, phrases.NEW_TALK),
    *(phrases.STOP_BUTTON, phrases.NEAREST_HEADLINES, phrases.NOT_INVITED, phrases.TOO_FAST),
    *(
        phrases.FORGOTTEN,
        phrases.DESCRIPTION,
        phrases.SHORT_DESCRIPTION,
        phrases.PRIVACY,
        NOT_FOUND,
    ),
    *(does for _, does in (*COMMANDS, *LOOKUP_COMMANDS, *OWNER_COMMANDS)),
}
OTHERS = [language for language in LANGUAGES if language != "en"]


def places(line: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", line))


def tags(line: str) -> list[str]:
    return sorted(re.findall(r"</?\w+>", line))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_core_lines(language: str) -> None:
    assert CORE - translations(language).keys() == set()


def said_in(module: ModuleType) -> set[str]:
    """The English lines that a module says as they stand, or by a constant of its own."""
    lines = set[str]()
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    lines.add(part.value)
                elif isinstance(part, ast.Name) and isinstance(getattr(module, part.id, 0), str):
                    lines.add(getattr(module, part.id))
    return lines - {"new"}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("module", [uploads, owner, phrases, render])
def test_owners_are_spoken_to_in_their_language(module: ModuleType, language: str) -> None:
    lines = said_in(module)
    assert len(lines) >= 4
    assert lines - translations(language).keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_tags_and_commands_of_its_line(language: str) -> None:
    for line, said in translations(language).items():
        assert places(said) == places(line), line
        assert tags(said) == tags(line), line
        commands = re.findall(r"(?<![\w<])/[a-z]+", line)
        assert sorted(re.findall(r"(?<![\w<])/[a-z]+", said)) == sorted(commands), line


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_fit_where_telegram_shows_them(language: str) -> None:
    with speaking(language):
        assert len(say(phrases.DESCRIPTION)) <= 512
        assert len(say(phrases.SHORT_DESCRIPTION)) <= 120
        assert len(say(phrases.ASK_TO_BE_INVITED)) <= 64
        for _, does in (*COMMANDS, *LOOKUP_COMMANDS, *OWNER_COMMANDS):
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
