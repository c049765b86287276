"""Reads a saved mail (.eml), such as a newsletter: subject, sender, date and body.

Of a reply only what its sender wrote is read; of a forwarded mail what was forwarded.
Attachments are not read; those that are articles can be saved as files.
"""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from index.errors import UnreadableSourceError
from index.readers.date_parsing import date_remark, parse_date
from index.readers.html import read_html, read_lines
from index.readers.quoted_mail import Forwarded, Parts, take_apart
from index.types import RawArticle

_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
# Behind a line "--" that has lost its space, which also stands between two stories.
_MOST_WORDS_OF_SIGNATURE = 60
_FLOWED = re.compile(r"(?<=\S) \n(?=\S)")
# A plain part of fewer words is a stub such as "your program cannot show this mail".
_FEWEST_WORDS = 40
# Fewer words above a forwarded mail are "for your information", whose loss is not remarked on.
_FEWEST_WORDS_OF_NOTE = 20


def read_mail(data: bytes, name: str) -> RawArticle:
    """Read the article in a mail: the plain part, or the HTML part if that says more.

    The outlet is the sender's name; the url is that of the Archived-At header. Title, outlet and
    date of a forwarded mail are its own. Raises UnreadableSourceError, which calls the file `name`,
    if there is no text in it.
    """
    try:
        mail = message_from_bytes(data, policy=policy.default)
        subject, sent = _header(mail, "subject"), _header(mail, "date")
        parts = _parts(mail, name, subject)
        own = parts.headers or Forwarded()
        remarks = date_remark(own.sent or sent)
        if len(parts.note.split()) >= _FEWEST_WORDS_OF_NOTE:
            remarks += ("the note above the forwarded mail is not read: save it as .txt",)
        return RawArticle(
            key="",
            title=own.subject or subject,
            text=parts.text,
            url=_header(mail, "archived-at").strip("<> "),
            outlet=own.sender or _sender(mail),
            published=own.day or parse_date(sent),
            language=_header(mail, "content-language"),
            remarks=remarks,
        )
    # The library raises unrelated kinds of errors for broken headers and charsets.
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableSourceError(
            f"{name} is not a mail that can be read: save its text as .txt."
        ) from error


def _parts(mail: EmailMessage, name: str, subject: str) -> Parts:
    is_reply = bool(_header(mail, "in-reply-to") or _header(mail, "references"))
    plain = _part(mail, "plain")
    parts = take_apart(plain, subject, is_reply=is_reply)
    taken = _is_taken_apart(parts, plain)
    parts = replace(parts, text=_FLOWED.sub(" ", _unsigned(parts.text if taken else plain)))
    if len(plain.split()) < _FEWEST_WORDS and (page := _part(mail, "html")).strip():
        known = taken and bool(parts.text.strip())
        lines = read_lines(page)
        shown = take_apart(lines, subject, is_reply=is_reply)
        if _is_taken_apart(shown, lines):
            # Headers say whose the forwarded mail is: a page without them says less.
            parts = parts if known and parts.headers and not shown.headers else shown
        elif not known and (article := read_html(page)) and article.text:
            parts = Parts(article.text)
        parts = replace(parts, text=_unsigned(parts.text))
    if not parts.text.strip():
        raise UnreadableSourceError(f"{name} is a mail without text: save its text as .txt.")
    return parts


def _is_taken_apart(parts: Parts, text: str) -> bool:
    """Whether something of the mail's `text` was found to be quoted or to be headers."""
    return parts.headers is not None or parts.text != text.strip()


def _unsigned(text: str) -> str:
    """`text` without the signature at its end: what stands behind a line "-- "."""
    for line in _SIGNATURE.finditer(text):
        if line[0] == "-- " or len(text[line.end() :].split()) <= _MOST_WORDS_OF_SIGNATURE:
            return text[: line.start()]
    return text


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    content = part.get_content() if part else ""
    return content.replace("\r\n", "\n") if isinstance(content, str) else ""


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, "")).strip()


def _sender(mail: EmailMessage) -> str:
    senders = getattr(mail.get("from"), "addresses", ())
    return next((s.display_name or s.domain for s in senders), "")
