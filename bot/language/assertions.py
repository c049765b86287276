"""Reads what a sentence says is so, is not so, or leaves open: who does what to whom (pure).

"The mayor denied that the town had sued Lind" says that the mayor denied something, and, as denied,
that the town sued Lind. Builds on `grammar`. Where a clause is governed by a word that is not known
what it holds is left open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.language.grammar import Tree, Word, parsed
from bot.language.noun_phrase_match import Phrase, beside_it, phrase, word_stem
from bot.language.truth import OPPOSITE, STATES, SUBJECTS, Truth, Truths, deed_of, joined
from bot.language.words import stem
from index.language_data.en import assertions as worded

ALIKE = [{stem(word) for word in line.split()} for line in worded.SAME]
MUTUAL = {stem(word) for word in worded.MUTUAL}
TURNED = [
    ({stem(word) for word in one.split()}, {stem(word) for word in other.split()})
    for pair in worded.REVERSED
    for one, other in (pair, pair[::-1])
]


@dataclass(frozen=True, slots=True)
class Assertion:
    """One clause: what is done or is so, by whom, to whom, and whether that is told as a fact.

    `deed` is a stem, "call off" for a verb of two words. `doers` do it, `undergoers` are it or have
    it done to them. `future` says that it is to come, `past` that it was, `at` is the place of its
    verb.
    """

    deed: str
    doers: tuple[Phrase, ...]
    undergoers: tuple[Phrase, ...]
    truth: Truth
    future: bool = False
    past: bool = False
    at: int = 0


def assertions(text: str) -> list[Assertion]:
    """Return what the sentence `text` says, clause by clause."""
    return in_tree(parsed(text))


def in_tree(tree: Tree) -> list[Assertion]:
    """Return the same for a sentence that is taken apart already."""
    return _Clauses(tree).all()


def truth_of(deed: str, said: Assertion) -> Truth | None:
    """Return whether a clause says that `deed` is so; None where it tells of another deed.

    "He was acquitted" says that he was not convicted; "he was not acquitted" leaves that open.
    """
    if deed == said.deed or any({deed, said.deed} <= group for group in ALIKE):
        return said.truth
    if any(deed in one and said.deed in other for one, other in TURNED):
        return "not so" if said.truth == "so" else "open"
    return None


class _Clauses:
    """Reads the clauses of one sentence."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._truths = Truths(tree)

    def all(self) -> list[Assertion]:
        found: list[Assertion] = []
        for word in self._tree.words:
            if not word.is_verb or word.role in ("aux", "auxpass"):
                continue
            found += self._of_verb(word)
        return [*found, *self._elliptic(found)]

    # -- what is said

    def _of_verb(self, verb: Word) -> Iterator[Assertion]:
        subjects, passive = self._subjects(verb)
        objects = self._objects(verb)
        truth, future = self._truths.truth(verb), self._truths.future(verb)
        truth = _with_nobody(truth, [*subjects, *objects])
        past = self._truths.past(verb)
        said = Assertion(deed_of(self._tree, verb), (), (), truth, future, past, verb.at)
        states = self._states(verb)
        if states:
            for state in states:
                own = truth
                if state.role == "conj" and self._after_but(state):
                    own = OPPOSITE[truth] if truth == "not so" else truth
                none = any(
                    child.lemma.lower() in worded.NEVER
                    for child in self._tree.children(state, "det", "neg", "preconj")
                )
                deed = word_stem(state)
                yield replace(
                    said, deed=deed, undergoers=subjects, truth=OPPOSITE[own] if none else own
                )
            return
        for state in self._tree.children(verb, "oprd"):  # "found guilty"
            denied = self._tree.children(state, "neg")
            yield replace(
                said,
                deed=word_stem(state),
                undergoers=subjects if passive else objects,
                truth=OPPOSITE[truth] if denied else truth,
            )
        for who, office in self._given_office(verb):
            named = self._phrases(who)[:1]
            yield replace(said, deed=word_stem(office), doers=subjects, undergoers=named)
        if passive:
            agents = self._agents(verb) or self._new_one(verb)
            yield replace(said, doers=agents, undergoers=subjects)
        elif new := self._new_one(verb):
            yield replace(said, doers=new, undergoers=objects)
        elif not objects and verb.lemma in worded.CHANGE_THEMSELVES:
            yield replace(said, undergoers=subjects)
        else:
            yield replace(said, doers=subjects, undergoers=objects)
        yield from self._denied_nouns(verb, subjects, said)

    def _new_one(self, verb: Word) -> tuple[Phrase, ...]:
        """ "Italy replaced Mancini with Spalletti": who replaces him is Spalletti, not Italy."""
        if verb.lemma != "replace":
            return ()
        preps = [w for w in self._tree.children(verb, "prep") if w.lemma == "with"]
        nouns = [noun for prep in preps for noun in self._tree.children(prep, "pobj")]
        return tuple(each for noun in nouns for each in self._phrases(noun))

    def _denied_nouns(
        self, verb: Word, subjects: tuple[Phrase, ...], said: Assertion
    ) -> Iterator[Assertion]:
        """ "ruled out a rescue", "denied any involvement": a deed that stands as a noun."""
        denied = self._truths.governs(verb)
        if denied not in ("not so", "denied") or said.truth != "so":
            return
        for noun in joined(self._tree, self._tree.children(verb, "dobj")):
            yield replace(said, deed=word_stem(noun), doers=subjects, undergoers=(), truth=denied)
        for prep in self._tree.children(verb, "prep"):
            for noun in joined(self._tree, self._tree.children(prep, "pobj")):
                if prep.lemma in ("of", "from"):
                    yield replace(
                        said, deed=word_stem(noun), doers=subjects, undergoers=(), truth=denied
                    )

    def _elliptic(self, found: list[Assertion]) -> Iterator[Assertion]:
        """ "Norsund did not go bankrupt, but Fjell Air did": the deed of the clause before."""
        for word in self._tree.words:
            if word.lemma not in ("do", "have", "be") or not word.is_verb:
                continue
            rest = self._tree.children(word, "dobj", "attr", "acomp", "prep", "xcomp", "oprd")
            subjects, _ = self._subjects(word)
            before = [a for a in found if a.at < word.at and a.deed != word_stem(word)]
            if word.role in ("aux", "auxpass") or rest or not subjects or not before:
                continue
            if not self._tree.children(word, "nsubj", "nsubjpass"):
                continue
            model = before[-1]
            truth = _with_nobody(self._truths.truth(word), subjects)
            if model.doers or not model.undergoers:
                yield replace(model, doers=subjects, truth=truth, at=word.at)
            else:
                yield replace(model, undergoers=subjects, truth=truth, at=word.at)

    def _states(self, verb: Word) -> list[Word]:
        """What a subject is, or became: "bankrupt", "the mayor", "sound" behind a "but"."""
        if verb.lemma not in worded.COPULAS:
            return []
        states = self._tree.children(verb, *STATES)
        if not states and verb.lemma != "be":  # "fell ill"
            states = [w for w in self._tree.children(verb, "advmod") if w.at == verb.at + 1]
        if not states:  # "is in danger"
            preps = self._tree.children(verb, "prep")
            states = [w for prep in preps[:1] for w in self._tree.children(prep, "pobj")]
        return [each for state in states for each in joined(self._tree, [state])]

    def _subjects(  # noqa: PLR0911 - a table of roles
        self, verb: Word
    ) -> tuple[tuple[Phrase, ...], bool]:
        """Who or what a verb is of, and whether it has that done to it."""
        tree = self._tree
        own = tree.children(verb, *SUBJECTS)
        for auxiliary in tree.children(verb, "aux", "auxpass"):
            own += tree.children(auxiliary, *SUBJECTS)
        passive = bool(tree.children(verb, "auxpass", "nsubjpass", "agent"))
        above = tree.head(verb)
        if own:
            noun = ([each for each in own if each.at < verb.at] or own)[-1]
            if noun.tag in ("WDT", "WP") and verb.role == "relcl" and above:
                return self._phrases(above), passive
            return self._phrases(noun), passive
        if above is None or verb.tag == "MD":
            return (), passive
        if verb.role in ("acl", "relcl"):
            if verb.role == "relcl":  # "the quay that Lind built"
                return (), passive
            return self._phrases(above), passive or verb.tag == "VBN"
        if verb.role == "conj" and above.is_verb:
            subjects, before = self._subjects(above)
            participle = verb.tag == "VBN" and not tree.children(verb, "aux")
            return subjects, passive or (before and participle)
        if (verb.role == "pcomp" or not above.is_verb) and (over := tree.head(above)):
            above = over  # "unable to inspect", "accused of taking"
        if verb.role in ("xcomp", "ccomp", "advcl", "pcomp") and above.is_verb:
            told = tree.child(above, "dobj", "dative")
            if verb.role == "xcomp" and told and above.lemma not in ("promise", "refuse", "deny"):
                return self._phrases(told), passive
            return self._subjects(above)[0], passive
        return (), passive

    def _given_office(self, verb: Word) -> Iterator[tuple[Word, Word]]:
        """ "made Ann Bell minister", "declared Ann Bell the winner": who became what.

        The parser takes "Ann Bell minister" for one phrase, or for two objects.
        """
        if verb.lemma not in worded.GIVES_OFFICE:
            return
        objects = self._tree.children(verb, "dobj")
        for noun in objects:
            if noun.is_name:
                offices = [*self._tree.children(noun, "appos"), *objects]
                yield from ((noun, each) for each in offices if not each.is_name)
            elif noun.tag == "NN" and not self._tree.children(noun, "det", "poss"):
                names = [w for w in self._tree.children(noun, "compound", "nmod") if w.is_name]
                yield from ((name, noun) for name in names[-1:])

    def _objects(self, verb: Word) -> tuple[Phrase, ...]:
        given = {office: who for who, office in self._given_office(verb)}
        found = tuple(
            each
            for noun in self._tree.children(verb, "dobj", "dative")
            if verb.role != "relcl" or noun.tag not in ("WDT", "WP")
            for each in self._phrases(given.get(noun, noun))
        )
        above = self._tree.head(verb)
        relative = verb.role == "relcl" and not found and not self._truths.tells_noun(verb)
        own = self._tree.children(verb, "nsubj", "nsubjpass")
        if relative and above and own and own[-1].tag not in ("WDT", "WP"):
            return self._phrases(above)
        return found

    def _agents(self, verb: Word) -> tuple[Phrase, ...]:
        by = self._tree.child(verb, "agent")
        nouns = self._tree.children(by, "pobj") if by else []
        return tuple(each for noun in nouns for each in self._phrases(noun))

    def _phrases(self, noun: Word) -> tuple[Phrase, ...]:
        """The phrase of `noun`, those joined to it, and names that stand beside it."""
        nouns = joined(self._tree, [noun])
        none = any(
            child.lemma.lower() in worded.NOBODY for child in self._tree.children(noun, "preconj")
        )
        found = [phrase(self._tree, each) for each in nouns]
        for each in nouns:
            beside = beside_it(self._tree, each)
            found += [replace(phrase(self._tree, other), beside=True) for other in beside]
        return tuple(replace(each, is_nobody=True) if none else each for each in found)

    def _after_but(self, state: Word) -> bool:
        above = self._tree.head(state)
        joint = self._tree.children(above, "cc") if above else []
        return any(word.lemma == "but" for word in joint)


def _with_nobody(truth: Truth, phrases: Sequence[Phrase]) -> Truth:
    """ "Nobody fell ill", "brought no ceasefire"."""
    return OPPOSITE[truth] if any(each.is_nobody for each in phrases) else truth
