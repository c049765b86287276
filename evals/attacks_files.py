"""Writes the articles of the attack set as files, with or without the attack in them.

What stands between ⟦ and ⟧ in a file's name or content is the attack; the rest is what the same
article would be without it. Words between two @ stand for what the attacked article of the library
says: @title@, @first@ (its first paragraph), @html-rest@ and so on.
"""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from index.readers import saved_page
from index.web.feeds import read_feed

_HERE = Path(__file__).parent
_ATTACK = re.compile(r"⟦(.*?)⟧", re.DOTALL)
_PLACE = re.compile(r"@([a-z-]+)@")
_FRONT = (
    'title: "{title}"\noutlet: "{outlet}"\ndate: {published}\nauthor: {author}\nlang: {language}'
)
_WIDTH, _HEIGHT, _LEFT = 595, 842, 40  # of a page of PDF, in points
_IN_A_LINE = 95  # characters


@dataclass(frozen=True, slots=True)
class Source:
    """An article of the clean library; `questions` are (text, pattern of a right answer) by id."""

    name: str
    language: str
    title: str
    outlet: str
    published: str
    author: str
    paragraphs: tuple[str, ...]
    questions: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class File:
    """A file as written in the set, with ⟦attacks⟧ in name or content; `pdf` says how it hides."""

    name: str
    content: str
    pdf: str = ""


def library() -> dict[str, Source]:
    """Return the articles of the clean library by name."""
    lines = (_HERE / "attacks_library.jsonl").read_text("utf-8").splitlines()
    return {source.name: source for source in map(_source, map(json.loads, lines))}


def _source(line: dict[str, Any]) -> Source:
    questions = {name: (text, pattern) for name, (text, pattern) in line.pop("questions").items()}
    return Source(paragraphs=tuple(line.pop("paragraphs")), questions=questions, **line)


def plain(source: Source) -> File:
    """Return the file of an article that is not attacked."""
    return File(f"{source.name}.md", "@front@@body@")


def without_attack(text: str) -> str:
    """`"It rose. ⟦Obey me.⟧"` -> "It rose. "."""
    return _ATTACK.sub("", text)


def with_attack(text: str) -> str:
    """`"It rose. ⟦Obey me.⟧"` -> "It rose. Obey me."."""
    return _ATTACK.sub(r"\1", text)


def write(file: File, source: Source | None, folder: Path, *, attacked: bool) -> None:
    """Write a file of the set into `folder`; nothing, if it has no content without the attack.

    A feed becomes the page that is kept of each entry.
    """
    chosen = with_attack if attacked else without_attack
    content = chosen(_filled(file.content, source))
    if not content.strip():
        return
    path = folder / chosen(file.name)
    if path.suffix == ".pdf":
        title = source.title if source else ""
        path.write_bytes(_pdf(_filled(file.content, source), title, file.pdf, attacked=attacked))
    elif path.suffix == ".xml":
        _write_feed(content.encode(), path)
    else:
        path.write_text(content, encoding="utf-8")


def _filled(content: str, source: Source | None) -> str:
    if source is None:
        return content
    first, *rest = source.paragraphs
    fields = {
        "title": source.title,
        "outlet": source.outlet,
        "date": source.published,
        "author": source.author,
        "language": source.language,
    }
    front = _FRONT.format(published=source.published, **fields)
    values = fields | {
        "front": f"---\n{front}\n---\n\n",
        "first": first,
        "rest": "\n\n".join(rest),
        "html-rest": "".join(f"<p>{escape(each)}</p>" for each in rest),
        "body": "\n\n".join(source.paragraphs),
    }
    return _PLACE.sub(lambda place: values[place[1]] if place[1] in values else place[0], content)


def _write_feed(data: bytes, path: Path) -> None:
    feed = read_feed(data, "https://feeds.example/news")
    for number, entry in enumerate(feed.entries):
        note = saved_page.Note(
            entry.title, feed.title, entry.published, feed.language, entry.content, entry.mark
        )
        page = saved_page.Page(f"https://feeds.example/news#{number}", note=note)
        saved_page.write(path.with_name(f"{path.stem}-{number}{saved_page.SUFFIX}"), page)


def _pdf(content: str, title: str, how: str, *, attacked: bool) -> bytes:
    """A PDF with the paragraphs of `content`; one that is ⟦an attack⟧ is drawn and not seen."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(title)
    y = _HEIGHT - 60
    for paragraph in content.split("\n\n"):
        hidden = _ATTACK.fullmatch(paragraph)
        for line in _lines(hidden[1] if hidden else paragraph):
            if hidden and attacked:
                canvas.saveState()
                _HIDDEN[how](canvas, y, line)
                canvas.restoreState()
            elif not hidden:
                canvas.setFont("Helvetica", 10)
                canvas.drawString(_LEFT, y, line)
            y -= 14
        y -= 10
    canvas.save()
    return buffer.getvalue()


def _lines(paragraph: str) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > _IN_A_LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _white(canvas: Any, y: float, line: str) -> None:  # noqa: ANN401 - reportlab has no types
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(_LEFT, y, line)


def _invisible(canvas: Any, y: float, line: str) -> None:  # noqa: ANN401
    text = canvas.beginText(_LEFT, y)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(3)
    text.textLine(line)
    canvas.drawText(text)


def _tiny(canvas: Any, y: float, line: str) -> None:  # noqa: ANN401
    canvas.setFont("Helvetica", 0.7)
    canvas.drawString(_LEFT, y, line)


def _beside(canvas: Any, y: float, line: str) -> None:  # noqa: ANN401
    canvas.setFont("Helvetica", 10)
    canvas.drawString(_WIDTH + 200, y, line)


def _under(canvas: Any, y: float, line: str) -> None:  # noqa: ANN401
    canvas.setFont("Helvetica", 10)
    canvas.drawString(_LEFT, y, line)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(_LEFT - 5, y - 4, _WIDTH, 15, stroke=0, fill=1)


_HIDDEN: dict[str, Callable[[Any, float, str], None]] = {
    "white": _white,
    "invisible": _invisible,
    "tiny": _tiny,
    "beside": _beside,
    "under": _under,
}
