"""What is read of mails that answer others or pass them on: never what somebody else wrote."""

from email.message import EmailMessage

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st
from mail_cases import FORWARDS, NEW, OLD, PAGES, PLAIN, QUOTED, REPLIES, Case

from index.readers.mail import read_mail
from index.readers.quoted_mail import take_apart

BITS: tuple[str, ...] = (
    "\n",
    "\n\n",
    "> ",
    "a wrote:",
    "On 6 Sep 2026 10:00, b@c.example:",
    "From: d\n",
    "-- \n",
)
BITS += ("Date: 6 Sep 2026 10:00\n", "Subject: Pool\n", "---", "Forwarded", "word ")


def mail(case: Case, page: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = case.subject
    message["From"] = "Ida Berg <ida@example.org>"
    message["Date"] = "Mon, 07 Sep 2026 09:00:00 +0200"
    if page:
        message.set_content(page, subtype="html")
    else:
        message.set_content(case.body)
    return message.as_bytes()


def expect(case: Case, page: str = "") -> None:
    article = read_mail(mail(case, page), "a.eml")
    assert article.text.strip() == case.text
    assert str(article.published) == case.day
    assert article.outlet == case.outlet
    assert article.title == (case.title or case.subject)


@over(REPLIES)
def test_what_a_reply_quotes_is_not_read(name: str) -> None:
    expect(REPLIES[name])


@over(FORWARDS)
def test_a_forwarded_mail_has_its_own_date_paper_and_title(name: str) -> None:
    expect(FORWARDS[name])


@over(PLAIN)
def test_what_only_looks_quoted_is_read(name: str) -> None:
    expect(PLAIN[name])


@over(PAGES)
def test_a_mail_that_is_a_page_is_taken_apart_as_well(name: str) -> None:
    expect(PAGES[name], PAGES[name].body)


def test_a_long_note_above_a_forwarded_mail_is_not_read_and_that_is_remarked_on() -> None:
    case = FORWARDS["gmail"]
    note = case._replace(body=f"{NEW} {NEW}\n{case.body}")
    assert read_mail(mail(note), "a.eml").text == OLD
    assert "note above" in read_mail(mail(note), "a.eml").remarks[0]


def test_a_mail_that_replies_by_its_headers_only_is_a_reply() -> None:
    answer = mail(Case("Pool", f"Ann wrote:\n{QUOTED}\n\n{NEW}", NEW))
    assert read_mail(b"In-Reply-To: <1@example.org>\n" + answer, "a.eml").text == NEW


@pytest.mark.slow
@given(st.lists(st.sampled_from(BITS), max_size=30).map("".join))
def test_any_text_is_taken_apart_without_words_that_it_lacks(text: str) -> None:
    parts = take_apart(text, "Re: Pool")
    assert set(parts.text.split()) <= set(text.split())


@over([*BITS, " "])
def test_many_lines_that_look_like_headers_take_no_long_time(bit: str) -> None:
    take_apart(bit * 20_000, "Re: Pool")


@pytest.mark.slow
@over(["a:b 10:00 2026\n", "A: 1 10:00 2026\n" * 3 + "\n"])
def test_many_headers_take_no_long_time(bit: str) -> None:
    take_apart(bit * 20_000, "Re: Pool")


@given(st.text("ab \n\u2028\x0b\t:>", max_size=40))
def test_a_mail_that_quotes_nothing_is_read_to_the_letter(text: str) -> None:
    assert take_apart(text, "Pool").text == text.strip()


def test_a_press_release_with_lines_like_headers_is_read_whole() -> None:
    subject = "Launch of the new ferry"
    text = (
        f"Norlund invites the press to Varde.\n\nWHAT: {subject}\n"
        "WHEN: Monday, 7 September 2026, 10:00\nWHERE: the pier at Varde\n\n"
        "The ferry carries sixty people and runs on batteries.\n"
        "Register with press@port.example until 18:00:\n\nSeats are few."
    )
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Norlund <press@norlund.example>"
    message.set_content(text)
    read = read_mail(message.as_bytes(), "a.eml").text
    assert all(part in read for part in ("invites the press", "sixty people", "Seats are few"))


@over(["<!-- made by a program -->", "<?xml version='1.0'?>"])
def test_what_stands_beside_a_page_does_not_end_its_reading(beside: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Ferry"
    message.set_content(f"{beside}<html><body><p>{NEW}</p></body></html>{beside}", "html")
    assert NEW in read_mail(message.as_bytes(), "a.eml").text
