"""The lines about articles that are added, taken out or read again; see `phrases`."""

from bot.messenger.text.owner_phrases import not_owner
from bot.messenger.text.translation import say

NO_UPLOADS = (
    "I read text only: type your question. Documents and links become articles when the owner "
    "of this bot sends them."
)
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
