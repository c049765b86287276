"""Decides how raised and lowered characters (<sup>, <sub>) are written in plain text (pure).

Glued to a number, a footnote or a power makes another number of it: "450" and a raised 2 must not
become "4502".
"""

import re

_RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_FRACTIONS = {
    ("1", "2"): "½",
    ("1", "3"): "⅓",
    ("2", "3"): "⅔",
    ("1", "4"): "¼",
    ("3", "4"): "¾",
    ("1", "5"): "⅕",
    ("2", "5"): "⅖",
    ("3", "5"): "⅗",
    ("4", "5"): "⅘",
    ("1", "6"): "⅙",
    ("5", "6"): "⅚",
    ("1", "8"): "⅛",
    ("3", "8"): "⅜",
    ("5", "8"): "⅝",
    ("7", "8"): "⅞",
}
_LONGEST_MARK = 20  # characters; what is longer is text, whatever it looks like
_MARK = re.compile(r"[\[(].*[\])]|[*†‡§¶#]+|\d+(?:\s*[,;–-]\s*\d+)+|\d+[,;]")
_POWER = re.compile(r"[+\-−]?\d+[+\-−]?|[+\-−]|n")
_SIGNED = re.compile(r"[+\-−]")
_NUMBER = re.compile(r"(?:^|(?<=[^\w.,]))[\d.,\xa0]*\d$")
# Powers of two and ten are usual in news; of another number, the raised one is a footnote's.
_BASES = ("2", "10")
# Before or behind these, a number is part of a calculation.
_COUNTING = "=×·*+^⋅÷"
# Units have up to two letters: m, km, ft, in; a longer word has a footnote.
_UNIT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}$")
_WORD = re.compile(r"[^\W\d_]$")


def raised(text: str, before: str, after: str, *, linked: bool) -> str:
    """What is written for `text`, raised between `before` and `after`: "" for a footnote's mark.

    `linked` says that it leads to a note of the page.
    """
    text = " ".join(text.split())
    short = len(text) <= _LONGEST_MARK
    if not text or (short and (linked or _MARK.fullmatch(text))):
        return ""
    if not _POWER.fullmatch(text):
        alone = len(text) == 1 and not (before and before[-1].isalnum())
        return "" if alone and text.isalpha() and text.islower() else text
    if not before or before[-1].isspace():
        # Before a letter it is the mass of an atom.
        return text.translate(_RAISED) if after[:1].isupper() else ""
    number = _NUMBER.search(before)
    if number:
        in_a_sum = (after.lstrip()[:1] or " ") in _COUNTING or (
            before[: number.start()].rstrip()[-1:] or " "
        ) in _COUNTING
        power = number[0] in _BASES or in_a_sum or bool(_SIGNED.search(text))
        return text.translate(_RAISED) if power else ""
    if _SIGNED.search(text) and _WORD.search(before):
        return text.translate(_RAISED)  # the charge of an ion
    return text.translate(_RAISED) if _UNIT.search(before) else ""


def lowered(text: str, before: str) -> str:
    """What is written for `text`, lowered behind `before`: "CO2", but never a longer number."""
    text = " ".join(text.split())
    return text.translate(_LOWERED) if before[-1:].isdigit() else text


def fraction(over: str, under: str, before: str) -> str:
    """What is written for a raised and a lowered number with a stroke between them."""
    over, under = over.strip(), under.strip()
    sign = _FRACTIONS.get((over, under))
    if sign:
        return sign
    return f"{' ' if before[-1:].isdigit() else ''}{over}/{under}"
