"""Builds pages about the ferry of Tarn, or walls in their place, and the case that holds one.

Each page is what a feed's entry leads to; the feed has a text of its own.
"""

from dataclasses import dataclass

FEED_TEXT = (
    "<p>The ferry of Tarn will run every twenty minutes from May, harbour master Ida Kvam said on "
    "Tuesday.</p><p>A second boat was bought for 31 million crowns and arrives in March.</p>"
)
FEED_TITLE = "Ferry of Tarn runs more often"
OF_FEED = "bought for 31 million crowns and arrives in March"
WHOLE = (
    "The ferry of Tarn will run every twenty minutes from May, harbour master Ida Kvam told the "
    "council on Tuesday evening.",
    "A second boat, the Lomvi, was bought for 31 million crowns; it comes by way of Bremen and "
    "arrives in March.",
    "Until now the last boat left at nine, which kept many islanders from concerts and classes.",
    "Captain Jens Ravn will train eight new deckhands over the winter, four of them from the "
    "island itself.",
    "The council votes on the new timetable in January and on the fares a month later.",
)


@dataclass(frozen=True, slots=True)
class WallCase:
    """A page; `kind` is that of the wall it is, "" where it is the article."""

    name: str
    kind: str
    html: str


def page(title: str, *blocks: str, head: str = "", lang: str = "en") -> str:
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        f"<main>{body}</main></body></html>"
    )


def story(*more: str, title: str = "Ferry of Tarn runs more often | Tarn Courier") -> str:
    return page(title, "<h1>Ferry of Tarn runs more often</h1>", *WHOLE, *more)
