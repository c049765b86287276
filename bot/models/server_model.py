"""A `LanguageModel` on other machines, behind any server that speaks OpenAI's protocol.

It uses `/chat/completions`, which every such server has and which lays a dialogue out by the
template of the server's own model; `/completions` would leave that template to us, and hosted
services have dropped it. How a begun reply is continued all the same, `server_replies` tells.
Reading ahead is not offered: a server decides by itself what it keeps.
"""

from collections.abc import Iterator, Sequence

from bot.errors import ModelError
from bot.models import server_replies as replies
from bot.models.server_connection import Event, ServerConnection, ServerError
from bot.models.server_replies import Message
from bot.types import Call, Prompt

_NAMED = 5  # models that an error names
_TOLD = 20  # likeliest tokens whose odds are asked for; more is refused by some servers
_JUDGED_TOKENS = 4  # the first may be a blank
_NO_ODDS = (400, 422)  # how servers refuse a request for odds; others fail at it
_TRIES = 3  # of a server that fails when it is asked for odds, before it is asked no more


class ServerModel:
    """The model `name` behind `connection`; the only one that the servers have if it is None.

    `context_tokens` is how long prompt and reply may be together. Raises ModelError when no server
    answers or none has the model.
    """

    def __init__(
        self, connection: ServerConnection, name: str | None = None, *, context_tokens: int = 4096
    ) -> None:
        self._connection = connection
        self._context_tokens = context_tokens
        try:
            self._name = _found(connection, name)
        except ModelError:
            connection.close()
            raise
        self._tells_odds: bool | None = None  # None: not known yet
        self._refusals = 0

    @property
    def name(self) -> str:
        """What the server calls the model."""
        return self._name

    @property
    def context_tokens(self) -> int:
        """Most tokens of a prompt and its reply together."""
        return self._context_tokens

    def count_tokens(self, text: str) -> int:
        """Estimate the tokens of `text`."""
        return replies.tokens_about(text)

    def read_ahead(self, prompt: Prompt, call: Call | None = None, *, lasting: bool = True) -> None:
        """Do nothing: a server reads only to answer."""

    def unread(self, prompt: Prompt) -> int:
        """Count all tokens of `prompt`: what a server has kept is not known."""
        turns = "".join(user + reply for user, reply in prompt.turns)
        return self.count_tokens(prompt.system + turns + prompt.begun)

    def log_odds(self, prompt: Prompt, yes: str, no: str, call: Call, *, then: str = "") -> float:
        """Log-odds of `yes` against `no` as the first word. See `LanguageModel.log_odds`.

        Where the server tells no odds, or those of other words only, what it says counts as
        `server_replies.SAID`; a short question decides where it says neither, and then no.
        """
        messages, _ = replies.dialogue(prompt)
        for asked in (messages, replies.short_question(prompt)):
            events = self._judged(asked, call)
            odds = replies.odds_of(events, yes, no)
            if odds is None:
                text = "".join(map(replies.text_of, events))
                odds = replies.said_odds(text, yes, no)
            if odds is not None:
                return odds
        return -replies.SAID

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Write a reply greedily, piece by piece. See `LanguageModel.write`."""
        messages, openings = replies.dialogue(prompt)
        more = max(map(self.count_tokens, openings), default=0)
        pieces = self._pieces(messages, max_tokens + more, call)
        if openings:
            pieces = self._opened(pieces, openings, prompt, max_tokens + more, call)
        yield from replies.until_stop(pieces, stop)

    def failures(self) -> list[str]:
        """What is wrong with servers that cannot be used now, a line each."""
        servers = self._connection.models().values()
        return [str(each) for each in servers if isinstance(each, ServerError)]

    def close(self) -> None:
        """Close the connections; the model cannot be used afterwards."""
        self._connection.close()

    def _opened(
        self,
        pieces: Iterator[str],
        openings: Sequence[str],
        prompt: Prompt,
        max_tokens: int,
        call: Call,
    ) -> Iterator[str]:
        """What follows on one of `openings`; a reply that begins otherwise is asked for anew.

        The model is then shown only examples that begin so, and they show only what follows.
        """
        said = ""
        for piece in pieces:
            said += piece
            rest = replies.after_opening(said, openings)
            if rest is not None:
                yield rest
                yield from pieces
                return
            if not replies.may_open(said, openings):
                break
        pieces = self._pieces(replies.only_begun(prompt), max_tokens, call)
        said = ""
        for piece in pieces:
            said += piece
            if not replies.may_open(said, openings):
                break
        # It may begin so after all.
        yield replies.after_opening(said, openings) or said
        yield from pieces

    def _pieces(self, messages: Sequence[Message], max_tokens: int, call: Call) -> Iterator[str]:
        """The reply's text as it comes. Raises ModelError for one that is all thoughts."""
        wrote = thought = False
        for event in self._counted(self._body(messages, max_tokens), messages, call):
            text = replies.text_of(event)
            thought = thought or bool(replies.thought_of(event))
            if text:
                wrote = True
                call.answer_tokens += 1
                yield text
        if thought and not wrote:
            raise self._thinks()

    def _judged(self, messages: Sequence[Message], call: Call) -> list[Event]:
        """The first events of a reply, with odds where the server tells them."""
        body = self._body(messages, _JUDGED_TOKENS)
        told = body | {"logprobs": True, "top_logprobs": _TOLD}
        events: list[Event] | None = None
        if self._tells_odds:
            events = list(self._counted(told, messages, call))
        elif self._tells_odds is None:
            events = self._tried(told, messages, call)
        if events is None:
            events = list(self._counted(body, messages, call))
            if self._refusals >= _TRIES:
                self._tells_odds = False
        thinks = any(replies.thought_of(event) for event in events)
        text = "".join(map(replies.text_of, events)).lstrip()
        if text.startswith("<think") or (thinks and not text):
            raise self._thinks()
        return events

    def _tried(
        self, body: dict[str, object], messages: Sequence[Message], call: Call
    ) -> list[Event] | None:
        """The events of a first request for odds; None where the server seems to refuse that."""
        try:
            # Once only: a server that cannot tell odds may fail at it as if it were overloaded.
            events = list(self._counted(body, messages, call, rounds=1))
        except ServerError as error:
            if error.status not in _NO_ODDS and not error.passing:
                raise
            # It may have failed for another reason where the same request may work later.
            self._refusals += 1 if error.passing else _TRIES
            return None
        self._tells_odds = True
        return events

    def _counted(
        self,
        body: dict[str, object],
        messages: Sequence[Message],
        call: Call,
        *,
        rounds: int | None = None,
    ) -> Iterator[Event]:
        """The events of a reply; what was read for it is noted in `call`."""
        read = (sum(self.count_tokens(message["content"]) for message in messages), 0)
        try:
            for event in self._connection.events(body, call.stopped, rounds=rounds):
                read = replies.tokens_read(event) or read
                yield event
        finally:
            call.prompt_tokens += read[0]
            call.cached_tokens += read[1]

    def _body(self, messages: Sequence[Message], max_tokens: int) -> dict[str, object]:
        return {
            "model": self._name,
            "messages": list(messages),
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": True,
        }

    def _thinks(self) -> ModelError:
        return ModelError(
            f"The model {self._name} thinks before it answers, which Byline cannot wait for: "
            "switch that off on its server, or set BYLINE_MODEL_NAME to another model."
        )


def _found(connection: ServerConnection, name: str | None) -> str:
    """The name by which the servers have the model. Raises ModelError where none has it."""
    servers = connection.models()
    lists = [names for names in servers.values() if not isinstance(names, ServerError)]
    if not lists:
        raise next(error for error in servers.values() if isinstance(error, ServerError))
    offered = list(dict.fromkeys(each for names in lists for each in names))
    shown = ", ".join(offered[:_NAMED]) + (", …" if len(offered) > _NAMED else "")
    where = ", ".join(connection.urls)
    if name is None:
        if len(offered) == 1:
            return offered[0]
        has = f"has {len(offered)} models ({shown})" if offered else "does not tell its models"
        raise ModelError(f"The model server {where} {has}: set BYLINE_MODEL_NAME to one of them.")
    # Ollama lists a model that was fetched without a tag under the tag "latest".
    if any(not names or {name, f"{name}:latest"} & set(names) for names in lists):
        return name
    raise ModelError(
        f"The model server {where} does not have {name}, only {shown}: correct BYLINE_MODEL_NAME, "
        "or load that model there."
    )
