"""Answers -> Telegram HTML in messages that fit (pure).

Everything that comes from articles, people or the model is escaped here, in one place. Telegram
counts a message's length after markup, in UTF-16 units, so that is what is counted here too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from bot.adding.failure_groups import group_failures
from bot.answering import citations
from bot.answering.evidence import also_in
from bot.messenger.text import phrases
from bot.messenger.text.translation import day, say
from bot.types import Answer, Citation, Claim, Evidence, Headline
from index.types import Article, Failure, Report, Summary

MAX_UNITS = 4096
_FRAGMENT_WORDS = 5  # from each end of a sentence: enough to be found once on a page
_CONTEXT_UNITS = 1200  # of the paragraph before and after a sentence, where it is longer
_FAILURES_SHOWN = 10
_UNREAD_SHOWN = 5
_FAILURE_CHARS = 300
_REST_UNITS = 600  # of a message kept free for what stands beside a long text: marks, outlet, title
_SHORT_CHARS = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """Markup that must not be torn, and its length as Telegram counts it."""

    html: str
    units: int

    def __add__(self, other: "Piece") -> "Piece":
        return Piece(self.html + other.html, self.units + other.units)


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that stand together, joined by `joiner`, each message's share within `tags`."""

    pieces: Sequence[Piece]
    joiner: str = "\n"
    tags: tuple[str, str] = ("", "")


_SOURCES = ("<blockquote expandable>", "</blockquote>")


def text(plain: str) -> Piece:
    """Plain text, escaped."""
    plain = _sound(plain)
    return Piece(escape(plain, quote=False), units(plain))


def units(plain: str) -> int:
    """Length in UTF-16 code units."""
    return len(plain.encode("utf-16-le", "surrogatepass")) // 2


def link(url: str, label: str) -> Piece:
    """A link, or the bare label where `url` is no web address."""
    shown = text(label)
    if not re.match(r"https?://[^/?#\s]", url):
        return shown
    return Piece(f'<a href="{escape(_safe(url))}">{shown.html}</a>', shown.units)


def fragment_url(url: str, sentence: str) -> str:
    """`url`, made to jump to `sentence` and mark it; what is no web address comes back as it is.

    Text fragments as in https://wicg.github.io/scroll-to-text-fragment/: begin and end of the
    text, with "-" and "," escaped since they have a meaning there.
    """
    if not re.match(r"https?://[^/?#\s]", url):
        return url
    words = _sound(sentence).split()
    page, _, anchor = _safe(url).partition("#")
    anchor = anchor.partition(":~:")[0]  # another's directive would win over ours
    ends = [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    if len(words) <= 2 * _FRAGMENT_WORDS:
        ends = [words]
    target = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{page}#{anchor}:~:text={target}"


def messages(blocks: Iterable[Block]) -> list[str]:
    """The blocks as HTML messages of at most 4,096 units, torn only between pieces.

    A piece that is too long alone must have been cut before, with `fold`.
    """
    parts: list[str] = []
    html, used = "", 0
    for block in blocks:
        opened = False
        for piece in block.pieces:
            glue = block.joiner if opened else "\n\n" if html else ""
            if html and used + units(glue) + piece.units > MAX_UNITS:
                parts.append(html + (block.tags[1] if opened else ""))
                html, used, opened, glue = "", 0, False, ""
            html += glue + ("" if opened else block.tags[0]) + piece.html
            used += units(glue) + piece.units
            opened = True
        html += block.tags[1] if opened else ""
    return [*parts, html] if html else parts


def fold(plain: str, limit: int = MAX_UNITS - _REST_UNITS) -> list[str]:
    """`plain` in pieces of at most `limit` units, cut at a sentence's end or else at a space.

    Nothing is lost but white space at the cuts. There is always a piece, if only an empty one.
    """
    pieces: list[str] = []
    plain = _sound(plain)
    while units(plain) > limit:
        head = _first_units(plain, limit)
        ends = [m.end() for m in re.finditer(r"[.!?…][”\"')\]]*\s", head)]
        cut = ends[-1] if ends and ends[-1] > len(head) // 2 else head.rfind(" ") + 1
        cut = cut or len(head)
        pieces.append(plain[:cut].rstrip())
        plain = plain[cut:].lstrip()
    return [*pieces, plain] if plain or not pieces else pieces


# -- what is said


def answer(answer: Answer, *, near: Evidence | None = None, withdrawn: bool = False) -> list[str]:
    """An answer with its sources, or what is near when the articles do not say.

    `near` is the sentence that the reader saw meanwhile; `withdrawn` says that they also saw a
    draft, which a refusal then takes back.
    """
    if answer.outcome == "not_found":
        said = [text(part) for part in fold(say(answer.text))]
        if withdrawn:
            said.append(text(say(phrases.WITHDRAWN)))
        head = text(say(phrases.NEAREST_SENTENCE))
        quoted = [Block([head, _found(near)])] if near else []
        return messages([Block(said), *quoted, *_nearest(answer.nearest)])
    cited = {citation.number: citation for citation in answer.citations}
    claims = [piece for claim in answer.claims for piece in _claim(claim, cited)]
    sources = [piece for citation in answer.citations for piece in _source(citation)]
    return messages([Block(claims, " "), Block(sources, "\n\n", _SOURCES)])


def draft(plain: str) -> str:
    """An answer that is still being written, as far as it fits in one message."""
    return text(fold(plain)[0]).html + " …"


def waiting(line: str, best: Evidence | None) -> str:
    """How a question stands (`line`, HTML), under the best sentence found for it so far."""
    return f"{_found(best).html}\n\n{line}" if best else line


def in_context(citation: Citation, article: Article | None) -> list[str]:
    """The paragraph around a cited sentence with the sentence marked, and where it is from."""
    head = heading(citation)
    start = place(citation, article)
    if article is None or start < 0:
        gone = "was taken out of the library" if article is None else "has changed since"
        quoted = [text(part) for part in fold(f"“{citation.sentence}”")]
        note = text(f"The article {gone}. This is the sentence as it was cited:")
        return messages([Block([head]), Block([note]), Block(quoted)])
    parts = fold(citation.sentence)
    if len(parts) > 1:
        return messages([Block([head]), Block([marked(part) for part in parts], " ")])
    room = MAX_UNITS - head.units - units(citation.sentence) - 8  # blank line, two ellipses
    before, after = _around(
        article.text, start, start + len(citation.sentence), min(room // 2, _CONTEXT_UNITS)
    )
    paragraph = text(before) + marked(citation.sentence) + text(after)
    return messages([Block([head]), Block([paragraph])])


def heading(citation: Citation) -> Piece:
    """The title of a cited article, linked to the sentence, with outlet and date."""
    head = link(fragment_url(citation.url, citation.sentence), _short(citation.title) or "Article")
    where = _where(citation)
    return Piece("<b>", 0) + head + Piece("</b>", 0) + text(f"\n{where}" if where else "")


def quotes(head: str, found: Sequence[Citation]) -> list[str]:
    """Quoted sentences under a headline of ours."""
    items = [piece for citation in found for piece in _source(citation)]
    return messages(
        [Block([Piece("<b>", 0) + text(head) + Piece("</b>", 0)]), Block(items, "\n\n")]
    )


def reindexing(done: int, total: int, file: str, seconds: float = 0.0) -> str:
    """How far a re-index is that has run for `seconds`, how fast, and how long it will take."""
    if not total:
        return f"<b>{say(phrases.REINDEXING)}</b>\n{say(phrases.LOOKING_FOR_FILES)}"
    share = f" {100 * done // total} %"
    pace = ""
    if done and seconds >= 1:
        left = seconds * (total - done) / done
        span = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
        pace = say(", {rate:.1f} a second, about {span} left", rate=done / seconds, span=span)
    files = say("{done:,} of {total:,} files", done=done, total=total)
    return f"<b>{say(phrases.REINDEXING)}</b>{share}\n{files}{pace}\n{text(file[:60]).html}"


def reindexed(report: Report, seconds: float) -> list[str]:
    """What a re-index did."""
    lines = [
        Piece(f"<b>{say(phrases.REINDEXED)}</b>, {seconds:.0f} s", 20),
        text(say("{count:,} added", count=report.added)),
        text(say("{count:,} changed", count=report.changed)),
        *([text(say("{count:,} moved", count=report.moved))] if report.moved else []),
        text(say("{count:,} removed", count=report.removed)),
        text(say("{count:,} unchanged", count=report.unchanged)),
        text(say("{count:,} failed", count=len(report.failed))),
    ]
    odd = [text(say("Read, and odd:")), *_failures(report.remarks)] if report.remarks else []
    return messages([Block(lines), Block(_failures(report.failed)), Block(odd)])


def unread(failures: Sequence[Failure]) -> list[str]:
    """What could not be read the last time and is tried again by each re-index, in lines."""
    if not failures:
        return []
    lines = [say("Files that could not be read: {count:,}", count=len(failures))]
    lines += [f"• {piece.html}" for piece in _failures(failures, _UNREAD_SHOWN, of_a_kind=1)]
    if len(failures) > _UNREAD_SHOWN:
        lines.append(say("All of them: <code>byline library check</code> in a terminal"))
    return lines


def _failures(
    failures: Iterable[Failure], most: int = _FAILURES_SHOWN, of_a_kind: int = 3
) -> list[Piece]:
    """A line each, of many that are alike the first few; `most` lines and one on what is left."""
    lines: list[tuple[str, int]] = []  # each with how many it is about
    for kind in group_failures(failures, of_a_kind):
        for failure in kind.shown:
            lines.append((f"{_file_or_url(failure.source)}: {failure.reason}", 1))
        if kind.more:
            place = _file_or_url(kind.folder)
            line = say(
                "and {count:,} more in {place} for the same reason", count=kind.more, place=place
            )
            lines.append((line, kind.more))
    shown, left = lines[:most], sum(count for _, count in lines[most:])
    pieces = [text(_short(line, _FAILURE_CHARS)) for line, _ in shown]
    return [*pieces, text(say("and {count:,} more", count=left))] if left else pieces


def _file_or_url(source: str) -> str:
    """A file by its name alone; an address whole, for its end says too little."""
    return source if re.match("https?://", source) else source.rpartition("/")[2]


def library(summary: Summary) -> list[str]:
    """What the library holds."""
    if not summary.articles:
        return [escape("The library is empty. Its owner can fill it with `byline index PATH`.")]
    lines = [text(f"{summary.articles:,} articles, {summary.sentences:,} sentences")]
    if summary.oldest and summary.newest:
        lines.append(text(f"{summary.oldest:%-d %B %Y} to {summary.newest:%-d %B %Y}"))
    lines += [text(f"• {_short(outlet)}: {count:,}") for outlet, count in summary.outlets[:15]]
    return messages([Block([Piece("<b>The library</b>", 11), *lines])])


def sources(answer: Answer) -> list[str]:
    """The sentences that an answer stands on, open to read."""
    head = Piece("<b>", 0) + text(_short(answer.question, 300)) + Piece("</b>", 0)
    if not answer.citations:
        said = [text(part) for part in fold(say(answer.text))]
        return messages([Block([head, *said]), *_nearest(answer.nearest)])
    items = [piece for citation in answer.citations for piece in _source(citation)]
    return messages([Block([head]), Block(items, "\n\n")])


def _found(best: Evidence) -> Piece:
    """A sentence with outlet and date, quoted."""
    quoted = citations.citation(best, 1)
    first, *more = fold(quoted.sentence, _CONTEXT_UNITS)
    where = _where(quoted) or _short(quoted.title) or "Article"
    body = text(f"“{first}{' …' if more else ''}”\n")
    body += link(fragment_url(quoted.url, quoted.sentence), where)
    return Piece("<blockquote>", 0) + body + Piece("</blockquote>", 0)


def _claim(claim: Claim, cited: dict[int, Citation]) -> list[Piece]:
    body = claim.text.rstrip(".!?…")
    marks = Piece("", 0)
    for number in claim.citations:
        citation = cited[number]
        marks += link(fragment_url(citation.url, citation.sentence), f"[{number}]")
    *first, last = fold(body)
    end = text(" ") + marks + text(claim.text[len(body) :] or ".")
    return [*(text(part) for part in first), text(last) + end]


def _source(citation: Citation) -> list[Piece]:
    *first, last = fold(f"[{citation.number}] “{citation.sentence}”")
    where = _where(citation)
    tail = text(f"\n{where} · " if where else "\n")
    tail += link(fragment_url(citation.url, citation.sentence), _short(citation.title) or "Article")
    if citation.also:
        tail += text(f" ({_short(also_in(citation))})")
    return [*(text(part) for part in first), text(last) + tail]


def _nearest(headlines: Sequence[Headline]) -> list[Block]:
    if not headlines:
        return []
    items = []
    for headline in headlines:
        where = _where(headline)
        items.append(
            text("• ")
            + link(headline.url, _short(headline.title))
            + text(f"\n{where}" if where else "")
        )
    return [Block([text(say(phrases.NEAREST_HEADLINES)), *items])]


def place(citation: Citation, article: Article | None) -> int:
    """Where the cited sentence begins in the article as it is now; -1 when it is not there."""
    if article is None:
        return -1
    if article.text.startswith(citation.sentence, citation.start):
        return citation.start
    return article.text.find(citation.sentence)


def _around(whole: str, start: int, end: int, limit: int) -> tuple[str, str]:
    """The paragraph before and after a sentence, each cut between words to `limit` units."""
    break_before = whole.rfind("\n\n", 0, start)
    before = whole[break_before + 2 if break_before >= 0 else 0 : start]
    stop = whole.find("\n\n", end)
    after = whole[end : stop if stop >= 0 else len(whole)]
    if units(before) > limit:
        cut = _first_units(before[::-1], limit)[::-1]
        before = "… " + cut.partition(" ")[2]
    if units(after) > limit:
        after = _first_units(after, limit).rpartition(" ")[0] + " …"
    return before, after


def marked(sentence: str) -> Piece:
    """A sentence that stands out."""
    return Piece("<u><b>", 0) + text(sentence) + Piece("</b></u>", 0)


def _short(plain: str, limit: int = _SHORT_CHARS) -> str:
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _where(item: Citation | Headline) -> str:
    published = day(item.published) if item.published else ""
    return _short(", ".join(filter(None, [item.outlet, published])))


def _first_units(plain: str, limit: int) -> str:
    """As much of the beginning as fits, at least one character; no pair is torn."""
    head = plain.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
    return head or plain[:1]


def _sound(plain: str) -> str:
    """Without halves of surrogate pairs, which no message can carry."""
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _safe(url: str) -> str:
    """A web address as a browser would send it: spaces, quotes and the like in percents."""
    return quote(_sound(url.strip()), safe="%/:=&?~#+!$,;'@()*[]")
