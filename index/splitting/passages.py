"""Packs consecutive sentences into passages, the unit of search.

Knows how long a passage should be. Does not know the encoder: it is given the encoder's limit and
its way to count tokens.
"""

import hashlib
from collections.abc import Callable, Sequence

from index.types import Article, Passage, Sentence

# A library remembers it: raise it whenever the same sentences would be packed differently.
PASSAGES_VERSION = 1

# Long enough to hold a thought with its names, short enough that its vector has one meaning and
# that title and text stay below the 256 tokens that MiniLM reads.
TARGET_WORDS = 130
# Cost of starting a passage in the middle of a paragraph, in words off target.
_BROKEN_PARAGRAPH = 35

Span = tuple[int, int]


def passages(
    article: Article,
    sentences: Sequence[Sentence],
    *,
    max_tokens: int,
    count_tokens: Callable[[str], int],
) -> list[Passage]:
    """Pack `sentences` into passages, in order, each sentence into exactly one.

    No passage has more than `max_tokens`, title included, as `count_tokens` counts them, except a
    single sentence that is too long by itself. A title longer than a quarter of the limit is cut
    at a word.
    """
    title = _fitting(article.title, max_tokens // 4, count_tokens)

    def text(first: int, last: int) -> str:
        body = " ".join(sentence.text for sentence in sentences[first : last + 1])
        return f"{title}\n{body}" if title else body

    def halved_to_fit(span: Span) -> list[Span]:
        # The plan sums the tokens of single sentences. Some tokenizers need one more token where
        # two sentences meet, so the whole passage is counted too.
        first, last = span
        if first == last or count_tokens(text(first, last)) <= max_tokens:
            return [span]
        middle = (first + last) // 2
        return halved_to_fit((first, middle)) + halved_to_fit((middle + 1, last))

    special = count_tokens("")
    title_tokens = count_tokens(f"{title}\n") if title else special
    plan = _plan(
        words=[len(sentence.text.split()) for sentence in sentences],
        tokens=[count_tokens(sentence.text) - special for sentence in sentences],
        starts_paragraph=_starts_paragraph(article.text, sentences),
        budget=max_tokens - title_tokens,
    )
    spans = [fitting for span in plan for fitting in halved_to_fit(span)]
    return [
        Passage(
            id=passage_id(article.id, text(first, last), first, last),
            article_id=article.id,
            first=first,
            last=last,
            text=text(first, last),
        )
        for first, last in spans
    ]


def body(text: str) -> str:
    """The text of a passage without its headline, which each paper writes for itself."""
    headline, _, rest = text.partition("\n")
    return rest or headline


def _plan(
    words: Sequence[int], tokens: Sequence[int], starts_paragraph: Sequence[bool], budget: int
) -> list[Span]:
    """Cut the sentences into the cheapest spans of at most `budget` tokens.

    Planning for the whole article, rather than filling one passage after the other, leaves no
    two-sentence rest at the end and finds the paragraph breaks.
    """
    count = len(words)
    best = [0.0] + [float("inf")] * count  # best[n]: cost of the first n sentences
    begins = [0] * (count + 1)
    for end in range(1, count + 1):
        span_words = span_tokens = 0
        for begin in range(end - 1, -1, -1):
            span_words += words[begin]
            span_tokens += tokens[begin]
            alone = begin == end - 1
            if not alone and (span_tokens > budget or span_words > 2 * TARGET_WORDS):
                break
            cost = best[begin] + (span_words - TARGET_WORDS) ** 2
            if not starts_paragraph[begin]:
                cost += _BROKEN_PARAGRAPH**2
            if cost < best[end]:
                best[end], begins[end] = cost, begin
    spans: list[Span] = []
    end = count
    while end:
        spans.append((begins[end], end - 1))
        end = begins[end]
    return spans[::-1]


def _starts_paragraph(text: str, sentences: Sequence[Sentence]) -> list[bool]:
    ends = [0, *(sentence.end for sentence in sentences)]
    return [
        number == 0 or "\n" in text[ends[number] : sentence.start]
        for number, sentence in enumerate(sentences)
    ]


def _fitting(title: str, limit: int, count_tokens: Callable[[str], int]) -> str:
    words = title.split()
    # A word has at least one token, so no more words than this can fit.
    words = words[: max(limit, 0)]
    while words and count_tokens(" ".join(words)) > limit:
        words.pop()
    return " ".join(words)


def passage_id(article_id: str, text: str, first: int, last: int) -> str:
    """Derive an id from article and content, so that unchanged text keeps its id."""
    digest = hashlib.sha256(f"{text}\n{first}..{last}".encode()).hexdigest()
    return f"{article_id}:{digest[:12]}"
