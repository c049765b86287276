"""A time that stands beside a reporting verb is when something was said, not when it was."""

from datetime import date

from every_case import over

from bot.answering.told_times import of_sentence
from index.splitting.sentences import split
from index.types import Article

PUBLISHED = date(2026, 5, 20)  # a Wednesday
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MONDAY = (date(2026, 5, 18), date(2026, 5, 18))


def told(text: str) -> list[tuple[date, date]]:
    """First and last day of each time that a sentence speaks of."""
    article = Article("a", "Boats of Vik", text, published=PUBLISHED)
    (sentence,) = split(article)
    return [(span.first, span.last) for span in of_sentence(sentence, article)]


@over(
    """said says told announced reported added wrote replied claimed claims warned warns insisted
    insists suggested suggests denied argued predicted asserted estimated""".split()
)
def test_a_time_beside_any_reporting_verb_is_when_it_was_said(verb: str) -> None:
    whom = " the council" if verb == "told" else ""
    assert told(
        f"Harbour master Una Falk {verb}{whom} on Monday that 40 boats sank last month."
    ) == [APRIL]
    assert told(f"On Monday, Una Falk {verb}{whom} that 40 boats sank last month.") == [APRIL]


@over(
    [
        ("Forty boats sank on Monday, Una Falk said.", [MONDAY]),
        ("Forty boats sank on Monday, Una Falk estimates.", [MONDAY]),
        ("The pier of Vik burned on Monday.", [MONDAY]),
        ("Una Falk denied on Monday that boats sank.", [MONDAY]),  # the only time that is told
        ("The council sold 40 boats on Monday and denied it.", [MONDAY]),
        ("On Monday the pier burned, Una Falk insisted.", [MONDAY]),
        ("Boats sank last month, Una Falk predicted on Monday.", [APRIL]),
    ]
)
def test_a_time_beside_another_verb_is_when_it_was(
    text: str, times: list[tuple[date, date]]
) -> None:
    assert told(text) == times
