"""Judges whether a sentence only says an answer of a few words whole (pure).

"19 days" -> "The strike went on for 19 days." The language model words it once the answer is
decided and believed. So it may say nothing new: its names and numbers are those of the answer and
the article, its other words those of the answer, the question and the quotation.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.answering import contradiction
from bot.answering.answered_clause import clauses_with
from bot.answering.citations import Checked, sentence_case, with_days
from bot.answering.sentence_selection import byline
from bot.language.assertions import Assertion, in_tree, truth_of
from bot.language.dates_in_text import undated
from bot.language.grammar import Tree, Word, parsed
from bot.language.noun_phrase_match import matching, phrase
from bot.language.quantities import in_digits, numbers
from bot.language.words import WORD, names, plain, stem, stems
from bot.question.question import Question
from bot.types import Evidence
from index.language_data.en.assertions import TELLS_NO_DEED
from index.splitting.guessed_language import guessed_language

_LONGEST = 30  # words; what is longer is no short sentence
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


def wanted(question: Question, checked: Checked) -> str:
    """Return the answer that is to be said as a sentence, without dates in brackets; "" for none.

    One claim over English articles that is no sentence yet, to a question that is no yes or no.
    """
    if len(checked.claims) != 1 or not question.states:
        return ""
    if any(guessed_language(item.article.text) != "en" for item in checked.grounds):
        return ""
    said = undated(checked.claims[0].text).rstrip(" .")
    return "" if _states(_clause(said)) else said


def behind_that(said: str) -> str:
    """Return a clause that states nothing by itself as a reader takes it; "" for what is none.

    "Ukraine give up land" is what an article has behind "demanded that": "That Ukraine give up
    land."
    """
    tree = _clause(said)
    if not _subjects(tree) or _states(tree):
        return ""
    first = said if tree.words[0].is_name else said[:1].lower() + said[1:]
    return f"That {first}."


def _clause(said: str) -> Tree:
    return parsed(f"{said}.")


def _subjects(tree: Tree) -> list[Word]:
    """The subjects of the main verb; none where the head of the words is no verb."""
    return tree.children(tree.root, *_SUBJECTS) if tree.root and tree.root.is_verb else []


def _states(tree: Tree) -> bool:
    """Whether words are a sentence: a verb with a subject, in the form of a statement about it."""
    if tree.root is None:
        return False
    verb = (tree.root, *tree.children(tree.root, "aux", "auxpass"))
    bare = min(verb, key=lambda word: word.at).tag in ("VB", "VBP")
    return any(not (bare and _is_one(tree, each)) for each in _subjects(tree))


def _is_one(tree: Tree, subject: Word) -> bool:
    """Whether a subject is a single thing or person: "the company", "it", but not "A and B"."""
    single = subject.tag in ("NN", "NNP") or subject.text.lower() in ("he", "she", "it")
    return single and not tree.children(subject, "conj")


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
        and _tells_the_deed(question, sentence, said, [item.sentence.text for item in grounds])
    )
    return with_days(_with_capitals(sentence, grounds), grounds) if fits else ""


def _tells_the_deed(question: Question, sentence: str, said: str, quoted: Sequence[str]) -> bool:
    """Whether a sentence keeps the verb of the question, and the quotation says it of the answer.

    "Ida Sund was the strike" does not tell who led the strike, and what "was launched on 14 July"
    did not land then.
    """
    asked, tree = parsed(question.text).root, parsed(sentence)
    root = tree.root
    told = next((each for each in in_tree(tree) if root and each.at == root.at), None)
    if root is None or (root.lemma == "be" and asked and asked.is_verb and asked.lemma != "be"):
        return False
    if told is None:
        return True
    any_deed = root.lemma in TELLS_NO_DEED
    clauses = [each for text in quoted for each in clauses_with(said, text)]
    fitting = [each for each in clauses if _says_so(told, each, any_deed=any_deed)]
    if _is_present(tree, root):  # who led it does not lead it
        fitting = [e for e in fitting if not e.past or truth_of(told.deed, e) is None]
    if any_deed and not clauses:
        return True
    return bool(fitting) and _is_of(question, tree, said, fitting)


def _says_so(told: Assertion, each: Assertion, *, any_deed: bool) -> bool:
    """Whether a clause tells of the same deed, and as sure: "may close" is no "closed"."""
    truth = each.truth if any_deed else truth_of(told.deed, each)
    if truth == told.truth and each.future == told.future:
        return True
    to_come = told.future or told.truth == "open"  # "will begin", where it "is due to begin"
    return to_come and truth in ("so", "open") and not each.past


def _is_present(tree: Tree, verb: Word) -> bool:
    """ "Ada Lang leads it", "it is led by her"."""
    forms = [verb, *tree.children(verb, "aux", "auxpass")]
    return any(w.tag in ("VBZ", "VBP") for w in forms) and all(w.lemma != "have" for w in forms)


def _is_of(question: Question, tree: Tree, said: str, clauses: Sequence[Assertion]) -> bool:
    """Whether the subject of a sentence is that of the question, the answer, or of the clauses.

    "The Reds won 12 seats" is none over "the Greens won 12 seats and the Reds won 19".
    """
    subject = tree.child(tree.root, *_SUBJECTS[:2]) if tree.root else None
    if subject is None:
        return True
    own = phrase(tree, subject)
    if own.is_pronoun or own.stems <= stems(f"{question.whole} {said}"):
        return True
    theirs = [each for clause in clauses for each in (*clause.doers, *clause.undergoers)]
    return any(matching(own, each) == "same" for each in theirs)


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
