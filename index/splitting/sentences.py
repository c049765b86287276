"""Wraps sentencex: splits text into sentences with their offsets.

Handles what the library gets wrong in news: paragraphs, quotation marks, clock times, initials.
Never changes a character of the text.
"""

import re
from collections.abc import Iterator

import sentencex

from index.language_data.de import words as de
from index.language_data.en import sentences
from index.language_data.en import words as en
from index.language_data.es import words as es
from index.language_data.fr import words as fr
from index.splitting.languages_without_spaces import unspaced
from index.types import Article, Sentence

# A library remembers it: raise it whenever the same text would be split differently.
SPLITTER_VERSION = 2

# A citation has to fit a chat message and a model's context. A longer "sentence" is a list, a
# transcript or text without punctuation.
MAX_SENTENCE_CHARS = 600

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")

# The library keeps everything inside quotation marks together, so that a quoted paragraph becomes
# one sentence, and takes quadratic time over unclosed ones. Replacing the marks by spaces, which
# keeps the offsets, gives shorter citations in linear time.
_HIDE = str.maketrans(dict.fromkeys('“”„‟«»‹›"()[]\n\t\u00a0', " "))

# Where the library cuts and news does not end a sentence.
_HYPHENATED_TITLE = re.compile(sentences.HYPHENATED_TITLE)
_CLOCK = re.compile(sentences.CLOCK)
_AFTER_CLOCK = re.compile(sentences.AFTER_CLOCK)
_ATTRIBUTION = re.compile(sentences.ATTRIBUTION)
_CYRILLIC_INITIAL = re.compile(r"(?:^|\s)[А-ЯЁІЇЄҐ]\.$")
# Where it does not split though a sentence ends: “until midnight” He added; the war ended.2 Then
_MISSED = (
    re.compile(r"[^\W\d_][”\"](?=\s+(?:He|She|They)\s+[a-z])"),
    re.compile(r"[^\W\d_][.!?][”\"’]?\d{1,2}(?=\s+[“\"‘(]?[^\W\d_])"),
)
# What follows the full stop and belongs to its sentence: closing marks, footnote numbers.
_TAIL = re.compile(r"[”“»«›‹\"’'‘)\]」』》）]*(?:\[\d{1,3}\])*")
_OPENERS = "“„«‹»\"‘'([¿¡—–-*•「『《（"

_CLAUSE_ENDS = (re.compile(r"[;:—–]\s|[；：]"), re.compile(r",\s|[，、]"), re.compile(r"\s"))

_COMMON_WORDS = {
    "de": de.COMMON_WORDS,
    "es": es.COMMON_WORDS,
    "fr": fr.COMMON_WORDS,
    "en": en.COMMON_WORDS,
}


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
    language = _language(text) or language[:2].lower() or "en"
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
    position = 0
    for piece in sentencex.segment(language, paragraph.translate(_HIDE)):
        position += len(piece)
        tail = _TAIL.match(paragraph, position - len(piece) + len(piece.rstrip()))
        proposed.add(tail.end() if tail else position)
    cuts: list[int] = []
    begun = 0
    for cut in sorted(proposed):
        if _ends_sentence(paragraph[begun:cut], paragraph[cut:], language):
            cuts.append(start + cut)
            begun = cut
    return cuts


def _ends_sentence(before: str, after: str, language: str) -> bool:
    """Whether a sentence ends between `before` and `after`, where a cut was proposed."""
    if not any(map(str.isalnum, before)) or not any(map(str.isalnum, after)):
        return False  # Punctuation alone is not a sentence: it stays with its neighbour.
    rest = after.lstrip().lstrip(_OPENERS).lstrip()
    no_space = after[0].isalnum()
    quoted_question = before[-1] in '”"’»' and before[-2:-1] in "?!"
    goes_on = (
        # "Stop!” and ran", "approx. three hours"; but "It fell. iPhone sales rose."
        (rest[0].islower() and not rest[1:2].isupper())
        # "R-S.C." is one name, "it ended.Then" is two sentences.
        or (no_space and (rest[1:2] == "." or before[-2:-1].isupper()))
        # "a pro-Sen. Rubio group"
        or _HYPHENATED_TITLE.search(before[-12:])
        or (_CLOCK.search(before[-8:]) and _AFTER_CLOCK.match(rest))
        # “Is it over?” Mr. Smith asked.
        or (quoted_question and _ATTRIBUTION.match(after))
        or (language in {"ru", "uk"} and _CYRILLIC_INITIAL.search(before[-4:]))
    )
    return not goes_on


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


def _language(text: str) -> str:
    """Guess the language of `text`, whose abbreviations count: a code, "" when in doubt.

    py3langid agrees on all of 4,000 English articles but decides where this leaves the language
    open ("Dr. Müller kam am 3. Mai an."), so using it would need another SPLITTER_VERSION.
    """
    sample = text[:4000].lower()
    if unspaced(sample) > len(sample) // 4:
        return "ja" if re.search("[\u3040-\u30ff]", sample) else "zh"
    if len(re.findall("[а-яёіїєґ]", sample)) > len(sample) // 3:
        return "uk" if re.search("[іїєґ]", sample) else "ru"
    words = re.findall(r"[^\W\d_]+", sample)
    counts = {
        code: sum(word in telltale for word in words) for code, telltale in _COMMON_WORDS.items()
    }
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > max(n for code, n in counts.items() if code != best) else ""
