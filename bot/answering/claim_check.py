"""Judges whether sentences carry a claim, by its words, numbers, names, denials and roles.

A small model may write a right number beside a wrong sentence, a name that no sentence has, or the
opposite of what a sentence says. All of these are found here without asking it. Knows no meaning:
two sentences that say the same in other words are told apart, and the claim is dropped.
"""

from collections.abc import Callable, Iterable, Set

from bot.answering import contradiction
from bot.language.quantities import in_digits, numbers
from bot.language.words import WORD, names, runs, stems
from index.language_data.en.opposites import AFFIRMATIONS

# Share of a claim's own words (those the question did not bring) that its sentences must have.
_ENOUGH = 0.5
_NEARLY = 0.6  # share of a sentence's runs of three words


def carried(
    claim: str,
    sentences: Iterable[str],
    *,
    asked: str = "",
    alone: str | None = None,
    around: str = "",
    article: str = "",
) -> bool:
    """Return whether `sentences` together say what `claim` says.

    Every number of the claim must stand in the sentences, in digits or words. Every name must stand
    in them, in what is printed `around` them (headline, outlet), or in both the question `asked`
    and the rest of the `article`: a claim may call Moscow Russia if its article does, but not add a
    name that only the asker knows. Of the words that the question did not bring, half must be in
    the sentences. The sentences must not contradict the claim, see `contradiction`; a "yes" claims
    what the question asks. `alone` is the question without what it leans on (default: `asked`).
    """
    said = list(sentences)
    question = asked if alone is None else alone
    text = " ".join(said)

    def stand(parts: Callable[[str], Set[str]], claimed: Set[str], also: str = "") -> bool:
        missing = claimed - parts(text) - parts(also)
        return not missing or missing <= parts(asked) & parts(article)

    printed = " ".join(names(around, opening=True))  # a headline names what sentences call "it"
    return (
        stand(stems, names(claim), around)
        and stand(numbers, numbers(claim))
        and coverage(claim, text, given=f"{asked} {printed}") >= _ENOUGH
        and not contradiction.found(claim, said, question)
        and not (_affirms(claim) and contradiction.turned_around(question, said))
    )


def _affirms(claim: str) -> bool:
    first = WORD.match(claim.lstrip())
    return first is not None and first.group().lower() in AFFIRMATIONS


def prints(text: str, sentence: str) -> bool:
    """Return whether `text` has `sentence` in nearly the same words, all its numbers among them.

    A passage that two papers print may have a sentence more in one of them.
    """
    wanted, there = runs(sentence), runs(text)
    return len(wanted & there) >= _NEARLY * len(wanted) and numbers(sentence) <= numbers(text)


def coverage(claim: str, text: str, *, given: str = "") -> float:
    """Return the share of the claim's own words and numbers that `text` has, from 0 to 1.

    Its own are those that `given` does not have; where it has none, all of its words count.
    """
    said = stems(in_digits(claim))
    own = said - stems(in_digits(given)) or said
    return len(own & stems(in_digits(text))) / len(own) if own else 0.0
