"""Sees to it that who is named in answer to "who?" or "which?" is the one that it is of (pure).

"The Lind shipyard sued the town": asked who was sued, a small model names the one that comes first;
asked which airline went bankrupt, one that did not. Where a clause tells of what is asked and has
the name of the answer in another role, or denies it, the one in the right role is named, or nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.antecedents import before, resolved
from bot.answering.citations import Checked, citation, sentence_case
from bot.answering.only_when import without_time
from bot.answering.relevance import answers
from bot.language.assertions import ALIKE, MUTUAL, TURNED, Assertion, assertions, in_tree, truth_of
from bot.language.attribution import without_added_source
from bot.language.grammar import parsed
from bot.language.noun_phrase_match import Phrase, has_meaning, matching, phrase, word_stem
from bot.language.words import stems
from bot.question.question import Question, Wants
from bot.types import Claim, Evidence
from index.language_data.en.assertions import ASKS_WHO


@dataclass(frozen=True, slots=True)
class _Asked:
    """The deed that a question asks about, who is known of it, and which role is asked for."""

    clause: Assertion
    wants_doer: bool


def put_right(question: Question, checked: Checked, evidence: Sequence[Evidence]) -> Checked:
    """Return `checked`, or who stands in the role that `question` asks for where it does not.

    No claims where it names another one and none stands in that role.
    """
    asked = _asked(question) if checked.claims else None
    if asked is None:
        return checked
    offered = list(dict.fromkeys((*checked.grounds, *evidence)))
    right, wrong = _named(asked, [item for item in offered if _has_all(question, item)])
    text = without_added_source(" ".join(claim.text for claim in checked.claims))
    if _is_one(text, asked, [each for each, _ in right]):
        return checked
    if not (_is_one(text, asked, wrong) or _is_another_name(text, right)):
        return checked
    if len({each.head for each, _ in right if not each.beside}) != 1:
        return replace(checked, claims=(), citations=(), grounds=())
    best, item = max(right, key=lambda pair: (pair[0].is_name, len(pair[0].text)))
    ground = replace(item, number=1)
    return replace(
        checked,
        claims=(Claim(sentence_case(best.text), (1,)),),
        citations=(citation(ground, 1),),
        grounds=(ground,),
    )


def _asked(question: Question) -> _Asked | None:
    """What a question for somebody asks; None where it asks for something else or is not clear."""
    if not question.wants & (Wants.PERSON | Wants.THING) or not question.states:
        return None
    # "Who has resigned?" is answered by who resigned.
    perfect = any(w.lemma == "have" and w.role == "aux" for w in parsed(question.text).words)
    for clause in assertions(question.text):
        for phrases, wants_doer in ((clause.doers, True), (clause.undergoers, False)):
            wanted = [each for each in phrases if each.text.split()[0].lower() in ASKS_WHO]
            if wanted and clause.truth == "so":
                known = [each for each in phrases if each not in wanted]
                rest = {"doers" if wants_doer else "undergoers": tuple(known)}
                if wanted[0].text.lower() == "what":
                    return None
                past = clause.past or perfect
                return _Asked(replace(clause, past=past, **rest), wants_doer)  # type: ignore[arg-type]
    return None


def _is_another_name(answer: str, right: Sequence[tuple[Phrase, Evidence]]) -> bool:
    """Whether `answer` is only a name where the one asked for has another."""
    tree = parsed(answer)
    only = [phrase(tree, word) for word in tree.words if word.role == "ROOT"]
    return any(each.is_name for each in only) and any(each.is_name for each, _ in right)


def _has_all(question: Question, item: Evidence) -> bool:
    """Whether a sentence has all that `question` says of what it asks for, but for the time.

    An article need not say "on Monday" in each sentence; `answers` looks at the time.
    """
    tree = parsed(without_time(question).text)
    wanted = {word_stem(word) for word in tree.words if has_meaning(word)}
    wanted -= {word_stem(word) for word in tree.words if word.lemma.lower() in ASKS_WHO}
    kinds = {w.head for w in tree.words if w.role == "det" and w.lemma.lower() in ASKS_WHO}
    wanted -= {word_stem(tree.words[at]) for at in kinds}
    around = stems(f"{item.article.title}. {before(item)}")
    there = {word_stem(word) for word in parsed(item.sentence.text).words} | around
    there |= {word for group in ALIKE if group & there for word in group}
    there |= {word for one, other in TURNED if other & there for word in one}
    return wanted <= there and answers(question, item.sentence.text, [item])


def _is_one(answer: str, asked: _Asked, those: Sequence[Phrase]) -> bool:
    """Whether `answer` names one of `those`."""
    tree = parsed(answer)
    clauses = [c for c in in_tree(tree) if truth_of(asked.clause.deed, c) is not None]
    named = [each for c in clauses for each in (c.doers if asked.wants_doer else c.undergoers)]
    named = named or [phrase(tree, word) for word in tree.words if word.role == "ROOT"]
    return any(matching(one, each) == "same" for one in named for each in those)


def _may_be(known: Phrase, said: Phrase) -> bool:
    return said.is_pronoun or matching(known, said) == "same"


def _named(
    asked: _Asked, evidence: Sequence[Evidence]
) -> tuple[list[tuple[Phrase, Evidence]], list[Phrase]]:
    """Those of whom sentences say what is asked, and those of whom they say something else."""
    right: list[tuple[Phrase, Evidence]] = []
    wrong: list[Phrase] = []
    for clause, item in _clauses(asked, evidence):
        wanted, other = clause.doers, clause.undergoers
        known = asked.clause.undergoers
        if not asked.wants_doer:
            wanted, other, known = other, wanted, asked.clause.doers
        if asked.clause.deed in MUTUAL:
            wanted = other = (*clause.doers, *clause.undergoers)
        if not all(any(_may_be(one, each) for each in other) for one in known):
            continue  # it tells of another ship that sank
        if asked.clause.future and not clause.future:
            continue  # who led it is not who will
        if clause.past and not (asked.clause.past or asked.clause.future):
            continue  # nor who leads it
        wanted = tuple(resolved(each, clause, item) for each in wanted)
        named = [
            each
            for each in wanted
            if not (each.is_pronoun or each.is_nobody)
            and not any(matching(one, each) == "same" for one in known)
        ]
        if clause.truth == "so":
            right += [(each, item) for each in named]
            wrong += [each for each in other if not each.is_pronoun and each not in named]
        elif clause.truth in ("not so", "denied"):
            wrong += named
    return right, wrong


def _clauses(asked: _Asked, evidence: Sequence[Evidence]) -> Iterator[tuple[Assertion, Evidence]]:
    """The clauses that tell of the deed."""
    for item in evidence:
        for clause in assertions(item.sentence.text):
            truth = truth_of(asked.clause.deed, clause)
            if truth is not None:
                yield replace(clause, truth=truth), item
