"""Reads a saved mail (.eml), such as a newsletter: subject, sender, date and body.

Attachments are not read; those that are articles can be saved as files.
"""

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from index.errors import UnreadableSourceError
from index.readers.dates import date_remark, parse_date
from index.readers.html import read_html
from index.types import RawArticle

_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)
_FLOWED = re.compile(r"(?<=\S) \n(?=\S)")
# A plain part of fewer words is a stub such as "your program cannot show this mail".
_FEWEST_WORDS = 40


def read_mail(data: bytes, name: str) -> RawArticle:
    """Read the article in a mail: the plain part, or the HTML part if that says more.

    The outlet is the sender's name; the url is that of the Archived-At header. Raises
    UnreadableSourceError, which calls the file `name`, if there is no text in it.
    """
    try:
        mail = message_from_bytes(data, policy=policy.default)
        subject, sent = _header(mail, "subject"), _header(mail, "date")
        return RawArticle(
            key="",
            title=subject,
            text=_body(mail, name),
            url=_header(mail, "archived-at").strip("<> "),
            outlet=_sender(mail),
            published=parse_date(sent),
            language=_header(mail, "content-language"),
            remarks=date_remark(sent),
        )
    # The library raises unrelated kinds of errors for broken headers and charsets.
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableSourceError(
            f"{name} is not a mail that can be read: save its text as .txt."
        ) from error


def _body(mail: EmailMessage, name: str) -> str:
    plain = _part(mail, "plain")
    if len(plain.split()) < _FEWEST_WORDS:
        page = _part(mail, "html")
        article = read_html(page) if page.strip() else None
        plain = article.text if article and article.text else plain
    if not plain.strip():
        raise UnreadableSourceError(f"{name} is a mail without text: save its text as .txt.")
    return plain


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    content = part.get_content() if part else ""
    if not isinstance(content, str):
        return ""
    if kind == "plain":
        content = _FLOWED.sub(" ", _SIGNATURE.sub("", content.replace("\r\n", "\n")))
    return content


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, "")).strip()


def _sender(mail: EmailMessage) -> str:
    senders = getattr(mail.get("from"), "addresses", ())
    return next((s.display_name or s.domain for s in senders), "")
