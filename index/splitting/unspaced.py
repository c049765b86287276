"""Writing that puts no spaces between words: Chinese and Japanese. (pure)

Every character becomes a word of its own in the keyword index, and a question is asked by pairs of
neighbours: most words of these languages have two characters, so nothing needs to know the words.
"""

import re

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHARACTER = re.compile(f"([{_UNSPACED}])")
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


def unspaced(text: str) -> int:
    """How many of such characters `text` has."""
    return len(_CHARACTER.findall(text))


def separated(text: str) -> str:
    """`text` with a space around each such character; all other text as it is."""
    return _CHARACTER.sub(r" \1 ", text)


def pairs(word: str) -> list[str]:
    """`word` itself or, where it is such writing, its pairs of neighbouring characters."""
    found: list[str] = []
    for run in _RUN.findall(word):
        if len(run) > 2 and _CHARACTER.match(run):
            found += [run[at : at + 2] for at in range(len(run) - 1)]
        else:
            found.append(run)
    return found
