"""The short lines that the bot says beside answers, as HTML, in English.

Whoever shows one passes it through `wording.say`, which translates it; see there.
"""

import re
from math import ceil

from bot.messenger.text.translation import say

START = (
    "<b>Byline</b> answers questions about {articles} and shows the exact sentences "
    "each answer stands on.\n\nJust type a question. Then ask on: “and how did Britain react?” "
    "When the articles don't say, it tells you so.\n\n/help says more."
)
REINDEXING = "Re-indexing"
LOOKING_FOR_FILES = "Looking for files …"
REINDEXED = "Re-indexed"
ONE_ARTICLE = "one news article"
ARTICLES = "{count:,} news articles"
HELP = (
    "<b>Ask</b> in whole sentences or in a few words. Follow-ups are understood from the chat; "
    "/new starts over.\n\n<b>Check</b>: every sentence of an answer ends with numbers. The quotes "
    "under the answer are copied from the articles, word for word; the 📖 buttons show each in its "
    "paragraph, and links jump to the sentence on the page.\n\n"
    "/search, /latest, /article, /timeline – the articles themselves, at once\n"
    "/sources – the sentences behind the last answer, and what the library holds\n"
    "/about – what this bot is, /forget – delete all that is kept about you\n\n"
    "<b>In a group</b> mention me, reply to me or send /ask and the question."
)
TEXT_ONLY = "I read text only: type your question, in at most {most:,} characters."
STOP_BUTTON = "Stop"
NEAREST_HEADLINES = "Nearest headlines:"

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
PLACE = "⏳ You are number {number} in line, your answer comes in about {seconds} s."
TOO_MANY_WAITING = (
    "You have {limit} questions waiting already. Please ask this one again when one of them is "
    "answered."
)
TOO_FAST = "That is more than {limit} questions a minute. Please ask again in {seconds} s."
TOO_FAST_HERE = (
    "This chat has asked more than {limit} questions a minute. Please ask again in {seconds} s."
)
NOT_INVITED = (
    "This bot answers people whom its owner has invited. With a pairing code send "
    "/start CODE; else tell the owner your number: <code>{number}</code>"
)
NO_ANSWER_YET = "No answer yet in this conversation."
FORGOTTEN = (
    "Forgotten: your questions, the answers to them and your name. What stands in this chat stays "
    "until you delete it in Telegram; buttons under old answers do nothing any more."
)

DESCRIPTION = (
    "Byline answers questions about a collection of news articles and shows the exact sentences "
    "each answer stands on. When the articles don't say, it tells you so.\n\n"
    "Just type a question. /search, /latest and /timeline need no question."
)
SHORT_DESCRIPTION = "Answers from news articles, with the exact sentences they stand on."
ASK_TO_BE_INVITED = "This bot answers invited people"

NO_VOICE = "Voice messages cannot be understood here. Please type your question."
VOICE_TOO_LONG = "That is too long to listen to: {seconds} seconds at most."
NOT_HEARD = "No words could be made out. Please record it again, or type your question."

SEARCH_WHAT = "Send /search and the words to look for, such as: /search prisoner swap"
TIMELINE_OF_WHAT = "Send /timeline and a topic, such as: /timeline Istanbul talks"
ARTICLE_WHICH = "Send /article and the number that lists show, such as: /article 7"
NO_SUCH_ARTICLE = "There is no article {number}. /latest and /search show numbers."
TOO_MANY_WORDS = "That is too long: {most} characters at most."
NEWEST = "Newest articles"
NEAR_IN_MEANING = "No article has these words. Nearest in meaning:"
NOTHING_THERE = "Nothing in the articles."
PAGE_OF_ARTICLE = "Article {number}, page {page} of {pages}"
ALSO_IN = "also in {first}"
ALSO_IN_MORE = "also in {first} and {count} more"
UNTITLED = "Article"
WHAT_IT_DOES = (
    "Answers questions about a collection of news articles and shows the exact sentences each "
    "answer stands on."
)
LIBRARY_SIZE = "Articles: {articles:,}, sentences: {sentences:,}"
MODELS = "Language model: {model}, encoder: {encoder}"
PRIVACY = (
    "Search, language model and articles are on the machine that this bot runs on; nothing leaves "
    "it but the messages that Telegram carries. Your questions and their answers are kept for "
    "follow-ups; /forget deletes them."
)
LIST_TOO_OLD = "This list is too old. Please send the command again."

MORE_DETAIL = "More detail"
OTHER_ARTICLES = "Other articles"
SEARCH_ONLY = "Search only"
SEARCH_RESULTS = "Search results"
BEFORE = "◀ Before"
AFTER = "After ▶"
WITHDRAWN = "What was being written here is taken back: no sentence of theirs carries it."
NEAREST_SENTENCE = "The nearest sentence:"
GONE = "“{title}” was taken out of the library."
NOT_KEPT = "That answer is not kept any more."
BELOW = "It is below."
NOTHING_MORE = "These articles say nothing more on it."
NOTHING_ELSE = "No other article is near to it."
NOTHING_FOUND = "No article is near to it."
RATED = "Thank you. The owner sees this with question and answer."
NOT_TO_RATE = "Only the one who asked can rate an answer, as long as it is kept."


def gone(title: str) -> str:
    """Said where an article stood that is not in the library any more; no HTML."""
    return say(GONE, title=title[:120])


def place(ahead: int, seconds: float) -> str:
    """Where in line a question is when `ahead` others come before it, and when to expect what."""
    if not ahead:
        return say(READING)
    return say(PLACE, number=ahead + 1, seconds=max(1, ceil(seconds)))


def too_many_waiting(limit: int) -> str:
    return say(TOO_MANY_WAITING, limit=limit)


def too_fast(limit: int, wait_s: float) -> str:
    return say(TOO_FAST, limit=limit, seconds=ceil(wait_s))


def too_fast_here(limit: int, wait_s: float) -> str:
    return say(TOO_FAST_HERE, limit=limit, seconds=ceil(wait_s))


def not_invited(person: int) -> str:
    return say(NOT_INVITED, number=person)


def cannot_add(person: int, any_owner: bool) -> str:
    line = say(
        "I read text only: type your question. Documents and links become articles when the owner "
        "of this bot sends them."
    )
    return line if any_owner else f"{line} {not_owner(person, any_owner)}"


def plain(html: str) -> str:
    """A line without its markup, for where Telegram takes none; at most what fits there."""
    return re.sub(r"<[^>]+>", "", html)[:200]


def pairing(code: str, link: str) -> str:
    return say(
        "Whoever opens {link} within a day, or sends <code>/start {code}</code> here, may ask. "
        "It works once. In a group, /allow lets in all who are there.",
        link=link,
        code=code,
    )


def not_owner(person: int, any_owner: bool) -> str:
    if any_owner:
        return say("Only the owner of this bot can do that. Questions are welcome.")
    return say(
        "No owner is set yet, so nobody can do that from here. If this bot is yours, put "
        "<code>BYLINE_ADMINS={person}</code> into .env and restart it.",
        person=person,
    )
