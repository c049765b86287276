"""Makes plain blocks of the tables of a page that only lay it out; tables of figures stay."""

from collections.abc import Iterator

from index.readers.page_tree import BLOCKS, Element, text_of

_LONG_CELL = 160  # characters; a longer cell holds paragraphs, not figures


def undo_layout_tables(tree: Element) -> None:
    """Make plain blocks of the rows and cells of tables that only lay out the page `tree`."""
    for table in [table for table in tree.iter("table") if _is_layout(table)]:
        for part in (table, *_parts(table)):
            if part.tag in ("tr", "td", "th", "table", "caption"):
                plain = not any(inner.tag in BLOCKS or inner.tag == "br" for inner in part.iter())
                part.tag = "p" if plain and part.tag == "td" else "div"
            else:
                part.drop_tag()


def _is_layout(table: Element) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    cells = [part for part in _parts(table) if part.tag in ("td", "th")]
    if any(cell.tag == "th" for cell in cells):
        return False
    return any(
        len(text_of(cell)) > _LONG_CELL or next(cell.iter("table", "h1", "h2"), None) is not None
        for cell in cells
    )


def _parts(table: Element) -> Iterator[Element]:
    """Rows, cells and groups of the table itself, not of tables within it."""
    for part in table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th", "caption"):
        if next(part.iterancestors("table"), None) is table:
            yield part
