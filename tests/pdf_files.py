"""PDFs of the layouts that articles come in, in our own words, with the paragraphs they hold."""

from collections.abc import Callable

from pdf_drawing import Line, Sheet, by_rows, lines, table, typeset
from reportlab.lib.pagesizes import A4

BRIDGE = (
    "The old bridge at Tarn will close in the/spring, and the road office has found that/"
    "two of its piers lean. Work on them takes/nine weeks and costs four million crowns."
    "//Farmers on the far bank must drive to/Holm until then, twenty kilometres more/"
    "each way, their union said on Monday."
)
FERRY = (
    "Mayor Ida Lunn wants a ferry instead./It would carry six cars and leave on the/"
    "hour. The county has not answered her/letter yet, but its office in Holm said/"
    "that a boat could be found."
    "//In 1962 the bridge was shut as well, for/a whole summer, after a flood."
)
MILL = (
    "Pupils of the school have collected old/photographs of the bridge. They show/"
    "it under snow and with a band on it.//The pictures hang in the town hall till/"
    "May. Entry is free for everyone."
)


def paragraphs(*texts: str) -> list[str]:
    """The paragraphs of texts as laid out, without the breaks of their lines."""
    return [" ".join(part.replace("/", " ").split()) for text in texts for part in text.split("//")]


def joined(*texts: str) -> list[str]:
    """Like `paragraphs`, for texts whose hyphens at a line's end are no part of the word."""
    return [part.replace("- ", "") for part in paragraphs(*texts)]


Case = tuple[bytes, list[str]]
BROKEN = (
    "The net-/work company lays a cable under-/ground. The gov-/ernment pays half of the instal-/"
    "lation, and the rest comes from custom-/ers in Lyn-/gen and Skjer-/vik, the com-/pany said."
)
COMPOUND = (
    "The long-/awaited road has twenty-/five bends and an anti-/corrosion rail. Anne-/Marie Moe, "
    "a well-/known driver, called it state-/of-the-art in a TV-/show about the 1,200-/metre hill."
)


def one_column_with_broken_words() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, BROKEN))
    return sheet.data(), joined(BROKEN)


def one_column_with_compounds() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, COMPOUND))
    return sheet.data(), [COMPOUND.replace("-/", "-").replace("/", " ")]


def two_columns_drawn_one_after_the_other() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, BRIDGE))
    sheet.draw(lines(310, 760, FERRY))
    return sheet.data(), paragraphs(BRIDGE, FERRY)


def two_columns_drawn_by_rows() -> Case:
    sheet = Sheet()
    sheet.draw(by_rows(lines(60, 760, BRIDGE), lines(310, 760, FERRY)))
    return sheet.data(), paragraphs(BRIDGE, FERRY)


def a_headline_above_two_columns() -> Case:
    sheet = Sheet()
    sheet.draw([(60, 770, "Bridge at Tarn to close for nine weeks in spring")], size=20)
    sheet.draw(by_rows(lines(60, 735, BRIDGE), lines(310, 735, FERRY)))
    title = ["Bridge at Tarn to close for nine weeks in spring"]
    return sheet.data(), title + paragraphs(BRIDGE, FERRY)


def three_columns_drawn_by_rows() -> Case:
    sheet = Sheet(size=8)
    columns = [lines(x, 760, t, step=11) for x, t in ((40, BRIDGE), (215, FERRY), (390, MILL))]
    sheet.draw(by_rows(*columns))
    return sheet.data(), paragraphs(BRIDGE, FERRY, MILL)


BEFORE = "The county counted the new homes of the last year and what a square metre cost in it."
AFTER = "Most new homes were built in Alm. Homes in Dal are the cheapest, the county wrote."
ROWS = ["Town | Homes | Price", "Alm | 412 | 3,100", "Berg | 388 | 2,850", "Dal | 105 | 2,200"]


def _with_table(cells: Callable[[list[Line]], list[Line]]) -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, BEFORE))
    sheet.draw(cells(table(60, 730, ROWS)))
    sheet.draw(lines(60, 650, AFTER))
    return sheet.data(), [BEFORE, *(row.replace(" | ", " ") for row in ROWS), AFTER]


def a_table_drawn_by_rows() -> Case:
    return _with_table(lambda cells: cells)


def a_table_drawn_by_columns() -> Case:
    return _with_table(lambda cells: sorted(cells, key=lambda cell: (cell[0], -cell[1])))


LONG = (
    "Mill owner Torunn Bakke gives land to the town of Elvran. The council votes on it on/"
    "Monday, and the mayor said that the gift was good, that no house stands on it and that no"
)
REST = "shop may be built there for fifty years.//The land lies by the river. It has been a meadow."


def two_pages_with_header_and_footer() -> Case:
    sheet = Sheet()
    for number, text in enumerate((LONG, REST), 1):
        sheet.draw([(60, 815, "Valley Gazette · 2 September 2026")], size=8)
        sheet.draw(lines(60, 770, text))
        sheet.draw([(60, 30, "Valley Gazette, Storgata 5"), (500, 30, str(number))], size=8)
        if number == 1:
            sheet.page()
    return sheet.data(), paragraphs(f"{LONG}/{REST}")


def one_page_with_header_and_footer() -> Case:
    sheet = Sheet()
    sheet.draw([(60, 812, "The Tarn Courier, Tuesday 3 March 2026")], size=8)
    sheet.draw([(60, 760, "Bridge at Tarn to close")], size=18, bold=True)
    sheet.draw(lines(60, 730, BRIDGE))
    sheet.draw([(60, 28, "www.tarn-courier.example · page 4")], size=8)
    return sheet.data(), ["Bridge at Tarn to close", *paragraphs(BRIDGE)]


def two_justified_columns_drawn_word_by_word() -> Case:
    sheet = Sheet(font="Times-Roman", size=10)
    sheet.spread(lines(60, 760, BRIDGE), 190)
    sheet.spread(lines(275, 760, FERRY), 190)
    return sheet.data(), paragraphs(BRIDGE, FERRY)


GERMAN = (
    "Der Bürger-/meister von Hude hat die Hafen-/behörde gebeten, das Schiff zu prü-/fen. "
    "Die Nord-/Ostsee-Bahn fährt bis Ende Ok-/tober nicht. Rat und Feuer-/wehr tagen am Frei-/tag."
)


def german_broken_words() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, GERMAN))
    text = GERMAN.replace("Nord-/", "Nord-").replace("-/", "").replace("/", " ")
    return sheet.data(), [text]


FIRST = (
    *(one_column_with_broken_words, one_column_with_compounds, german_broken_words),
    *(two_columns_drawn_one_after_the_other, two_columns_drawn_by_rows),
    *(a_headline_above_two_columns, three_columns_drawn_by_rows),
    *(two_justified_columns_drawn_word_by_word, a_table_drawn_by_rows, a_table_drawn_by_columns),
    *(two_pages_with_header_and_footer, one_page_with_header_and_footer),
)


def text_above_and_below_two_columns() -> Case:
    sheet = Sheet()
    above = "Two sides of the argument about the bridge at Tarn, as they were put to us by both."
    below = "The council of Tarn meets about it on 4 May in the school, and everyone may speak."
    sheet.draw(lines(60, 770, above))
    sheet.draw(by_rows(lines(60, 740, BRIDGE), lines(310, 740, BRIDGE.replace("Tarn", "Sund"))))
    sheet.draw(lines(60, 640, below))
    second = BRIDGE.replace("Tarn", "Sund")
    return sheet.data(), [above, *paragraphs(BRIDGE, second), below]


WRAPPED = [
    "Who | What was promised | Until",
    "Ida Lunn, | a ferry with six places that leaves | May",
    "mayor | on the hour |",
    "Road office | two new piers | July",
    "Farmers' | a shop on the far bank and a van | 2027",
    "union | for the school |",
]


def a_table_with_wrapped_cells() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, BEFORE))
    left = {0: 60, 1: 150, 2: 400}
    heights = [730, 712, 700, 682, 664, 652]
    for top, row in zip(heights, WRAPPED, strict=True):
        cells = [(left[n], top, cell.strip()) for n, cell in enumerate(row.split("|"))]
        sheet.draw([cell for cell in cells if cell[2]])
    sheet.draw(lines(60, 620, AFTER))
    rows = [
        "Who What was promised Until",
        "Ida Lunn, mayor a ferry with six places that leaves on the hour May",
        "Road office two new piers July",
        "Farmers' union a shop on the far bank and a van for the school 2027",
    ]
    return sheet.data(), [BEFORE, *rows, AFTER]


def a_table_below_two_columns() -> Case:
    sheet = Sheet()
    sheet.draw(by_rows(lines(60, 760, BRIDGE), lines(310, 760, FERRY)))
    sheet.draw(table(60, 620, ROWS, width=150))
    return sheet.data(), [*paragraphs(BRIDGE, FERRY), *(row.replace(" | ", " ") for row in ROWS)]


def headers_of_left_and_right_pages() -> Case:
    sheet = Sheet()
    texts = [BRIDGE, FERRY, MILL, BRIDGE.replace("Tarn", "Sund")]
    for number, text in enumerate(texts, 1):
        header = (
            f"{number}   The Valley Review" if number % 2 else f"Bridges of the north   {number}"
        )
        sheet.draw([(60, 780, header)], size=9)
        sheet.draw(lines(60, 740, text))
        if number < len(texts):
            sheet.page()
    return sheet.data(), paragraphs(*texts)


def pages_numbered_in_words() -> Case:
    sheet = Sheet()
    for number, text in enumerate((BRIDGE, FERRY), 1):
        sheet.draw(lines(60, 770, text))
        sheet.draw([(270, 40, f"Page {number} of 2")])
        if number == 1:
            sheet.page()
    return sheet.data(), paragraphs(BRIDGE, FERRY)


FRENCH = (
    "Le gouverne-/ment de Brens veut peut-/être ouvrir une éco-/le. « C'est un rendez-/vous », "
    "dit-/elle, et le direc-/teur lui-/même se réjouit. La mairie de "
    "Saint-/Jean paie les pro-/fesseurs."
)


def french_broken_words_and_compounds() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, FRENCH))
    text = FRENCH
    for kept in ("peut", "rendez", "dit", "lui", "Saint"):
        text = text.replace(f"{kept}-/", f"{kept}-")
    return sheet.data(), [text.replace("-/", "").replace("/", " ")]


def typeset_in_two_justified_columns() -> Case:
    texts = paragraphs(
        *[
            t.replace("Tarn", town)
            for town in ("Tarn", "Sund", "Moss")
            for t in (BRIDGE, FERRY, MILL)
        ]
    )
    return typeset(texts, [(50, 520, 230, 260), (310, 520, 230, 260)]), texts


def typeset_in_three_narrow_columns() -> Case:
    texts = paragraphs(
        *[t.replace("Tarn", town) for town in ("Tarn", "Sund") for t in (BRIDGE, FERRY, MILL)]
    )
    return typeset(texts, [(x, 420, 150, 360) for x in (50, 215, 380)]), texts


def a_box_beside_the_text() -> Case:
    sheet = Sheet()
    long = (
        "The old bridge at Tarn will close in the spring, and the road office has found/that "
        "two of its piers lean. Work on them takes nine weeks and costs four/"
        "million crowns, which the county pays. Farmers on the far bank must drive to/"
        "Holm until then, which is twenty kilometres more each way, as their union said."
    )
    box = "Built in 1931 of/local stone, the/bridge is 90 metres/long at low water."
    sheet.draw(lines(60, 760, long))
    sheet.draw(lines(440, 760, box), size=8)
    return sheet.data(), paragraphs(long, box)


def a_page_that_lies_on_its_side() -> Case:
    sheet = Sheet()
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(A4[0], 0)
    sheet.canvas.rotate(90)
    sheet.draw(by_rows(lines(60, 500, BRIDGE), lines(310, 500, FERRY)))
    return sheet.data(), paragraphs(BRIDGE, FERRY)


def a_stamp_along_the_margin() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 760, LONG))
    sheet.canvas.saveState()
    sheet.canvas.translate(30, 300)
    sheet.canvas.rotate(90)
    sheet.draw([(0, 0, "Printed for the archive of the town of Elvran, copy 3")], size=8)
    sheet.canvas.restoreState()
    return sheet.data(), paragraphs(LONG)


def indented_paragraphs_over_two_pages() -> Case:
    first = (
        "The mill of Elvran stood empty for ten years before the owner gave its land/"
        "to the town, and nobody had mown the meadow beside it."
    )
    second = (
        "Now the council must say what becomes of it. A park is the wish of most, and a/"
        "few would like a hall for the band, which plays in the open air in summer and in/"
    )
    rest = "the church in winter. The mayor has no wish of his own, he said."
    sheet = Sheet()
    sheet.draw(lines(60, 760, first))
    indented, last, _ = lines(60, 734, second)
    sheet.draw([(72, *indented[1:]), last])
    sheet.page()
    sheet.draw([(60, 760, rest)])
    return sheet.data(), [first.replace("/", " "), second.replace("/", " ") + rest]


RUSSIAN = (
    "Прави-/тельство области за-/крыло мост в Тарне на ре-/монт. Жители северо-/восточного/"
    "района будут ездить че-/рез посёлок Юрь-/ево, сообщи-/ли в мэрии."
)


def russian_broken_words() -> Case:
    sheet = Sheet(font="fira")
    sheet.draw(lines(60, 760, RUSSIAN))
    return sheet.data(), joined(RUSSIAN)


def soft_hyphens() -> Case:
    text = "The com-/pany has ad-/ded a twenty-/first boat."
    sheet = Sheet(font="fira")
    sheet.draw(lines(60, 760, text.replace("-", "\u00ad").replace("twenty\u00ad", "twenty-")))
    return sheet.data(), ["The company has added a twenty-first boat."]


def columns_half_a_line_apart() -> Case:
    sheet = Sheet()
    sheet.draw(by_rows(lines(60, 760, BRIDGE), lines(310, 753.5, FERRY)))
    return sheet.data(), paragraphs(BRIDGE, FERRY)


def a_sentence_that_goes_on_in_the_next_column_and_page() -> Case:
    first = (
        "The harbour of Moss has been dredged/for the first time since 1950, and the/"
        "port master expects larger ships there/as soon as the new cranes, which were"
    )
    second = (
        "built in Hamina, have been put up on/the western quay. Two of them came by/"
        "sea on Friday; the third one waits for/better weather in the strait, he said and"
    )
    third = "showed us the sky."
    sheet = Sheet()
    sheet.draw(by_rows(lines(60, 760, first), lines(310, 760, second)))
    sheet.page()
    sheet.draw(lines(60, 760, third))
    return sheet.data(), paragraphs(f"{first}/{second}/{third.strip('/')}")


def text_near_the_edges_of_the_page() -> Case:
    sheet = Sheet()
    sheet.draw(lines(60, 805, BRIDGE + "//" + FERRY, between=6))
    sheet.draw(
        lines(60, 60, "The work is paid for by the county,/the road office and the town of Tarn.")
    )
    end = "The work is paid for by the county, the road office and the town of Tarn."
    return sheet.data(), [*paragraphs(BRIDGE, FERRY), end]


def a_list_with_marks() -> Case:
    items = [
        "the bridge closes on 2 May,",
        "buses turn at the mill, and",
        "the school bus goes by Holm.",
    ]
    sheet = Sheet()
    sheet.draw([(60, 760, "The road office has said three things:")])
    for number, item in enumerate(items):
        sheet.draw([(66, 744 - 16 * number, "•"), (84, 744 - 16 * number, item)])
    return sheet.data(), [
        "The road office has said three things:",
        *(f"• {item}" for item in items),
    ]


LATER = (
    *(text_above_and_below_two_columns, a_table_with_wrapped_cells, a_table_below_two_columns),
    *(headers_of_left_and_right_pages, pages_numbered_in_words, french_broken_words_and_compounds),
    *(typeset_in_two_justified_columns, typeset_in_three_narrow_columns, a_box_beside_the_text),
    *(a_page_that_lies_on_its_side, a_stamp_along_the_margin, indented_paragraphs_over_two_pages),
    *(russian_broken_words, soft_hyphens, columns_half_a_line_apart),
    *(a_sentence_that_goes_on_in_the_next_column_and_page, text_near_the_edges_of_the_page),
    *(a_list_with_marks,),
)
