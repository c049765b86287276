"""Makes Word documents of raw XML: what programs write and python-docx does not."""

import io

import docx
from docx.oxml import parse_xml

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def document(body: str, styles: str = "") -> bytes:
    """A document whose body and further styles are `body` and `styles`, elements of `w:`."""
    made = docx.Document()
    made.core_properties.title = ""
    for into, xml in ((made.element.body, body), (made.styles.element, styles)):
        for number, element in enumerate(parse_xml(f"<w:x {_NAMESPACES}>{xml}</w:x>")):
            into.insert(number, element) if into is made.element.body else into.append(element)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def p(*parts: str, about: str = "") -> str:
    """A paragraph of runs; a part that is not XML is a run of that text."""
    return f"<w:p>{about and f'<w:pPr>{about}</w:pPr>'}{''.join(map(_run, parts))}</w:p>"


def r(text: str, about: str = "", tag: str = "t") -> str:
    """A run with properties `about`."""
    return f'<w:r><w:rPr>{about}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def _run(part: str) -> str:
    return part if part.startswith("<") else r(part)


def mark(tag: str, content: str) -> str:
    """A tracked change."""
    return f'<w:{tag} w:id="1" w:author="Ida" w:date="2026-09-01T08:00:00Z">{content}</w:{tag}>'


def table(*rows: list[str], about: str = "") -> str:
    """A table of cells, each XML of blocks or the text of one paragraph."""
    made = ""
    for row in rows:
        cells = (cell if cell.startswith("<") else p(cell) for cell in row)
        made += f"<w:tr>{about}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def field(instruction: str, *result: str) -> str:
    """A field with its last result."""
    about = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    shown = "".join(map(_run, result))
    return f"{_char('begin')}{about}{_char('separate')}{shown}{_char('end')}"


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def box(text: str) -> str:
    """A run with a text box, once for new programs and once for old ones."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def control(content: str, about: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
