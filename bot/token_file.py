"""Reads the bot's token from a file that only its owner can read."""

import os
import stat
from pathlib import Path

from bot.errors import SettingsError

_LONGEST = 200  # characters; Telegram's tokens have about 46
# Whoever may write to the file could put another bot's token there. A group may read it: that is
# how services are given secrets.
_REFUSED = stat.S_IRWXO | stat.S_IWGRP


def read_token(file: Path) -> str:
    """The token in `file`. Raises SettingsError, which never holds what is in the file."""
    try:
        with file.open("rb") as opened:
            # Of the open file, so that it cannot be exchanged between the look and the reading.
            expect_private(file, os.fstat(opened.fileno()).st_mode)
            text = opened.read(4 * _LONGEST + 1).decode("ascii").strip()
    except OSError as error:
        raise SettingsError(
            f"The token file {file} cannot be read ({error.strerror}): correct "
            "BYLINE_TELEGRAM_TOKEN_FILE, or let this user read it."
        ) from error
    except UnicodeError:
        text = ""
    if not text or len(text) > _LONGEST or any(character.isspace() for character in text):
        raise SettingsError(
            f"The token file {file} holds no token: it takes one line, the token that @BotFather "
            "sent, and nothing else."
        )
    return text


def expect_private(file: Path, mode: int) -> None:
    """Raise SettingsError when others than the owner and the group can use a file of this mode."""
    if is_open_to_others(mode):
        raise SettingsError(
            f"Others on this machine can use the token file {file}: run `chmod 600 {file}`."
        )


def is_open_to_others(mode: int) -> bool:
    """Whether others may read or write a file of this mode, or its group may write it."""
    return os.name == "posix" and bool(mode & _REFUSED)
