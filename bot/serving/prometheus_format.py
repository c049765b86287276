"""Wraps prometheus-client: writes numbers that are kept elsewhere in Prometheus' text format.

Nothing is counted here: each request reads the numbers as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest
from prometheus_client.registry import Collector

from bot.answering.answer_metrics import BOUNDS_S, Durations, Tally
from index.types import Summary

CONTENT_TYPE = CONTENT_TYPE_PLAIN_1_0_0


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known at one moment. Mappings are left out of the text where they are None.

    `unanswered` are questions without an answer by reason, `telegram_failures` failed calls by kind
    of error, `log_lines` logged lines by level, `responses` answers of the HTTP API by status.
    """

    tally: Tally
    library: Summary
    waiting: int
    answering: bool
    waits: Durations | None = None
    unanswered: Mapping[str, int] | None = None
    telegram_failures: Mapping[str, int] | None = None
    log_lines: Mapping[str, int] | None = None
    responses: Mapping[int, int] | None = field(default=None)


def text(numbers: Numbers) -> bytes:
    """The numbers, and those of this process (memory, processor time, open files)."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Collector(numbers))
    return generate_latest(registry)


class _Collector(Collector):
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        """All metrics of Byline."""
        numbers, tally = self._numbers, self._numbers.tally
        yield CounterMetricFamily(
            "byline_questions_begun", "Questions that the model has begun.", tally.begun
        )
        outcomes = {"answered": 0, "not_found": 0, **tally.outcomes}
        yield _counter("questions", "Answers given; not_found: refused.", "outcome", outcomes)
        yield _counter(
            "questions_unanswered", "Questions without answer.", "reason", numbers.unanswered
        )
        yield _counter("tokens", "Tokens read, found read, and written.", "kind", tally.tokens)
        yield _steps(tally, numbers.waits)
        yield GaugeMetricFamily("byline_questions_waiting", "Questions in line.", numbers.waiting)
        yield GaugeMetricFamily(
            "byline_answering", "1 while a question is answered.", int(numbers.answering)
        )
        yield GaugeMetricFamily("byline_articles", "Articles held.", numbers.library.articles)
        yield GaugeMetricFamily("byline_passages", "Passages held.", numbers.library.passages)
        yield _counter(
            "telegram_failures", "Failed calls to Telegram.", "kind", numbers.telegram_failures
        )
        yield _counter("log_lines", "Warnings and errors logged.", "level", numbers.log_lines)
        yield _counter("http_responses", "Answers over HTTP.", "code", numbers.responses)


def _counter(
    name: str, meaning: str, label: str, values: Mapping[str, int] | Mapping[int, int] | None
) -> CounterMetricFamily:
    family = CounterMetricFamily(f"byline_{name}", meaning, labels=[label])
    for value, count in sorted((values or {}).items()):
        family.add_metric([str(value)], count)
    return family


def _steps(tally: Tally, waits: Durations | None) -> HistogramMetricFamily:
    family = HistogramMetricFamily(
        "byline_step_seconds", "Seconds of each step of an answer.", labels=["step"]
    )
    steps = tally.steps if waits is None else {"wait": waits, **tally.steps}
    for step, durations in steps.items():
        counts, below = [], 0
        for bound, count in zip([*map(str, BOUNDS_S), "+Inf"], durations.buckets, strict=True):
            below += count
            counts.append((bound, below))
        family.add_metric([step], counts, durations.sum_s)
    return family
