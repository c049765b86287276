"""The short lines that the bot says beside answers, as HTML (pure)."""

import re
from math import ceil

READING = "🔎 Reading the articles …"
STOPPED = "Stopped."
RESUMED = "🔄 Byline was restarted and goes on with your question."
GOING_DOWN = "Byline is being restarted. Your question is kept and will be answered after that."
BROKEN = "Something went wrong on our side, not with your question. Please ask it again."
WORN_OUT = (
    "Byline broke off several times while it worked on this question and does not try again. "
    "Please put it in other words."
)
LINE_IS_FULL = "Too many people are waiting just now. Please ask again in a few minutes."

SLOW_DOWN = "Not so fast, please: Byline reads 60 messages and taps of a person a minute."
PAUSED = "⏸ Byline is paused by its owner. Your question is kept and answered afterwards."
NEW_TALK = "A new conversation. What would you like to know?"
NO_ANSWER_YET = "No answer yet in this conversation."
FORGOTTEN = (
    "Forgotten: your questions, the answers to them and your name. What stands in this chat stays "
    "until you delete it in Telegram; buttons under old answers do nothing any more."
)

NOT_KEPT = "That answer is not kept any more."
BELOW = "It is below."
NOTHING_MORE = "These articles say nothing more on it."
NOTHING_ELSE = "No other article is near to it."
NOTHING_FOUND = "No article is near to it."
RATED = "Thank you. The owner sees this with question and answer."
NOT_TO_RATE = "Only the one who asked can rate an answer, as long as it is kept."


def gone(title: str) -> str:
    """Said where an article stood that is not in the library any more; no HTML."""
    return f"“{title[:120]}” was taken out of the library."


def place(ahead: int, seconds: float) -> str:
    """Where in line a question is when `ahead` others come before it, and when to expect what."""
    if not ahead:
        return READING
    wait = max(1, ceil(seconds))
    return f"⏳ You are number {ahead + 1} in line, your answer comes in about {wait} s."


def too_many_waiting(limit: int) -> str:
    return (
        f"You have {limit} questions waiting already. Please ask this one again when one of them "
        "is answered."
    )


def too_fast(limit: int, wait_s: float) -> str:
    return f"That is more than {limit} questions a minute. Please ask again in {ceil(wait_s)} s."


def too_fast_here(limit: int, wait_s: float) -> str:
    return (
        f"This chat has asked more than {limit} questions a minute. Please ask again in "
        f"{ceil(wait_s)} s."
    )


def not_invited(person: int) -> str:
    return (
        "This bot answers people whom its owner has invited. With a pairing code send "
        f"/start CODE; else tell the owner your number: <code>{person}</code>"
    )


def cannot_add(person: int, any_owner: bool) -> str:
    owner = "" if any_owner else f" {not_owner(person, any_owner)}"
    return (
        "I read text only: type your question. Documents and links become articles when the owner "
        f"of this bot sends them.{owner}"
    )


def plain(html: str) -> str:
    """A line without its markup, for where Telegram takes none; at most what fits there."""
    return re.sub(r"<[^>]+>", "", html)[:200]


def pairing(code: str, link: str) -> str:
    return (
        f"Whoever opens {link} within a day, or sends <code>/start {code}</code> here, may ask. "
        "It works once. In a group, /allow lets in all who are there."
    )


def not_owner(person: int, any_owner: bool) -> str:
    if any_owner:
        return "Only the owner of this bot can do that. Questions are welcome."
    return (
        "No owner is set yet, so nobody can do that from here. If this bot is yours, put "
        f"<code>BYLINE_ADMINS={person}</code> into .env and restart it."
    )
