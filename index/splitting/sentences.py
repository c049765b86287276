"""Wraps sentencex: splits text into sentences with their offsets.

Handles what the library gets wrong in news: paragraphs, quotation marks, footnotes; `full_stops`
decides about abbreviations. Never changes a character of the text.
"""

import re
from collections.abc import Iterator

import sentencex

from index.splitting.full_stops import ends_sentence, missed_ends
from index.splitting.guessed_language import guessed_language
from index.types import Article, Sentence

# A library remembers it: raise it whenever the same text would be split differently.
SPLITTER_VERSION = 4

# A citation has to fit a chat message and a model's context. A longer "sentence" is a list, a
# transcript or text without punctuation.
MAX_SENTENCE_CHARS = 600

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")

# The library keeps everything inside quotation marks together, so that a quoted paragraph becomes
# one sentence, and takes quadratic time over unclosed ones. Replacing the marks by spaces, which
# keeps the offsets, gives shorter citations in linear time.
_HIDE = str.maketrans(dict.fromkeys('“”„‟«»‹›"()[]\n\t\u00a0', " "))

# Where it does not split though a sentence ends: “until midnight” He added; the war ended.2 Then.
# Each begins with its rarest character, which is found fastest.
_MISSED = (
    re.compile(r"[”\"](?<=[^\W\d_].)(?=\s+(?:He|She|They)\s+[a-z])"),
    re.compile(r"[.!?](?<=[^\W\d_].)[”\"’]?\d{1,2}(?=\s+[“\"‘(]?[^\W\d_])"),
)
# Characters beside a cut by which it is judged: an attribution with its titles, and linear time.
_SEEN = 200
# What follows the full stop and belongs to its sentence: closing marks, footnote numbers.
_TAIL = re.compile(r"(?:[^\S\n]»(?!\S)|[”“»«›‹\"’'‘)\]」』》）])*(?:\[\d{1,3}\])*")

_CLAUSE_ENDS = (re.compile(r"[;:—–]\s|[；：]"), re.compile(r",\s|[，、]"), re.compile(r"\s"))


def split(article: Article, language: str = "") -> list[Sentence]:
    """Split an article's text; see `split_text`."""
    return split_text(article.text, language, article.id)


def split_text(text: str, language: str = "", article_id: str = "") -> list[Sentence]:
    """Split `text` into its sentences, in order; `text[s.start:s.end] == s.text` for each.

    `language` is a code that the source claims, such as "de". It is used only where the text
    itself does not show its language, because pages often claim the language of their template.

    Every visible character of the text is in exactly one sentence. No sentence crosses a paragraph
    break, starts or ends with whitespace, or is longer than `MAX_SENTENCE_CHARS`.
    """
    language = guessed_language(text, language)
    spans = (
        piece
        for start, end in _paragraphs(text)
        for sentence in _sentences(text, start, end, language)
        for piece in _pieces(text, *sentence)
    )
    return [
        Sentence(article_id=article_id, number=number, start=start, end=end, text=text[start:end])
        for number, (start, end) in enumerate(spans)
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences between two offsets, stripped and not empty."""
    begun = start
    for cut in [*_cuts(text, start, end, language), end]:
        span = _stripped(text, begun, cut)
        if span:
            yield span
        begun = cut


def _cuts(text: str, start: int, end: int, language: str) -> list[int]:
    """Offsets behind the sentences, behind a closing quotation mark if there is one."""
    paragraph = text[start:end]
    proposed = {end.end() for missed in _MISSED for end in missed.finditer(paragraph)}
    proposed.update(missed_ends(paragraph, language))
    position = 0
    for piece in sentencex.segment(language, paragraph.translate(_HIDE)):
        position += len(piece)
        tail = _TAIL.match(paragraph, position - len(piece) + len(piece.rstrip()))
        proposed.add(tail.end() if tail else position)
    cuts: list[int] = []
    begun = 0
    for cut in sorted(proposed):
        before, after = paragraph[max(begun, cut - _SEEN) : cut], paragraph[cut : cut + _SEEN]
        # Punctuation alone is not a sentence: it stays with its neighbour.
        if (
            any(map(str.isalnum, before))
            and any(map(str.isalnum, after))
            and ends_sentence(before, after, language)
        ):
            cuts.append(start + cut)
            begun = cut
    return cuts


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself or, if it is too long, parts cut at a clause, comma, word or character."""
    while end - start > MAX_SENTENCE_CHARS:
        cut = start + _best_cut(text[start : start + MAX_SENTENCE_CHARS])
        first = _stripped(text, start, cut)
        if first:
            yield first
        start = cut
    last = _stripped(text, start, end)
    if last:
        yield last


def _best_cut(window: str) -> int:
    for ending in _CLAUSE_ENDS:
        # In the second half only, so that the parts do not get too short.
        ends = [match.end() for match in ending.finditer(window, len(window) // 2)]
        if ends:
            return ends[-1]
    return len(window)


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    body = part.strip()
    if not body:
        return None
    begin = start + len(part) - len(part.lstrip())
    return begin, begin + len(body)
