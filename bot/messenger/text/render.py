"""Answers, their sources and quotations -> Telegram HTML in messages that fit (pure)."""

from collections.abc import Sequence

from bot.answering import citations
from bot.messenger.text import names, phrases
from bot.messenger.text.markup import (
    MAX_UNITS,
    Block,
    Piece,
    bold,
    first_units,
    fold,
    fragment_url,
    link,
    marked,
    messages,
    text,
    units,
)
from bot.messenger.text.translation import say
from bot.types import Answer, Citation, Claim, Evidence, Headline
from index.cleaning.cleaner import shortened
from index.types import Article

_CONTEXT_UNITS = 1200  # of the paragraph before and after a sentence, where it is longer
_QUESTION_CHARS = 300
_SOURCES = ("<blockquote expandable>", "</blockquote>")


def answer(answer: Answer, *, near: Evidence | None = None, withdrawn: bool = False) -> list[str]:
    """An answer with its sources, or what is near when the articles do not say.

    `near` is the sentence that the reader saw while waiting; `withdrawn` means that the reader
    also saw a draft, which the refusal takes back.
    """
    if answer.outcome == "not_found":
        lines = [text(say(phrases.NOT_FOUND))]
        if withdrawn:
            lines.append(text(say(phrases.WITHDRAWN)))
        nearest = [Block([text(say(phrases.NEAREST_SENTENCE)), _preview(near)])] if near else []
        return messages([Block(lines), *nearest, *_headlines(answer.nearest)])
    cited = {citation.number: citation for citation in answer.citations}
    claims = [piece for claim in answer.claims for piece in _claim(claim, cited)]
    sources = [piece for citation in answer.citations for piece in _source(citation)]
    blocks = [Block(claims, " "), Block(_unanswered(answer)), Block(sources, "\n\n", _SOURCES)]
    return messages(blocks)


def draft(plain: str) -> str:
    """An answer that is still being written, as far as it fits in one message."""
    return text(fold(plain)[0]).html + " …"


def waiting(line: str, best: Evidence | None) -> str:
    """How a question stands (`line`, HTML), under the best sentence found for it so far."""
    return f"{_preview(best).html}\n\n{line}" if best else line


def in_context(citation: Citation, article: Article | None) -> list[str]:
    """The paragraph around a cited sentence with the sentence marked, and where it is from."""
    head = heading(citation)
    start = position(citation, article)
    if article is None or start < 0:
        gone = phrases.CITED_IS_GONE if article is None else phrases.CITED_HAS_CHANGED
        quoted = [text(part) for part in fold(f"“{citation.sentence}”")]
        return messages([Block([head]), Block([text(say(gone))]), Block(quoted)])
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
    head = bold(link(fragment_url(citation.url, citation.sentence), names.title(citation)))
    source = names.outlet_and_date(citation)
    return head + text(f"\n{source}" if source else "")


def quotes(head: str, quoted: Sequence[Citation]) -> list[str]:
    """Quoted sentences under a line of ours."""
    items = [piece for citation in quoted for piece in _source(citation)]
    return messages([Block([bold(text(head))]), Block(items, "\n\n")])


def sources(answer: Answer) -> list[str]:
    """The sentences that an answer stands on, open to read."""
    head = bold(text(shortened(answer.question, _QUESTION_CHARS)))
    if not answer.citations:
        return messages([Block([head, text(say(phrases.NOT_FOUND))]), *_headlines(answer.nearest)])
    items = [piece for citation in answer.citations for piece in _source(citation)]
    return messages([Block([head]), Block(_unanswered(answer)), Block(items, "\n\n")])


def position(citation: Citation, article: Article | None) -> int:
    """Where the cited sentence begins in the article as it is now; -1 when it is not there."""
    if article is None:
        return -1
    if article.text.startswith(citation.sentence, citation.start):
        return citation.start
    return article.text.find(citation.sentence)


def _unanswered(answer: Answer) -> list[Piece]:
    """A line for each part of the question that the articles do not answer."""
    lines = (say(phrases.UNANSWERED, question=part) for part in answer.unanswered)
    return [text(part) for line in lines for part in fold(line)]


def _preview(best: Evidence) -> Piece:
    """A sentence with outlet and date, quoted."""
    quoted = citations.citation(best, 1)
    first, *more = fold(quoted.sentence, _CONTEXT_UNITS)
    source = names.outlet_and_date(quoted) or names.title(quoted)
    body = text("“") + _emphasized(first, quoted) + text(f"{' …' if more else ''}”\n")
    body += link(fragment_url(quoted.url, quoted.sentence), source)
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
    source = names.outlet_and_date(citation)
    tail = text(f"\n{source} · " if source else "\n")
    tail += link(fragment_url(citation.url, citation.sentence), names.title(citation))
    if citation.also:
        tail += text(f" ({names.also_in(citation.also)})")
    return [*(_emphasized(part, citation) for part in first), _emphasized(last, citation) + tail]


def _emphasized(part: str, citation: Citation) -> Piece:
    """The first part of a cited sentence, with the words that answer in bold; others as they are.

    The words are looked for with all that stands before them, for "May" may stand there twice.
    """
    start, end = citation.words or (0, 0)
    until = citation.sentence[:end]
    if start >= len(until) or until not in part:
        return text(part)
    begin = part.index(until)
    before, words = part[: begin + start], part[begin + start : begin + len(until)]
    return text(before) + bold(text(words)) + text(part[begin + len(until) :])


def _headlines(headlines: Sequence[Headline]) -> list[Block]:
    if not headlines:
        return []
    items = []
    for headline in headlines:
        source = names.outlet_and_date(headline)
        title = link(headline.url, names.title(headline))
        items.append(text("• ") + title + text(f"\n{source}" if source else ""))
    return [Block([text(say(phrases.NEAREST_HEADLINES)), *items])]


def _around(whole: str, start: int, end: int, limit: int) -> tuple[str, str]:
    """The paragraph before and after a sentence, each cut between words to `limit` units."""
    break_before = whole.rfind("\n\n", 0, start)
    before = whole[break_before + 2 if break_before >= 0 else 0 : start]
    stop = whole.find("\n\n", end)
    after = whole[end : stop if stop >= 0 else len(whole)]
    if units(before) > limit:
        cut = first_units(before[::-1], limit)[::-1]
        before = "… " + cut.partition(" ")[2]
    if units(after) > limit:
        after = first_units(after, limit).rpartition(" ")[0] + " …"
    return before, after
