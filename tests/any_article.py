"""Makes malformed articles: samples of every kind of file, broken in ways that files break."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from article_files import FIRST, SECOND, archive, mail, pdf, word
from odd_site import article

from index.readers import saved_page

# What readers have stumbled over elsewhere: marks, entities, depth, numbers, paths, orders.
FRAGMENTS = (
    *(b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"\x1a", b"\xed\xa0\x80", b"\xf4\x90\x80"),
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    b"<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]>&c;",
    *(
        b"<div>" * 400,
        b"</p></div></html>",
        b"<table><tr><td>" * 50,
        b"<!--",
        b"<![CDATA[",
        b"<svg/",
    ),
    *(
        b"&#x110000;",
        b"&#xd800;",
        b"&#0;",
        b"&notanentity;",
        b"<script>",
        b"<style>p{display:none}",
    ),
    *(b"[" * 500, b'{"a":' * 200, b'"', b"\\ud800", b"1e999", b"-0", b"NaN", b"true", b"null"),
    *(
        b"---\n",
        b"- - - -\n",
        b"!!python/object/apply:os.system ['true']\n",
        b"&a [*a]\n",
        b"# " * 99,
    ),
    *(b"\r", b"\r\r\n", b",,,,\n", b'""""', b"a,b;c\td|e\n", b"=cmd()", b"text\n"),
    *(b"2999-13-45", b"0000-00-00", b"99999999999999999999", b"lang: [", b"title: {"),
    *(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"=?utf-8?q?=00=ff?=", b"--x--"),
    *(b"endobj", b"<< /Length 999999999 >>", b"/Filter [/FlateDecode /FlateDecode]", b"%%EOF"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"WARC/1.1\r\n", b"Content-Length: -5\r\n", b"HTTP/1.1 200"),
    *(b"../../../../tmp/byline-escaped", b"/etc/passwd", b"..\\..\\x", b"C:\\x", b"a" * 300),
    "\u202e\u2066\u200b\U000e0041<|im_end|>".encode(),
)
ESCAPES = (
    *("../escaped.txt", "../../escaped.txt", "/tmp/byline-escaped.txt", "a/../../escaped.txt"),
    *("..\\escaped.txt", "C:\\escaped.txt", "./././x.txt", "\u202etxt.exe", "a" * 200 + ".txt"),
    *("x.txt/", "<b>.txt", "CON.txt", ".hidden.txt", "~/escaped.txt", "$(touch escaped).txt"),
)


@cache
def samples() -> dict[str, bytes]:
    """A sound file of each kind, by suffix; made once, where a test wants them."""
    page = article("Ferry returns").encode()
    return {
        ".txt": f"date 2024-03-09 {FIRST}\n\n{SECOND}".encode(),
        ".md": f"---\ntitle: Ferry\ndate: 2024-03-09\n---\n# Ferry\n\n{FIRST}\n\n{SECOND}".encode(),
        ".html": page,
        ".htm": page,
        ".eml": mail(FIRST, article("Ferry returns")),
        ".docx": word([("Heading 1", "Ferry"), ("Normal", FIRST), ("table", "one|two")]),
        ".pdf": pdf([[FIRST, SECOND], [SECOND]]),
        ".jsonl": f'{{"id": "a", "title": "Ferry", "text": "{FIRST}"}}\n'.encode() * 2,
        ".csv": f"id,title,text\na,Ferry,{SECOND.replace(',', '')}\n".encode(),
        ".zip": archive({"ferry.txt": FIRST, "b/all.jsonl": f'{{"text": "{SECOND}"}}'}),
        ".warc": _warc(page),
        ".parquet": _parquet(),
    }


def broken(chance: random.Random, sound: dict[str, bytes]) -> tuple[str, bytes]:
    """Suffix and content of a malformed file."""
    suffix = chance.choice(list(sound))
    if suffix == ".zip" and chance.random() < 0.5:
        return suffix, escaping(chance)
    data = sound[suffix]
    if chance.random() < 0.1:
        data = sound[chance.choice(list(sound))]  # another kind under this name
    for _ in range(chance.choice((1, 1, 2, 4, 9))):
        data = chance.choice(_BREAKS)(chance, data)
    return suffix, data


def escaping(chance: random.Random) -> bytes:
    """An archive whose members' names lead elsewhere, one of them a link."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in chance.sample(ESCAPES, 4):
            packed.writestr(name, f"{FIRST} {chance.random()}")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = pyarrow.BufferOutputStream()
    table = pyarrow.table(
        {"id": ["a"], "title": ["Ferry"], "text": [FIRST], "date": ["2024-03-09"]}
    )
    parquet.write_table(table, out)
    return bytes(out.getvalue())


def _warc(page: bytes) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.warc"
        note = saved_page.Note("Ferry", "Post", "2024-03-09", "en", f"<p>{FIRST}</p>", "m")
        saved_page.write(file, saved_page.Page("https://a.example/f", page, "text/html", note=note))
        return file.read_bytes()


Break = Callable[[random.Random, bytes], bytes]


def _at(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: _at(chance, data)]


def _without(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((_at(chance, data), _at(chance, data)))
    return data[:start] + data[end:]


def _doubled(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((_at(chance, data), _at(chance, data)))
    return data[:end] + data[start:]


def _swapped(chance: random.Random, data: bytes) -> bytes:
    one, two = sorted((_at(chance, data), _at(chance, data)))
    return data[two:] + data[one:two] + data[:one]


def _flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(changed), chance.choice((1, 3, 30)))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _with_fragment(chance: random.Random, data: bytes) -> bytes:
    at = _at(chance, data)
    return data[:at] + chance.choice(FRAGMENTS) + data[at:]


def _recoded(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("latin-1")
    return text.encode(
        chance.choice(("utf-16", "utf-32", "utf-8", "utf-16-be", "cp037")), "replace"
    )


def _many(chance: random.Random, data: bytes) -> bytes:
    return data[:2000] * chance.choice((2, 7, 40))


_BREAKS: tuple[Break, ...] = (
    *(_cut, _without, _doubled, _swapped, _flipped, _recoded, _many),
    *(_with_fragment, _with_fragment, _with_fragment),
)
