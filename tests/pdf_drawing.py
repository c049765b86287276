"""Draws PDFs line by line, in any order and place, for the tests of the reader."""

import io
from collections.abc import Iterable, Sequence

import pymupdf_fonts
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

Line = tuple[float, float, str]  # from the left and from the bottom, in points


class Sheet:
    """A document that is drawn line by line; `lines` gives what `draw` takes."""

    def __init__(self, *, font: str = "Helvetica", size: float = 10) -> None:
        self._buffer = io.BytesIO()
        self.canvas = canvas.Canvas(self._buffer, pagesize=A4)
        self.font, self.size = font, size
        if font == "fira":
            data = io.BytesIO(pymupdf_fonts.myfont("figo"))
            pdfmetrics.registerFont(TTFont("fira", data))

    def draw(self, lines: Iterable[Line], *, size: float = 0, bold: bool = False) -> None:
        """Draw each line, in this order."""
        name = "Helvetica-Bold" if bold else self.font
        for left, bottom, text in lines:
            self.canvas.setFont(name, size or self.size)
            self.canvas.drawString(left, bottom, text)

    def spread(self, lines: Sequence[Line], width: float) -> None:
        """Draw lines word by word, each as wide as `width`, as justified text is."""
        self.canvas.setFont(self.font, self.size)
        for left, bottom, text in lines:
            words = text.split()
            widths = [self.canvas.stringWidth(word, self.font, self.size) for word in words]
            gap = (width - sum(widths)) / max(len(words) - 1, 1)
            at = left
            for word, own in zip(words, widths, strict=True):
                self.canvas.drawString(at, bottom, word)
                at += own + min(gap, 12)

    def page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """The file."""
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()


def lines(
    left: float, top: float, text: str, *, step: float = 13, between: float = 8
) -> list[Line]:
    """Lay out `text` from `top` downwards: "/" breaks a line, "//" a paragraph."""
    found: list[Line] = []
    for paragraph in text.split("//"):
        for line in paragraph.split("/"):
            found.append((left, top, line.strip()))
            top -= step
        top -= between
    return found


def by_rows(*columns: Sequence[Line]) -> list[Line]:
    """The lines of all columns from the top of the page downwards, each row from left to right."""
    return sorted((line for column in columns for line in column), key=lambda x: (-x[1], x[0]))


def table(
    left: float, top: float, rows: Sequence[str], *, width: float = 110, step: float = 16
) -> list[Line]:
    """Rows of cells, which "|" separates, as lines to draw row by row."""
    return [
        (left + column * width, top - row * step, cell.strip())
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells.split("|"))
    ]


def typeset(texts: Sequence[str], frames: Sequence[tuple[float, float, float, float]]) -> bytes:
    """Texts set by reportlab's own justifying engine into frames: left, bottom, width, height."""
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=[Frame(*frame) for frame in frames]))
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12)
    style.alignment, style.spaceAfter = TA_JUSTIFY, 6
    document.build([Paragraph(text, style) for text in texts])
    return buffer.getvalue()
