"""What people read of watched chats and of posts that they passed on -> Telegram HTML (pure)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.adding.posts import Outcome
from bot.messenger.text import adding_phrases, channel_phrases, reports
from bot.messenger.text.buttons import undo_button
from bot.messenger.text.markup import Block, Piece, bold, link, messages, text
from bot.messenger.text.translation import day, say
from index.cleaning.cleaner import shortened

Report = tuple[list[str], InlineKeyboardMarkup | None]
_TITLE_CHARS = 60
_OUTLETS_SHOWN = 3


def one(outcome: Outcome | None) -> list[Report]:
    """What became of one post, a report for each article file, with its button to take it out."""
    if outcome is None or not outcome.added:
        reason = (
            outcome.reasons[0] if outcome and outcome.reasons else say(channel_phrases.LEFT_OUT)
        )
        line = text(say(adding_phrases.NOT_ADDED, reason=reason))
        return [(messages([Block([line])]), None)]
    first, *others = outcome.added
    first = replace(first, problems=[*first.problems, *outcome.reasons])
    return [
        (reports.added(added), undo_button(added.token, is_new=added.state == "new"))
        for added in (first, *others)
    ]


def passed_on(outcomes: Sequence[Outcome], left: int) -> list[str]:
    """What became of many posts, in one summary; `left` more said nothing that can be read."""
    states = Counter(_state(outcome) for outcome in outcomes)
    counts = [
        (adding_phrases.COUNT_ADDED, states["new"]),
        (adding_phrases.COUNT_CHANGED, states["changed"]),
        (adding_phrases.COUNT_UNCHANGED, states["known"]),
        (channel_phrases.COUNT_LEFT, states["left"] + left),
    ]
    head = bold(text(say(channel_phrases.PASSED_ON, count=len(outcomes) + left)))
    lines = [text(say(phrase, count=count)) for phrase, count in counts if count]
    return messages([Block([head, *_from(outcomes)]), Block(lines)])


def _state(outcome: Outcome) -> str:
    """The first of new, changed and known that something of the post is; else "left"."""
    states = {added.state for added in outcome.added}
    return next((state for state in ("new", "changed", "known") if state in states), "left")


def _from(outcomes: Sequence[Outcome]) -> list[Piece]:
    """The outlets and the days of what was added."""
    added = [outcome.post for outcome in outcomes if outcome.added]
    outlets = list(dict.fromkeys(post.outlet for post in added if post.outlet))
    if not added:
        return []
    days = sorted({post.published for post in added})
    span = day(days[0]) if len(days) == 1 else f"{day(days[0])} – {day(days[-1])}"
    names = [shortened(name, _TITLE_CHARS) for name in outlets[:_OUTLETS_SHOWN]]
    more = ["…"] if len(outlets) > _OUTLETS_SHOWN else []
    return [text(" · ".join([*filter(None, [", ".join([*names, *more])]), span]))]


def titled(title: str, url: str) -> str:
    """The name of a chat as HTML, linked where it is public."""
    return link(url, shortened(" ".join(title.split()), _TITLE_CHARS)).html


def watched_line(title: str, url: str, posts: int, latest: str, *, lost: bool) -> Piece:
    """A watched chat with how many posts of it were added, and whether they still come."""
    line = link(url, shortened(title, _TITLE_CHARS))
    line += text("\n" + say(channel_phrases.COUNT_POSTS, count=posts))
    if latest:
        line += text(", " + say(channel_phrases.LATEST_POST, day=day(date.fromisoformat(latest))))
    return line + text("\n" + say(channel_phrases.NOT_IN_IT)) if lost else line


def watched(lines: Sequence[Piece]) -> list[str]:
    """The list of watched chats."""
    return messages([Block([bold(text(say(channel_phrases.WATCHED_HEAD))), *lines])])


def unwatch_buttons(chats: Sequence[tuple[int, str]]) -> InlineKeyboardMarkup | None:
    """A button for each chat, by number and title, that ends watching it."""
    rows = [
        [InlineKeyboardButton(f"✖ {shortened(title, _TITLE_CHARS)}", callback_data=f"unwatch:{n}")]
        for n, title in chats
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def watch_button(chat: int) -> InlineKeyboardMarkup:
    """The button that an owner presses to have a chat watched."""
    label = say(channel_phrases.WATCH_BUTTON)
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"watch:{chat}")]])
