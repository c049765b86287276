"""Judges whether a sentence only says an answer of a few words whole (pure).

"19 days" -> "The strike went on for 19 days." The language model words it once the answer is
decided and believed. So it may say nothing new: its names and numbers are those of the answer and
the article, its other words those of the answer, the question and the quotation.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.answering import contradiction
from bot.answering.citations import Checked, sentence_case, with_days
from bot.answering.sentence_selection import byline
from bot.language.grammar import parsed
from bot.language.quantities import in_digits, numbers
from bot.language.words import WORD, names, plain, stem, stems
from bot.question.question import Question
from bot.types import Evidence
from index.splitting.guessed_language import guessed_language

_LONGEST = 30  # words; what is longer is no short sentence
_DATED = re.compile(r"\s*\([^()]*\d{4}\)")  # what `dated` writes behind "Friday"
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


def wanted(question: Question, checked: Checked) -> str:
    """Return the answer that is to be said as a sentence, without dates in brackets; "" for none.

    One claim over English articles that is no sentence yet, to a question that is no yes or no.
    """
    if len(checked.claims) != 1 or not question.states:
        return ""
    if any(guessed_language(item.article.text) != "en" for item in checked.grounds):
        return ""
    said = _DATED.sub("", checked.claims[0].text).rstrip(" .")
    tree = parsed(f"{said}.")
    root = next((word for word in tree.words if word.role == "ROOT"), None)
    whole = root is not None and root.is_verb and tree.children(root, *_SUBJECTS)
    return "" if whole else said


def worded(question: Question, checked: Checked, said: str, draft: str) -> str:
    """Return `draft`, which a model wrote for the answer `said`, as it is shown; "" if unfit."""
    sentence = sentence_case(draft)
    grounds = checked.grounds
    quoted = " ".join(item.sentence.text for item in grounds)
    own, named = stems(in_digits(sentence)), names(sentence, opening=True)
    printed = f"{said}. {_printed(grounds)}"
    fits = (
        len(WORD.findall(sentence)) <= _LONGEST
        and stems(in_digits(said)) <= own
        and own - stems(in_digits(f"{said} {question.whole} {quoted}")) <= named
        and named <= stems(printed)
        and numbers(sentence) <= numbers(printed)
        and not contradiction.turned_around(sentence, [quoted], question.text)
        and _tells_the_deed(question, sentence)
    )
    return with_days(_with_capitals(sentence, grounds), grounds) if fits else ""


def _tells_the_deed(question: Question, sentence: str) -> bool:
    """Whether a sentence keeps the verb of the question.

    "Ida Sund was the strike" does not tell who led the strike.
    """
    asked, said = (
        next((word for word in parsed(text).words if word.role == "ROOT"), None)
        for text in (question.whole, sentence)
    )
    return not (asked and asked.is_verb and asked.lemma != "be" and said and said.lemma == "be")


def _with_capitals(sentence: str, grounds: Sequence[Evidence]) -> str:
    """Write names in `sentence` as the articles print them: "suez canal" -> "Suez Canal".

    A name is a word that the texts of the articles never print small; "KRAYSUND" of a dateline
    counts only where there is no "Kraysund".
    """
    texts = "\n".join(dict.fromkeys(item.article.text for item in grounds))
    named = names(texts)
    forms: dict[str, set[str]] = defaultdict(set)
    for word in WORD.findall(texts):
        forms[word.lower()].add(word)

    def printed(match: re.Match[str]) -> str:
        word = match.group()
        found = sorted(forms.get(word, ()), key=str.isupper)
        return found[0] if found and word not in found and stem(plain(word)) in named else word

    return WORD.sub(printed, sentence)


def _printed(grounds: Sequence[Evidence]) -> str:
    """The articles of `grounds`, each with its title, outlet and day."""
    articles = {item.article.id: item.article for item in grounds}.values()
    return " ".join(f"{byline(each)}. {each.title}. {each.text}" for each in articles)
