"""Counts what became of questions and how long each step took, since the start of the process.

Plain numbers, which are read when somebody asks for metrics; knows no metrics library.
"""

from collections import Counter
from dataclasses import dataclass, field

from bot.types import Answer

BOUNDS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0)
"""Upper bounds of a histogram's buckets, in seconds; what took longer is counted in one more."""


@dataclass(slots=True)
class Durations:
    """A histogram of seconds: `buckets` has one count for each of BOUNDS_S, and one for longer."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    sum_s: float = 0.0

    def took(self, seconds: float) -> None:
        """Count one more duration."""
        at = next((n for n, bound in enumerate(BOUNDS_S) if seconds <= bound), len(BOUNDS_S))
        self.buckets[at] += 1
        self.sum_s += seconds


@dataclass(slots=True)
class Tally:
    """Numbers that only grow. One thread counts; others may read meanwhile.

    `begun` counts questions that the answerer began, `outcomes` answers by their outcome, `tokens`
    those of the model by kind. `steps` holds the durations of each step of answering: "retrieve"
    (search and reader), "read" (until the model's first word, or until it said that there is no
    answer), "write" (until the checked answer) and "total".
    """

    begun: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    steps: dict[str, Durations] = field(
        default_factory=lambda: {
            step: Durations() for step in ("retrieve", "read", "write", "total")
        }
    )

    def answered(self, answer: Answer) -> None:
        """Count an answer, its steps and its tokens."""
        timing = answer.timing
        self.outcomes[answer.outcome] += 1
        self.tokens["prompt"] += timing.prompt_tokens
        self.tokens["cached"] += timing.cached_tokens
        self.tokens["answer"] += timing.answer_tokens
        read_until = timing.total_s if timing.first_token_s is None else timing.first_token_s
        self.steps["retrieve"].took(timing.retrieve_s)
        self.steps["read"].took(read_until - timing.retrieve_s)
        if timing.first_token_s is not None:
            self.steps["write"].took(timing.total_s - timing.first_token_s)
        self.steps["total"].took(timing.total_s)
