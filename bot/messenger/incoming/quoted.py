"""What a question in a group leans on when it replies to somebody's message (pure).

"Who is he?" is asked of the message above it, and "is this true?" asks whether what it says is so.
"""

import re

from telegram import Message, User
from telegram.constants import ChatType

from bot.messenger.incoming import address
from index.language_data.en.claim_checks import ASKED, IS_THIS_TRUE

_WORDS = 40  # of the message above: enough for what it is about
_FEWEST = 3  # words of a claim
_IS_THIS_TRUE = re.compile(rf"\s*(?:{IS_THIS_TRUE}|(?:true|really|right)(?=\?))[\s?!.]*", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!…])[\"”»)]?\s+|\n+")


def quoted(message: Message, me: User) -> str:
    """The beginning of the message that a question in a group replies to; "" for none.

    Also "" for what the same person has asked before, which their conversation has with its answer.
    """
    above = message.reply_to_message
    if message.chat.type == ChatType.PRIVATE or above is None:
        return ""
    own = above.from_user is not None and above.from_user == message.from_user
    if own and address.names(above, me):
        return ""
    return " ".join(address.asked_above(message, me).split()[:_WORDS])


def about_claim(text: str, claim: str) -> str:
    """The question that "is this true?" asks about `claim`; any other `text` as it is.

    Of several sentences the first one is asked about.
    """
    if not claim or "?" in claim or not _IS_THIS_TRUE.fullmatch(text):
        return text
    sentences = _SENTENCE_END.split(claim)
    first = next((each for each in sentences if len(each.split()) >= _FEWEST), "")
    stated = first.strip().rstrip(".!…")
    return ASKED.format(stated) if stated else text
