"""Pages that are live blogs or tables: a table of cases."""

from page_building import LEAD, PADDING, PageCase, page

POSTS = (
    ("18:40", "2026-10-03T18:40:00+02:00", "The road to Kell is open again, the police say."),
    ("15:05", "2026-10-03T15:05:00+02:00", "Sixty people are in the sports hall of Orrin tonight."),
    (
        "11:20",
        "2026-10-03T11:20:00+02:00",
        "The river Ane has risen to 4.1 metres at the old mill.",
    ),
    ("07:55", "2026-10-03T07:55:00+02:00", "School is closed in Orrin and Kell because of rain."),
)

LAYOUT_PAGES = [
    PageCase(
        "live blog with times",
        page(
            *(
                f'<div class="post"><time datetime="{stamp}">{clock}</time><p>{text}</p></div>'
                for clock, stamp, text in POSTS
            )
        ),
        (
            "2026-10-03 18:40: The road to Kell is open again",
            "2026-10-03 11:20: The river Ane has risen",
            "2026-10-03 07:55: School is closed",
        ),
    ),
    PageCase(
        "live blog with times that no time element marks",
        page(
            *(
                f'<div class="entry"><span class="stamp">{clock}</span><h3>Storm</h3><p>{text}</p>'
                "</div>"
                for clock, _, text in POSTS
            )
        ),
        ("18:40: The road to Kell is open again", "07:55: School is closed"),
    ),
    PageCase(
        "layout table",
        "<html><head><title>Lighthouse sold</title></head><body><table width=700><tr><td width=120>"
        '<a href="/">Home</a><br><a href="/n">News</a></td><td><h1>Lighthouse sold</h1><p>'
        f"{LEAD}</p><p>{PADDING[0]}</p><p>{PADDING[1]}</p></td></tr></table></body></html>",
        (LEAD, *PADDING),
        ("|",),
    ),
    PageCase(
        "layout table with line breaks, within a table",
        "<html><head><title>Lighthouse sold</title></head><body><table><tr><td><table><tr><td>"
        f"<b>Lighthouse sold</b></td></tr><tr><td>{LEAD}<br><br>{PADDING[0]}<br><br>{PADDING[1]}"
        "</td></tr></table></td><td><font size=1>Weather: rain</font></td></tr></table></body>"
        "</html>",
        (LEAD, *PADDING),
        ("|",),
    ),
    PageCase(
        "a table of figures stays one",
        page(
            "Mills of Orrin by year:",
            "<table><tr><th>Year</th><th>Mills</th></tr><tr><td>1900</td><td>14</td></tr><tr><td>"
            "1950</td><td>6</td></tr></table>",
        ),
        ("Year | Mills", "1900 | 14"),
    ),
    PageCase(
        "live blog as a list of terms, by the twelve-hour clock",
        page(
            "<dl>"
            + "".join(
                f"<dt>{clock}</dt><dd>{text}</dd>"
                for clock, text in zip(
                    ("6:40 pm", "3:05 pm", "11:20 am", "7:55 am"),
                    (post[2] for post in POSTS),
                    strict=True,
                )
            )
            + "</dl>"
        ),
        ("6:40 pm: The road to Kell", "7:55 am: School is closed"),
    ),
    PageCase(
        "live blog whose times are shown as ages",
        page(
            *(
                f'<section><header><h3>Rain</h3><time datetime="{stamp}">{number} h ago</time>'
                f"</header><p>{text}</p><p>More will follow.</p></section>"
                for number, (_, stamp, text) in enumerate(POSTS, 1)
            )
        ),
        ("2026-10-03 15:05: Sixty people are in the sports hall",),
        ("h ago",),
    ),
    PageCase(
        "times of other stories beside an article",
        page(
            LEAD,
            after="<aside><ul>"
            + "".join(
                f'<li><span class="t">{clock}</span> <a href="/{clock}">{text}</a></li>'
                for clock, _, text in POSTS
            )
            + "</ul></aside>",
        ),
        (LEAD, *PADDING),
        ("18:40", "07:55"),
    ),
    PageCase(
        "table of three columns that lays out a page",
        "<html><head><title>Lighthouse "
        "sold</title></head><body><table><tr><td>Home<br>Sport</td><td>"
        f"<font size=5>Lighthouse sold</font><br>{LEAD}<br>{PADDING[0]}<br>{PADDING[1]}</td><td>"
        "Rain<br>12 degrees</td></tr></table></body></html>",
        (LEAD, *PADDING),
        ("|",),
    ),
    PageCase(
        "presentation table around short paragraphs",
        page(
            '<table role="presentation"><tr><td>The tower was painted in June.</td></tr><tr><td>It '
            "is white now.</td></tr></table>"
        ),
        ("The tower was painted in June.", "It is white now."),
        ("|",),
    ),
    PageCase(
        "a table of figures with long notes",
        page(
            "<table><tr><th>Town</th><th>Remark</th></tr><tr><td>Kell</td><td>The figure includes "
            "the people of the three islands, who were counted for the first time in the spring "
            "of this year, and the crews of ships that lay in the harbour on the day of the count "
            "itself.</td></tr></table>"
        ),
        ("Kell | The figure includes",),
    ),
]
