"""Turns a question for a yes or a no into the statement that it asks about (pure).

"Did the plane from Oslo crash?" asks whether "the plane from Oslo did crash". Where the subject
ends is found by trying: of all places for the auxiliary the one that makes a clause.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from bot.language.assertions import Assertion, in_tree
from bot.language.grammar import Tree, Word, parsed_all
from bot.language.noun_phrase_match import has_meaning, word_stem
from bot.question.question import Question
from index.language_data.en import assertions as worded
from index.language_data.en.question_wording import OFFERS_A_CHOICE

_YES_NO = re.compile(worded.YES_NO, re.IGNORECASE)
_IS_IT_TRUE = re.compile(worded.IS_IT_TRUE, re.IGNORECASE)
_CHOICE = re.compile(OFFERS_A_CHOICE, re.IGNORECASE)
_WRITTEN_OUT = re.compile(r"\s*\([^)]*\)")  # the date that "today" was
_LONGEST_SUBJECT = 12  # words
_DOING = ("did", "do", "does")  # auxiliaries of questions
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks about, as a statement, and taken apart.

    `content` are the stems of its words that carry meaning, `around` those of `around` its verb,
    `bound` those of nouns with the preposition before them, `possible` whether it asks for what may
    be or will be.
    """

    statement: str
    assertion: Assertion
    content: frozenset[str]
    around: frozenset[tuple[str, str]]
    bound: frozenset[tuple[str, str]]
    possible: bool


def wants_yes_or_no(question: Question) -> bool:
    """Return whether an English question can be answered with a yes or a no alone."""
    text = question.text.strip()
    return bool(_YES_NO.fullmatch(text)) and not question.states and not _CHOICE.search(text)


def asked_by(question: Question) -> Asked | None:
    """Return what `question` asks about; None where it wants no yes or no, or cannot be read."""
    return stated_by(question.text.strip()) if wants_yes_or_no(question) else None


@lru_cache(maxsize=64)
def stated_by(text: str) -> Asked | None:
    """Return the same for a text: "Did the ferry sink?"; None for what is no such question."""
    text = _WRITTEN_OUT.sub("", text)
    if true := _IS_IT_TRUE.fullmatch(text):
        return _of_tree(f"{true['rest']}.", parsed_all([f"{true['rest']}."])[0], None)
    match = _YES_NO.fullmatch(text)
    if match is None:
        return None
    auxiliary, words = _positive(match["aux"]), match["rest"].split()
    # "The trawler did sink" is seldom written, and often read wrong; what both read alike is right.
    tried = ("will", auxiliary) if auxiliary in _DOING else (auxiliary,)
    readings = [reading for each in tried for reading in _readings(words, each)]
    if not readings:
        return None
    places = [reading.place for reading in readings]
    best = max(readings, key=lambda r: (r.plain, places.count(r.place), r.verbal, r.place))
    asked = _of_tree(_with(words, best.place, auxiliary), best.tree, best.verb)
    if asked is None:
        return None
    told = replace(asked.assertion, past=auxiliary in worded.OF_THE_PAST)
    if auxiliary not in _DOING:
        return replace(asked, assertion=told)
    return replace(asked, assertion=replace(told, future=False), possible=False)


class _Reading(NamedTuple):
    """A statement with the auxiliary behind `place` words, and what speaks for it."""

    place: int
    plain: bool  # the subject is a noun, with nothing behind it
    verbal: bool  # the auxiliary goes with a verb
    tree: Tree
    verb: Word


def _readings(words: Sequence[str], auxiliary: str) -> list[_Reading]:
    """The statements of `words` that are clauses, with `auxiliary` behind the subject."""
    places = range(1, min(len(words), _LONGEST_SUBJECT + 1))
    trees = parsed_all([_with(words, n, auxiliary) for n in places])
    found = []
    for n, tree in zip(places, trees, strict=True):
        offset = len(" ".join(words[:n])) + 1
        here = next((word for word in tree.words if word.start == offset), None)
        if here and (verb := _verb_of(tree, here)):
            plain = _is_plain(tree.words[: here.at])
            found.append(_Reading(n, plain, verb is not here, tree, verb))
    return found


def _with(words: Sequence[str], place: int, auxiliary: str) -> str:
    return " ".join([*words[:place], auxiliary, *words[place:]]) + "."


def _is_plain(subject: Sequence[Word]) -> bool:
    """Whether words can be a whole subject: a noun at the end, no state or participle behind it."""
    last = subject[-1]
    is_article = last.lemma.lower() in ("the", "a", "an")
    if is_article or not last.tag.startswith(("NN", "PRP", "CD", "EX", "DT")):
        return False
    loose = ("JJ", "RB", "VBN", "VBD")
    return not any(
        one.tag.startswith(loose) and not other.tag.startswith(("NN", "JJ", "CD", "RB", "VBN"))
        for one, other in pairwise(subject)
    )


def _positive(auxiliary: str) -> str:
    """ "Isn't" -> "is", "won't" -> "will"."""
    plain = auxiliary.lower().replace("’", "'")
    return {"won't": "will", "can't": "can"}.get(plain, plain.removesuffix("n't"))


def _verb_of(tree: Tree, auxiliary: Word) -> Word | None:
    """The verb of the clause in which `auxiliary` stands where it does in a statement, or None."""
    verb = tree.head(auxiliary) if auxiliary.role in ("aux", "auxpass") else auxiliary
    if verb is None or verb.role != "ROOT" or verb.at < auxiliary.at:
        return None
    subject = tree.child(verb, *_SUBJECTS) or tree.child(auxiliary, *_SUBJECTS)
    if subject is None:
        return None
    before = {word.at for word in tree.subtree(subject)}
    if before != set(range(auxiliary.at)):
        return None
    between = tree.words[auxiliary.at + 1 : verb.at]
    if verb is not auxiliary:
        light = ("advmod", "neg", "aux", "auxpass", "npadvmod")
        belongs = all(word.role in light or tree.words[word.head].role in light for word in between)
        is_noun = verb.tag == "VBG" and auxiliary.lemma in ("do", "will")  # "does smoking"
        return verb if belongs and not is_noun else None
    if auxiliary.lemma == "do":
        return None
    behind = tree.words[auxiliary.at + 1 : auxiliary.at + 2]
    below = {word.at for word in tree.subtree(verb)}
    return verb if behind and behind[0].at in below and behind[0].role != "punct" else None


def _of_tree(statement: str, tree: Tree, verb: Word | None) -> Asked | None:
    said = in_tree(tree)
    main = verb or tree.root
    assertion = next((each for each in said if main and each.at == main.at), None)
    there = main and tree.children(main, "expl")
    if main is None or assertion is None or not (assertion.doers or assertion.undergoers or there):
        return None
    helpers = {word.lemma for word in tree.words if word.role in ("aux", "auxpass")}
    return Asked(
        statement,
        assertion,
        frozenset(map(word_stem, filter(has_meaning, tree.words))),
        around(tree, main),
        bound(tree),
        possible=assertion.future or bool(helpers & worded.POSSIBLE),
    )


def around(tree: Tree, verb: Word) -> frozenset[tuple[str, str]]:
    """Return the stems of what a clause says beside its verb and subject: when, where, of what.

    Each with the preposition that it stands behind, or "": ("in", "march") of "left in March".
    """
    subjects = {w for each in tree.children(verb, *_SUBJECTS) for w in tree.subtree(each)}
    goals = tree.children(verb, "xcomp")  # "voted to close the library"
    found = set()
    for word in (*tree.reach(verb), *goals, *chain(*map(tree.reach, goals))):
        if word not in subjects and has_meaning(word):
            above = word
            while above.role not in ("prep", "agent") and above.head not in (above.at, verb.at):
                above = tree.words[above.head]
            is_behind = above.role in ("prep", "agent") and above is not word
            found.add((above.lemma.lower() if is_behind else "", word_stem(word)))
    return frozenset(found)


def bound(tree: Tree, words: Sequence[Word] | None = None) -> frozenset[tuple[str, str]]:
    """Return the stem of each noun behind a preposition, with that: ("against", "strike").

    Of the prepositions among `words`, or all.
    """
    return frozenset(
        (prep.lemma.lower(), word_stem(noun))
        for prep in (tree.words if words is None else words)
        if prep.role == "prep"
        for noun in tree.children(prep, "pobj")
    )
