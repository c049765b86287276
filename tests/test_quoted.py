"""What a question in a group leans on when it replies to somebody's message."""

from typing import Any

from every_case import over
from test_address import BOT, ME, PHOTO, message, reply

from bot.messenger.incoming.quoted import about_claim, quoted

CLAIM = "The bridge over the sound will be closed in March."


@over(
    {
        "a text": (reply(CLAIM), {}, CLAIM),
        "a caption": ({**reply(""), **PHOTO, "caption": CLAIM}, {}, CLAIM),
        "a part of it": (
            reply(f"Hm. {CLAIM} Ha."),
            {"quote": {"text": CLAIM, "position": 4}},
            CLAIM,
        ),
        "one's own": (reply(CLAIM, sender=1001), {}, CLAIM),
        "one's own question": (reply(f"{BOT} Who led?", sender=1001), {}, ""),
        "one's own command": (reply("/ask Who led?", sender=1001), {}, ""),
        "another's question": (reply(f"{BOT} Who led?"), {}, "Who led?"),
        "the bot's": (reply(CLAIM, sender=ME.id), {}, ""),
        "in private": (reply(CLAIM), {"chat": "private"}, ""),
        "a long one": (reply("so " * 100), {}, " ".join(["so"] * 40)),
    }.values()
)
def test_what_is_quoted(above: dict[str, Any], fields: dict[str, Any], expected: str) -> None:
    assert quoted(message(f"{BOT} why?", reply_to_message=above, **fields), ME) == expected


def test_no_reply_quotes_nothing() -> None:
    assert quoted(message(f"{BOT} why?"), ME) == ""


ASKED = f"Is it true that {CLAIM.rstrip('.')}?"


@over(
    [
        *("is this true?", "Is that right", "is it really true??", "really?", "true?"),
        *("is this news true or not?", "So, is this true?", "fact check", "Fact-check this please"),
        *("can you confirm this?", "did this happen?", "true or false?", "any truth to this?"),
    ]
)
def test_whether_somebody_is_right_is_asked_of_what_they_said(text: str) -> None:
    assert about_claim(text, CLAIM) == ASKED


@over(
    {
        "nothing quoted": ("is this true?", "", "is this true?"),
        "a question quoted": ("is this true?", "Who led?", "is this true?"),
        "a word quoted": ("is this true?", "Lol.", "is this true?"),
        "agreement": ("true", CLAIM, "true"),
        "a question of its own": (
            "Is this true of the ferry?",
            CLAIM,
            "Is this true of the ferry?",
        ),
        "a denial": ("is this fake?", CLAIM, "is this fake?"),
        "the first sentence": ("is this true?", f"Wow! {CLAIM} Sad.", ASKED),
        "lines": ("is this true?", f"{CLAIM.rstrip('.')}\nShare this now", ASKED),
    }.values()
)
def test_what_is_asked_of_other_words_stays(text: str, claim: str, expected: str) -> None:
    assert about_claim(text, claim) == expected
