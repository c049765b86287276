"""What can go wrong while answering and chatting; the base class is `index.errors.BylineError`."""

from index.errors import BylineError


class SettingsError(BylineError):
    """A setting is missing or has a value that cannot be used."""


class WeightsError(BylineError):
    """Model weights are missing, corrupted or cannot be fetched."""


class ModelError(BylineError):
    """The language model cannot be loaded or failed while reading or writing."""


class VoiceError(BylineError):
    """What was said cannot be written down."""


class QuestionError(BylineError):
    """A question cannot be asked as it stands."""


class TelegramError(BylineError):
    """Telegram refused us in a way that only the owner can mend."""


class Stopped(BylineError):
    """The asker pressed Stop; whoever waits for the answer is told so."""
