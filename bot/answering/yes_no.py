"""Answers questions for a yes or a no with a sentence that says so of that very subject (pure).

A small model says yes to a sentence with the words of the question, whatever it says: "Is the Bank
of Sund insolvent?" "Yes" over "The Bank of Sund is not insolvent". So a yes or a no is only said
where a clause says so of who was asked about; the sentence is told whole. Where none does, what the
model found is told as its sentence, without a yes or a no, or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from bot.answering.antecedents import before, resolved, sentences_of
from bot.answering.asked_statement import Asked, around, asked_by, bound, wants_yes_or_no
from bot.answering.citations import Checked, as_printed, citation, sentence_case
from bot.answering.relevance import answers
from bot.answering.sentence_selection import best_first, sure
from bot.language.assertions import ALIKE, MUTUAL, TURNED, Assertion, assertions, in_tree, truth_of
from bot.language.grammar import Tree, Word, parsed
from bot.language.noun_phrase_match import Match, Phrase, matching, word_stem
from bot.language.truth import STATES, SUBJECTS
from bot.language.words import CAPITALISED, stems
from bot.question.question import Question
from bot.types import Claim, Evidence
from index.language_data.en.assertions import (
    AGAINST,
    ALIKE_PREPOSITIONS,
    LIMITS,
    NO,
    NOBODY,
    OF_ALL,
    YES,
)
from index.language_data.en.words import SEX_OF_TITLE
from index.splitting.guessed_language import guessed_language

Verdict = Literal["yes", "no", "denied", "near", "open", "other", "nothing"]

SURE = 3.0  # support of what a sentence says so plainly, in the log-odds of `bot.types.Answer`
_NO_NAMES = ("DT", "PRP", "PRP$", "IN", "EX", "CD", "CC", "RB", "WDT", "WRB", "WP", "PDT")
_MOST = 2  # sentences quoted
# What turns a clause around is looked at by itself.
_ALIKE_PREPOSITIONS = [
    *(frozenset(line.split()) for line in ALIKE_PREPOSITIONS),
    *map(set, AGAINST),
]
_TITLES = stems(" ".join(SEX_OF_TITLE))

# What counts for a sentence that says several things, the first first.
_ORDER: tuple[Verdict, ...] = ("yes", "no", "denied", "open", "near", "other", "nothing")


def told(question: Question, evidence: Sequence[Evidence]) -> Checked:
    """Return a yes, a no or a denial with the sentence that says so; no claims where none does.

    Where sentences say both, both are told.
    """
    asked = asked_by(question)
    if asked is None:
        return Checked()
    verdicts = [(verdict(asked, item), item) for item in evidence if _in_english(item)]
    fitting = [(said, item) for said, item in verdicts if _is_answer(question, item)]
    for kinds in (("yes", "no"), ("denied",)):
        best = [
            max((i for said, i in fitting if said == kind), key=_near, default=None)
            for kind in kinds
        ]
        found = [(kind, item) for kind, item in zip(kinds, best, strict=True) if item]
        if len(found) == 1 and found[0][0] != "denied":
            ((kind, item),) = found
            return _as_answer([item], opening=YES if kind == "yes" else NO)
        if found:
            return _as_answer([item for _, item in found])
    return Checked()


def quoted(
    question: Question,
    checked: Checked,
    cited: Sequence[Evidence] = (),
    evidence: Sequence[Evidence] = (),
) -> Checked:
    """Return what a model answered to a question for a yes or a no, as the sentences it stands on.

    Without those that say what is asked about of somebody else, or leave it open. `cited` are the
    sentences that its draft names: a bare "No [2]" has no words of its own to be checked. The one
    of `evidence` that the reader is surest of comes before them, where it holds that it answers.
    """
    grounds = checked.grounds or tuple(cited)
    if not grounds or not wants_yes_or_no(question) or not all(map(_in_english, grounds)):
        return checked
    surest = [i for i in best_first(evidence)[:1] if sure(i) > 0 and _in_english(i)]
    if surest:
        grounds = (*surest, *(i for i in grounds if i not in surest and _has_a_word(question, i)))
    asked = asked_by(question)
    items = [item for item in grounds if asked is None or _may_tell(asked, item)]
    if not items:
        return replace(checked, claims=(), citations=(), grounds=())
    answer = _as_answer(items[:_MOST])
    return replace(
        checked, claims=answer.claims, citations=answer.citations, grounds=answer.grounds
    )


def verdict(asked: Asked, item: Evidence) -> Verdict:
    """Return what the sentence of `item` says to what is asked about.

    "near" is what is like it, "open" what is planned, wanted or feared, "other" what it says of
    somebody else.
    """
    tree = parsed(item.sentence.text)
    found = {_of_clause(asked, clause, tree, item) for clause in in_tree(tree)}
    if {"yes", "no"} <= found:
        return "open"
    return next((each for each in _ORDER if each in found), "nothing")


def _of_clause(asked: Asked, said: Assertion, tree: Tree, item: Evidence) -> Verdict:
    truth = truth_of(asked.assertion.deed, said)
    if truth is None:
        return "nothing"
    match = _roles(asked.assertion, said, item)
    if match == "other":
        return "other"
    if truth == "open":
        return "open"
    if _turned_around(asked, tree):  # "voted against a strike"
        truth = "not so" if truth == "so" else "open"
    if (
        truth == "claimed"
        or match == "near"
        or not _has_all(asked, tree, item)
        or not _stands_together(asked, tree, tree.words[said.at])
        or _is_limited(asked, said, tree)
        or not _of_its_time(asked, said)
    ):
        return "near"
    return {"so": "yes", "not so": "no", "denied": "denied"}[truth]  # type: ignore[return-value]


def _turned_around(asked: Asked, tree: Tree) -> bool:
    """Whether a preposition says the opposite of that in the question: "for" and "against"."""
    said = bound(tree)
    return any(
        (one, noun) in asked.bound and (other, noun) in said - asked.bound
        for pair in AGAINST
        for one, other in (pair, pair[::-1])
        for _, noun in asked.bound
    )


def _roles(asked: Assertion, said: Assertion, item: Evidence) -> Match:
    """Whether who does it, and to whom, are those asked about; the worst of both."""
    if asked.deed in MUTUAL:
        sides = (*said.doers, *said.undergoers)
        return _one_role((*asked.doers, *asked.undergoers), sides, said, item)
    if _names(asked.undergoers, said.doers, said, item) or _names(
        asked.doers, said.undergoers, said, item
    ):
        return "other"
    pairs = ((asked.doers, said.doers), (asked.undergoers, said.undergoers))
    found = [_one_role(wanted, there, said, item) for wanted, there in pairs]
    return "other" if "other" in found else "near" if "near" in found else "same"


def _names(
    asked: Iterable[Phrase], said: Iterable[Phrase], clause: Assertion, item: Evidence
) -> bool:
    """Whether who is asked about stands in the other role: he sued, and was not sued."""
    named = [each for each in asked if not each.is_anybody]
    return any(matching(a, resolved(b, clause, item)) == "same" for a in named for b in said)


def _one_role(
    asked: Sequence[Phrase], said: Sequence[Phrase], clause: Assertion, item: Evidence
) -> Match:
    if not asked:
        return "same"
    if not said:
        return "near"
    who = [resolved(each, clause, item) for each in said]
    matches: list[Match] = []
    for one in asked:
        each = [_in_article(one, other, item) for other in who]
        if "same" not in each and any(_also_called(one, other, item) for other in who):
            each.append("same")
        matches.append("same" if "same" in each else "near" if "near" in each else "other")
    beside = any(one.beside for one in asked)
    if "same" in matches if beside else set(matches) == {"same"}:
        return "same"
    return "other" if "other" in matches and not beside else "near"


def _in_article(asked: Phrase, said: Phrase, item: Evidence) -> Match:
    """ "Harald Moen" and "Judge Moen" are one where the article has "Judge Harald Moen"."""
    match = matching(asked, said)
    if asked.head != said.head or not (asked.is_name or said.is_name):
        return match
    bearers = [stems(run) - _TITLES for run in CAPITALISED.findall(item.article.text)]
    bearers = [bearer for bearer in bearers if asked.head in bearer and len(bearer) > 1]
    both = asked.core | said.core
    if match == "near":
        return "same" if any(both <= bearer for bearer in bearers) else "other"
    fitting = [bearer for bearer in bearers if both <= bearer or bearer <= both]
    if match == "same" and not said.core >= asked.core and len(fitting) < len(bearers):
        return "near"  # "Moen", where there are two of them
    return match


def _also_called(asked: Phrase, said: Phrase, item: Evidence) -> bool:
    """Whether the article calls one by both phrases: "the clerk", "the clerk, Ola Rind, wept"."""
    if not asked.is_name or not said.is_definite:
        return False
    for sentence in sentences_of(item.article):
        if asked.head not in stems(sentence.text):
            continue
        for clause in assertions(sentence.text):
            for role in (clause.doers, clause.undergoers):
                if not any(each.beside for each in role):
                    continue
                called = [matching(asked, each) == "same" for each in role]
                if any(called) and any(
                    matching(said, other) == "same" and not same
                    for other, same in zip(role, called, strict=True)
                ):
                    return True
    return False


def _has_all(asked: Asked, tree: Tree, item: Evidence) -> bool:
    """Whether all words of the question stand in the sentence, or in what it goes on with."""
    there = {word_stem(word) for word in tree.words}
    there |= {word for group in ALIKE if group & there for word in group}
    there |= {word for one, other in TURNED if other & there for word in one}
    missing = asked.content - there
    said_before = stems(f"{item.article.title}. {before(item)}")
    return not missing or missing <= said_before | _stems_of_names(item)


def _stands_together(asked: Asked, tree: Tree, verb: Word) -> bool:
    """Whether a clause itself says when, where and of what it is so, as the question asks.

    "Appointed in March and resigned in June" does not say that she resigned in March, nor "sank off
    Crete" that it was off Malta. What the sentence does not say at all may be said before.
    """
    roles = (*asked.assertion.doers, *asked.assertion.undergoers)
    told = {asked.assertion.deed}.union(*(each.core for each in roles))
    said = around(tree, verb)
    subjects = [word for each in tree.children(verb, *SUBJECTS) for word in tree.subtree(each)]
    of_subject = bound(tree, subjects)  # the parser does not always know what "in Holm" belongs to
    sentence = {word_stem(word) for word in tree.words}
    for preposition, noun in asked.around:
        alike = {preposition}.union(*(g for g in _ALIKE_PREPOSITIONS if preposition in g))
        if noun in told or any((each, noun) in of_subject for each in alike):
            continue
        there = {each for each, other in said if other == noun}
        if there and not (there & alike or "" in there or not preposition):
            return False
        of_another = any(each in alike for each, _ in said) and bool(preposition)
        if not there and (noun in sentence or of_another):
            return False
    return True


def _is_limited(asked: Asked, said: Assertion, tree: Tree) -> bool:
    """Whether a clause says so of a part, or of another one: "partly open", "the former mayor"."""
    verb = tree.words[said.at]
    states = tree.children(verb, *STATES)
    denials = [word for each in (verb, *states) for word in tree.children(each, "neg")]
    roles = (*said.doers, *said.undergoers)
    named = [each for each in roles if _is_named(asked.assertion, each)]  # former President Trump
    titles = {w for each in named for w in tree.subtree(tree.words[each.at])}
    words = {w for w in tree.reach(verb) if w not in denials and w not in titles}
    told = {word.text.lower(): word.lemma.lower() for word in words}
    for each in (each for each in roles if each not in named):
        told |= {word: word for word in each.text.lower().split() if word not in told}
    wanted = set(asked.statement.lower().split())
    limits = {word for word, lemma in told.items() if {word, lemma} & LIMITS}
    return not limits <= wanted or not OF_ALL & wanted <= told.keys()


def _is_named(asked: Assertion, said: Phrase) -> bool:
    """Whether the question names somebody, and a phrase names the same one."""
    known = (*asked.doers, *asked.undergoers)
    return said.is_name and any(one.is_name and matching(one, said) == "same" for one in known)


def _stems_of_names(item: Evidence) -> set[str]:
    """The words of the names of which the sentence has a part: "Harald" for "Moen"."""
    own = stems(item.sentence.text)
    runs = (stems(run) for run in CAPITALISED.findall(item.article.text))
    return {word for run in runs if run & own for word in run}


def _of_its_time(asked: Asked, said: Assertion) -> bool:
    """Whether what is said can be of the time asked about: what was is not what is or will be."""
    if asked.possible or said.future:
        return asked.possible and said.future
    return asked.assertion.past or not said.past


def _may_tell(asked: Asked, item: Evidence) -> bool:
    """Whether a sentence that a model answers with may be told, without a yes or a no.

    It has a word of what is asked about, or the reader holds that it answers: "There is no toll".
    """
    said = verdict(asked, item)
    if said == "other" or (said == "open" and not asked.possible):
        return False
    there = {word_stem(word) for word in parsed(item.sentence.text).words}
    if any(word.tag == "PRP" for word in parsed(item.sentence.text).words):
        there |= stems(before(item))
    return bool(asked.content & there) or sure(item) > 0


def _has_a_word(question: Question, item: Evidence) -> bool:
    """Whether a sentence has a word of the question."""
    return bool(stems(question.text) & stems(item.sentence.text))


def _is_answer(question: Question, item: Evidence) -> bool:
    return answers(question, item.sentence.text, [item])


def _in_english(item: Evidence) -> bool:
    return guessed_language(item.article.text) == "en"


def _near(item: Evidence) -> tuple[float, date]:
    return item.likeness, item.article.published or date.min


def _as_answer(items: Sequence[Evidence], opening: str = "") -> Checked:
    """The sentences of `items`, each as a claim; with `opening` as "No: the bank is not ...".

    Those of one article are told in its order: "this" and "he" are of what was said before.
    """
    articles = [item.article.id for item in items]
    ordered = sorted(items, key=lambda i: (articles.index(i.article.id), i.sentence.number))
    grounds = [replace(item, number=n) for n, item in enumerate(ordered, start=1)]
    return Checked(
        claims=tuple(Claim(_worded(item, opening), (item.number,)) for item in grounds),
        citations=tuple(citation(item, item.number) for item in grounds),
        grounds=tuple(grounds),
        support=SURE,
    )


def _worded(item: Evidence, opening: str) -> str:
    text = as_printed(item)
    if not opening:
        return sentence_case(text)
    first = parsed(text).words[0]
    lower = first.text.lower()
    known = lower in NOBODY or lower in item.article.text.split()
    if first.text != "I" and (first.tag in _NO_NAMES or known):
        text = f"{text[:1].lower()}{text[1:]}"
    return sentence_case(f"{opening}: {text}")
