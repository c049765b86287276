"""Makes the kinds of files that articles come in, in our own words, for the tests of readers."""

import io
import zipfile
from datetime import datetime
from email.message import EmailMessage

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

TITLE = "Ferry returns"
FIRST = (
    "The ferry to Lower Island will run again from Monday, the port authority said on Friday, "
    "five weeks after a storm tore off the ramp at the northern end of the quay."
)
SECOND = (
    "Repairs took five weeks and cost 1.4 million crowns, twice as much as had been thought; the "
    "owner of the island's one café was relieved to hear of it."
)


def pdf(pages: list[list[str]], *, title: str = TITLE, password: str = "") -> bytes:
    """Each page a list of paragraphs, wrapped at 80 characters, between a header and a number."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=A4, encrypt=password or None)
    sheet.setTitle(title)
    for number, paragraphs in enumerate(pages, start=1):
        height = 800
        sheet.drawString(60, height, "The Harbour Post, morning edition")
        for paragraph in paragraphs:
            height -= 20
            for line in _wrapped(paragraph):
                height -= 14
                sheet.drawString(60, height, line)
        sheet.drawString(300, 30, str(number))
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def word(paragraphs: list[tuple[str, str]], *, title: str = TITLE) -> bytes:
    """Paragraphs as pairs of style and text; a pair of table cells where the style is "table"."""
    document = docx.Document()
    about = document.core_properties
    about.title, about.author, about.created = title, "Ida Berg", datetime(2024, 3, 9)
    for style, text in paragraphs:
        if style == "table":
            row = document.add_table(rows=1, cols=2).rows[0]
            for cell, part in zip(row.cells, text.split("|"), strict=True):
                cell.text = part
        else:
            document.add_paragraph(text, style=style)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def mail(plain: str = "", page: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = TITLE
    message["From"] = "The Harbour Post <news@example.org>"
    message["Date"] = "Sat, 09 Mar 2024 18:00:00 +0000"
    message["Archived-At"] = "<https://example.org/ferry>"
    message.set_content(plain)
    if page:
        message.add_alternative(page, subtype="html")
    return message.as_bytes()


def archive(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > 80:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
