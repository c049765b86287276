"""Answers, their sources and quotations -> Telegram HTML in messages that fit (pure)."""

from collections.abc import Sequence

from bot.answering import citations
from bot.messenger.text import phrases, title_outlet_date
from bot.messenger.text.buttons import HEADLINE
from bot.messenger.text.markup import (
    MAX_UNITS,
    PART_UNITS,
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
from bot.messenger.text.translation import day, say
from bot.types import Answer, Citation, Claim, Evidence, Headline
from index.cleaning.cleaner import shortened
from index.types import Article

_CONTEXT_UNITS = 1200  # of the paragraph before and after a sentence, where it is longer
_QUESTION_CHARS = 300
_SOURCES = ("<blockquote expandable>", "</blockquote>")


def answer(answer: Answer, *, near: Evidence | None = None, withdrawn: bool = False) -> list[str]:
    """An answer with its sources, or what is near when the articles do not say.

    `near` is the sentence that the reader saw while waiting. It was found with the talk before the
    question, so a refusal keeps it only under the headline of an article that is near to the
    question as asked. `withdrawn` means that the reader also saw a draft, which is taken back.
    """
    if answer.outcome == "not_found":
        lines = _refusal(answer)
        if withdrawn:
            lines.append(text(say(phrases.WITHDRAWN)))
        return messages([Block(lines), *_headlines(answer.nearest, near)])
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
    start = citations.position(citation, article)
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
    head = bold(
        link(fragment_url(citation.url, citation.sentence), title_outlet_date.title(citation))
    )
    source = title_outlet_date.outlet_and_date(citation)
    return head + text(f"\n{source}" if source else "")


def quotes(head: str, quoted: Sequence[Citation]) -> list[str]:
    """Quoted sentences under a line of ours."""
    items = [piece for citation in quoted for piece in _source(citation)]
    return messages([Block([bold(text(head))]), Block(items, "\n\n")])


def sources(answer: Answer) -> list[str]:
    """The sentences that an answer stands on, open to read."""
    head = bold(text(shortened(answer.question, _QUESTION_CHARS)))
    if not answer.citations:
        return messages([Block([head, *_refusal(answer)]), *_headlines(answer.nearest)])
    items = [piece for citation in answer.citations for piece in _source(citation)]
    return messages([Block([head]), Block(_unanswered(answer)), Block(items, "\n\n")])


def _refusal(answer: Answer) -> list[Piece]:
    """That the articles do not say, and what no article is of, if that is known."""
    lines = [text(say(phrases.NOT_FOUND))]
    if answer.beyond and answer.beyond.after:
        lines.append(text(say(phrases.NOTHING_AFTER, day=day(answer.beyond.after))))
    elif answer.beyond:
        lines.append(text(say(phrases.NOTHING_OF, year=answer.beyond.year)))
    return lines


def _unanswered(answer: Answer) -> list[Piece]:
    """A line for each part of the question that the articles do not answer."""
    lines = (say(phrases.UNANSWERED, question=part) for part in answer.unanswered)
    return [text(part) for line in lines for part in fold(line)]


def _preview(best: Evidence) -> Piece:
    """A sentence with outlet and date, quoted."""
    quoted = citations.citation(best, 1)
    source = title_outlet_date.outlet_and_date(quoted) or title_outlet_date.title(quoted)
    where = text("\n") + link(fragment_url(quoted.url, quoted.sentence), source)
    return Piece("<blockquote>", 0) + _beginning(quoted) + where + Piece("</blockquote>", 0)


def _beginning(quoted: Citation) -> Piece:
    """A sentence in quotation marks, cut where it is very long."""
    first, *more = _quotation(quoted, limit=_CONTEXT_UNITS)
    return first + text(" …”") if more else first


def _claim(claim: Claim, cited: dict[int, Citation]) -> list[Piece]:
    body, ending = citations.body_and_end(claim.text)
    marks = Piece("", 0)
    for number in claim.citations:
        citation = cited[number]
        marks += link(fragment_url(citation.url, citation.sentence), f"[{number}]")
    *first, last = fold(body)
    end = text(" ") + marks + text(ending)
    return [*(text(part) for part in first), text(last) + end]


def _source(citation: Citation) -> list[Piece]:
    *first, last = _quotation(citation, f"[{citation.number}] ")
    source = title_outlet_date.outlet_and_date(citation)
    tail = text(f"\n{source} · " if source else "\n")
    tail += link(fragment_url(citation.url, citation.sentence), title_outlet_date.title(citation))
    if citation.also:
        tail += text(f" ({title_outlet_date.also_in(citation.also)})")
    return [*first, last + tail]


def _quotation(citation: Citation, head: str = "", limit: int = PART_UNITS) -> list[Piece]:
    """`head` and the sentence in quotation marks, in parts, with the words that answer in bold."""
    whole = f"{head}“{citation.sentence}”"
    offset = len(head) + 1
    start, end = citation.words or (0, 0)
    begin, until = offset + start, offset + min(end, len(citation.sentence))
    pieces, place = [], 0
    for part in fold(whole, limit):
        place = max(whole.find(part, place), place)  # not found: a sign that no message can carry
        a, b = (min(max(at - place, 0), len(part)) for at in (begin, until))
        words = bold(text(part[a:b])) if a < b else text("")
        pieces.append(text(part[:a]) + words + text(part[max(a, b) :]))
        place += len(part)
    return pieces


def _headlines(headlines: Sequence[Headline], near: Evidence | None = None) -> list[Block]:
    """The headlines under the numbers of their buttons, the sentence `near` under its own."""
    if not headlines:
        return []
    items = []
    for number, headline in enumerate(headlines, start=1):
        source = title_outlet_date.outlet_and_date(headline)
        item = text(f"{HEADLINE} {number} ") + link(headline.url, title_outlet_date.title(headline))
        item += text(f"\n{source}" if source else "")
        if near and near.article.id == headline.article_id:
            sentence = _beginning(citations.citation(near, 1))
            item += Piece("\n<blockquote>", 1) + sentence + Piece("</blockquote>", 0)
        items.append(item)
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
