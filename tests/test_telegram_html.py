"""The fixture server reads HTML as Telegram does, and refuses what Telegram refuses."""

import pytest
from every_case import over
from telegram_html import MarkupError, parse


@over(
    [
        ("a &lt; b &amp;&#39;&#x27;&quot; &nbsp;& &ltx", "a < b &''\" &nbsp;& &ltx", []),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<STRONG>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<del>a</del>😀<b>b</b>", "a😀b", [("strikethrough", 0, 1), ("bold", 3, 1)]),
        ("<span class='tg-spoiler'>a</span>", "a", [("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<a href="http://a.bc/?x=1&amp;y=2">a</a>', "a", [("text_link", 0, 1)]),
        ('<a href="file:///etc">a</a>', "a", []),
        ('<a href="http://localhost/">a</a>', "a", []),
        ("<code>&lt;b&gt;</code>", "<b>", [("code", 0, 3)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<code><b>x</b></code>", "x", [("code", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        (
            "<blockquote expandable >a\n<b>b</b></blockquote >",
            "a\nb",
            [("expandable_blockquote", 0, 3), ("bold", 2, 1)],
        ),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [("custom_emoji", 0, 2)]),
        ("<b></b>a", "a", []),
    ]
)
def test_html_reads_as_on_telegram(
    html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    found_text, found = parse(html)
    assert found_text == text
    assert [(each["type"], each["offset"], each["length"]) for each in found] == entities


@over(
    [
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<!-- a -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        (
            "<b><i>test</b></i>",
            'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
        ),
        ("<a href=>a</a>", ""),
        (
            "<a href>a</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        (
            "<b expandable>a</b>",
            'Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0',
        ),
        ('<a href="http://a.bc>a</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=http://a.bc>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "<blockquote>a<b><blockquote>b</blockquote></b></blockquote>",
            "Nested blockquote at byte offset 16",
        ),
        ("&#xd800;", "Text contains invalid Unicode characters"),
    ]
)
def test_html_is_refused_as_on_telegram(html: str, error: str) -> None:
    if not error:  # Telegram takes the words for the link, and no link for want of a dot
        assert parse(html) == ("a", [])
        return
    with pytest.raises(MarkupError) as caught:
        parse(html)
    assert error in str(caught.value)
