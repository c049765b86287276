"""What followers are told, and the day's stories -> Telegram HTML and buttons (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.following.stories import Story
from bot.messenger.text import news_phrases
from bot.messenger.text.lists import Quote, quoted
from bot.messenger.text.markup import Block, Piece, bold, messages, text
from bot.messenger.text.translation import say

_LABEL_CHARS = 28


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with its best sentence, and the number under which /article shows its article."""

    story: Story
    quote: Quote
    number: int


def told(words: str, quote: Quote) -> str:
    """The most telling sentence of a new article on a topic."""
    return messages([Block([bold(text(f"🔔 {words}"))]), Block([quoted(quote)])])[0]


def told_buttons(topic_id: int, number: int) -> InlineKeyboardMarkup:
    """Under that: read the article with this number, and follow the topic no more."""
    read = InlineKeyboardButton(say(news_phrases.READ_ON), callback_data=f"read:{number}")
    return InlineKeyboardMarkup([[read, _let_go(say(news_phrases.LET_GO), topic_id)]])


def followed_buttons(topic_id: int) -> InlineKeyboardMarkup:
    """Under the word that a topic is followed: follow it no more."""
    return InlineKeyboardMarkup([[_let_go(say(news_phrases.LET_GO), topic_id)]])


def topic_list(topics: Sequence[tuple[int, str]], notes: Sequence[str]) -> str:
    """The topics of a chat, each with its id, and when news of them is sent."""
    items = [text(f"{n}. {words}") for n, (_, words) in enumerate(topics, start=1)]
    head = bold(text(say(news_phrases.FOLLOWING)))
    return messages([Block([head, *items]), Block([text(note) for note in notes])])[0]


def topic_list_buttons(topics: Sequence[tuple[int, str]]) -> InlineKeyboardMarkup:
    """Under that list: a button a topic, to follow it no more."""
    return InlineKeyboardMarkup(
        [[_let_go(f"🔕 {_short(words)}", topic_id)] for topic_id, words in topics]
    )


def briefing(head: str, told_stories: Sequence[ToldStory]) -> list[str]:
    """The stories of a day, each with its best sentence and how many outlets tell it."""
    if not told_stories:
        return [text(say(news_phrases.NO_NEWS)).html]
    items = []
    for n, each in enumerate(told_stories, start=1):
        item = bold(text(f"{n}. ")) + quoted(each.quote)
        items.append(item + _outlets(each.story))
    return messages([Block([bold(text(head))]), Block(items, "\n\n")])


def briefing_buttons(told_stories: Sequence[ToldStory]) -> InlineKeyboardMarkup | None:
    """Under a briefing: a button a story, which shows its article."""
    row = [
        InlineKeyboardButton(f"📖 {n}", callback_data=f"read:{each.number}")
        for n, each in enumerate(told_stories, start=1)
    ]
    return InlineKeyboardMarkup([row]) if row else None


def _outlets(story: Story) -> Piece:
    return text(f" · {say(news_phrases.OUTLETS, count=story.outlets)}" if story.outlets > 1 else "")


def _let_go(label: str, topic_id: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"unfollow:{topic_id}")


def _short(words: str) -> str:
    return words if len(words) <= _LABEL_CHARS else words[: _LABEL_CHARS - 1].rstrip() + "…"
