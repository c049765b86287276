"""Dates a page: when was what is on it published?

What the page states for programs counts first, then the date in its address, then one beside its
headline that says what it is. A date in a footer, of another story, of a foundation or of today is
none: no date is better than a wrong one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from index.language_data.de import page_date_labels as german
from index.language_data.en import page_date_labels as english
from index.language_data.es import page_date_labels as spanish
from index.language_data.fr import page_date_labels as french
from index.language_data.ru import page_date_labels as russian
from index.language_data.uk import page_date_labels as ukrainian
from index.language_data.zh import page_date_labels as chinese
from index.readers.date_parsing import date_remark, parse_date
from index.readers.day_or_month_first import numeric_day
from index.readers.page_date_metadata import plain_title, structured_dates
from index.readers.page_tree import Element, text_of, tree_of

ITS_DATE = "its date"  # begins all remarks on dates
_LANGUAGES = (english, german, spanish, french, russian, ukrainian, chinese)

# A date at an end of a part of an address: "2026-09-17-well", "well-20260917.html"
_IN_PART = re.compile(
    r"^((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\6(\d\d)(?:\.\w{2,5})?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:T[\d:.+-]+Z?)?|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de |del )?\d{4}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
_CHINESE = re.compile(r"[年月]")
_PARTS = re.compile(r"\d+")
_CONNECTING = re.compile(r" (?:de|del|of) | ?(?<=\d)(?:st|nd|rd|th|er|º)\b")
_RIGHTS = re.compile(r"©|\(c\)", re.IGNORECASE)
_LONGEST = 200  # characters of a line with a date
# Characters beside the date in a line that says nothing else, and in one that says what it is.
_MOST_BARE, _MOST_SAID = 30, 120
_MOST_BESIDE = 40  # characters of a label, and behind the last date
_MOST_BEHIND = 12  # characters behind the last date among the article's sentences: a time
_SEPARATOR = re.compile(r"[·|•–—/]|, ")
_PROSE = 80  # characters; the first longer paragraph begins the article
_OUTSIDE = ("nav", "aside", "footer", "figure", "table", "form")
_LINES = (
    "time",
    "p",
    "div",
    "span",
    "li",
    "small",
    "td",
    "address",
    "dd",
    "h2",
    "h3",
    "h4",
    "em",
    "b",
)
_INLINE = ("span", "b", "strong", "em", "i", "small", "label", "abbr", "a")
_INNER = frozenset("p div ul ol table section article li h1 h2 h3 header main".split())
_MARKED = re.compile(
    r"(?:^|\s)(?:published|entry-date|dt-published|date-published|pubdate|(?:schema:)?datePublished)"
    r"(?:\s|$)"
)
_CHANGED = re.compile(r"modif|updat", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageDate:
    """The day of publication, None if unknown, with remarks for people on what is odd or unsure."""

    day: date | None = None
    remarks: tuple[str, ...] = ()


def date_page(page: str, url: str, language: str, guess: str) -> PageDate:
    """Date the page, whose address is `url` or ""; `guess` is a date that may be on it, or "".

    `language` is a code such as "en-GB", or "".
    """
    tree = tree_of(page)
    if tree is None:
        return PageDate()
    stated = structured_dates(tree, _titles(tree), language)
    remarks = date_remark(stated.published)
    for day in (parse_date(stated.published), address_day(url), _beside_headline(tree, language)):
        if day is not None:
            return PageDate(day, remarks)
    if (day := parse_date(stated.changed)) is not None:
        return PageDate(day, (*remarks, f"{ITS_DATE} {day} is that of its last change"))
    if guess and not guess.endswith("-01-01") and not remarks:
        remarks = (f"{ITS_DATE} may be {guess}, which is not sure: it is kept without a date",)
    return PageDate(None, remarks)


def address_day(url: str) -> date | None:
    """The day that the address names in full, in parts of its own or at an end of one."""
    try:
        parts = urlsplit(url).path.lower().split("/")
    except ValueError:
        return None
    for year, month, day in zip(parts, parts[1:], parts[2:], strict=False):
        number = str(_MONTHS.index(month) + 1) if month in _MONTHS else month
        if _YEAR.fullmatch(year) and number.isdecimal() and day.isdecimal():
            return parse_date(f"{year}-{number:0>2}-{day:0>2}")
    for found in filter(None, map(_IN_PART.search, parts)):
        year, month, day = found.group(1, 3, 4) if found[1] else found.group(5, 7, 8)
        return parse_date(f"{year}-{month}-{day}")
    return None


def _titles(tree: Element) -> tuple[str, ...]:
    """What the page is called, in its headlines and for browsers, as `plain_title` writes it."""
    named = [text_of(heading) for heading in tree.iter("h1", "title")]
    named += tree.xpath("//meta[@property='og:title']/@content")
    return tuple(filter(None, map(plain_title, named)))


def _beside_headline(tree: Element, language: str) -> date | None:
    """The date of the line that says when the page was published, or stands below its headline."""
    headline = next(tree.iter("h1"), None)
    above = set(headline.iterancestors()) if headline is not None else set()
    alone = sum(1 for _ in tree.iter("article")) == 1
    bare: list[date] = []
    passed = begun = False
    outside = set[Element]()  # elements of the site around the article, and of other stories
    for element in tree.iter():
        if element is headline:
            passed = True
        if not isinstance(element.tag, str):
            continue
        if element not in above and (
            element.getparent() in outside or _begins_outside(element, alone)
        ):
            outside.add(element)
            continue
        if passed and element.tag in ("p", "div") and _is_prose(element):
            begun = True
        for day, said in _days(element, language, begun):
            if said == "published":
                return day
            if said == "" and not begun and _is_near(element, passed, above):
                bare.append(day)
    return bare[0] if len(set(bare)) == 1 else None


def _begins_outside(element: Element, alone: bool) -> bool:
    """Whether the element is a part of the site around the article, or another story.

    Knows nothing of what the element is in. `alone` says that the page has one article.
    """
    if element.tag == "a":
        return len(text_of(element)) > _MOST_BESIDE
    if element.tag == "article":
        return not alone
    if element.tag == "header":
        return next(element.iterancestors("article", "main"), None) is None
    return element.tag in _OUTSIDE


def _is_prose(element: Element) -> bool:
    return not any(part.tag in _INNER for part in element) and len(text_of(element)) > _PROSE


def _is_near(element: Element, passed: bool, above: set[Element]) -> bool:
    """Whether a line that says nothing but a date stands where only the article's date would."""
    parent = element.getparent()
    if passed or parent is None:
        return passed
    if element.tag == "time":
        return parent in above
    return parent in above and parent.tag not in ("body", "html")


def _days(element: Element, language: str, begun: bool) -> Iterator[tuple[date, str]]:
    """Each day in a line and what it is: "published", "" (it does not say), else something else.

    `begun` says that the article's paragraphs have begun, so that a sentence may stand here.
    """
    names = " ".join(element.get(key, "") for key in ("itemprop", "property", "class", "id"))
    marked = "pubdate" in element.attrib or bool(_MARKED.search(names))
    if (element.tag not in _LINES and not marked) or _CHANGED.search(names):
        return
    value = element.get("content") or element.get("datetime") or ""
    if value and (day := _parsed(value, language)):
        said = "published" if marked else _said(_label_before(element), begun)
        yield day, said
        return
    if any(part.tag in _INNER or part.tag == "time" for part in element):
        return
    line = text_of(element)
    found = list(_DATE.finditer(line)) if len(line) <= _LONGEST else []
    beside = len(line) - sum(len(each[0]) for each in found)
    behind = len(line) - found[-1].end() if found else 0
    end = 0
    for each in found:
        said = "published" if marked else _said(line[end : each.start()], begun)
        end = each.end()
        day = _parsed(each[0], language)
        most = _MOST_SAID if said else _MOST_BARE
        if day and beside <= most and behind <= (_MOST_BEHIND if begun else _MOST_BESIDE):
            yield day, said


def _label_before(element: Element) -> str:
    """The words before the element in its line, which may say what its date is."""
    before = element.getprevious()
    parent = element.getparent()
    if before is not None:
        label = text_of(before) if before.tag in _INLINE else ""
        return f"{label[-_MOST_BESIDE:]}{before.tail or ''}"
    return (parent.text or "") if parent is not None else ""


def _said(label: str, begun: bool) -> str:
    """What the words before a date say: "published", "updated", "other"; "" if nothing.

    Among the article's sentences they must begin with the word, and be more than an author.
    """
    plain = " ".join(label.lower().replace("’", "'").split()).strip(" ·|•–—-,:(")
    if _RIGHTS.search(plain) or _OTHER.search(plain):
        return "other"
    if _UPDATED.search(plain):
        return "updated"
    if _PUBLISHED.match(plain):
        return "published"
    if begun or not plain:
        return ""
    parts = [part.strip() for part in _SEPARATOR.split(plain) if part.strip()]
    author = _BYLINE.match(parts[0])
    if author and author.end() < len(parts[0]):
        return "published"
    last = " ".join(parts[-1].split()[-2:])
    return "published" if len(plain) <= _MOST_BESIDE and _PUBLISHED.search(last) else ""


def _parsed(text: str, language: str) -> date | None:
    numeric = numeric_day(text, language)
    if numeric is not None:
        return parse_date(numeric)
    if _CHINESE.search(text) or re.match(r"\d{4}[./]", text):
        parts = [int(part) for part in _PARTS.findall(text)[:3]]
        return parse_date("{:04}-{:02}-{:02}".format(*parts)) if len(parts) == 3 else None
    return parse_date(_CONNECTING.sub(" ", text))


def _pattern(*names: str) -> re.Pattern[str]:
    phrases = {
        phrase.strip()
        for data in _LANGUAGES
        for name in names
        for phrase in getattr(data, name).split("|")
    }
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])")


_PUBLISHED = _pattern("PUBLISHED")
_BYLINE = _pattern("BYLINE")
_UPDATED = _pattern("UPDATED")
_OTHER = _pattern("NOT_ITS_OWN")
