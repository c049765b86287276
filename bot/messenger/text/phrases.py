"""The short lines that people read beside answers, in English; most are HTML.

Show one as `say(phrases.LINE, place=value)`: `translation.say` puts it into the reader's language
and fills the {places}. `languages/*.po` hold the translations under the English line. Whoever
changes a line changes its `msgid` there; `tests/test_wording.py` wants each line in each language.
"""

import re
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
TEXT_ONLY = "I read text only: type your question, in at most {most:,} characters."
NO_UPLOADS = (
    "I read text only: type your question. Documents and links become articles when the owner "
    "of this bot sends them."
)
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
NEAREST_SENTENCE = "The nearest sentence:"
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

# -- topics and briefings

FOLLOW = "🔔 Follow"
FOLLOW_WHAT = "Send /follow and a topic, such as: /follow Istanbul talks"
FOLLOWED = (
    "You follow “{topic}”. A new article that says something new on it is told of here, at most "
    "{most} a day."
)
TOO_MANY_TOPICS = "This chat follows {most} topics already. Let one go: /following lists them."
FOLLOWING = "Followed here"
FOLLOWS_NOTHING = "Nothing is followed here yet. Send /follow and a topic."
TOLD_AT_MOST = "At most {most} messages a day."
UNFOLLOWED = "No more news on “{topic}”."
UNFOLLOW_WHICH = (
    "Send /unfollow and the words or the number of a topic, or /unfollow all. "
    "/following lists them."
)
NOT_FOLLOWED = "That is not followed here any more."
READ_ON = "📖 Read"
LET_GO = "🔕 No more"
QUIET_HOURS = "Quiet hours: {hours} ({zone}); /quiet changes them."
NO_QUIET_HOURS = "News is sent at any hour ({zone}); /quiet changes that."
QUIET_HOW = (
    "Send /quiet, the hours and your time zone, such as: /quiet 22-7 Europe/Berlin, or /quiet off"
)
ZONE_OF_MACHINE = "time of the bot's machine"
NO_SUCH_ZONE = (
    "There is no time zone “{zone}”. Name one by its city, such as Europe/Berlin or "
    "America/New_York."
)
BRIEFING_HEAD = "News of {day}"
BRIEFING_SET = "Each day at {time} ({zone}) the news goes to {chat}. {end} ends that."
BRIEFING_OFF = "No more briefings go to {chat}."
BRIEFING_HOW = (
    "Send /briefing, a time and your time zone, such as: /briefing 8:00 Europe/Berlin, or "
    "/briefing off"
)
THIS_CHAT = "this chat"
NO_NEWS = "No news since yesterday."
OUTLETS = "{count} outlets"
CHANNEL_REFUSED = (
    "I cannot post to {chat}. Make me an administrator of the channel who may post, and send this "
    "again."
)

# -- the page to read on (plain text)

PAGE_SKIP = "Skip to the text"
PAGE_ASK = "Ask about the articles"
PAGE_QUESTION = "Your question"
PAGE_ASK_BUTTON = "Ask"
PAGE_WORKING = "Looking for the answer …"
PAGE_ANSWER = "The answer"
PAGE_ANEW = "Another topic"
PAGE_SOURCES = "The sentences that it stands on"
PAGE_NEWEST = "The newest articles"
PAGE_ORIGINAL = "As it was published"
PAGE_CITED = "Cited sentence {number}"
PAGE_CITED_BEFORE = "The cited sentence before"
PAGE_CITED_AFTER = "The next cited sentence"
PAGE_STORY = "Other articles of this story"
PAGE_COPIES = "Printed elsewhere in nearly the same words"
PAGE_TIMELINE = "What happened when"
PAGE_THIS = "this article"
PAGE_NO_ARTICLE = "The library has no such article."
PAGE_FROM_CHAT = "This page opens from the chat: press the button under an answer of the bot."
PAGE_IS_OLD = "This page was opened some time ago: open it again from the chat."
PAGE_SIGN_IN_WITH = "The token of this server"
PAGE_SIGN_IN = "Sign in"
PAGE_NOT_KNOWN = "That is not the token of this server."

# -- for owners: people

PAIRING = (
    "Whoever opens {link} within a day, or sends <code>/start {code}</code> here, may ask. "
    "It works once. In a group, /allow lets in all who are there."
)
OWNERS_ONLY = "Only the owner of this bot can do that. Questions are welcome."
NO_OWNER = (
    "No owner is set yet, so nobody can do that from here. If this bot is yours, put "
    "<code>BYLINE_ADMINS={person}</code> into .env and restart it."
)
LET_IN = "{who} may ask from now on."
TURNED_AWAY = "{who} may not ask any more."
DENY_WHOM = "Whom? Send /deny and a number from /users, or reply."
NOT_AN_OWNER = "An owner cannot be turned away."
EVERYONE_MAY_ASK = "Everyone may ask."
INVITED_MAY_ASK = "Only invited people may ask."

# -- for owners: the bot

NOW_PAUSED = "Paused. Questions are kept; /resume goes on."
NOW_RESUMED = "Byline goes on answering."
STATUS_PAUSED = ", paused"
STATUS_INDEX = "Index: {articles:,} articles, {sentences:,} sentences"
STATUS_REINDEXING = ", being read again"
STATUS_LINE = "Line: {waiting:,} waiting, of {people:,} people"
STATUS_ANSWERING = ", one being answered"
STATUS_SPEED = "Speed: {count:,} answers so far, about {seconds:.1f} s each"
STATUS_MEMORY = "Memory: {megabytes:,} MB"
STATUS_RUNNING = "Running for {span}"
DAYS_AND_HOURS = "{days} days {hours} h"
HOURS_AND_MINUTES = "{hours} h {minutes} min"
STATUS_TROUBLE = "⚠️ {what}, for {span}: {why}"
STATUS_OVER = "Over: {what}, for {span}"
NO_TELEGRAM = "Telegram cannot be reached"
NOT_WRITTEN = "Messages cannot be stored"
STILL_POLLING = "The fetching of messages stood still and was started again"
DEAD_THREAD = "The thread of the language model had ended and was replaced"
LONG_ANSWER = "An answer took too long and was broken off"
HANGING_MODEL = "The language model hangs: Byline starts again"
STILL_SCHEDULE = "The regular fetching of sources stood still and was started again"
HANGING_RUN = "The fetching of sources hangs: Byline starts again"
DAMAGED_VECTORS = "The folder of vectors was damaged and is filled again"
LATEST_FAILURES = "Latest failures:"
NO_FAILURES = "No failures since the start."
NOTHING_LOGGED = "Nothing has gone wrong so far."
NOTHING_RATED = "Nobody has rated an answer so far."

# -- for owners: articles

READING_UPLOAD = "📥 Reading it …"
ADDED = "Added"
ADDED_AGAIN = "Changed since, and added again"
ALREADY_THERE = "In the library already"
HOW_MUCH = "{articles:,} articles, {sentences:,} sentences"
ONE_SENTENCE = "1 sentence"
SENTENCES = "{count:,} sentences"
DATE_UNKNOWN = "date unknown"
OUTLET_UNKNOWN = "outlet unknown"
NOTE = "Note: {note}"
MORE_NOTES = "and {count:,} more notes"
AND_MORE = "and {count:,} more"
UNDO = "Undo"
TAKE_OUT = "Take it out"
TAKEN_OUT = "Taken out again."
GONE_ALREADY = "It is gone already."
NOT_ADDED = "Not added: {reason}"
WALL_SUBSCRIPTION = (
    "Not added: the page only asks to subscribe or to log in. Open the article in your browser, "
    "save the page, and send me the file."
)
WALL_CONSENT = (
    "Not added: the page only asks for consent to use data. Open the article in your browser, "
    "save the page, and send me the file."
)
WALL_ROBOT = (
    "Not added: the page only checks that no program asks for it. Open the article in your "
    "browser, save the page, and send me the file."
)
WALL_MISSING = "Not added: the site says that there is no such page. Please check the address."
WALL_CLOSED = (
    "Not added: the site says that it is closed, for now or for us. Please try again later, or "
    "send me the page as a file."
)
FILE_TOO_LARGE = (
    "{name} is larger than the {megabytes:.0f} MB that Telegram gives to bots: copy it to the "
    "machine and add it with `byline index PATH`."
)
NOTHING_ADDED = "Something went wrong here, and nothing was added. Please send it again."
NOT_DOWNLOADED = "Telegram does not give us this document just now. Please send it again."
REINDEXING = "Re-indexing"
REINDEXED = "Re-indexed"
REINDEX_RUNS = "A re-index is running already."
REINDEX_STOPPED = "The re-index was stopped; /reindex goes on where it was."
REINDEX_FAILED = "The re-index failed; the log says why. Nothing that was there is lost."
LOOKING_FOR_FILES = "Looking for files …"
ARTICLES_DONE = "{done:,} of {total:,} articles"
PACE = ", {rate:.1f} a second, about {span} left"
MINUTES = "{count:.0f} min"
SECONDS = "{count:.0f} s"
COUNT_ADDED = "{count:,} added"
COUNT_CHANGED = "{count:,} changed"
COUNT_MOVED = "{count:,} moved"
COUNT_REMOVED = "{count:,} removed"
COUNT_UNCHANGED = "{count:,} unchanged"
COUNT_FAILED = "{count:,} failed"
READ_BUT_ODD = "Read, but unusual:"
UNREAD_FILES = "Files that could not be read: {count:,}"
ALL_UNREAD_FILES = "All of them: <code>byline library check</code> in a terminal"
MORE_ALIKE = "and {count:,} more in {folder} for the same reason"

# -- for owners: channels and groups

WATCH_WHICH = (
    "Which channel or group? Make me an administrator there, then send /watch and its @name. If it "
    "has none, forward me one of its posts and reply to that with /watch."
)
NO_SUCH_CHAT = (
    "I find no channel or group {name}. Check the name, and make me an administrator there first."
)
SEES_NOTHING = "I do not see the posts of {title}: make me an administrator there, then try again."
NOW_WATCHED = (
    "From now on I add the posts of {title} to the library, and say nothing there. Earlier posts: "
    "forward them to me, many at a time."
)
NOW_WATCHED_GROUP = (
    "From now on I add what is written in {title} to the library, where all who may ask me can "
    "find it. /unwatch ends that."
)
WATCHED_ALREADY = "{title} is watched already."
WATCH_OFFER = "I see the posts of {title} now. Shall I add them to the library as they come?"
WATCH_ASKED = "Someone posted /watch in {title}. Shall I add its posts to the library?"
WATCH_BUTTON = "Watch it"
WATCHED_HEAD = "Watched"
NONE_WATCHED = "No channel or group is watched. /watch begins."
ASK_IN_PRIVATE = "Please ask me that in our private chat."
COUNT_POSTS = "Posts added: {count:,}"
LATEST_POST = "the latest of {day}"
NOT_IN_IT = "I do not see its posts any more."
UNWATCHED = "{title} is not watched any more. What was added stays in the library."
UNWATCH_WHICH = (
    "Which one? Send /unwatch and the @name or number of a watched channel or group, or the link "
    "of one post to take out. /watched lists them."
)
CHANNEL_LOST = (
    "I do not see the posts of {title} any more: I was removed, or am no administrator now. What "
    "was added stays. When I am an administrator again, I go on."
)
LEFT_OUT = "there is nothing to read in it."
PASSED_ON = "{count:,} posts read"
COUNT_LEFT = "{count:,} left out: too short, or without text"


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


def cannot_add(person: int, any_owner: bool) -> str:
    """Say that only owners add articles."""
    line = say(NO_UPLOADS)
    return line if any_owner else f"{line} {not_owner(person, any_owner)}"


def wall(kind: str) -> str:
    """Say that a link led to a wall of this kind (`index.readers.refused_pages`) and no article."""
    lines = {
        "subscription": WALL_SUBSCRIPTION,
        "consent": WALL_CONSENT,
        "missing": WALL_MISSING,
        "closed": WALL_CLOSED,
    }
    return say(lines.get(kind, WALL_ROBOT))


def pairing(code: str, link: str) -> str:
    """Give an owner a code that lets one person in."""
    return say(PAIRING, link=link, code=code)


def not_owner(person: int, any_owner: bool) -> str:
    """Say that a command is for owners, and how to become one where there is none."""
    return say(OWNERS_ONLY) if any_owner else say(NO_OWNER, person=person)


def plain(html: str) -> str:
    """A line without its markup, cut to the 200 characters that Telegram shows after a tap."""
    return re.sub(r"<[^>]+>", "", html)[:200]
