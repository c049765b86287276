"""Sees to it that a short answer stands in the clause that tells of what is asked (pure).

"Five people died and 23 were taken to hospital": asked how many died, a small model may take either
number. Where a clause of the quotation tells of the deed that is asked about, the answer is to
stand in it, or the whole sentence is told; where none does, this says nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.asked_statement import stated_by
from bot.answering.citations import Checked, as_printed, sentence_case
from bot.language.assertions import ALIKE, Assertion, in_tree, truth_of
from bot.language.attribution import tells_only_who, without_added_source
from bot.language.dates_in_text import undated
from bot.language.grammar import Word, parsed
from bot.language.noun_phrase_match import Phrase, matching, word_stem
from bot.language.words import WORD, stem
from bot.question.question import Question, Wants
from bot.types import Claim, Evidence
from index.language_data.en import question_wording
from index.language_data.en.assertions import ASKS_WHO, COPULAS, NOBODY, TELLING, TELLS_NO_DEED
from index.splitting.guessed_language import guessed_language

_WHEN = re.compile(question_wording.WHEN_BEFORE_A_DEED, re.IGNORECASE)
_NO_DEEDS = {stem(word) for word in TELLS_NO_DEED | COPULAS}
_TELLING = set(map(stem, TELLING))
_FIGURE = re.compile(question_wording.WANTS["figure"], re.IGNORECASE)


def in_its_sentence(question: Question, checked: Checked) -> Checked:
    """Return `checked` with each answer that stands in another clause told as its whole sentence.

    "He is expected to return once the Senate reconvenes Feb. 23" may well answer "When is he
    expected back?", but "Feb. 23" alone claims more: who asks shall see of what it is said. So is
    "five years" told of a promise, where the question is how long it took. And "The minister said."
    does not answer what she said, nor is "it was closed" told of a canal that "is open". An answer
    stays where its quotations do not tell of the deed, or do not print it word for word.
    """
    asked = _asked(question)
    any_clause = asked is None and not _asks_what_was(question)
    told: dict[str, Claim] = {}
    for claim in checked.claims:
        grounds = [checked.grounds[n - 1] for n in claim.citations]
        only_who = Wants.PERSON not in question.wants and tells_only_who(claim.text)
        says_it = not only_who and not _adds_a_deed(claim.text, question, grounds)
        if says_it and (any_clause or any(_fits(asked, claim.text, item) for item in grounds)):
            told.setdefault(claim.text, claim)
            continue
        for number, item in zip(claim.citations, grounds, strict=True):
            whole = sentence_case(as_printed(item))
            short = claim.text if says_it and number == claim.citations[0] else ""
            told.setdefault(whole, Claim(whole, (number,), short))
    return replace(checked, claims=tuple(told.values()))


def tells_of_the_deed(question: Question, checked: Checked) -> bool:
    """Return whether a quotation has a clause on the deed that is asked about, whatever it says.

    True where the question has none, or the article is in a language whose grammar is not read.
    """
    asked = _asked(question)
    return asked is None or any(
        guessed_language(item.article.text) != "en"
        or any(
            truth_of(asked.deed, each) is not None for each in in_tree(parsed(item.sentence.text))
        )
        for item in checked.grounds
    )


def clauses_with(said: str, text: str) -> Iterator[Assertion]:
    """Yield the clauses of `text` in which the answer `said` stands; all where it does not."""
    tree = parsed(text)
    said = undated(without_added_source(said)).rstrip(" .").lower()
    begin = " ".join(text.split()).lower().find(said)
    inside = {w.at for w in tree.words if 0 <= begin <= w.start < begin + len(said)}
    verbs = set[int]()
    for word in (tree.words[at] for at in inside):
        above: Word | None = word
        while above and not (above.is_verb and above.role not in ("aux", "auxpass")):
            above = tree.head(above)
        while above and above.at not in verbs:
            verbs.add(above.at)
            # "dumped fuel" stands in its own clause, "because it had failed" also in that above.
            goes_on = above.at in inside or above.role == "xcomp"
            above = tree.head(above) if goes_on else None
    yield from (each for each in in_tree(tree) if not inside or each.at in verbs)


def _asked(question: Question) -> Assertion | None:
    """The clause of a question, if it has a deed; None else, and for a yes or a no."""
    if not question.states or Wants.REASON in question.wants:
        return None  # why something is done stands in a clause of its own
    root = parsed(question.text).root
    if root is None or root.lemma in TELLS_NO_DEED | COPULAS or not root.is_verb:
        # "When did the probe land?" is read as if a "probe land" did something.
        bare = stated_by(_WHEN.sub("", question.text)) if _WHEN.match(question.text) else None
        return bare.assertion if bare and bare.assertion.deed not in _NO_DEEDS else None
    return next((each for each in in_tree(parsed(question.text)) if each.at == root.at), None)


def _adds_a_deed(claim: str, question: Question, grounds: Sequence[Evidence]) -> bool:
    """Whether a claim tells of a deed that neither the question nor the sentences it cites have.

    Never for a reason, which is put in other words more often, nor in a language whose grammar is
    not read.
    """
    foreign = any(guessed_language(item.article.text) not in ("en", "") for item in grounds)
    if foreign or Wants.REASON in question.wants:
        return False
    texts = [question.whole, *(item.sentence.text for item in grounds)]
    there = {word_stem(word) for text in texts for word in parsed(text).words}
    told = {each.deed for each in in_tree(parsed(claim)) if each.doers or each.undergoers}
    return any(
        there.isdisjoint(set(deed.split()[:1]).union(*(g for g in ALIKE if deed in g)))
        for deed in told - _NO_DEEDS - _TELLING
    )


def _asks_what_was(question: Question) -> bool:
    """Whether a question without a deed asks for what has been: "How long did it take?"."""
    tree = parsed(question.text)
    root = tree.root
    if not question.states or Wants.REASON in question.wants or root is None:
        return False
    return any(word.tag == "VBD" for word in (root, *tree.children(root, "aux", "auxpass")))


def _fits(asked: Assertion | None, answer: str, item: Evidence) -> bool:
    text = item.sentence.text
    # A toll tells of the dead, in whatever clause it stands.
    if guessed_language(item.article.text) != "en" or _FIGURE.search(text):
        return True
    if asked is None:
        return not any(each.truth == "open" or each.future for each in clauses_with(answer, text))
    telling = [
        each
        for each in in_tree(parsed(text))
        # Where the parser finds nobody who does it or has it done, it may have read it wrong.
        if (each.doers or each.undergoers) and _says_so(asked, each, answer) and _is_of(asked, each)
    ]
    places = {each.at for each in clauses_with(answer, text)}
    return not telling or any(each.at in places for each in telling)


def _says_so(asked: Assertion, each: Assertion, answer: str) -> bool:
    """Whether a clause tells of the deed, and as sure as it is asked about."""
    truth = truth_of(asked.deed, each)
    none = any(word.lower() in NOBODY for word in WORD.findall(answer))
    if truth in ("not so", "denied"):
        return asked.truth == "not so" or none
    if truth == "open":
        return asked.future or asked.truth == "open" or each.future
    return truth is not None and (asked.truth != "not so" or none)


def _is_of(asked: Assertion, each: Assertion) -> bool:
    """Whether a clause may be of those whom the question names: none of another name."""
    named = [*each.doers, *each.undergoers]
    known = [p for p in (*asked.doers, *asked.undergoers) if p.is_name and not _is_asked_for(p)]
    return all(
        not named or any(not p.is_name or matching(one, p) != "other" for p in named)
        for one in known
    )


def _is_asked_for(phrase: Phrase) -> bool:
    return phrase.text.split()[0].lower() in ASKS_WHO
