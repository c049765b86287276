"""Characters that no reader sees, in any language, as the pattern of those that must go.

What they hide is read by models and searched for, but not seen by people: control characters, marks
that reorder text, spaces without width, fillers, tags, selectors, lone surrogates. A joiner stays
behind scripts and symbols that need it, a selector of variants behind a sign that has some.
"""

# Arabic and Syriac, the scripts of India and South-East Asia, Mongolian; arrows, symbols, emoji.
_JOINED = (
    "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u180a\u1820-\u18af"
    "\ufb50-\ufdff\ufe70-\ufefc\u2190-\u27bf\u2900-\u2bff\U0001f000-\U0001faff"
)
_SYMBOLS = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299"
_PICTURES = f"{_SYMBOLS}\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KEYCAP = "\u20e3"

INVISIBLE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    f"|(?<![{_JOINED}])(?<![{_PICTURES}]\ufe0f)[\u200c\u200d]"
    f"|(?<![{_PICTURES}])[\ufe00-\ufe0f](?!{_KEYCAP})"
    f"|(?<![{_IDEOGRAPHS}])[\U000e0100-\U000e01ef]"
)
"""A regular expression; tab, line ends and visible characters never match."""
