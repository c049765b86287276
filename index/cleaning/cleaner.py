"""Removes from a text what is not the article: appeals, captions, newsletter boxes, share lines.

Pure. Works on lines and paragraphs, by the rules of `captions`, `links`, `notices`, `appeals` and
`labels`, without knowing sites, markup or files. A doubtful line is kept: a share line in an answer
is ugly, but a lost fact is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.cleaning import labels
from index.cleaning.appeals import end_of_appeal, is_appeal, outlet_of
from index.cleaning.captions import is_caption
from index.cleaning.links import is_link
from index.cleaning.notices import is_notice
from index.cleaning.wall_texts import is_wall_line
from index.language_data.invisible import INVISIBLE
from index.splitting.guessed_language import guessed_language
from index.splitting.sentences import split_text

# A library remembers it: raise it whenever the same text would be cleaned differently.
CLEANER_VERSION = 7

_UNSAFE = re.compile(INVISIBLE)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
# Spaces that are left over when something is removed from a line.
_LEFT_SPACES = re.compile(r" +(?=[.,;:!?](?:\s|$))|(?<= ) +")
# A footnote's or counter's digit that a scraper glued to the last full stop.
_GLUED_DIGIT = re.compile(r"(?<=[^\W\d_][.!?])\d$")

# In characters. A shorter line is dropped only if it is a label.
_SHORTEST_RULE = 4
_SHOUTED_WORDS = 6
_TWICE_WORDS = 4
_TWICE_LABEL = 6
_LONGEST_LINK = 110
# Characters. In a text without blank lines, lines of usually more than this are paragraphs; shorter
# ones were wrapped.
_WRAPPED_LINE = 100


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text.

    `text` holds the article's paragraphs, separated by a blank line, `dropped` what was removed, in
    order. `outlet` is "" unless a removed appeal names the outlet.
    """

    text: str
    dropped: tuple[str, ...]
    outlet: str = ""


def clean(text: str) -> Cleaned:
    """Remove from `text` what is not the article; nothing may be left. Never raises."""
    paragraphs: list[str] = []
    dropped: list[str] = []
    in_links = False
    for block in _blocks(scrub(text)):
        kept: list[str] = []
        for before, line, behind in zip(["", *block], block, [*block[1:], ""], strict=False):
            if in_links and _is_headline(line):
                dropped.append(line)
                continue
            in_links = _label(line) in labels.LIST_LABELS
            is_part = _goes_on(before, line) or _goes_on(line, behind)
            kept.append(_cleaned(line, dropped, is_part=is_part))
        paragraph = " ".join(filter(None, kept))
        if paragraph:
            paragraphs.append(paragraph)
    if paragraphs:
        paragraphs[-1] = _GLUED_DIGIT.sub("", paragraphs[-1])
    return Cleaned("\n\n".join(paragraphs), tuple(dropped), _outlet(dropped))


def scrub(text: str) -> str:
    """Remove control, bidirectional and invisible characters; make every line end "\\n"."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def fallback_title(text: str) -> str:
    """A title for a cleaned article that has none: its first sentence, cut at a word."""
    sentences = split_text(text.partition("\n\n")[0], guessed_language(text))
    return shortened(sentences[0].text, 100) if sentences else ""


def shortened(text: str, limit: int) -> str:
    """Cut `text` at a word if it has more than `limit` characters, so that "…" still fits."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if not text[limit - 1].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:.–—-") + "…"


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph, with single spaces."""
    blocks = _PARAGRAPH_BREAK.split(text.strip())
    if len(blocks) == 1:
        lines = [" ".join(line.split()) for line in blocks[0].split("\n")]
        longest_usual = sorted(map(len, lines))[len(lines) // 2]
        if longest_usual > _WRAPPED_LINE:
            yield from ([line] for line in lines if line)
            return
    for block in blocks:
        yield [line for line in (" ".join(line.split()) for line in block.split("\n")) if line]


def _goes_on(line: str, behind: str) -> bool:
    """Whether the line `behind` goes on with the sentence of `line`, which was wrapped."""
    return bool(line) and behind[:2].islower() and " " in behind and line[-1] not in ".!?…"


def _cleaned(line: str, dropped: list[str], *, is_part: bool = False) -> str:
    """What is kept of `line`, or ""; what is removed is added to `dropped`.

    A line that is a part of a wrapped sentence is no link or notice, whatever it begins with.
    """
    if _is_label(line) or (not is_part and _is_clutter(line)):
        dropped.append(line)
        return ""
    if is_appeal(line):
        end = end_of_appeal(line)
        dropped.append(line[:end].strip())
        return line[end:].strip()
    without = line
    for pattern in labels.INLINE:
        if not pattern.search(without):
            continue
        dropped.extend(found[0] for found in pattern.finditer(without))
        without = pattern.sub(lambda found: found.groupdict().get("kept") or "", without)
    if without == line:
        return line
    without = _LEFT_SPACES.sub("", without).strip()
    return "" if _is_clutter(without) else without


def _is_clutter(line: str) -> bool:
    """Whether the whole line is something else than a part of the article."""
    if _is_label(line):
        return True
    if len(line) < _SHORTEST_RULE or not any(map(str.isalpha, line)):
        return False
    return (
        is_caption(line)
        or _is_shouted(line)
        or _is_repeated(line)
        or is_notice(line)
        or is_link(line)
        or is_wall_line(line)
    )


def _is_label(line: str) -> bool:
    """Whether a line is a rule, a bullet, a counter, or a label such as "Read more"."""
    if not any(map(str.isalnum, line)):
        return True
    if not any(map(str.isalpha, line)):
        return len(line) < 5 and line.isdigit()  # a counter; other figures may belong to a table
    return _label(line) in labels.LABELS


def _label(line: str) -> str:
    return line.strip(" .:;!?>»<«|*•-–—_[](){}…#").casefold()


def _is_headline(line: str) -> bool:
    """Whether a line below a label such as "Also see:" is another headline to click on."""
    return len(line) <= _LONGEST_LINK and line[-1] not in '.!?:,;”"’)…'


def _is_repeated(line: str) -> bool:
    """Whether the line is the same words twice, as a headline that is both link and title.

    A few words may precede them: the name of the section, or of what is offered.
    """
    words = line.split()
    return line[-1] not in '.!?…”"’' and any(
        words[-half:] == words[-2 * half : -half]
        for half in range(
            max(_TWICE_WORDS, (len(words) - _TWICE_LABEL + 1) // 2), len(words) // 2 + 1
        )
    )


def _is_shouted(line: str) -> bool:
    """Whether the line is a headline in capitals that links to another story.

    Fox News puts them between paragraphs. Titles of sections are shorter; sentences end in a mark.
    """
    if "|" in line:
        return False  # a row of a table
    return line.isupper() and len(line.split()) >= _SHOUTED_WORDS and line[-1] not in '.!?:”"'


def _outlet(dropped: list[str]) -> str:
    named = (outlet_of(line) for line in dropped if not is_caption(line))
    return next(filter(None, named), "")
