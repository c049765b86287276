"""A language model for tests of the bot: quotes what it is offered, as slowly as a test wants."""

import re
import threading
import time
from collections.abc import Iterable, Iterator

from fakes import Reply, ScriptedModel

from bot.answering.prompt import AS_A_SENTENCE
from bot.errors import Stopped
from bot.types import Call, Prompt


class PacedModel(ScriptedModel):
    """A `ScriptedModel` that by default repeats the likeliest sentence that it is offered.

    Takes `lead_s` seconds before the first piece and `pause_s` after each. While `go` is not set it
    stops after the first piece; `writing` is set once there is one.
    """

    def __init__(self, replies: Iterable[Reply] = (), *, pause_s: float = 0.0) -> None:
        """Write `replies` first, then likely sentences."""
        super().__init__(replies)
        self.lead_s = min(2 * pause_s, 0.6)  # a model that writes slowly reads slowly
        self.pause_s = pause_s
        self.go = threading.Event()
        self.go.set()
        self.writing = threading.Event()

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Write the next reply, piece by piece. Raises Stopped."""
        if not self.replies and not prompt.turns[-1][0].startswith(AS_A_SENTENCE):
            self.replies.append(_likeliest(prompt))
        time.sleep(self.lead_s)
        for piece in super().write(prompt, max_tokens=max_tokens, stop=stop, call=call):
            yield piece
            self.writing.set()
            ready = time.monotonic() + self.pause_s
            while time.monotonic() < ready or not self.go.is_set():
                if call.stopped():
                    raise Stopped("Stopped.")
                time.sleep(0.005)

    @property
    def asked(self) -> list[str]:
        """The questions that it was asked to answer, in order."""
        last = [prompt.turns[-1][0] for prompt in self.prompts]
        pairs = zip(self.calls, last, strict=True)
        return [text.rpartition("Question: ")[2] for call, text in pairs if call == "log_odds"]


def held() -> PacedModel:
    """A model that stops after the first piece of each answer, until `go` is set."""
    model = PacedModel()
    model.go.clear()
    return model


def _likeliest(prompt: Prompt) -> str:
    """The offered sentence with most words of the question; in a rewrite the question unchanged."""
    asked = prompt.turns[-1][0]
    evidence, mark, question = asked.rpartition("Question: ")
    if not mark:
        return asked.rpartition("Q: ")[2]
    words = set(re.findall(r"\w+", question.lower()))
    offered = re.findall(r"^\[(\d+)\] (.*)$", evidence, re.MULTILINE)
    number, text = max(offered, key=lambda o: len(words & set(re.findall(r"\w+", o[1].lower()))))
    return f"{text.rstrip('.')} [{number}]."
