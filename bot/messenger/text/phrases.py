"""The short lines that people read beside answers, in English; most are HTML.

Lines of one part of the bot stand in files of their own: `adding_phrases`, `channel_phrases`,
`news_phrases`, `owner_phrases` and `page_phrases`. What follows is true for all of them.

Show one as `say(phrases.LINE, place=value)`: `translation.say` puts it into the reader's language
and fills the {places}. `languages/*.po` hold the translations under the English line. Whoever
changes a line changes its `msgid` there; `tests/test_wording.py` wants each line in each language.
"""

import re
from html import unescape
from math import ceil

from bot.messenger.text.translation import say

_MINUTES_FROM_S = 90

# -- what the bot is, and how to ask

START = (
    "<b>Byline</b> answers questions about {articles} and shows the exact sentences "
    "each answer stands on.\n\nJust type a question. Then ask on: “and how did Britain react?” "
    "When the articles don't say, it tells you so.\n\n/help says more."
)
ONE_ARTICLE = "one news article"
ARTICLES = "{count:,} news articles"
HELP = (
    "<b>Ask</b> in whole sentences or in a few words. Follow-ups are understood from the chat; "
    "/new starts over.\n\n<b>Check</b>: every sentence of an answer ends with numbers. The quotes "
    "under the answer are copied from the articles, word for word; the 📖 buttons show each in its "
    "paragraph, and links jump to the sentence on the page.\n\n"
    "/search, /latest, /article, /timeline – the articles themselves, at once\n"
    "/follow, /briefing – new articles on a topic as they come, and the news each morning\n"
    "/sources – the sentences behind the last answer, and what the library holds\n"
    "/about – what this bot is, /forget – delete all that is kept about you\n\n"
    "<b>In a group</b> mention me, reply to me or send /ask and the question."
)
NO_SUCH_COMMAND = "There is no command {command} here."
TEXT_ONLY = "I read text only: type your question, in at most {most:,} characters."
NEW_TALK = "A new conversation. What would you like to know?"
WHAT_IT_DOES = (
    "Answers questions about a collection of news articles and shows the exact sentences each "
    "answer stands on."
)
LIBRARY_SIZE = "Articles: {articles:,}, sentences: {sentences:,}"
LIBRARY_HEAD = "The library"
LIBRARY_IS_EMPTY = "The library is empty. Its owner can fill it with `byline index PATH`."
MODELS = "Language model: {model}, encoder: {encoder}"
PRIVACY = (
    "Search, language model and articles are on the machine that this bot runs on; nothing leaves "
    "it but the messages that Telegram carries. Your questions and their answers are kept for "
    "follow-ups; /forget deletes them."
)
PRIVACY_WITH_SERVERS = (
    "Besides Telegram, which carries the messages, questions and articles go to other servers that "
    "this bot's owner has set up. Your questions and their answers are kept for follow-ups; "
    "/forget deletes them."
)
FORGOTTEN = (
    "Forgotten: your questions, the answers to them and your name. Messages in this chat stay "
    "until you delete them in Telegram; the buttons under old answers no longer work."
)
DESCRIPTION = (
    "Byline answers questions about a collection of news articles and shows the exact sentences "
    "each answer stands on. When the articles don't say, it tells you so.\n\n"
    "Just type a question. /search, /latest and /timeline need no question."
)
SHORT_DESCRIPTION = "Answers from news articles, with the exact sentences they stand on."

# -- the commands in Telegram's menu

DOES_START = "what this bot does"
DOES_HELP = "how to ask and how to check an answer"
DOES_ASK = "ask, in a group: /ask and the question"
DOES_NEW = "start over; follow-ups forget what was said"
DOES_STOP = "stop what you have asked and is not answered yet"
DOES_SOURCES = "the sentences behind the last answer"
DOES_FORGET = "delete all that is kept about you"
DOES_SEARCH = "find sentences: /search and the words"
DOES_LATEST = "the newest articles, with words on a topic"
DOES_ARTICLE = "read an article: /article and its number"
DOES_TIMELINE = "what happened when: /timeline and a topic"
DOES_ABOUT = "what this bot is and what it keeps"
DOES_FOLLOW = "be told of new articles: /follow and a topic"
DOES_FOLLOWING = "the topics that you follow"
DOES_UNFOLLOW = "follow a topic no more: /unfollow and its words"
DOES_BRIEFING = "the day's news each morning: /briefing and a time"
DOES_QUIET = "when no news is sent: /quiet, hours and your time zone"
DOES_ALLOW = "let someone in: their number, a reply to them, or a code to pass on"
DOES_DENY = "turn someone away: their number or a reply to them"
DOES_USERS = "who was let in or turned away"
DOES_PAUSE = "answer no more questions for now"
DOES_RESUME = "go on answering"
DOES_STATUS = "index, line, speed, memory, latest failures"
DOES_LOG = "the failures as a file"
DOES_EXPORT = "what readers think of answers, as a file"
DOES_REINDEX = "read articles and sources again"
DOES_WATCH = "index the posts of a channel or group: /watch and its @name"
DOES_WATCHED = "the channels and groups whose posts are indexed"
DOES_UNWATCH = "index them no more: /unwatch and its @name, or one post's link"

# -- who may ask, and how often

NOT_INVITED = (
    "This bot answers people whom its owner has invited. With a pairing code send "
    "/start CODE; else tell the owner your number: <code>{number}</code>"
)
ASK_TO_BE_INVITED = "This bot answers invited people"
SLOW_DOWN = "You sent more than {limit} messages and taps in a minute. Please wait a moment."
TOO_MANY_WAITING = (
    "You have {limit} questions waiting already. Please ask this one again when one of them is "
    "answered."
)
TOO_FAST = "That is more than {limit} questions a minute. Please ask again in {seconds} s."
TOO_FAST_HERE = (
    "This chat has asked more than {limit} questions a minute. Please ask again in {seconds} s."
)
LINE_IS_FULL = "Too many people are waiting just now. Please ask again in a few minutes."

# -- a question on its way

QUESTION_IS_EMPTY = "The question is empty: type what you want to know."
QUESTION_TOO_LONG = "The question is {length:,} characters long: ask in at most {most:,}."
READING = "🔎 Reading the articles …"
PLACE = "⏳ You are number {number} in line, your answer comes in about {span}."
PAUSED = "⏸ Byline is paused by its owner. Your question is kept and answered afterwards."
RESUMED = "🔄 Byline was restarted and goes on with your question."
GOING_DOWN = "Byline is being restarted. Your question is kept and will be answered after that."
STOP_BUTTON = "Stop"
STOPPED = "Stopped."
NOT_YOURS_TO_STOP = "Only the one who asked can stop this."
NOT_RUNNING = "This question is not running any more."
BROKEN = "Something went wrong on our side, not with your question. Please ask it again."
TOOK_TOO_LONG = (
    "This answer took too long and was broken off. Please ask for less at a time, or ask again "
    "later."
)
UNKEPT = (
    "Your message has arrived, but it cannot be stored just now: something is wrong on our side. "
    "It is dealt with as soon as that is mended; you need not send it again."
)
ANSWER_UNKEPT = (
    "This answer could not be stored: its buttons are missing, and what you ask next does not "
    "know it."
)
WORN_OUT = "Byline failed on this question several times and has given up. Please rephrase it."
FAILED = "Something went wrong here. Please try again."
FAILED_BECAUSE = "Something went wrong here: {reason}"
NO_VOICE = "Voice messages cannot be understood here. Please type your question."
VOICE_TOO_LONG = "That is too long to listen to: {seconds} seconds at most."
NOT_HEARD = "I heard no words. Please record it again, or type your question."

# -- small talk, which is no question

YOU_ARE_WELCOME = "You're welcome."
GOODBYE = "Goodbye."
HELLO = "Hello. What would you like to know?"
ALL_RIGHT = "All right."
COMPLAINED = (
    "I am sorry. It may help to ask in other words. The buttons under an answer show what it "
    "stands on, and 👎 tells the owner of this bot."
)

# -- an answer and its buttons

NOT_FOUND = "The articles don't say."
UNANSWERED = "The articles don't say: {question}"
WITHDRAWN = "The draft you saw here is taken back: no sentence in the articles supports it."
NOTHING_AFTER = "No article is newer than {day}."
NOTHING_OF = "No article is from {year}."
NEAREST_HEADLINES = "Nearest headlines:"
NO_ANSWER_YET = "No answer yet in this conversation."
UNTITLED = "Article"
ALSO_IN = "also in {first}"
ALSO_IN_MORE = "also in {first} and {count} more"
MORE = "More"
MORE_DETAIL = "More detail"
OTHER_ARTICLES = "Other articles"
SEARCH_RESULTS = "Search results"
BEFORE = "◀ Before"
AFTER = "After ▶"
PAGE = "{page} of {pages}"
CITED_IS_GONE = "The article was taken out of the library. This is the sentence as it was cited:"
CITED_HAS_CHANGED = "The article has changed since. This is the sentence as it was cited:"
GONE = "“{title}” was taken out of the library."
NOT_KEPT = "That answer is not kept any more."
BELOW = "It is below."
NOTHING_MORE = "These articles say nothing more about this."
NOTHING_ELSE = "No other article is close to this question."
NOTHING_FOUND = "No article is close to this question."
RATED = "Thank you. The owner sees this with question and answer."
NOT_TO_RATE = "Only the one who asked can rate an answer, as long as it is kept."

# -- lists, articles and timelines

SEARCH_WHAT = "Send /search and the words to look for, such as: /search prisoner swap"
TIMELINE_OF_WHAT = "Send /timeline and a topic, such as: /timeline Istanbul talks"
ARTICLE_WHICH = "Send /article and the number that lists show, such as: /article 7"
NO_SUCH_ARTICLE = "There is no article {number}. /latest and /search show numbers."
TOO_MANY_WORDS = "That is too long: {most} characters at most."
NEWEST = "Newest articles"
NEAR_IN_MEANING = "No article has these words. Nearest in meaning:"
NOTHING_THERE = "Nothing in the articles."
PAGE_OF_ARTICLE = "Article {number}, page {page} of {pages}"
LIST_TOO_OLD = "This list is too old. Please send the command again."

# -- numbers

AND_MORE = "and {count:,} more"
MINUTES = "{count:.0f} min"
SECONDS = "{count:.0f} s"


def gone(title: str) -> str:
    """Say that an article is not in the library any more; plain text."""
    return say(GONE, title=title[:120])


def place(ahead: int, seconds: float) -> str:
    """Say where in line a question is, `ahead` others before it, and in how long it is answered."""
    return say(PLACE, number=ahead + 1, span=span(max(1, ceil(seconds))))


def span(seconds: float) -> str:
    """Say how long something takes: in seconds, or in minutes where that is easier to grasp."""
    if seconds < _MINUTES_FROM_S:
        return say(SECONDS, count=seconds)
    return say(MINUTES, count=seconds / 60)


def too_many_waiting(limit: int) -> str:
    """Say that one person has `limit` questions in line."""
    return say(TOO_MANY_WAITING, limit=limit)


def too_fast(limit: int, wait_s: float) -> str:
    """Say that a person asked more than `limit` questions in a minute."""
    return say(TOO_FAST, limit=limit, seconds=ceil(wait_s))


def too_fast_here(limit: int, wait_s: float) -> str:
    """Say that a chat asked more than `limit` questions in a minute."""
    return say(TOO_FAST_HERE, limit=limit, seconds=ceil(wait_s))


def not_invited(person: int) -> str:
    """Tell a stranger how to be let in."""
    return say(NOT_INVITED, number=person)


def plain(html: str) -> str:
    """A line without its markup, cut to the 200 characters that Telegram shows after a tap."""
    return unescape(re.sub(r"<[^>]+>", "", html))[:200]
