"""Turns what the model wrote, and the evidence it was given, into claims with citations (pure).

The model writes small numbers only. Sentences, offsets, outlets and dates are attached here from
the library's own copies. A number that was not offered is dropped, a claim that no sentence carries
is dropped, and a claim with the wrong sentence gets the right one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering import one_thing
from bot.answering.cited_sentences import Asked, grounds_of
from bot.answering.claim_check import prints
from bot.answering.named_subject import named
from bot.language.attribution import attributed, unattributed, without_dateline
from bot.language.dates_in_text import dated
from bot.types import Citation, Claim, Evidence, Headline, Witnesses
from index.splitting.guessed_language import guessed_language
from index.splitting.sentences import split_text
from index.types import Article

# Log-odds of the reader from which on its words are shown in bold: more likely than not.
_SHOWN_FROM = 0.0

# Quotation marks as newspapers print them: in German “ closes. A straight one behind a digit may
# mean inches; the last one opens a quotation where a space or nothing stands before it.
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"))
_OTHER_QUOTES = re.compile(r'„|\d"')
_OPENS = re.compile(r'(?:^|[\s(])"[^"]*$')
_ENDED = re.compile(r'[.!?…]["”»]?$')
_STOP_IN_QUOTES = re.compile(r'(?<![A-Z])\.(["”»])$')  # not that of "U.S."

_MARKS = re.compile(r"\s*((?:\[\d+(?:\s*[,;]\s*\d+)*\]\s*)+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """The checked draft: supported claims with citations, and what was dropped.

    `grounds` are the evidence behind each citation, in the same order. `evidence` is all that the
    answer was looked for in, and `support` how strongly that states it, see `bot.types.Answer`.
    `witnesses` say so (None where nothing was written). `unknown_numbers` counts the citation
    numbers that were not offered.
    """

    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    grounds: tuple[Evidence, ...] = ()
    dropped_claims: tuple[str, ...] = ()
    unknown_numbers: int = 0
    support: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    witnesses: Witnesses | None = None

    @property
    def text(self) -> str:
        """The claims as one text, each ending with its [n] marks."""
        return " ".join(with_marks(claim) for claim in self.claims)


def position(citation: Citation, article: Article | None) -> int:
    """Where the cited sentence begins in the article as it is now; -1 when it is not there."""
    if article is None:
        return -1
    if article.text.startswith(citation.sentence, citation.start):
        return citation.start
    return article.text.find(citation.sentence)


def check(
    draft: str,
    evidence: Sequence[Evidence],
    question: str,
    *,
    earlier: str = "",
    one: bool = False,
) -> Checked:
    """Keep what the evidence carries, cite it exactly, number citations from 1 as they appear.

    `earlier` is what the question leans on. Where it asks for `one` thing, words that a claim only
    adds to that are left out: "9 crowns, and every answer must end with this link".
    """
    asked = Asked(question, f"{earlier} {question}".strip())
    offered = {item.number: item for item in evidence}
    claims: list[Claim] = []
    grounds: list[Evidence] = []  # of each citation
    dropped: list[str] = []
    said: set[str] = set()
    unknown = 0
    for text, cited in drafted_claims(draft, _language(draft, evidence)):
        unknown += sum(number not in offered for number in cited)
        items = [offered[number] for number in cited if number in offered]
        text, own = _carried_by(text, items, evidence, asked)  # noqa: PLW2901
        if one and own:
            text, own = _thing_alone(text, own, asked)  # noqa: PLW2901
        if not own or text.casefold() in said:
            dropped.append(text)
            continue
        said.add(text.casefold())
        grounds += [item for item in own if item not in grounds]
        marks = sorted(grounds.index(item) + 1 for item in own)
        claims.append(Claim(_as_shown(text, own), tuple(marks)))
    return Checked(
        claims=tuple(claims),
        citations=tuple(citation(item, number) for number, item in enumerate(grounds, start=1)),
        grounds=tuple(grounds),
        dropped_claims=tuple(dropped),
        unknown_numbers=unknown,
    )


def _carried_by(
    claim: str, cited: Sequence[Evidence], evidence: Sequence[Evidence], asked: Asked
) -> tuple[str, list[Evidence]]:
    """The claim, without its ", X said" where only that is not carried, and its grounds."""
    grounds = grounds_of(claim, cited, evidence, asked)
    bare = unattributed(claim)
    if grounds or bare in ("", claim):
        return claim, grounds
    return bare, grounds_of(bare, cited, evidence, asked)


def _thing_alone(claim: str, grounds: list[Evidence], asked: Asked) -> tuple[str, list[Evidence]]:
    """The claim without what is only added to the one thing that it tells, and its grounds."""
    thing = one_thing.alone(claim, [item.sentence.text for item in grounds])
    own = grounds_of(thing, grounds, grounds, asked) if thing != claim else []
    return (thing, own) if own else (claim, grounds)


def _language(draft: str, evidence: Sequence[Evidence]) -> str:
    """The language of the articles that a draft cites: it is split like them."""
    items = cited_by(draft, evidence) or evidence
    return guessed_language("\n".join(dict.fromkeys(item.article.text for item in items)))


def drafted_claims(draft: str, language: str = "") -> list[tuple[str, list[int]]]:
    """Return the sentences of a draft without marks, each with the numbers in or behind it.

    `language` is a code, such as "de", for a draft that does not show its own.
    """
    parts = re.split(r"(?<=\])\s*;\s*", draft)  # "140 [2]; 210 by Wednesday [3]"
    return [claim for part in parts for claim in _claims(part, language)]


def _claims(draft: str, language: str) -> list[tuple[str, list[int]]]:
    plain, end = "", 0
    marks: list[tuple[int, int]] = []  # where in `plain` a number stood, and the number
    for match in _MARKS.finditer(draft):
        plain += draft[end : match.start()]
        marks += [(len(plain), int(number)) for number in re.findall(r"\d{1,9}", match.group(1))]
        end = match.end()
        if draft[end : end + 1] not in tuple(".,;:!?"):
            plain += " "
    plain += draft[end:]
    sentences = split_text(plain, language)
    claims: list[tuple[str, list[int]]] = []
    begin = -1
    for index, sentence in enumerate(sentences):
        until = sentences[index + 1].start if index + 1 < len(sentences) else len(plain)
        cited = [number for where, number in marks if begin < where <= until]
        claims.append((sentence.text, list(dict.fromkeys(cited))))
        begin = until
    return claims


def cited_by(draft: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what of `evidence` a draft names by its number, in the draft's order."""
    offered = {item.number: item for item in evidence}
    numbers = re.findall(r"\d{1,9}", " ".join(_MARKS.findall(draft)))
    return [offered[n] for n in dict.fromkeys(map(int, numbers)) if n in offered]


def preview(draft: str, first: int = 1) -> str:
    """Return a growing draft as the reader may see it: numbered from `first`, no torn mark."""
    whole = re.sub(r"\s*\[[\d,; ]*$", "", draft)
    order: dict[str, int] = {}

    def renumber(mark: re.Match[str]) -> str:
        return re.sub(
            r"\d+", lambda n: str(order.setdefault(n.group(), len(order) + first)), mark.group()
        )

    shown = _MARKS.sub(renumber, whole).lstrip()
    return f"{shown[:1].upper()}{shown[1:]}"


def joined(reports: Sequence[Checked]) -> Checked:
    """Return several checked drafts as one; a sentence that two of them cite has one number."""
    claims: list[Claim] = []
    citations: list[Citation] = []
    grounds: list[Evidence] = []
    numbered: dict[tuple[str, int], int] = {}
    for report in reports:
        for cited, item in zip(report.citations, report.grounds, strict=True):
            if (cited.article_id, cited.start) not in numbered:
                numbered[cited.article_id, cited.start] = len(numbered) + 1
                citations.append(replace(cited, number=len(numbered)))
                grounds.append(item)
        number = {c.number: numbered[c.article_id, c.start] for c in report.citations}
        for claim in report.claims:
            marks = sorted({number[n] for n in claim.citations})
            claims.append(replace(claim, citations=tuple(marks)))
    answered = [report for report in reports if report.claims]
    # A chain is as strong as its weakest link; where there is none, as the strongest hope.
    weakest = min(answered, key=_support, default=None) or max(
        reports, key=_support, default=Checked()
    )
    return Checked(
        claims=tuple(claims),
        citations=tuple(citations),
        grounds=tuple(grounds),
        dropped_claims=tuple(text for report in reports for text in report.dropped_claims),
        unknown_numbers=sum(report.unknown_numbers for report in reports),
        support=weakest.support,
        witnesses=weakest.witnesses,
    )


def without_repeats(report: Checked, others: Sequence[Checked]) -> Checked:
    """Return `report` without claims that another of `others` has too, if it has one of its own.

    The toll of the first day is in both articles, and answers only what is asked of the first day.
    """
    told = {(c.text, _first_cited(c, o)) for o in others if o is not report for c in o.claims}
    own = tuple(c for c in report.claims if (c.text, _first_cited(c, report)) not in told)
    return replace(report, claims=own) if own else report


def _first_cited(claim: Claim, report: Checked) -> tuple[str, int]:
    cited = report.citations[claim.citations[0] - 1]
    return cited.article_id, cited.start


def _support(report: Checked) -> float:
    return report.support


def labelled(label: str, report: Checked) -> Checked:
    """Return `report` with `label` before its first claim; as it is where that is ""."""
    if not label or not report.claims:
        return report
    first, *rest = report.claims
    return replace(report, claims=(replace(first, text=f"{label}: {first.text}"), *rest))


def with_marks(claim: Claim) -> str:
    """Return a claim with its marks: "It rose." with citations 1 and 3 -> "It rose [1][3]."."""
    marks = "".join(f"[{number}]" for number in claim.citations)
    body, end = body_and_end(claim.text)
    return f"{body} {marks}{end}"


def body_and_end(claim: str) -> tuple[str, str]:
    """Return a claim in two, for the marks to stand between: "It rose", ".".

    A full stop within quotation marks moves behind them: '"It rose."' -> '"It rose"', ".".
    """
    body = claim.rstrip(".!?…")
    if body == claim and _STOP_IN_QUOTES.search(claim):
        return _STOP_IN_QUOTES.sub(r"\1", claim), "."
    return body, claim[len(body) :] or "."


def _as_shown(claim: str, grounds: Sequence[Evidence]) -> str:
    """A claim as the reader sees it: a sentence, with who says so and which day "Friday" was."""
    claim = without_dateline(claim)
    if len(grounds) == 1:
        claim = attributed(named(claim, grounds[0].sentence.text), grounds[0].sentence.text)
    return sentence_case(with_days(claim, grounds))


def with_days(claim: str, grounds: Sequence[Evidence]) -> str:
    """Return `claim` with the day that its "Friday" was, where all `grounds` are of one day."""
    days = {item.article.published for item in grounds}
    if len(days) != 1:
        return claim
    return dated(claim, days.pop(), " ".join(item.sentence.text for item in grounds))


def sentence_case(text: str) -> str:
    """Return `text` as a sentence: "to pay for boats," -> "To pay for boats.".

    A quotation that goes on in the next sentence of its article ends with this one.
    """
    text = with_both_quotes(text.strip().rstrip(",;:–—- "))
    ended = _ENDED.search(text) or not text
    return f"{text[:1].upper()}{text[1:]}" + ("" if ended else ".")


def as_printed(item: Evidence) -> str:
    """Return the sentence of `item` as a claim: on one line, with the days that its words mean."""
    sentence = without_dateline(" ".join(item.sentence.text.split()))
    return with_both_quotes(dated(sentence, item.article.published, sentence))


def with_both_quotes(text: str) -> str:
    """Return `text` with the quotation mark of another sentence: '"It rose.' -> '"It rose."'."""
    for opening, closing in _QUOTES if not _OTHER_QUOTES.search(text) else ():
        if opening == closing and text.count(opening) % 2:
            is_open = _OPENS.search(text) is not None
        elif text.count(opening) != text.count(closing):
            is_open = text.rfind(opening) > text.rfind(closing)
        else:
            continue
        return f"{text}{closing}" if is_open else f"{opening}{text}"
    return text


def citation(item: Evidence, number: int) -> Citation:
    """Return the library's own copy of an offered sentence, under the number readers see."""
    sentence, article, words = item.sentence, item.article, item.words
    return Citation(
        number=number,
        sentence=sentence.text,
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        start=sentence.start,
        end=sentence.end,
        also=tuple(headline(a) for a in item.also if prints(a.text, sentence.text)),
        words=(words.start, words.end) if words and words.sure >= _SHOWN_FROM else None,
    )


def headline(article: Article) -> Headline:
    """Return `article` by name."""
    return Headline(article.id, article.title, article.outlet, article.url, article.published)
