"""Compares what two sentences call somebody or something: "Judge Falk", "his clerk" (pure)."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.language.grammar import Tree, Word
from bot.language.words import digits, plain, stem
from index.language_data.en.assertions import ANY, ANYBODY, INDEFINITE, NOBODY
from index.language_data.en.words import NAMES_LIKE_GRAMMAR, SEX_OF_TITLE, STOP_WORDS

Match = Literal["same", "near", "other"]

_ANYBODY = {stem(word) for word in ANYBODY}
_CORE = ("compound", "flat", "nmod", "amod", "nummod")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with its words. `core` are the stems of those before it and itself, `stems` of all.

    Neither has a title such as "Mr"; `sex` is what that tells, "" for nothing.
    `text` is the phrase as it stands, without what comes behind a comma. `beside` says that it is
    another name of the phrase before it: "the clerk, Ola Rind".
    """

    head: str
    core: frozenset[str]
    stems: frozenset[str]
    text: str
    is_name: bool = False
    is_pronoun: bool = False
    is_definite: bool = True
    is_anybody: bool = False
    is_nobody: bool = False
    owned: bool = False
    beside: bool = False
    at: int = 0
    sex: str = ""


def phrase(tree: Tree, noun: Word) -> Phrase:
    """Return the phrase whose head is `noun`."""
    children = tree.children(noun)
    marks = {child.lemma.lower() for child in children if child.role in ("det", "preconj", "neg")}
    name = _title_of(tree, noun) or noun
    core = {word for each in (noun, name) for word in (each, *tree.children(each, *_CORE))}
    core |= {w for word in tuple(core) for w in tree.children(word, "compound")}
    words = sorted({*_within(tree, noun), *_within(tree, name)}, key=_place)
    lemma = noun.lemma.lower()
    titles = {word for word in words if word is not name and _plain_title(word) in SEX_OF_TITLE}
    return Phrase(
        head=word_stem(name),
        core=frozenset(map(word_stem, core - titles)),
        stems=frozenset(word_stem(w) for w in words if has_meaning(w) and w not in titles),
        text=_text(tree, words),
        is_name=name.is_name,
        is_pronoun=noun.tag in ("PRP", "WP", "WDT", "DT", "EX") and lemma not in ANYBODY | NOBODY,
        is_definite=not marks & INDEFINITE and (noun.tag != "NNS" or bool(marks)),
        is_anybody=lemma in ANYBODY or bool(marks & ANY),
        is_nobody=lemma in NOBODY or bool(marks & NOBODY),
        owned=any(child.role == "poss" for child in children),
        at=noun.at,
        sex="".join(sorted({SEX_OF_TITLE[_plain_title(title)] for title in titles})),
    )


def beside_it(tree: Tree, noun: Word) -> list[Word]:
    """Return what stands beside `noun` for the same, behind a comma."""
    title = _title_of(tree, noun)
    return [other for other in tree.children(noun, "appos") if other is not title]


def matching(asked: Phrase, said: Phrase) -> Match:
    """Return whether two phrases are of the same, may be (both only describe), or are of others.

    The one may say more than the other, not each something that the other does not.
    """
    if asked.sex and said.sex and asked.sex != said.sex:
        return "other"
    anybody = asked.is_anybody and asked.head in _ANYBODY
    if said.is_pronoun or anybody:
        return "same" if anybody and asked.stems <= said.stems else "near"
    if said.head not in asked.core and asked.head not in said.core:
        vague = not (asked.is_name or said.is_name or said.owned or asked.is_anybody)
        return "near" if vague and said.is_definite else "other"
    more, less = said.stems - asked.stems, asked.stems - said.stems
    if asked.is_anybody:
        return "same"
    if more and less:
        return "near" if asked.head == said.head and said.is_name else "other"
    another = not (said.is_definite or said.is_name or said.is_nobody)
    return "other" if less and another else "same"


def word_stem(word: Word) -> str:
    """Return the stem of a word's dictionary form; a number in digits."""
    lemma = plain(word.lemma)
    return digits(lemma) or stem(lemma)


def _title_of(tree: Tree, noun: Word) -> Word | None:
    """The name that `noun` is the title of: "coach Arne Berget"; None where it is none."""
    for other in tree.children(noun, "appos"):
        begin = min(word.at for word in tree.subtree(other))
        if other.is_name and begin == noun.at + 1:
            return other
    return None


def _plain_title(word: Word) -> str:
    """ "Mr." -> "Mr"."""
    return word.text.rstrip(".")


def _place(word: Word) -> int:
    return word.at


def _within(tree: Tree, noun: Word) -> list[Word]:
    """The words of a phrase without clauses, what stands beside it, and what is joined to it."""
    found = [noun]
    for child in tree.children(noun):
        if child.role in ("appos", "conj", "cc", "relcl", "acl", "punct", "advcl", "case"):
            continue
        found += _within(tree, child)
    return sorted(found, key=_place)


def has_meaning(word: Word) -> bool:
    """Return whether a word says more than grammar does."""
    lower = word.text.lower()
    if word.text in NAMES_LIKE_GRAMMAR:
        return word.is_name
    grammar = STOP_WORDS | ANY | ANYBODY | NOBODY | INDEFINITE
    return any(map(str.isalnum, lower)) and word.tag != "POS" and plain(lower) not in grammar


def _text(tree: Tree, words: list[Word]) -> str:
    """The words as they stand, with what joins two of them: the hyphen of "Calvert-Lewin"."""
    text = words[0].text
    for one, other in pairwise(words):
        between = tree.words[one.at + 1 : other.at]
        end = one.start + len(one.text)
        for word in between:
            if word.start == end and word.role in ("punct", "case") and word.text != ",":
                text += word.text
                end += len(word.text)
        text += (" " if other.start > end else "") + other.text
    return text
