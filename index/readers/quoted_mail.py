"""Takes a mail's text apart: what its sender wrote, what is quoted, what is forwarded.

Goes by the form of quotations and not by the words of a language: lines with ">", the line above
them that ends in a colon, and blocks of headers such as "From: …, Sent: …, Subject: …".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.readers.date_parsing import parse_date

_REPLY = re.compile(
    r"(?:re|aw|sv|vs|antw|odp|ynt|res|rif|отв|відп|回复|答复)\s*(?:\[\d+\])?\s*[:\uff1a]", re.I
)
_FORWARD = re.compile(r"(?:fwd?|wg|rv|tr|enc|i|пересл|переслано|fs|转发)\s*[:\uff1a]", re.I)
_FORWARDED = re.compile(r"forward|weitergeleitet|reenviad|transf[ée]r|пересл|пересыл|转发", re.I)
_SUBJECT = re.compile(
    r"(?:subject|betreff|asunto|тема|objet|主题|oggetto|onderwerp|[äe]mne)$", re.I
)
_HEADER = re.compile(r"\*?([^\W\d_][\w .'’-]{0,24}?)[ \xa0]?[:\uff1a]\*?\s*(\S.*)?$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_ADDRESS = re.compile(r"\s*(?:<[^<>]*>|\[mailto:[^\]]*\])")
_QUOTE = re.compile(r"(?:>\s?)+")
_FEWEST_HEADERS = 3
_MOST_HEADERS = 12  # lines, with wrapped ones
_MOST_BLOCKS = 8  # looked at, because reading dates takes long
_LONGEST_ATTRIBUTION = 3  # lines


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What the headers of a forwarded mail say; "" and None where they don't."""

    subject: str = ""
    sender: str = ""
    sent: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """`text` is the article: the forwarded mail's if there are `headers`, else the sender's own.

    `note` is what the sender wrote above a forwarded mail.
    """

    text: str
    headers: Forwarded | None = None
    note: str = ""


def take_apart(text: str, subject: str, *, is_reply: bool = False) -> Parts:
    """Find the article in a mail's text. `is_reply` if its headers name a mail it replies to.

    A mail that holds nothing but a quoted mail counts as forwarded.
    """
    lines = text.split("\n")  # and not at U+2028 and the like, which stand within a paragraph
    is_reply = is_reply or bool(_REPLY.match(subject))
    bare = [_QUOTE.sub("", line, count=1) if line.startswith(">") else line for line in lines]
    found = _find_headers(bare, _bare_subject(subject))
    if found:
        start, end, headers = found
        above = _last_line(bare[:start])
        own = _own_words(lines[: _begin(bare, start)], is_reply)
        says_so = _FORWARD.match(subject) or _FORWARDED.search(above)
        # Without a word for it, an address in the header tells a forward from "What: … When: …".
        without_word = not own and "@" in "\n".join(bare[start:end])
        if (says_so and not _REPLY.match(subject)) or without_word:
            return Parts("\n".join(bare[end:]).strip(), headers, own)
        if is_reply and own:
            return Parts(own)
    return Parts(_own_words(lines, is_reply) or text.strip())


def _own_words(lines: Sequence[str], is_reply: bool) -> str:
    """Lines without quotations and what introduces them, if the mail is a reply."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        quoted = line.startswith(">")
        if quoted and not (number and lines[number - 1].startswith(">")):
            start = _attribution(kept)
            is_reply |= start is not None and _names_mail(" ".join(kept[start:]))
            if is_reply:
                del kept[len(kept) if start is None else start :]
        elif not line.strip() and kept and kept[-1].strip():
            start = _attribution(kept)
            if (
                is_reply
                and start is not None
                and _names_mail(" ".join(kept[start:]))
                and not _goes_on(lines, number).startswith(">")
            ):
                return _joined(kept[:start], quoted=False)
        kept.append(line)
    return _joined(kept, quoted=not is_reply)


def _goes_on(lines: Sequence[str], number: int) -> str:
    """The first line from `number` on that is not blank."""
    return next((lines[n] for n in range(number, len(lines)) if lines[n].strip()), "")


def _joined(lines: Sequence[str], *, quoted: bool) -> str:
    return "\n".join(each for each in lines if quoted or not each.startswith(">")).strip()


def _attribution(lines: Sequence[str]) -> int | None:
    """Where at the end of `lines` the line "On … Ann wrote:" begins; None if there is none."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    if not last or not lines[last - 1].rstrip().endswith((":", "\uff1a")):
        return None
    for start in range(last - 1, max(last - 1 - _LONGEST_ATTRIBUTION, -1), -1):
        if not lines[start].strip() or lines[start].startswith(">"):
            break
        if _names_mail(" ".join(lines[start:last])) and _CLOCK.search(lines[start]):
            return start
    return last - 1


def _names_mail(line: str) -> bool:
    """Whether a line names time and address of a mail."""
    return "@" in line and bool(_CLOCK.search(line))


def _find_headers(lines: Sequence[str], subject: str) -> tuple[int, int, Forwarded] | None:
    """First and last line (after which the text begins) of the first block of headers."""
    looked_at = 0
    for start, block in _blocks(lines):
        if not any(_CLOCK.search(value) and _YEAR.search(value) for _, value in block):
            continue
        looked_at += 1
        if looked_at > _MOST_BLOCKS:
            return None
        headers = _read(block, subject)
        if headers:
            end = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
            return start, end, headers
    return None


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Paragraphs of headers, with the number of their first line."""
    number = 0
    while number < len(lines):
        end = number
        block: list[tuple[str, str]] = []
        while end < len(lines) and lines[end].strip() and end - number < _MOST_HEADERS:
            header = _HEADER.match(lines[end].strip())
            if header:
                block.append((header[1], (header[2] or "").strip()))
            elif block:
                block[-1] = (block[-1][0], f"{block[-1][1]} {lines[end].strip()}")
            else:
                break
            end += 1
        if len(block) >= _FEWEST_HEADERS and (end == len(lines) or not lines[end].strip()):
            yield number, block
        number = max(end, number + 1)


def _read(block: Sequence[tuple[str, str]], subject: str) -> Forwarded | None:
    """The headers in a block; None if it names no subject and time."""
    named = sender = sent = ""
    day: date | None = None
    for label, value in block:
        if not named and (_SUBJECT.match(label) or (subject and _bare_subject(value) == subject)):
            named = value or subject
        elif day is None and _CLOCK.search(value) and (found := _day(value)):
            sent, day = value, found
        elif not sender:
            sender = _ADDRESS.sub("", value).strip(" \"'") or value.strip("<>")
    return Forwarded(_bare_subject(named), sender, sent, day) if named and day else None


def _day(value: str) -> date | None:
    """The day in "Sunday, 6 September 2026 at 10:00": languages join the time in their own way."""
    day = parse_date(value)
    before = value[: clock.start()] if (clock := _CLOCK.search(value)) else value
    while day is None and before.strip():
        before = before.rstrip(" ,")
        day = parse_date(before)
        before = before.rpartition(" ")[0]
        if not _YEAR.search(before):
            break
    return day


def _bare_subject(subject: str) -> str:
    """A subject without "Re:" and "Fwd:"."""
    rest = " ".join(subject.split())
    while found := _REPLY.match(rest) or _FORWARD.match(rest):
        rest = rest[found.end() :].strip()
    return rest


def _last_line(lines: Sequence[str]) -> str:
    return next((line for line in reversed(lines) if line.strip()), "")


def _begin(lines: Sequence[str], start: int) -> int:
    """Where what introduces the headers at `start` begins: a ruled line, or "Begin forwarded"."""
    above = start
    while above and not lines[above - 1].strip():
        above -= 1
    line = lines[above - 1].strip() if above else ""
    ruled = line.startswith(("--", "__", "==", "*--")) or bool(_FORWARDED.search(line))
    return above - 1 if ruled else start
