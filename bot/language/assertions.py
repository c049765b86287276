"""Reads what a sentence says is so, is not so, or leaves open: who does what to whom (pure).

"The mayor denied that the town had sued Lind" says that the mayor denied something, and, as denied,
that the town sued Lind. Builds on `grammar`. Where a clause is governed by a word that is not known
what it holds is left open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.grammar import Tree, Word, parsed
from bot.language.phrases import Phrase, beside_it, phrase, word_stem
from bot.language.words import stem
from index.language_data.en import assertions as worded

Truth = Literal["so", "not so", "denied", "open"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_BINDING = ("prep", "mark")
_STATES = ("acomp", "attr", "oprd")
ALIKE = [{stem(word) for word in line.split()} for line in worded.SAME]
TURNED = [
    ({stem(word) for word in one.split()}, {stem(word) for word in other.split()})
    for pair in worded.REVERSED
    for one, other in (pair, pair[::-1])
]
_OPPOSITE: dict[Truth, Truth] = {"so": "not so", "not so": "so", "denied": "open", "open": "open"}


@dataclass(frozen=True, slots=True)
class Assertion:
    """One clause: what is done or is so, by whom, to whom, and whether that is told as a fact.

    `deed` is a stem, "call off" for a verb of two words. `doers` do it, `undergoers` are it or have
    it done to them. `future` says that it is to come, `past` that it was, `words` are all stems.
    """

    deed: str
    doers: tuple[Phrase, ...]
    undergoers: tuple[Phrase, ...]
    truth: Truth
    future: bool = False
    past: bool = False
    words: frozenset[str] = frozenset()
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
        truth, future = self._truth(verb), self._future(verb)
        truth = _with_nobody(truth, [*subjects, *objects])
        words = frozenset(map(word_stem, self._tree.subtree(verb)))
        past = self._past(verb)
        said = Assertion(self._deed(verb), (), (), truth, future, past, words, verb.at)
        states = self._states(verb)
        if states:
            for state in states:
                own = truth
                if state.role == "conj" and self._after_but(state):
                    own = _OPPOSITE[truth] if truth == "not so" else truth
                none = any(
                    child.lemma.lower() in worded.NEVER
                    for child in self._tree.children(state, "det", "neg", "preconj")
                )
                deed = word_stem(state)
                yield replace(
                    said, deed=deed, undergoers=subjects, truth=_OPPOSITE[own] if none else own
                )
            return
        for state in self._tree.children(verb, "oprd"):  # "found guilty"
            denied = self._tree.children(state, "neg")
            yield replace(
                said,
                deed=word_stem(state),
                undergoers=subjects if passive else objects,
                truth=_OPPOSITE[truth] if denied else truth,
            )
        if passive:
            yield replace(said, doers=self._agents(verb), undergoers=subjects)
        elif not objects and verb.lemma in worded.CHANGE_THEMSELVES:
            yield replace(said, undergoers=subjects)
        else:
            yield replace(said, doers=subjects, undergoers=objects)
        yield from self._denied_nouns(verb, subjects, said)

    def _denied_nouns(
        self, verb: Word, subjects: tuple[Phrase, ...], said: Assertion
    ) -> Iterator[Assertion]:
        """ "ruled out a rescue", "denied any involvement": a deed that stands as a noun."""
        denied = self._governs(verb)
        if denied not in ("not so", "denied") or said.truth != "so":
            return
        for noun in self._nouns(self._tree.children(verb, "dobj")):
            yield replace(said, deed=word_stem(noun), doers=subjects, undergoers=(), truth=denied)
        for prep in self._tree.children(verb, "prep"):
            for noun in self._nouns(self._tree.children(prep, "pobj")):
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
            truth = _with_nobody(self._truth(word), subjects)
            if model.doers or not model.undergoers:
                yield replace(model, doers=subjects, truth=truth, at=word.at)
            else:
                yield replace(model, undergoers=subjects, truth=truth, at=word.at)

    def _deed(self, verb: Word) -> str:
        particle = self._tree.child(verb, "prt")
        return f"{word_stem(verb)} {particle.lemma}" if particle else word_stem(verb)

    def _states(self, verb: Word) -> list[Word]:
        """What a subject is, or became: "bankrupt", "the mayor", "sound" behind a "but"."""
        if verb.lemma not in worded.COPULAS:
            return []
        states = self._tree.children(verb, *_STATES)
        if not states and verb.lemma != "be":  # "fell ill"
            states = [w for w in self._tree.children(verb, "advmod") if w.at == verb.at + 1]
        if not states:  # "is in danger"
            preps = self._tree.children(verb, "prep")
            states = [w for prep in preps[:1] for w in self._tree.children(prep, "pobj")]
        return [each for state in states for each in self._nouns([state])]

    def _nouns(self, words: list[Word]) -> list[Word]:
        """Words with all that is joined to them by "and" or "but"."""
        found = []
        for word in words:
            found += [word, *self._nouns(self._tree.children(word, "conj"))]
        return found

    def _subjects(  # noqa: PLR0911 - a table of roles
        self, verb: Word
    ) -> tuple[tuple[Phrase, ...], bool]:
        """Who or what a verb is of, and whether it has that done to it."""
        tree = self._tree
        own = tree.children(verb, *_SUBJECTS)
        for auxiliary in tree.children(verb, "aux", "auxpass"):
            own += tree.children(auxiliary, *_SUBJECTS)
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

    def _objects(self, verb: Word) -> tuple[Phrase, ...]:
        found = tuple(
            each
            for noun in self._tree.children(verb, "dobj", "dative")
            if verb.role != "relcl" or noun.tag not in ("WDT", "WP")
            for each in self._phrases(noun)
        )
        above = self._tree.head(verb)
        relative = verb.role == "relcl" and above and not found
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
        joined = self._nouns([noun])
        none = any(
            child.lemma.lower() in worded.NOBODY for child in self._tree.children(noun, "preconj")
        )
        found = [phrase(self._tree, each) for each in joined]
        for each in joined:
            beside = beside_it(self._tree, each)
            found += [replace(phrase(self._tree, other), beside=True) for other in beside]
        return tuple(replace(each, is_nobody=True) if none else each for each in found)

    # -- whether it is so

    def _truth(self, verb: Word) -> Truth:
        own = self._own_truth(verb)
        above = self._tree.head(verb)
        if own == "not so" and verb.role == "xcomp" and above and above.lemma in worded.DECIDED:
            return "not so" if self._truth(above) == "so" else "open"
        governed = self._governed(verb)
        if governed == "so":
            return own
        if governed == "open" or own == "open":
            return "open"
        return governed if own == "so" else "open"

    def _own_truth(self, verb: Word) -> Truth:
        tree = self._tree
        inherits = self._inherits(verb)
        above = tree.head(verb)
        below = tree.children(verb, "neg", "advmod", "aux", "mark", "cc", "preconj")
        if inherits and above:
            below += tree.children(above, "neg", "aux", "advmod", "cc")
        lemmas = {word.lemma.lower() for word in below} | {word.text.lower() for word in below}
        lower = {each.lemma.lower() for word in below for each in (word, *tree.children(word))}
        if lower & worded.CONDITIONAL or lemmas & worded.POSSIBLE or lower & worded.IN_DOUBT:
            return "open"
        for clause in tree.children(verb, "advcl"):
            if {w.lemma.lower() for w in tree.children(clause, "mark")} & worded.CONDITIONAL:
                return "open"
        denials = [word for word in below if word.lemma.lower() in worded.NEVER]
        joint = [word for word in denials if word.role in ("cc", "preconj")]
        denials = [word for word in denials if word not in joint[1:]]  # "neither came nor went"
        denials += [w for b in below if b.role == "advmod" for w in tree.children(b, "neg")]
        behind = [w.lemma.lower() for d in denials for w in tree.words[d.at + 1 : d.at + 2]]
        behind += [w.lemma.lower() for w in self._reach(verb) if denials and w.role in _BINDING]
        if worded.IN_PART.intersection(behind):
            return "open"
        if self._strays(verb, [*denials, *joint]):
            return "open"
        yet = self._yet(verb)
        return "not so" if (len(denials) + yet) % 2 else "so"

    def _strays(self, verb: Word, denials: list[Word]) -> bool:
        """Whether something is denied that is neither the deed nor who does it: "not in May"."""
        nouns = self._tree.children(verb, *_SUBJECTS, "dobj", "dative", *_STATES)
        nouns = self._nouns(nouns)
        known = {*denials, *nouns}
        known |= {w for noun in nouns for w in self._tree.children(noun, "det", "neg", "preconj")}
        return any(
            word.lemma.lower() in worded.NEVER | worded.NOBODY
            for word in self._reach(verb)
            if word not in known
        )

    def _reach(self, word: Word) -> Iterator[Word]:
        """The words of a clause, without those of other clauses in it."""
        for each in self._tree.children(word):
            if not each.is_verb or each.role in ("aux", "auxpass"):
                yield each
                yield from self._reach(each)

    def _yet(self, verb: Word) -> bool:
        """ "has yet to approve"."""
        to = next((w for w in self._tree.children(verb, "aux") if w.lemma == "to"), None)
        before = self._tree.words[to.at - 1].text.lower() if to and to.at else ""
        return before == "yet"

    def _inherits(self, verb: Word) -> bool:
        """Whether a joined verb shares auxiliaries and denial: "was not tried or fined"."""
        above = self._tree.head(verb)
        if verb.role != "conj" or above is None or not above.is_verb:
            return False
        own = self._tree.children(verb, "aux", "auxpass", "nsubj", "nsubjpass")
        joint = self._tree.children(above, "cc")
        if any(word.lemma == "nor" for word in joint):
            return True
        return not own and verb.tag in ("VB", "VBN") and all(c.lemma != "but" for c in joint)

    def _after_but(self, state: Word) -> bool:
        above = self._tree.head(state)
        return bool(above) and any(c.lemma == "but" for c in self._tree.children(above, "cc"))  # type: ignore[arg-type]

    def _past(self, verb: Word) -> bool:
        """Whether it was so then; not for what somebody said then: "said that it was closed"."""
        above = self._tree.head(verb)
        if verb.role == "ccomp" and above and above.tag == "VBD":
            return False
        forms = (verb, *self._tree.children(verb, "aux", "auxpass"))
        return any(word.tag == "VBD" for word in forms)

    def _future(self, verb: Word) -> bool:
        above = self._tree.head(verb)
        below = self._tree.children(verb, "aux")
        if self._inherits(verb) and above:
            below += self._tree.children(above, "aux")
        decided = verb.role == "xcomp" and above and above.lemma in worded.DECIDED
        return bool(decided) or any(word.text.lower() in worded.FUTURE for word in below)

    def _governed(self, verb: Word) -> Truth:  # noqa: PLR0911 - a table of roles
        """How what a clause belongs to tells of it."""
        tree = self._tree
        above = tree.head(verb)
        to_do = any(word.lemma == "to" for word in tree.children(verb, "aux"))
        if above is None or verb.role == "relcl":
            return "so"
        if verb.role == "conj":
            while above.role == "conj" and (over := tree.head(above)):
                above = over
            return self._governed(above) if above.is_verb else "so"
        if verb.role == "parataxis" or (verb.role == "dep" and not to_do):
            return "so"
        if any(word.text == ";" for word in tree.words[verb.at : above.at]):
            return "so"
        if verb.role == "acl":
            if tree.children(verb, "mark", "nsubj", "nsubjpass") or to_do:
                return self._of_noun(above)
            return "so"
        if verb.role == "advcl":
            return "open" if to_do else "so"
        if verb.role == "pcomp":
            return self._behind_preposition(above)
        if verb.role in ("ccomp", "xcomp"):
            if verb.role == "xcomp" and to_do and self._yet(verb) and above.lemma in ("have", "be"):
                return "so"
            return self._within(above)
        return "open"

    def _of_noun(self, noun: Word) -> Truth:
        """How a noun tells of its clause: "rejected claims that", "the fact that"."""
        over = self._tree.head(noun)
        if noun.lemma in worded.DENIED:
            return "denied"
        if over and over.is_verb and self._governs(over) in ("not so", "denied"):
            return "denied" if self._truth(over) == "so" else "open"
        return "so" if noun.lemma in worded.FACTS else "open"

    def _behind_preposition(self, prep: Word) -> Truth:
        over = self._tree.head(prep)
        if prep.lemma in worded.WITHOUT or (over and over.lemma in worded.WITHOUT):
            return "not so"
        if prep.lemma in worded.SINCE:
            return "so"
        if over is None:
            return "open"
        return self._within(over) if self._governs(over) in ("not so", "denied") else "open"

    def _within(self, above: Word) -> Truth:
        """How the word `above`, a verb, a noun or an adjective, tells of what it governs."""
        told = self._governs(above)
        outer: Truth = self._truth(above) if above.is_verb else "so"
        if outer == "so":
            return told
        return "so" if told == "so" and outer == "so" else "open"

    def _governs(self, word: Word) -> Truth:
        lemma, deed = word.lemma.lower(), self._deed(word)
        passive = bool(self._tree.children(word, "auxpass", "nsubjpass"))
        particle = self._tree.child(word, "prt", "advmod")
        phrasal = f"{lemma} {particle.lemma}" if particle else deed
        if phrasal in worded.RULED_OUT or lemma in worded.NOT_SO:
            return "not so"
        if lemma in worded.DENIED:
            return "denied"
        if passive and lemma in worded.TELLING:
            return "open"
        return "so" if lemma in worded.FACTUAL else "open"


def _with_nobody(truth: Truth, phrases: list[Phrase]) -> Truth:
    """ "Nobody fell ill", "brought no ceasefire"."""
    return _OPPOSITE[truth] if any(each.is_nobody for each in phrases) else truth
