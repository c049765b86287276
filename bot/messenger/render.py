"""Answers -> Telegram HTML in messages that fit (pure).

Everything that comes from articles, people or the model is escaped here, in one place. Telegram
counts a message's length after markup, in UTF-16 units, so that is what is counted here too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from bot.evidence import byline
from bot.types import Answer, Citation, Claim, Headline
from index.library import Summary
from index.sync import Report
from index.types import Article

MAX_UNITS = 4096
_FRAGMENT_WORDS = 5  # from each end of a sentence: enough to be found once on a page
_CONTEXT_CHARS = 1500  # of the paragraph around a sentence, where a paragraph is longer
_FAILURES_SHOWN = 10


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
    return Piece(escape(plain, quote=False), units(plain))


def units(plain: str) -> int:
    """Length in UTF-16 code units."""
    return len(plain.encode("utf-16-le", "surrogatepass")) // 2


def link(url: str, label: str) -> Piece:
    """A link, or the bare label where `url` is no web address."""
    if not url.startswith(("http://", "https://")):
        return text(label)
    return Piece(f'<a href="{escape(url)}">{escape(label, quote=False)}</a>', units(label))


def fragment_url(url: str, sentence: str) -> str:
    """`url`, made to jump to `sentence` and mark it; "" stays "".

    Text fragments as in https://wicg.github.io/scroll-to-text-fragment/: begin and end of the
    text, with "-" and "," escaped since they have a meaning there.
    """
    if not url:
        return ""
    words = sentence.split()
    ends = [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    if len(words) <= 2 * _FRAGMENT_WORDS:
        ends = [words]
    target = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{url}{':~:' if '#' in url else '#:~:'}text={target}"


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


def fold(plain: str, limit: int = MAX_UNITS - 200) -> list[str]:
    """`plain` in pieces of at most `limit` units, cut at a sentence's end or else at a space."""
    pieces: list[str] = []
    while units(plain) > limit:
        head = plain.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
        ends = [m.end() for m in re.finditer(r"[.!?…][”\"')\]]*\s", head)]
        cut = ends[-1] if ends and ends[-1] > len(head) // 2 else head.rfind(" ") + 1
        cut = cut or len(head)
        pieces.append(plain[:cut].rstrip())
        plain = plain[cut:].lstrip()
    return [*pieces, plain] if plain else pieces


# -- what is said


def answer(answer: Answer) -> list[str]:
    """An answer with its sources, or what is near when the articles do not say."""
    if answer.outcome == "not_found":
        return messages([Block([text(answer.text)]), *_nearest(answer.nearest)])
    cited = {citation.number: citation for citation in answer.citations}
    claims = [piece for claim in answer.claims for piece in _claim(claim, cited)]
    sources = [piece for citation in answer.citations for piece in _source(citation)]
    return messages([Block(claims, " "), Block(sources, "\n\n", _SOURCES)])


def draft(plain: str) -> str:
    """An answer that is still being written, as far as it fits in one message."""
    return escape(fold(plain)[0] if plain else "", quote=False) + " …"


def in_context(citation: Citation, article: Article | None) -> list[str]:
    """The paragraph around a cited sentence with the sentence marked, and where it is from."""
    head = link(fragment_url(citation.url, citation.sentence), citation.title)
    head = Piece("<b>", 0) + head + Piece("</b>", 0)
    where = byline(_as_article(citation))
    if where:
        head += text("\n" + where)
    stands = article and article.text[citation.start : citation.end] == citation.sentence
    if article is None or not stands:
        gone = "was taken out of the library" if article is None else "has changed since"
        quoted = [text(part) for part in fold(f"“{citation.sentence}”")]
        note = text(f"The article {gone}; this is the sentence as it was cited:")
        return messages([Block([head]), Block([note]), Block(quoted)])
    before, after = _around(article.text, citation.start, citation.end)
    marked = text(before) + _marked(citation.sentence) + text(after)
    return messages([Block([head]), Block([marked])])


def reindexing(done: int, total: int, file: str) -> str:
    """How far a re-index is."""
    share = f" {100 * done // total} %" if total else ""
    return f"<b>Re-indexing</b>{share}\n{done:,} of {total:,} files\n{escape(file[:60])}"


def reindexed(report: Report, seconds: float) -> list[str]:
    """What a re-index did."""
    lines = [
        Piece(f"<b>Re-indexed</b> in {seconds:.0f} s", 20),
        text(f"{report.added:,} added"),
        text(f"{report.changed:,} changed"),
        text(f"{report.removed:,} removed"),
        text(f"{report.unchanged:,} unchanged"),
        text(f"{len(report.failed):,} failed"),
    ]
    failed = [
        text(f"{failure.source.rpartition('/')[2]}: {failure.reason}"[:400])
        for failure in report.failed[:_FAILURES_SHOWN]
    ]
    if len(report.failed) > _FAILURES_SHOWN:
        failed.append(text(f"and {len(report.failed) - _FAILURES_SHOWN:,} more"))
    return messages([Block(lines), Block(failed)])


def library(summary: Summary) -> list[str]:
    """What the library holds."""
    if not summary.articles:
        return [escape("The library is empty. Its owner can fill it with `byline index PATH`.")]
    lines = [text(f"{summary.articles:,} articles, {summary.sentences:,} sentences")]
    if summary.oldest and summary.newest:
        lines.append(text(f"{summary.oldest:%-d %B %Y} to {summary.newest:%-d %B %Y}"))
    lines += [text(f"• {outlet}: {count:,}") for outlet, count in summary.outlets[:15]]
    return messages([Block([Piece("<b>The library</b>", 11), *lines])])


def sources(answer: Answer) -> list[str]:
    """The sentences that an answer stands on, open to read."""
    head = Piece("<b>", 0) + text(answer.question) + Piece("</b>", 0)
    items = [piece for citation in answer.citations for piece in _source(citation)]
    return messages([Block([head]), Block(items, "\n\n")])


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
    where = byline(_as_article(citation))
    tail = text(f"\n{where} · " if where else "\n")
    tail += link(fragment_url(citation.url, citation.sentence), _short(citation.title))
    return [*(text(part) for part in first), text(last) + tail]


def _nearest(headlines: Sequence[Headline]) -> list[Block]:
    if not headlines:
        return []
    items = []
    for headline in headlines:
        where = byline(_as_article(headline))
        items.append(
            text("• ")
            + link(headline.url, _short(headline.title))
            + text(f"\n{where}" if where else "")
        )
    return [Block([text("Nearest headlines:"), *items])]


def _around(whole: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the paragraph before and after a sentence, cut where it is long."""
    break_before = whole.rfind("\n\n", 0, start)
    before = whole[break_before + 2 if break_before >= 0 else 0 : start]
    stop = whole.find("\n\n", end)
    after = whole[end : stop if stop >= 0 else len(whole)]
    if len(before) > _CONTEXT_CHARS:
        before = "…" + before[-_CONTEXT_CHARS:]
    if len(after) > _CONTEXT_CHARS:
        after = after[:_CONTEXT_CHARS] + "…"
    return before, after


def _marked(sentence: str) -> Piece:
    return Piece("<u><b>", 0) + text(sentence) + Piece("</b></u>", 0)


def _short(title: str) -> str:
    return title if len(title) <= 120 else title[:119].rstrip() + "…"


def _as_article(item: Citation | Headline) -> Article:
    return Article(item.article_id, item.title, "", item.url, item.outlet, item.published)
