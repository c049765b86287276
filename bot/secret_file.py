"""Reads a secret, such as a token or a key, from a file that only its owner can use."""

import os
import re
import stat
from pathlib import Path
from shlex import quote

from bot.errors import SettingsError

_LONGEST = 4096  # bytes of a file; no server takes a header that is much longer
# Whoever may write to the file could put another secret there. A group may read it: that is how
# services are given secrets.
_REFUSED = stat.S_IRWXO | stat.S_IWGRP
_SECRET = re.compile(r"[!-~]+")  # printable, without blanks: what fits into a header


def read_secret(file: Path, setting: str) -> str:
    """The secret in `file`, which `setting` names: one line, without the blanks around it.

    Raises SettingsError, which names both and what to do; neither it nor its cause holds anything
    of what is in the file.
    """
    try:
        with file.open("rb") as opened:
            # Of the open file, so that it cannot be exchanged between the look and the reading.
            if is_open_to_others(os.fstat(opened.fileno()).st_mode):
                raise SettingsError(
                    f"{setting} names {file}, which others on this machine can use: run "
                    f"`chmod 600 {quote(str(file))}`."
                )
            content = opened.read(_LONGEST + 1)
    except OSError as error:
        raise SettingsError(
            f"{setting} names {file}, which cannot be read ({error.strerror}): correct it, or let "
            "this user read the file."
        ) from error
    # Any byte is a character of Latin-1, so there is no UnicodeError, which would hold them all.
    secret = content.decode("latin-1").strip(" \t\r\n")
    if len(content) > _LONGEST or not _SECRET.fullmatch(secret):
        raise SettingsError(
            f"{setting} names {file}, which holds no usable secret: it takes one line of letters, "
            "digits and signs of ASCII without blanks, and nothing else."
        )
    return secret


def is_open_to_others(mode: int) -> bool:
    """Whether others may read or write a file of this mode, or its group may write it."""
    return os.name == "posix" and bool(mode & _REFUSED)
