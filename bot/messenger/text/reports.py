"""What an owner reads of added articles and of re-indexing -> Telegram HTML (pure)."""

import re
from collections.abc import Iterable, Sequence

from bot.adding.adding_result import Added, AddedArticle
from bot.adding.failure_groups import group_failures
from bot.messenger.text import adding_phrases, phrases
from bot.messenger.text.markup import Block, Piece, bold, messages, text
from bot.messenger.text.translation import day, say
from index.cleaning.cleaner import shortened
from index.types import Failure, Report

_ARTICLES_SHOWN = 5
_NOTES_SHOWN = 5
_FAILURES_SHOWN = 10
_UNREAD_SHOWN = 5
_SENTENCE_CHARS = 300
_FAILURE_CHARS = 300
_FILE_CHARS = 60
_STATES = {
    "new": adding_phrases.ADDED,
    "changed": adding_phrases.ADDED_AGAIN,
    "known": adding_phrases.ALREADY_THERE,
}


def added(added: Added) -> list[str]:
    """What became of something that was brought in, as messages."""
    blocks = [Block([text(line) for line in lines]) for lines in added_details(added)]
    return messages([Block([bold(text(added_heading(added)))]), *blocks])


def added_heading(added: Added) -> str:
    """What became of it, in a few words of plain text."""
    if len(added.articles) <= 1:
        return say(_STATES[added.state])
    sentences = sum(each.sentences for each in added.articles)
    size = say(adding_phrases.HOW_MUCH, articles=len(added.articles), sentences=sentences)
    return f"{say(_STATES[added.state])}: {size}"


def added_details(added: Added) -> list[list[str]]:
    """Paragraphs of plain lines: the first few articles, then notes on what is odd."""
    paragraphs = [_article(each) for each in added.articles[:_ARTICLES_SHOWN]]
    if len(added.articles) > _ARTICLES_SHOWN:
        paragraphs.append([say(phrases.AND_MORE, count=len(added.articles) - _ARTICLES_SHOWN)])
    notes = [say(adding_phrases.NOTE, note=note) for note in added.problems[:_NOTES_SHOWN]]
    if len(added.problems) > _NOTES_SHOWN:
        notes.append(say(adding_phrases.MORE_NOTES, count=len(added.problems) - _NOTES_SHOWN))
    return [*paragraphs, notes] if notes else paragraphs


def _article(each: AddedArticle) -> list[str]:
    """Title; outlet, date and length; first and last sentence: a line each."""
    article = each.article
    published = day(article.published) if article.published else say(adding_phrases.DATE_UNKNOWN)
    length = (
        say(adding_phrases.ONE_SENTENCE)
        if each.sentences == 1
        else say(adding_phrases.SENTENCES, count=each.sentences)
    )
    ends = dict.fromkeys(sentence.text for sentence in (each.first, each.last) if sentence)
    return [
        article.title,
        " · ".join([article.outlet or say(adding_phrases.OUTLET_UNKNOWN), published, length]),
        *(f"“{shortened(sentence, _SENTENCE_CHARS)}”" for sentence in ends),
    ]


def reindexing(done: int, total: int, file: str, seconds: float = 0.0) -> str:
    """How far a re-index is that has run for `seconds`, how fast, and how long it will take."""
    head = f"<b>{say(adding_phrases.REINDEXING)}</b>"
    if not total:
        return f"{head}\n{say(adding_phrases.LOOKING_FOR_FILES)}"
    pace = ""
    if done and seconds >= 1:
        left = seconds * (total - done) / done
        pace = say(adding_phrases.PACE, rate=done / seconds, span=phrases.span(left))
    articles = say(adding_phrases.ARTICLES_DONE, done=done, total=total)
    name = text(shortened(file, _FILE_CHARS)).html
    return f"{head} {100 * done // total} %\n{articles}{pace}\n{name}"


def reindexed(report: Report, seconds: float) -> list[str]:
    """What a re-index did in `seconds`."""
    counts = [
        (adding_phrases.COUNT_ADDED, report.added),
        (adding_phrases.COUNT_CHANGED, report.changed),
        *([(adding_phrases.COUNT_MOVED, report.moved)] if report.moved else []),
        (adding_phrases.COUNT_REMOVED, report.removed),
        (adding_phrases.COUNT_UNCHANGED, report.unchanged),
        (adding_phrases.COUNT_FAILED, len(report.failed)),
    ]
    took = say(phrases.SECONDS, count=seconds)
    lines = [bold(text(say(adding_phrases.REINDEXED))) + text(f", {took}")]
    lines += [text(say(phrase, count=count)) for phrase, count in counts]
    odd = (
        [text(say(adding_phrases.READ_BUT_ODD)), *_failures(report.remarks)]
        if report.remarks
        else []
    )
    return messages([Block(lines), Block(_failures(report.failed)), Block(odd)])


def unread(failures: Sequence[Failure]) -> list[str]:
    """Lines of HTML on files that could not be read and are tried again by each re-index."""
    if not failures:
        return []
    lines = [say(adding_phrases.UNREAD_FILES, count=len(failures))]
    lines += [f"• {piece.html}" for piece in _failures(failures, _UNREAD_SHOWN, of_a_kind=1)]
    if len(failures) > _UNREAD_SHOWN:
        lines.append(say(adding_phrases.ALL_UNREAD_FILES))
    return lines


def _failures(
    failures: Iterable[Failure], most: int = _FAILURES_SHOWN, of_a_kind: int = 3
) -> list[Piece]:
    """One line a failure, the first `of_a_kind` of those that are alike; at most `most` lines."""
    lines: list[tuple[str, int]] = []  # each with how many failures it stands for
    for kind in group_failures(failures, of_a_kind):
        for failure in kind.shown:
            lines.append((f"{_file_or_url(failure.source)}: {failure.reason}", 1))
        if kind.more:
            folder = _file_or_url(kind.folder)
            lines.append(
                (say(adding_phrases.MORE_ALIKE, count=kind.more, folder=folder), kind.more)
            )
    shown, left = lines[:most], sum(count for _, count in lines[most:])
    pieces = [text(shortened(line, _FAILURE_CHARS)) for line, _ in shown]
    return [*pieces, text(say(phrases.AND_MORE, count=left))] if left else pieces


def _file_or_url(source: str) -> str:
    """A file by its name alone; an address whole, since its end says too little."""
    return source if re.match("https?://", source) else source.rpartition("/")[2]
