"""A mail that stands in it twice, as text and as a page, is read from the part that says more."""

from email.message import EmailMessage
from typing import NamedTuple

from every_case import over
from mail_cases import NEW, OLD, QUOTED

from index.readers.mail import read_mail

WROTE = "On Sun, 6 Sep 2026 at 10:00, Ann Roe <a@example.org> wrote:"
HEADERS = (
    "---------- Forwarded message ---------\nFrom: De Gazette <g@example.com>\n"
    "Date: Wed, 2 Sep 2026 at 07:00\nSubject: Library opens\nTo: <d@example.org>"
)
STUB = "Your program cannot show this mail."
# Of a page that is long enough to be an article.
MORE = (
    "Swimmers had asked for the outdoor basin since spring, and the town council of Bo agreed to "
    "heat it for as long as the frost allows.",
    "Lessons for children begin a week later, the head of the baths, Liv Aas, told parents who "
    "had waited at the gate.",
)
LONG = " ".join((NEW, *MORE))


def _page(*blocks: str) -> str:
    inner = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return f"<html><body>{inner}</body></html>"


QUOTED_PAGE = f"<div><p>Ann Roe (Sunday)</p><p>{OLD}</p><p>{MORE[0]}</p><p>{MORE[1]}</p></div>"
SIGNED = "<div>-- <br>Ida Berg<br>Harbour Post, Quay 4</div>"


class Both(NamedTuple):
    subject: str
    plain: str
    page: str
    has: str
    lacks: str
    outlet: str = "Ida Berg"


CASES = {
    # -- the text is known to answer or to pass on, the page is not
    "reply whose page shows the quotation as its own": Both(
        "Re: Pool", f"{NEW}\n\n{WROTE}\n{QUOTED}", _page(NEW, QUOTED_PAGE), NEW, "9 September"
    ),
    "German reply": Both(
        "AW: Pool",
        f"{NEW}\n\nAm 06.09.2026 um 10:00 schrieb Ann:\n{QUOTED}",
        _page(NEW, QUOTED_PAGE),
        NEW,
        "9 September",
    ),
    "reply below": Both(
        "Re: Pool", f"{WROTE}\n{QUOTED}\n\n{NEW}", _page(QUOTED_PAGE, NEW), NEW, "9 September"
    ),
    "forward whose page has no headers": Both(
        "Fwd: Library opens",
        f"{HEADERS}\n\n{NEW}",
        _page(NEW, *MORE),
        NEW,
        "Forwarded",
        "De Gazette",
    ),
    "forward whose page has a picture for headers": Both(
        "Fwd: Library opens",
        f"{HEADERS}\n\n{NEW}",
        _page('<img src="h.png" alt="">', NEW, "<blockquote>Quoted words.</blockquote>"),
        NEW,
        "Forwarded",
        "De Gazette",
    ),
    "Outlook reply": Both(
        "RE: Pool",
        f"{NEW}\n\nFrom: Ann\nSent: Sunday, September 6, 2026 10:00 AM\nTo: Desk\nSubject: Pool"
        "\n\nShut.",
        _page(NEW, "Earlier it was said:", QUOTED_PAGE),
        NEW,
        "9 September",
    ),
    # -- a signature is no part of the article, in whatever part it stands
    "signed page behind a stub": Both(
        "Pool", STUB, _page(NEW, *MORE, SIGNED), MORE[1], "Harbour Post"
    ),
    "signed page without text": Both("Pool", "", _page(NEW, *MORE, SIGNED), NEW, "Quay 4"),
    "signed page of a reply": Both(
        "Re: Pool",
        STUB,
        _page(
            NEW, SIGNED, f"<div>{WROTE}</div><blockquote>{OLD}</blockquote>".replace("<a@", "a@")
        ),
        NEW,
        "Quay 4",
    ),
    "signed page of a forward": Both(
        "Fwd: Library opens",
        STUB,
        _page(
            "<div>---------- Forwarded message ---------<br>From: De Gazette &lt;g@e.example&gt;"
            "<br>Date: Wed, 2 Sep 2026 at 07:00<br>Subject: Library opens<br>To: d@e.example</div>",
            OLD,
            SIGNED,
        ),
        OLD,
        "Quay 4",
        "De Gazette",
    ),
    "signed in paragraphs": Both(
        "Pool", STUB, _page(NEW, *MORE, "--", "Ida Berg", "Harbour Post"), NEW, "Harbour Post"
    ),
    "signed text": Both("Pool", f"{LONG}\n-- \nIda\nQuay 4", _page(NEW), MORE[1], "Quay 4"),
    # -- a line of two strokes between stories ends nothing
    "strokes between stories of a page": Both(
        "Week", STUB, _page(NEW, "--", *MORE, *(f"{n}. {OLD} {LONG}" for n in range(3))), OLD, STUB
    ),
    "strokes between stories of a text": Both(
        "Week", f"{NEW}\n\n--\n\n{LONG}\n\n--\n\n{LONG} {OLD}", "", OLD, STUB
    ),
    # -- the part that says more
    "stub": Both("Pool", STUB, _page(NEW, *MORE), MORE[1], STUB),
    "text alone": Both("Pool", NEW, "", NEW, STUB),
    "page alone": Both("Pool", "", _page(NEW, *MORE), MORE[0], STUB),
    "long text": Both("Pool", LONG, _page("Read it in your browser."), MORE[0], "browser"),
    "both show the quotation": Both(
        "Re: Pool",
        f"{NEW}\n\n{WROTE}\n{QUOTED}",
        _page(NEW, f"<div>{WROTE.replace('<a@', '(a@')}</div><blockquote>{OLD}</blockquote>"),
        NEW,
        "9 September",
    ),
    "stub of a reply": Both(
        "Re: Pool",
        STUB,
        _page(NEW, f"<div>{WROTE.replace('<a@', '(a@')}</div><blockquote>{OLD}</blockquote>"),
        NEW,
        "9 September",
    ),
    "nothing but headers in the text": Both(
        "Fwd: Library opens", HEADERS, _page(NEW, *MORE), MORE[1], STUB
    ),
}


def mail(case: Both) -> bytes:
    message = EmailMessage()
    message["Subject"] = case.subject
    message["From"] = "Ida Berg <ida@example.org>"
    message["Date"] = "Mon, 07 Sep 2026 09:00:00 +0200"
    message.set_content(case.plain)
    if case.page:
        message.add_alternative(case.page, subtype="html")
    return message.as_bytes()


@over(CASES)
def test_a_mail_of_two_parts_is_read_from_the_one_that_says_more(name: str) -> None:
    case = CASES[name]
    article = read_mail(mail(case), "a.eml")
    assert case.has in " ".join(article.text.split())
    assert case.lacks not in article.text
    assert article.outlet == case.outlet
