"""Walks through the XML of a Word document and gives the text that it shows.

That is the text once all tracked changes are accepted, without what is hidden or struck out. Knows
no files and no library: elements are those of lxml. What it does not know it looks into, so that
text inside a wrapper of a kind that is new is not lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Element = Any  # of lxml, which has no types

# Removed or not shown: tracked deletions, the copy for old programs of what stands beside it, and
# reading aids above a word.
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "rt", "delText", "delInstrText"))
_AS_TEXT = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off")
# Fields whose result is not of the article: contents, index, table of authorities.
_DIRECTORIES = (["TOC"], ["INDEX"], ["TOA"])
# A cell with several paragraphs, one of them this long, holds an article and not a figure.
_PROSE = 80


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a row of a table, on one line; `style` is the name of its style or ""."""

    style: str
    text: str


def blocks(body: Element, styles: Element) -> list[Block]:
    """The blocks of `body` (w:body) that hold text, in order; text boxes follow their paragraph.

    `styles` is the document's w:styles.
    """
    known = Styles(styles)
    walk = _Walk(known)
    found = list(walk.blocks(body))
    if walk.in_field:
        # A field that has no end would hide the rest: such a document is read as if it had none.
        found = list(_Walk(known, fields=False).blocks(body))
    return found


class Styles:
    """The styles of a document: their names, and whether they hide text."""

    def __init__(self, styles: Element) -> None:
        self._styles = {_value(s, "styleId"): s for s in styles if _name(s) == "style"}

    def name(self, style: str) -> str:
        """The name of a style in English, as Word keeps it; "" for one that does not exist."""
        return _value(_child(self._styles.get(style), "name"))

    def hide(self, run: Element, paragraph: str) -> bool:
        """Whether the text of `run` is hidden or struck, in a paragraph of style `paragraph`."""
        about = _child(run, "rPr")
        levels = [about, *self._chain(_value(_child(about, "rStyle"))), *self._chain(paragraph)]
        return any(_first_switch(levels, name) for name in ("vanish", "strike", "dstrike"))

    def _chain(self, style: str) -> Iterator[Element]:
        """What a style and those that it is based on say of runs, the nearest first."""
        seen = set[str]()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield _child(self._styles[style], "rPr")
            style = _value(_child(self._styles[style], "basedOn"))


@dataclass(slots=True)
class _Field:
    """A field that has begun: only its result is shown, not its instruction."""

    instruction: str = ""
    in_result: bool = False

    @property
    def shown(self) -> bool:
        return self.in_result and not _is_directory(self.instruction)


@dataclass(slots=True)
class _Walk:
    """One walk through a document, in its order, for fields may span paragraphs."""

    styles: Styles
    fields: bool = True
    _open: list[_Field] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)

    @property
    def in_field(self) -> bool:
        """Whether a field has begun and not ended."""
        return bool(self._open)

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of body, cell, text box or content control."""
        begun = ""  # of a paragraph whose mark is removed, so that the next one continues it
        for child in _through(parent, ("p", "tbl")):
            if _name(child) == "tbl":
                yield from _of_text(Block("", begun))
                begun = ""
                yield from self._table(child)
                continue
            about = _child(child, "pPr")
            style = _value(_child(about, "pStyle"))
            begun += "".join(self._pieces(child, style, shown=True))
            if not _is_mark_removed(about):
                yield from _of_text(Block(self.styles.name(style), begun))
                begun = ""
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                yield from self.blocks(box)
        yield from _of_text(Block("", begun))

    def _pieces(self, parent: Element, style: str, *, shown: bool) -> Iterator[str]:
        """The text in a paragraph of `style`, or a part of it; notes its text boxes."""
        for child in parent:
            name = _name(child)
            if _is_left_out(child) or (
                name == "fldSimple" and _is_directory(_value(child, "instr"))
            ):
                continue
            seen = shown and (not self.fields or all(each.shown for each in self._open))
            if name == "fldChar":
                self._note_field(_value(child, "fldCharType"))
            elif name == "instrText":
                if self._open and not self._open[-1].in_result:
                    self._open[-1].instruction += child.text or ""
            elif name == "txbxContent":
                if seen:
                    self._boxes.append(child)
            elif name == "t":
                yield child.text or "" if seen else ""
            elif name in _AS_TEXT:
                yield _AS_TEXT[name] if seen else ""
            else:
                hidden = name == "r" and self.styles.hide(child, style)
                yield from self._pieces(child, style, shown=shown and not hidden)

    def _note_field(self, kind: str) -> None:
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].in_result = True
        elif kind == "end" and self._open:
            self._open.pop()

    def _table(self, table: Element) -> Iterator[Block]:
        """A block for each row, or the blocks of its cells if they hold articles or tables."""
        above: dict[int, list[Block]] = {}  # by column, for cells that are merged downwards
        for row in _through(table, ("tr",)):
            about = _child(row, "trPr")
            if _child(about, "del") is not None or _switched(about, "hidden"):
                continue
            column, cells = 0, list[list[Block]]()
            prose = False
            for cell in _through(row, ("tc",)):
                properties = _child(cell, "tcPr")
                if _child(properties, "cellDel") is not None:
                    continue
                found = list(self.blocks(cell))
                merged = _child(properties, "vMerge")
                if merged is not None and _value(merged) != "restart":
                    found = above.get(column, [])
                else:
                    prose |= _is_prose(cell, found)
                above[column] = found
                span = _value(_child(properties, "gridSpan"))
                column += int(span) if span.isdecimal() else 1
                cells.append(found)
            if prose:
                for found in cells:
                    yield from found
            else:
                yield from _of_text(
                    Block("", " ".join(each.text for cell in cells for each in cell))
                )


def _is_prose(cell: Element, found: list[Block]) -> bool:
    has_table = next(iter(_through(cell, ("tbl",))), None) is not None
    return has_table or (len(found) > 1 and any(len(each.text) >= _PROSE for each in found))


def _of_text(block: Block) -> Iterator[Block]:
    text = " ".join(block.text.split())
    if text:
        yield Block(block.style, text)


def _is_directory(instruction: str) -> bool:
    return instruction.upper().split(maxsplit=1)[:1] in _DIRECTORIES


def _is_mark_removed(about: Element) -> bool:
    """Whether the mark that ends a paragraph is deleted, moved away or hidden."""
    mark = _child(about, "rPr")
    gone = any(_child(mark, name) is not None for name in ("del", "moveFrom"))
    return gone or _switched(mark, "vanish")


def _is_left_out(element: Element) -> bool:
    name = _name(element)
    # Properties may hold names of elements with text, such as tabs. An empty control shows a hint.
    about = _child(element, "sdtPr") if name == "sdt" else None
    return name in _LEFT_OUT or name.endswith("Pr") or _switched(about, "showingPlcHdr")


def _through(parent: Element, names: Iterable[str]) -> Iterator[Element]:
    """The nearest elements of these names, also those in wrappers such as content controls."""
    for child in parent:
        if _name(child) in names:
            yield child
        elif not _is_left_out(child):
            yield from _through(child, names)


def _first_switch(levels: Iterable[Element], name: str) -> bool:
    """What the first of `levels` that names the switch says."""
    return next((_switched(each, name) for each in levels if _child(each, name) is not None), False)


def _switched(parent: Element, name: str) -> bool:
    found = _child(parent, name)
    return found is not None and _value(found).lower() not in _OFF


def _child(parent: Element, name: str) -> Element:
    """The first child of that name, whatever its namespace; None if there is none."""
    return next((each for each in (() if parent is None else parent) if _name(each) == name), None)


def _name(element: Element) -> str:
    """The name without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Element, attribute: str = "val") -> str:
    """An attribute of that name in the element's namespace; "" if there is none."""
    if element is None:
        return ""
    return str(element.get(element.tag.removesuffix(_name(element)) + attribute, ""))
