"""The nouns of answering, and what it asks of a language model.

Knows nothing of Telegram, terminals, llama.cpp or databases.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Protocol

from index.types import Article, Sentence

NOT_FOUND = "The articles don't say."
"""The text of an answer that was not found; its `outcome` says so too."""

Outcome = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation.

    `answer` is the answer's text without marks, "" when nothing was found; `earlier` is what the
    question leans on, "" when it stands alone.
    """

    question: str
    answer: str
    earlier: str = ""

    @property
    def whole_question(self) -> str:
        """What the question leans on, and the question."""
        return f"{self.earlier} {self.question}".strip()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence that answer a question best: its characters [start, end).

    `sure` tells how sure the reader is that they do, in log-odds: above 0 it holds that they do.
    """

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence offered to the language model under a number, from 1.

    `also` holds other articles that print it in nearly the same words, `likeness` how near it is
    to the question, from -1 to 1. `words` are those of it that answer best, None where no reader
    has read it. `score` tells how likely it answers, beside others found for the same question.
    """

    number: int
    sentence: Sentence
    article: Article
    also: tuple[Article, ...] = ()
    likeness: float = 0.0
    words: Words | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Headline:
    """An article named without being quoted: near to a question that the library does not answer,
    or one more that prints a quoted sentence."""

    article_id: str
    title: str
    outlet: str
    url: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence the answer stands on, copied from the library.

    `start` and `end` are character offsets into the article's text, with
    `article.text[start:end] == sentence`. `also` names other articles that print nearly the same.
    `words` are the characters [start, end) of the sentence that answer the question, if it is
    known which.
    """

    number: int
    sentence: str
    article_id: str
    title: str
    outlet: str
    url: str
    published: date | None
    start: int
    end: int
    also: tuple[Headline, ...] = ()
    words: tuple[int, int] | None = None

    def renumbered(self, number: int) -> "Citation":
        """The same under another number."""
        return replace(self, number=number)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer and the numbers of the citations that carry it (never empty).

    `short` is what a model answered in a few words, where `text` says that as a sentence.
    """

    text: str
    citations: tuple[int, ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the time of one answer went: seconds from the start, and model tokens.

    `prompt_tokens` counts all tokens of the prompts, `cached_tokens` those of them that did not
    have to be read again; `first_token_s` is None where the model wrote no answer.
    """

    retrieve_s: float = 0.0
    first_token_s: float | None = None
    total_s: float = 0.0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    answer_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What speaks for an answer.

    `odds` are the language model's, that the sentences state an answer (log-odds). `likeness` is
    that of the question and the cited sentence nearest to it. `agreement` is the share of words, 0
    to 1, that the answer and the words that the reader points at have in common. `carried` are the
    reader's log-odds that the cited sentences carry the answer, and `read` those that the surest of
    them answers the question; None where it was not asked. `missing` counts the words of names in
    the question that stand neither near the cited sentences nor in their headlines. `repeats` tells
    whether the answer has no word of meaning that was not in the question or said before it.
    """

    odds: float
    likeness: float
    agreement: float
    carried: float | None = None
    read: float | None = None
    missing: int = 0
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Beyond:
    """Of what no article is: of any day `after` the newest one, or of a `year`."""

    after: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer. `text` carries [n] marks; claims and citations are empty when not found.

    `evidence` are the sentences that were found for it, the nearest to the question first, numbered
    in that order; where the first few told the answer the model has not read the others. `support`
    says how strongly the evidence states an answer, in log-odds: what is answered has at least
    `bot.answering.confidence.STATED_FROM`. `confidence` is the same as a probability, 0 to 1, and
    `witnesses` what it is made of (None where no answer was written or no reader was asked).
    `standalone_question` begins with `earlier`, what the question leans on; `unanswered` are the
    parts of the question that the articles don't answer. `beyond` says of what days asked about no
    article is, where nothing was found.
    """

    question: str
    standalone_question: str
    outcome: Outcome
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Headline, ...] = ()
    evidence: tuple[Citation, ...] = ()
    support: float = 0.0
    timing: Timing = field(default_factory=Timing)
    earlier: str = ""
    unanswered: tuple[str, ...] = ()
    confidence: float = 0.0
    witnesses: Witnesses | None = None
    beyond: Beyond | None = None

    @property
    def turn(self) -> Turn:
        """The exchange as a follow-up sees it: the question with what it leans on, no marks."""
        question = self.standalone_question.removeprefix(self.earlier).strip()
        # In few words: a sentence would say the question once more.
        said = " ".join(claim.short or claim.text for claim in self.claims)
        return Turn(question, said, self.earlier)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What sentences say of a claim: probabilities that they carry it, and that they deny it."""

    carried: float
    denied: float


class Reader(Protocol):
    """Reads texts beside a question or a claim. May be used from any thread.

    Unlike a language model it writes nothing: it points at words that are there.
    """

    def read(self, question: str, texts: Sequence[Sequence[str]]) -> list[list[Words]]:
        """Return for every sentence of every text the words of it that answer best.

        A text is its sentences in reading order, and is read as a whole: "it" has its meaning.
        What is too long to be read has words of which the reader is not sure at all.
        """
        ...

    def weigh(self, claims: Sequence[tuple[str, str]]) -> list[Verdict]:
        """Return a verdict on each (claim, sentences) pair."""
        ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is to continue: a dialogue, and the reply it has begun.

    `turns` are (user, assistant) pairs: worked examples first, which never change, then what is
    asked now, whose assistant part is the beginning of the reply to be continued (often "").
    `begun` is the beginning of a next user message, of use only for reading ahead.
    """

    system: str
    turns: tuple[tuple[str, str], ...]
    begun: str = ""


@dataclass(slots=True)
class Call:
    """What one answer asks of the model: how to stop it, and the tokens it cost so far."""

    stopped: Callable[[], bool] = lambda: False
    prompt_tokens: int = 0
    cached_tokens: int = 0
    answer_tokens: int = 0


class LanguageModel(Protocol):
    """Continues prompts, always with the likeliest token, so that answers repeat.

    One caller at a time. Every method raises `bot.errors.ModelError` when the model fails or the
    prompt is longer than `context_tokens`, and `bot.errors.Stopped` soon after `call.stopped()`.
    """

    @property
    def name(self) -> str:
        """Names the weights."""
        ...

    @property
    def context_tokens(self) -> int:
        """Longest prompt and reply together, in tokens."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`."""
        ...

    def read_ahead(self, prompt: Prompt, call: Call | None = ..., *, lasting: bool = ...) -> None:
        """Read all of `prompt`, whose turns are complete, so that prompts beginning so start there.

        One without `begun` is what most others begin with, and they are kept as what follows it. It
        is kept for later runs too, unless it is not `lasting`.
        """
        ...

    def unread(self, prompt: Prompt) -> int:
        """Tokens of `prompt` that would have to be read now; the others were read before."""
        ...

    def log_odds(self, prompt: Prompt, yes: str, no: str, call: Call, *, then: str = ...) -> float:
        """Log-odds (natural) that the reply goes on with the first token of `yes`, not of `no`.

        `then` is read along: what a prompt for `write` goes on with, if it comes to that.
        """
        ...

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Continue the reply in pieces, up to one of `stop` (not given out) or `max_tokens`."""
        ...
