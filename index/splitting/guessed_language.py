"""Guesses the language of a text, whose abbreviations count (pure)."""

import re
from collections import Counter

from index.language_data.cs import words as cs
from index.language_data.da import words as da
from index.language_data.de import words as de
from index.language_data.en import words as en
from index.language_data.es import words as es
from index.language_data.fi import words as fi
from index.language_data.fr import words as fr
from index.language_data.it import words as it
from index.language_data.nl import words as nl
from index.language_data.no import words as no
from index.language_data.pl import words as pl
from index.language_data.pt import words as pt
from index.language_data.sv import words as sv
from index.splitting.languages_without_spaces import unspaced

# The first of several with the same count is taken.
_COMMON_WORDS: dict[str, frozenset[str]] = {
    code: language.COMMON_WORDS
    for code, language in (
        *(("en", en), ("de", de), ("es", es), ("fr", fr), ("it", it), ("pt", pt), ("nl", nl)),
        *(("sv", sv), ("no", no), ("da", da), ("fi", fi), ("pl", pl), ("cs", cs)),
    )
}
_SAMPLE = 4000  # characters
_CERTAIN = 3  # so many more words of another language show that a claim is wrong


def guessed_language(text: str, claimed: str = "") -> str:
    """Return the code of the language of `text`, such as "de".

    `claimed` is a code such as "de-AT" that the source or the surroundings suggest. It counts only
    where the text does not show its language, because pages often claim the language of their
    template. Without it and without a sign in the text it is "en".
    """
    claimed = claimed[:2].lower()
    sample = text[:_SAMPLE].lower()
    if unspaced(sample) > len(sample) // 4:
        return "ja" if re.search("[\u3040-\u30ff]", sample) else "zh"
    if len(re.findall("[а-яёіїєґ]", sample)) > len(sample) // 3:
        return "uk" if re.search("[іїєґ]", sample) else "ru"
    found = Counter(re.findall(r"[^\W\d_]+", sample))
    counts = {
        code: sum(found[word] for word in telltale) for code, telltale in _COMMON_WORDS.items()
    }
    most = max(counts.values())
    if most == 0 or (claimed and most < counts.get(claimed, 0) + _CERTAIN):
        return claimed or "en"
    return max(counts, key=lambda code: counts[code])
