"""What is read of a Word document is what it shows once all tracked changes are accepted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_documents import box, control, document, field, mark, p, r, table

from index.readers.docx import read_word

HIDDEN, STRUCK = "<w:vanish/>", "<w:strike/>"
MERGED = '<w:tcPr><w:vMerge w:val="{}"/></w:tcPr>'
LONG = (
    "A fire in the old mill of Ulm burnt for nine hours on Sunday, the chief of the brigade said."
)
STYLES = (
    '<w:style w:type="character" w:styleId="Upper"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Lower"><w:basedOn w:val="Upper"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def field_over(first: str, second: str) -> str:
    """A field that begins in one paragraph and ends in the next."""
    begin, end = field("QUOTE", "|").split(r("|"))
    return first.replace("<w:p>", f"<w:p>{begin}") + second.replace("</w:p>", f"{end}</w:p>")


words = st.text("abcdef", min_size=1, max_size=4).map(lambda word: r(f" kept{word} "))


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Parts of a paragraph in what Word wraps around runs, beside what is deleted."""
    return st.one_of(
        inner.map(lambda part: mark("ins", part)),
        inner.map(lambda part: part + mark("del", r("gone", tag="delText"))),
        inner.map(lambda part: part + r("gone", STRUCK)),
        inner.map(control),
        inner.map(lambda part: f"<w:smartTag>{part}</w:smartTag>"),
        inner.map(lambda part: field("REF x", part)),
        inner.map(lambda part: f"<w:hyperlink>{part}</w:hyperlink>"),
        st.tuples(inner, inner).map("".join),
    )


CASES: dict[str, tuple[str, list[str]]] = {
    "inserted": (
        p("The fare rises to ", mark("ins", r("46")), " crowns."),
        ["The fare rises to 46 crowns."],
    ),
    "deleted": (
        p("The fare is ", mark("del", r("40", tag="delText")), mark("ins", r("46")), "."),
        ["The fare is 46."],
    ),
    "moved": (
        p("First. ", mark("moveFrom", r("Second. "))) + p("Third. ", mark("moveTo", r("Second."))),
        ["First.", "Third. Second."],
    ),
    "paragraph mark deleted": (
        p("The mill of Orr ", about=f"<w:rPr>{mark('del', '')}</w:rPr>") + p("closes in May."),
        ["The mill of Orr closes in May."],
    ),
    "row deleted": (
        table(["Gone", "12"], about=f"<w:trPr>{mark('del', '')}</w:trPr>") + table(["Kept", "7"]),
        ["Kept 7"],
    ),
    "simple field": (
        p("It sold ", f'<w:fldSimple w:instr="DOCPROPERTY n">{r("812")}</w:fldSimple>', " boats."),
        ["It sold 812 boats."],
    ),
    "complex field": (
        p("See ", field("REF a", "table 4"), " for Lund."),
        ["See table 4 for Lund."],
    ),
    "link": (
        p("The ", f"<w:hyperlink>{r('council of Bray')}</w:hyperlink>", " agreed."),
        ["The council of Bray agreed."],
    ),
    "smart tag": (
        p("In ", f'<w:smartTag w:element="City">{r("Torvik")}</w:smartTag>', " it rained."),
        ["In Torvik it rained."],
    ),
    "control in a line": (p("On ", control(r("3 May")), " it opens."), ["On 3 May it opens."]),
    "control around a block": (
        control(p("The pier opens.")) + p("End."),
        ["The pier opens.", "End."],
    ),
    "text box": (
        p("The tower leans.", box("It is 61 m high.")),
        ["The tower leans.", "It is 61 m high."],
    ),
    "nested table": (
        table([p("Ferries") + table(["Mon", "9"], ["Tue", "11"]) + p("")]),
        ["Ferries", "Mon 9", "Tue 11"],
    ),
    "hidden": (p("Open.", r(" Not for print.", HIDDEN)), ["Open."]),
    "struck": (p("It costs ", r("5", STRUCK), r("6 million.")), ["It costs 6 million."]),
    "struck twice": (
        p("It costs ", r("5", "<w:dstrike/>"), r("6 million.")),
        ["It costs 6 million."],
    ),
    "not struck": (p("It costs ", r("6", '<w:strike w:val="0"/>'), "."), ["It costs 6."]),
    "plain table": (table(["Votes", "31"], ["Against", "31"]), ["Votes 31", "Against 31"]),
    "equal cells": (table(["For", "31", "31"]), ["For 31 31"]),
    "plain": (p("One.") + p("Two."), ["One.", "Two."]),
    # Written after the walk was.
    "hidden by its style": (p("Open.", r(" Secret.", '<w:rStyle w:val="Lower"/>')), ["Open."]),
    "hidden by the style of its paragraph": (
        p("Secret.", about='<w:pStyle w:val="Gone"/>') + p("Open."),
        ["Open."],
    ),
    "shown in a hidden style": (
        p(r("Open.", '<w:vanish w:val="false"/>'), about='<w:pStyle w:val="Gone"/>'),
        ["Open."],
    ),
    "a mark in a hidden run": (
        p(
            "Ves",
            f"<w:r><w:rPr>{HIDDEN}</w:rPr>{'<w:tab/>'}</w:r>",
            field("XE &quot;a&quot;"),
            "by won.",
        ),
        ["Vesby won."],
    ),
    "contents": (
        p(field("TOC \\o", "Roads 3", f"<w:r><w:br/></w:r>{r('Bridges 9')}")) + p("The road."),
        ["The road."],
    ),
    "field in an instruction": (
        p(
            "It is ",
            field(f"IF</w:instrText></w:r>{field('NUM', '1')}<w:r><w:instrText>", "open"),
            ".",
        ),
        ["It is open."],
    ),
    "field over paragraphs": (
        field_over(p("Ships of "), p("Nor sail.")),
        ["Ships of", "Nor sail."],
    ),
    "field without an end": (
        p(
            "It cost ",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            r("9", tag="instrText"),
            "4.",
        )
        + p("More."),
        ["It cost 4.", "More."],
    ),
    "hint in an empty control": (
        p("The mayor", control(r(" Click here."), "<w:showingPlcHdr/>"), " left."),
        ["The mayor left."],
    ),
    "cells merged downwards": (
        table(
            [f"{MERGED.format('restart')}{p('Ferry')}", "Mon 9"],
            [f"{MERGED.format('continue')}{p('')}", "Tue 11"],
        ),
        ["Ferry Mon 9", "Ferry Tue 11"],
    ),
    "an article in a cell": (
        table([p("Fire in Ulm") + p(LONG) + p("It is out."), p("Page 4")]),
        ["Fire in Ulm", LONG, "It is out.", "Page 4"],
    ),
    "two lines in a cell": (table([p("Ulm") + p("North"), p("12")]), ["Ulm North 12"]),
    "row in a control": (
        table(["Votes", "31"])
        .replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
        .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>"),
        ["Votes 31"],
    ),
    "deleted text box": (p("Calm.", mark("del", box("Storm."))), ["Calm."]),
    "formula": (
        p("It is ", "<m:oMath><m:r><m:t>3+4</m:t></m:r></m:oMath>", " m."),
        ["It is 3+4 m."],
    ),
    "reading aid": (
        p(
            f"<w:r><w:ruby><w:rt>{r('mito')}</w:rt><w:rubyBase>{r('水戸')}</w:rubyBase></w:ruby></w:r>"
        ),
        ["水戸"],
    ),
    "paragraph moved away": (
        p(mark("moveFrom", r("Late.")), about=f"<w:rPr>{mark('moveFrom', '')}</w:rPr>")
        + p("Early. ")
        + p(mark("moveTo", r("Late."))),
        ["Early.", "Late."],
    ),
    "insertion that was deleted": (
        p("All ", mark("ins", mark("del", r("12", tag="delText")) + r("14")), " came."),
        ["All 14 came."],
    ),
    "link in an insertion in a tag": (
        p(
            '<w:customXml w:element="a">',
            mark("ins", "<w:hyperlink>" + r("Kai") + "</w:hyperlink>"),
            "</w:customXml>",
            " won.",
        ),
        ["Kai won."],
    ),
    "line break": (p("Read", "<w:r><w:br/></w:r>", "on"), ["Read on"]),
    "hyphens": (
        p("north", "<w:r><w:noBreakHyphen/></w:r>", "west", "<w:r><w:softHyphen/></w:r>", "ern"),
        ["north-western"],
    ),
    "comment": (
        p('<w:commentRangeStart w:id="1"/>', "Sure.", '<w:commentRangeEnd w:id="1"/>'),
        ["Sure."],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_document_shows_is_read(name: str) -> None:
    body, expected = CASES[name]
    assert read_word(document(body, STYLES), "a.docx").text.split("\n\n") == expected


@pytest.mark.parametrize("style", ["Title", "Heading1"])
def test_a_title_in_a_content_control_is_the_title(style: str) -> None:
    heading = control(p("Pier opens", about=f'<w:pStyle w:val="{style}"/>'))
    article = read_word(document(heading + p("It opens.")), "a.docx")
    assert (article.title, article.text) == ("Pier opens", "It opens.")


@pytest.mark.slow
@given(st.recursive(words, wrapped, max_leaves=12))
def test_no_inserted_word_is_lost_and_no_deleted_one_stays(part: str) -> None:
    text = read_word(document(p("Begin ", part, " end")), "a.docx").text
    assert text.split() == ["Begin", *re.findall("kept[a-z]+", part), "end"]
