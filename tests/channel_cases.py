"""Posts of a channel, and the articles that must come of them: a table for test_bot_channels.py."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from article_files import pdf
from odd_site import FIRST, SECOND, Site, article
from PIL import Image
from telegram_server import Message, TelegramServer
from wall_asking_cases import ASKING

from index.types import Article

OTHER = {"id": -1001000000888, "type": "channel", "title": "Island Radio", "username": "island_fm"}
SECRET = {"id": -1001000000889, "type": "channel", "title": "Quiet Corner"}
MARCH = {"type": "channel", "message_id": 12, "date": 1709978400}  # 9 March 2024


def bold(text: str) -> dict[str, Any]:
    return {"type": "bold", "offset": 0, "length": len(text)}


@dataclass(frozen=True)
class Case:
    """What is posted, in one or several messages, and the articles that come of it.

    An article is given by its text, or a part; `where` and `outlet` are what it must have.
    `lacks` must stand nowhere in it.
    """

    name: str
    said: list[dict[str, Any]]
    holds: list[str] = field(default_factory=list)
    where: str = "https://t.me/harbour/{first}"
    outlet: str = "Harbour Channel"
    title: str = ""
    lacks: str = ""
    published: str = ""


def video(**more: Any) -> dict[str, Any]:
    size = {"width": 1, "height": 1, "duration": 1}
    return {"video": {"file_id": "v", "file_unique_id": "v", **size}} | more


def png_of(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def album(number: str, *texts: str) -> list[dict[str, Any]]:
    return [video(text=text, media_group_id=number) for text in texts]


def link(text: str, url: str) -> list[dict[str, Any]]:
    return [{"type": "text_link", "offset": 0, "length": len(text), "url": url}]


FOOT = "\n\n@harbour | https://t.me/harbour\n#ferry #island"
STRUCK = [{"type": "strikethrough", "offset": 0, "length": 18}]
HEADLINE = "Ferry sails again on Monday"


def cases(site: Site, server: TelegramServer) -> Iterator[Case]:
    picture = png_of(Image.new("RGB", (8, 8)))
    page = site.page("/ferry", article("Ferry returns"))
    paper = server.store(pdf([[FIRST, SECOND]]), "ferry.pdf", "application/pdf")
    plain = server.store(b"The quay was closed for nineteen days in May.", "quay.txt", "text/plain")
    program = server.store(b"MZ", "tool.exe", "application/octet-stream")
    large = server.store(b"x" * 20_000_001, "large.pdf", "application/pdf")
    table = server.store(
        b"title,text,outlet\nTolls,Tolls on the bridge rose to 9 crowns.,Bridge Office",
        *("tolls.csv", "text/csv"),
    )

    def one(name: str, *holds: str, said: dict[str, Any] | None = None, **more: Any) -> Case:
        return Case(name, [said or {"text": holds[0]}], list(holds), **more)

    def none(name: str, **said: Any) -> Case:
        return Case(name, [said])

    yield one("a text", FIRST)
    yield one(
        "a caption of a picture",
        f"{SECOND} Pictured.",
        said={"text": f"{SECOND} Pictured.", "photo": picture},
    )
    yield one(
        "a caption of a video",
        "The pilot waves from the bridge.",
        said=video(text="The pilot waves from the bridge."),
    )
    yield one(
        "signed",
        "Tides will be high on Sunday night.",
        outlet="Harbour Channel (Ida Berg)",
        said={"text": "Tides will be high on Sunday night.", "author_signature": "Ida Berg"},
    )
    yield one(
        "a bold headline",
        "The first boat leaves at seven.",
        title=HEADLINE,
        said={
            "text": f"{HEADLINE}\n\nThe first boat leaves at seven.",
            "entities": [bold(HEADLINE)],
        },
    )
    yield one(
        "a foot of links",
        "Ice has closed the western channel.",
        lacks="@harbour",
        said={"text": f"Ice has closed the western channel.{FOOT}"},
    )
    yield one(
        "struck words",
        "seven boats were sunk in the storm.",
        lacks="Nine",
        said={"text": "Nine boats sank – seven boats were sunk in the storm.", "entities": STRUCK},
    )
    yield one(
        "hidden signs",
        "The lock gates are being painted green.",
        lacks="\u202e",
        said={"text": "The lock\u202e gates are being\u200b painted green."},
    )
    yield one("Russian", "Паром снова пойдёт в понедельник утром.")
    yield one("Chinese", "渡轮将于周一恢复通航。")
    yield one("a short item of news", "Mayor resigns over harbour tolls.")
    yield one(
        "several paragraphs",
        "The quay is open.",
        said={"text": "The quay is open.\nCars may drive on it.\n\nTrams run until ten at night."},
    )
    yield Case(
        "a link to a page",
        [{"text": f"More on the ramp is in the paper: {page}"}],
        [FIRST],
        where=page,
        outlet="The Harbour Post",
        title="Ferry returns",
    )
    yield Case(
        "the same page behind words",
        [{"text": "Read how the ramp was mended in the paper.", "entities": link("Read", page)}],
        ["Read how the ramp was mended"],
    )
    yield Case(
        "a link alone",
        [{"text": site.page("/quay", article("Quay opens", SECOND, FIRST))}],
        [SECOND],
        where=f"{site.url}/quay",
        title="Quay opens",
        outlet="The Harbour Post",
    )
    yield Case(
        "a link to a wall",
        [{"text": "The rest stands behind a wall: " + site.page("/wall", ASKING[0].html)}],
        ["The rest stands behind a wall"],
    )
    yield one("a link into the owner's network", "Look at this page of ours http://localhost:1/x")
    yield one("a link to a first page", f"All our news are here at {site.url}/")
    yield Case(
        "a document",
        [{"text": "The whole report of the port.", "document": paper}],
        ["five weeks after a storm", "The whole report of the port."],
    )
    yield one(
        "a document without a word",
        "The quay was closed for nineteen days",
        said={"document": plain},
    )
    yield Case(
        "a table",
        [{"document": table}],
        ["Tolls on the bridge rose"],
        where="",
        outlet="Bridge Office",
    )
    yield one(
        "a program with a caption",
        "This program counts ships for you.",
        said={"text": "This program counts ships for you.", "document": program},
    )
    yield one(
        "a document that is too large",
        "All tide tables until 2040 are here.",
        said={"text": "All tide tables until 2040 are here.", "document": large},
    )
    yield one(
        "passed on from a public channel",
        "The island's radio mast fell in the storm.",
        where="https://t.me/island_fm/12",
        outlet="Island Radio",
        published="2024-03-09",
        said={
            "text": "The island's radio mast fell in the storm.",
            "origin": {**MARCH, "chat": OTHER},
        },
    )
    yield one(
        "passed on from a private channel",
        "The lighthouse keeper retires after forty years.",
        outlet="Quiet Corner",
        published="2024-03-09",
        said={
            "text": "The lighthouse keeper retires after forty years.",
            "origin": {**MARCH, "chat": SECRET},
        },
    )
    yield one(
        "passed on from a person",
        "I saw the ferry turn back at noon.",
        said={
            "text": "I saw the ferry turn back at noon.",
            "origin": {"type": "hidden_user", "sender_user_name": "Ben", "date": 1709978400},
        },
    )
    yield Case(
        "an album",
        album("1", "", "Three pictures of the mended ramp at dawn.", ""),
        ["Three pictures of the mended ramp"],
    )
    yield Case(
        "an album with two captions",
        album("2", "The old ramp hangs in the water.", "The new ramp is made of steel."),
        ["The old ramp hangs in the water.\n\nThe new ramp is made of steel."],
    )
    yield none("too short", text="Good morning, harbour!")
    yield none("marks alone", text="#ferry #island #harbour #news #today #port")
    yield none("signs alone", text="🚢🚢🚢🚢🚢🚢🚢🚢")
    yield none("a name and an address", text="Subscribe to us @harbour https://t.me/harbour")
    yield none("a picture without a caption", photo=picture)
    yield none("a command", text="/start with some more words behind it")
    yield none("a new title", new_chat_title="Harbour Channel")
    yield none(
        "a pinned message",
        pinned_message={
            "message_id": 1,
            "date": 0,
            "chat": {"id": -1001000000777, "type": "channel", "title": "H"},
        },
    )
    yield none("a program", document=program)


def faults_of(case: Case, messages: list[Message], found: list[Article]) -> Iterator[str]:
    """What is wrong with the articles of a case, of all that were `found`."""
    first = messages[0].id
    if not case.holds:
        yield from (each.text for each in found if each.url == f"https://t.me/harbour/{first}")
    where = case.where.format(first=first)
    for part in case.holds:
        mine = [each for each in found if each.url == where and part in each.text]
        if len(mine) != 1:
            yield f"{len(mine)} articles at {where} hold {part!r}"
            continue
        wanted = {"outlet": case.outlet, "title": case.title, "published": case.published}
        for name, value in wanted.items():
            if value and str(getattr(mine[0], name)) != value:
                yield f"its {name} is {getattr(mine[0], name)}"
        if case.lacks and case.lacks in mine[0].text:
            yield f"it has {case.lacks!r}"
