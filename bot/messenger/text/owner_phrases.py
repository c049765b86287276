"""The lines that owners read of people and of the bot itself, in English; see `phrases`."""

from bot.messenger.text.translation import say

# -- people

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
ALLOW_WHOM = "Whom? Send /allow and their number, or reply to them."
DENY_WHOM = "Whom? Send /deny and a number from /users, or reply."
NOT_AN_OWNER = "An owner cannot be turned away."
EVERYONE_MAY_ASK = "Everyone may ask."
INVITED_MAY_ASK = "Only invited people may ask."

# -- the bot

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


def pairing(code: str, link: str) -> str:
    """Give an owner a code that lets one person in."""
    return say(PAIRING, link=link, code=code)


def not_owner(person: int, any_owner: bool) -> str:
    """Say that a command is for owners, and how to become one where there is none."""
    return say(OWNERS_ONLY) if any_owner else say(NO_OWNER, person=person)
