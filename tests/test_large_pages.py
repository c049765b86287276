"""What is done with a page grows with its size and not with its square."""

from collections.abc import Callable
from types import ModuleType

import pytest

from index.readers import consent_boxes, page_date
from index.readers.page_tree import Element, text_of, tree_of

ASKS = "<p>We and our partners store cookies and process personal data for personalised ads.</p>"
TELLS = "<p>The harbour of Orrin will be dredged in spring, said the mayor, who owns a boat.</p>"
DATE = "<span>4 May 2026</span>"


def read_of(
    page: str, module: ModuleType, act: Callable[[str], object], patch: pytest.MonkeyPatch
) -> int:
    """The number of characters of the page's elements that `module` reads while it acts."""
    characters = 0

    def counted(element: Element) -> str:
        nonlocal characters
        text = text_of(element)
        characters += len(text)
        return text

    patch.setattr(module, "text_of", counted)
    act(page)
    return characters


@pytest.mark.parametrize(
    ("before", "repeated", "after"),
    [
        ("<div class='cookie-box'>", ASKS + TELLS * 3, "</div>"),
        ("<div class='cookie-box'><h1>Sale</h1>", ASKS, "</div>"),
        ("<div class='dialog'><div>", ASKS + TELLS * 3, "</div></div>"),
        ("<div><h1>Sale</h1><div>", ASKS + TELLS * 3, "</div></div>"),
        ("<main><div>", f"<div>{ASKS}</div>{TELLS}", "</div></main>"),
        ("<div><ul>", f"<li>{ASKS}</li><li>{TELLS}</li>", "</ul></div>"),
        ("<a class='consent'>", ASKS.replace("p>", "span>"), "</a>"),
    ],
)
def test_looking_for_boxes_about_consent(
    monkeypatch: pytest.MonkeyPatch, before: str, repeated: str, after: str
) -> None:
    def look(page: str) -> None:
        consent_boxes.drop_consent(tree_of(page))

    few, many = (
        read_of(
            f"<html><body>{before}{repeated * number}{after}</body></html>",
            consent_boxes,
            look,
            monkeypatch,
        )
        for number in (20, 80)
    )
    assert few < many < 5 * few


@pytest.mark.parametrize(
    ("before", "repeated", "after"),
    [
        ("<h1>Sale</h1><a href='/'>", DATE, "</a>"),
        ("<h1>Sale</h1><a href='/'><b>", DATE, "</b></a>"),
        ("<a href='/'>", f"<div>{DATE}</div>", "</a><h1>Sale</h1>"),
        ("<h1>Sale</h1><nav><a href='/'>", DATE, "</a></nav>"),
        ("<h1>Sale</h1><p>", f"<a href='/'>{DATE * 6}</a>", "</p>"),
    ],
)
def test_looking_for_a_date(
    monkeypatch: pytest.MonkeyPatch, before: str, repeated: str, after: str
) -> None:
    few, many = (
        read_of(
            f"<html><body>{before}{repeated * number}{after}</body></html>",
            page_date,
            lambda page: page_date.date_page(page, "", "en", ""),
            monkeypatch,
        )
        for number in (20, 80)
    )
    assert few <= many < 5 * few
