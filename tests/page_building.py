"""Builds pages of an invented paper for tables of cases, and the case that holds one."""

from dataclasses import dataclass

# Two paragraphs that make a page long enough to be read.
PADDING = (
    "The matter had been before the town meeting since the spring of last year, and twice it was "
    "sent back because the figures of the treasurer did not add up.",
    "People who live nearby said that they had hoped for such an outcome, though a few of them "
    "would have preferred to wait for the report of the engineers.",
)


@dataclass(frozen=True, slots=True)
class PageCase:
    """A page with texts that must be read of it and texts that must not."""

    name: str
    html: str
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()


def _blocks(*blocks: str) -> str:
    whole = (*blocks, *PADDING)
    return "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in whole)


def page(*blocks: str, before: str = "", after: str = "", lang: str = "en", head: str = "") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>News of Orrin | Orrin Post</title>{head}'
        f'</head><body><header><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav></header>'
        f"{before}<main><article><h1>News of Orrin</h1>{_blocks(*blocks)}</article></main>{after}"
        "<footer><p>The Orrin Post, Quay Street 4.</p></footer></body></html>"
    )


LEAD = "The lighthouse of Orrin was sold to the potter Mette Brun for 9 million crowns on Monday."


def lighthouse_page(before: str, body: str, lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>Lighthouse sold | Orrin Post</title>'
        f"</head><body>{before}{body}</body></html>"
    )


SHORT_BODY = f"<h1>Lighthouse sold</h1><p>{LEAD}</p><p>{PADDING[1]}</p>"
