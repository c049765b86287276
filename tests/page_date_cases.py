"""Pages and the day on which each was published, as far as the page says so: tables of cases."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

TODAY = datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class DateCase:
    """A page at `url` and its day; None where the page does not surely say it."""

    name: str
    html: str
    day: date | None
    url: str = "https://orrin.example/news/well"


def _page(
    *,
    head: str = "",
    top: str = "",
    byline: str = "",
    more: str = "",
    after: str = "",
    lang: str = "en",
) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>Well of Orrin cleaned | Orrin Post'
        f"</title>{head}</head><body><header><nav><a href='/'>Home</a></nav></header>{top}<main>"
        f"<article><h1>Well of Orrin cleaned</h1>{byline}<p>The well of Orrin has been cleaned for "
        "the first time in forty years, the town engineer said.</p><p>Three men worked in it for a "
        "week and found two bicycles, a bell and a bag of coins.</p><p>The water may be drunk "
        f"again as soon as the laboratory in Kell agrees.</p>{more}</article></main>{after}"
        "<footer><p>The Orrin Post, Quay Street 4.</p></footer></body></html>"
    )


def _data(**fields: object) -> str:
    whole = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(whole)}</script>'


DAY = date(2026, 9, 17)
DATES = [
    DateCase("structured", _page(head=_data(datePublished="2026-09-17T06:00:00+02:00")), DAY),
    DateCase(
        "structured, beside another page's and the site's",
        _page(
            head='<script type="application/ld+json">{"@graph":[{"@type":"WebSite",'
            '"datePublished":"2011-01-05"},{"@type":["ReportageNewsArticle"],"datePublished":'
            '"2026-09-17T23:10:00-05:00"},{"@type":"ItemList","itemListElement":[{"@type":'
            '"NewsArticle","datePublished":"2026-08-01"}]}]}</script>'
        ),
        DAY,
    ),
    DateCase(
        "structured wins over the address",
        _page(head=_data(datePublished="2026-09-17")),
        DAY,
        "https://orrin.example/2026/09/16/well",
    ),
    DateCase(
        "meta",
        _page(head='<meta property="article:published_time" content="2026-09-17T21:30:00Z">'),
        DAY,
    ),
    DateCase("in the address", _page(), DAY, "https://orrin.example/2026/09/17/well"),
    DateCase(
        "in the address, with the footer's year",
        _page(after="<div>© 1998-2026 Orrin Media. Founded 3 May 1998.</div>"),
        DAY,
        "https://orrin.example/news/2026-09-17-well.html",
    ),
    DateCase("footer only", _page(after="<footer>© Orrin Media 2026</footer>"), None),
    DateCase("founded", _page(top="<div>Daily since 1 October 1954</div>"), None),
    DateCase(
        "today's date above the page",
        _page(top=f'<div class="date">{TODAY:%A, %-d %B %Y}</div>'),
        None,
    ),
    DateCase(
        "another story's date",
        _page(
            after='<aside><ul><li><a href="/x">Bell stolen</a> <time datetime="2026-02-11">11 '
            "February 2026</time></li></ul></aside>"
        ),
        None,
    ),
    DateCase("a day within the text", _page(more="<p>It was dug on 4 June 1911.</p>"), None),
    DateCase("byline", _page(byline="<p class='byline'>By Eva Toft, 17 September 2026</p>"), DAY),
    DateCase(
        "time element below the headline",
        _page(byline='<div><time datetime="2026-09-17T08:00">17 Sept.</time></div>'),
        DAY,
    ),
    DateCase(
        "French label above the headline",
        _page(top="<p>Publié le 17 septembre 2026 à 8h</p>", lang="fr"),
        DAY,
    ),
    DateCase(
        "published and updated",
        _page(byline="<p>Updated 20 September 2026 · Published 17 September 2026</p>"),
        DAY,
    ),
    DateCase("day or month first?", _page(byline="<p>Published 05/09/2026</p>"), None),
    DateCase(
        "day first, in German",
        _page(byline="<p>Stand: 05.09.2026, 8 Uhr</p>", lang="de"),
        date(2026, 9, 5),
    ),
]


LATER_DATES = [
    DateCase(
        "microdata",
        _page(byline='<span itemprop="datePublished" content="2026-09-17">a while ago</span>'),
        DAY,
    ),
    DateCase(
        "old pubdate, with the date of its change",
        _page(
            byline='<p><time class="updated" datetime="2026-09-20">20.9.</time> <time pubdate '
            'datetime="2026-09-17T10:00Z">17.9.</time></p>'
        ),
        DAY,
    ),
    DateCase(
        "two articles in the data, one of this headline",
        _page(
            head=_data(headline="Bell stolen", datePublished="2026-02-11")
            + _data(headline="Well of Orrin cleaned", datePublished="2026-09-17")
        ),
        DAY,
    ),
    DateCase(
        "two other articles in the data",
        _page(
            head=_data(headline="Bell stolen", datePublished="2026-02-11")
            + _data(headline="Goat found", datePublished="2026-03-12")
        ),
        None,
    ),
    DateCase(
        "data that is no JSON",
        _page(
            head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"A "good" '
            'well","datePublished":"2026-09-17T08:00:00Z",}</script>'
        ),
        DAY,
    ),
    DateCase(
        "data in a comment, with line breaks in it",
        _page(
            head='<script type="application/ld+json"><!--\n{"@type":"BlogPosting","description":'
            '"a\nb","datePublished":"17 September 2026"}\n--></script>'
        ),
        DAY,
    ),
    DateCase(
        "month by name in the address", _page(), DAY, "https://orrin.example/2026/sep/17/well"
    ),
    DateCase("at the end of the address", _page(), DAY, "https://orrin.example/well-20260917.html"),
    DateCase(
        "numbers in the address that are no date",
        _page(),
        None,
        "https://orrin.example/2026/1409/well-20263199",
    ),
    DateCase(
        "Ukrainian label",
        _page(byline="<div class='info'>Опубліковано: 17 вересня 2026, 10:20</div>", lang="uk"),
        DAY,
    ),
    DateCase(
        "Russian date below the headline",
        _page(byline="<div class='article__date'>17 сентября 2026, 10:20</div>", lang="ru"),
        DAY,
    ),
    DateCase(
        "Spanish label",
        _page(byline="<p>Publicado el 17 de septiembre de 2026</p>", lang="es"),
        DAY,
    ),
    DateCase("Chinese label", _page(byline="<p>发布时间：2026年9月17日 08:30</p>", lang="zh"), DAY),
    DateCase(
        "month first, in American English",
        _page(byline="<p>Posted 9/17/2026</p><p>Updated 10/02/2026</p>", lang="en-US"),
        DAY,
    ),
    DateCase(
        "an empty date in the head",
        _page(
            head='<meta property="article:published_time" content="1970-01-01T00:00:00Z">',
            byline="<p>By Eva Toft | Sept 17, 2026</p>",
        ),
        DAY,
    ),
    DateCase(
        "sentences with the words of a label",
        _page(
            more="<p>It was dug by Ole Dahl on 4 June 1911.</p><p>Published on 4 May 1912, the "
            "book on it has eight pages.</p><p>The date of the feast is 3 May 2025.</p>"
        ),
        None,
    ),
    DateCase(
        "a short sentence of a caption below the headline",
        _page(byline="<p>The well, built by Ole Dahl, on 4 June 1911.</p>"),
        None,
    ),
    DateCase(
        "author, place and day",
        _page(byline="<div>Von Eva Toft, Kell | 17. September 2026, 8 Uhr</div>", lang="de"),
        DAY,
    ),
    DateCase(
        "a coming event",
        _page(more="<div class='info'>The event starts on 24 December 2025 at noon.</div>"),
        None,
    ),
    DateCase(
        "a comment below the article",
        _page(
            after='<section id="comments"><div class="comment"><b>Rolf</b> <time datetime='
            '"2026-09-30T10:00">30 September 2026</time><p>Good news!</p></div></section>'
        ),
        None,
    ),
    DateCase(
        "a clock above the page",
        _page(top=f'<div class="top"><time datetime="{TODAY}">{TODAY:%-d %B %Y}</time></div>'),
        None,
    ),
    DateCase(
        "cards of other stories below",
        _page(
            after="".join(
                f'<article><h2>Story {day}</h2><time datetime="2026-08-{day}">{day} August 2026'
                "</time></article>"
                for day in (11, 12, 13)
            )
        ),
        None,
    ),
    DateCase(
        "only changed",
        _page(head='<meta property="article:modified_time" content="2026-09-17T10:00:00Z">'),
        DAY,
    ),
]
