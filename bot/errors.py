"""Errors of answering and chatting; their base class is `index.errors.BylineError`."""

from index.errors import BylineError, LibraryError


class SettingsError(BylineError):
    """A setting is missing or has a value that cannot be used."""


class DatabaseServerError(LibraryError):
    """The PostgreSQL server that keeps what chats remember cannot be used."""

    for_owner = True


class WeightsError(BylineError):
    """Model weights are missing, corrupted or cannot be fetched."""


class ModelError(BylineError):
    """The language model cannot be loaded or failed while reading or writing."""


class VoiceError(BylineError):
    """A voice message cannot be transcribed."""


class QuestionError(BylineError):
    """A question cannot be answered as it was asked, for example because it is too long."""


class TelegramError(BylineError):
    """Telegram refused a request for a reason that only the owner can remedy."""


class Stopped(BylineError):
    """The work was stopped on request."""


class BusyError(BylineError):
    """Too many questions wait. `wait_s` is after how many seconds it makes sense to ask again."""

    def __init__(self, message: str, wait_s: int) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class TooSlowError(BylineError):
    """An answer took longer than the one who asked may wait."""
