"""Tells of a clause whether it is so, not so, denied or claimed by somebody, or left open (pure).

By its own words ("not", "never", "may") and by what it belongs to: what one refuses to do is not
so, what one plans is open. Where that is a word that is not known it is left open.
"""

from typing import Literal

from bot.language.grammar import Tree, Word
from bot.language.noun_phrase_match import word_stem
from index.language_data.en import assertions as worded

Truth = Literal["so", "not so", "denied", "claimed", "open"]

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
STATES = ("acomp", "attr", "oprd")
OPPOSITE: dict[Truth, Truth] = {
    "so": "not so",
    "not so": "so",
    "denied": "open",
    "claimed": "claimed",
    "open": "open",
}
_BINDING = ("prep", "mark")


def deed_of(tree: Tree, verb: Word) -> str:
    """Return the stem of a verb, with its particle: "call off"."""
    particle = tree.child(verb, "prt")
    return f"{word_stem(verb)} {particle.lemma}" if particle else word_stem(verb)


def joined(tree: Tree, words: list[Word]) -> list[Word]:
    """Return words with all that is joined to them by "and" or "but"."""
    found = []
    for word in words:
        found += [word, *joined(tree, tree.children(word, "conj"))]
    return found


class Truths:
    """Reads the clauses of one sentence."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def truth(self, verb: Word) -> Truth:
        """Return whether what a verb says is so, by its own words and by what governs it."""
        own = self._own_truth(verb)
        above = self._tree.head(verb)
        if own == "not so" and verb.role == "xcomp" and above and above.lemma in worded.DECIDED:
            return "not so" if self.truth(above) == "so" else "open"
        governed = self._governed(verb)
        if governed == "so":
            return own
        if "open" in (governed, own) or governed == "claimed":
            return "open" if "open" in (governed, own) else "claimed"
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
        behind += [
            w.lemma.lower() for w in self._tree.reach(verb) if denials and w.role in _BINDING
        ]
        if worded.IN_PART.intersection(behind):
            return "open"
        if self._strays(verb, [*denials, *joint]):
            return "open"
        yet = self._yet(verb)
        return "not so" if (len(denials) + yet) % 2 else "so"

    def _strays(self, verb: Word, denials: list[Word]) -> bool:
        """Whether something is denied that is neither the deed nor who does it: "not in May"."""
        nouns = self._tree.children(verb, *SUBJECTS, "dobj", "dative", *STATES)
        nouns = joined(self._tree, nouns)
        known = {*denials, *nouns}
        known |= {w for noun in nouns for w in self._tree.children(noun, "det", "neg", "preconj")}
        return any(
            word.lemma.lower() in worded.NEVER | worded.NOBODY
            for word in self._tree.reach(verb)
            if word not in known
        )

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

    def past(self, verb: Word) -> bool:
        """Return whether it was so then; not for what was said then: "said that it was shut"."""
        above = self._tree.head(verb)
        if verb.role == "ccomp" and above and above.tag == "VBD":
            return False
        forms = (verb, *self._tree.children(verb, "aux", "auxpass"))
        return any(word.tag == "VBD" for word in forms)

    def future(self, verb: Word) -> bool:
        """Return whether it is to come: "will close", "voted not to close"."""
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
        if above is None or (verb.role == "relcl" and not self.tells_noun(verb)):
            return "so"
        if verb.role == "conj":
            while above.role == "conj" and (over := tree.head(above)):
                above = over
            return self._governed(above) if above.is_verb else "so"
        if verb.role == "parataxis" or (verb.role == "dep" and not to_do):
            return "so"
        if any(word.text == ";" for word in tree.words[verb.at : above.at]):
            return "so"
        if verb.role in ("acl", "relcl"):
            if self.tells_noun(verb) or tree.children(verb, "mark", "nsubj", "nsubjpass") or to_do:
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

    def tells_noun(self, verb: Word) -> bool:
        """Return whether a clause says what its noun is: "no evidence that the vote was rigged"."""
        above = self._tree.head(verb)
        own = self._tree.children(verb, *SUBJECTS)
        told = worded.FACTS | worded.DOUBT | worded.DENIED
        is_told = above is not None and above.lemma in told
        return is_told and bool(own) and own[0].tag not in ("WDT", "WP")

    def _of_noun(self, noun: Word) -> Truth:
        """How a noun tells of its clause: "rejected claims that", "the fact that", "no doubt"."""
        over = self._tree.head(noun)
        if noun.lemma in worded.DENIED:
            return "denied"
        outer: Truth = self.truth(over) if over and over.is_verb else "so"
        if over and over.is_verb and self.governs(over) in ("not so", "denied"):
            return "denied" if outer == "so" else "open"
        if noun.lemma in worded.DOUBT:
            return "so" if self._is_none(noun) and outer == "so" else "open"
        is_there = outer == "so" and not self._is_little(noun)
        return "so" if noun.lemma in worded.FACTS and is_there else "open"

    def _is_none(self, noun: Word) -> bool:
        """ "no evidence", "nobody"."""
        below = self._tree.children(noun, "det", "neg", "preconj")
        return any(word.lemma.lower() in worded.NOBODY for word in (noun, *below))

    def _is_little(self, noun: Word) -> bool:
        """ "no evidence", "little evidence"."""
        below = self._tree.children(noun, "amod", "advmod")
        return self._is_none(noun) or any(word.lemma.lower() in worded.FEW for word in below)

    def _behind_preposition(self, prep: Word) -> Truth:
        over = self._tree.head(prep)
        if prep.lemma in worded.WITHOUT or (over and over.lemma in worded.WITHOUT):
            return "not so"
        if prep.lemma in worded.SINCE:
            return "so"
        if over is None:
            return "open"
        return self._within(over) if self.governs(over) in ("not so", "denied") else "open"

    def _within(self, above: Word) -> Truth:
        """How the word `above`, a verb, a noun or an adjective, tells of what it governs."""
        told = self.governs(above)
        outer: Truth = self.truth(above) if above.is_verb else "so"
        little = any(map(self._is_little, self._tree.children(above, *SUBJECTS)))
        return told if outer == "so" and not little else "open"

    def governs(self, word: Word) -> Truth:
        """Return what a word makes of what it governs: "not so" for "refused to"."""
        lemma, deed = word.lemma.lower(), deed_of(self._tree, word)
        passive = bool(self._tree.children(word, "auxpass", "nsubjpass"))
        particle = self._tree.child(word, "prt", "advmod")
        phrasal = f"{lemma} {particle.lemma}" if particle else deed
        if phrasal in worded.RULED_OUT or lemma in worded.NOT_SO:
            return "not so"
        if lemma in worded.DENIED:
            return "denied"
        if lemma in worded.CLAIMED or (passive and lemma in worded.TELLING):
            return "claimed"
        return "so" if lemma in worded.FACTUAL else "open"
