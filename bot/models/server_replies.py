"""What is said to a model on a server, and what is read from its replies (pure).

A server lays out dialogues by the template of its model, and most servers cannot be given a reply
that has begun. So the beginning that all replies have in common, such as "Stated:", is taken out of
the examples, and the model goes on from there by itself: the reply to a check begins with "yes" or
"no". What is left of a beginning, such as "yes\\nAnswer:", is expected and cut off.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from typing import Any

from bot.types import Prompt

SAID = 3.0
"""Log-odds of a yes in words: enough to answer from all the evidence, not from the first of it."""

_MOST_SURE = 20.0
_ASKED = "Do the sentences state the answer? Reply with one word, yes or no."
_LONGEST_WORDS = 160
# Turns end with these in the templates of common models; some servers let a text contain them.
_CONTROL = re.compile(
    r"<\|[^|<>\s]{1,40}\|>|<｜[^｜<>]{1,40}｜>|<(?:start|end)_of_turn>|</?s>|\[/?INST\]|<</?SYS>>"
)

_BLANKS = "ĠĊ▁"  # blank and new line, in two kinds of vocabulary

Message = dict[str, str]


def dialogue(prompt: Prompt) -> tuple[list[Message], tuple[str, ...]]:
    """Return the messages of `prompt`, and how the reply may begin (nothing: anyhow).

    The first is what the examples lead to; it may also be written out whole, or its last line only.
    """
    begun = prompt.turns[-1][1] if prompt.turns else ""
    shared = _shared([begun, *(reply for _, reply in prompt.turns[:-1])])
    turns = [(user, reply[len(shared) :].strip()) for user, reply in prompt.turns[:-1]]
    opening = begun[len(shared) :].strip()
    lines = opening.splitlines()
    openings = (opening, begun.strip(), *lines[-1:]) if len(lines) > 1 else (opening,)
    return _messages(prompt, turns), tuple(filter(None, openings))


def _shared(texts: Sequence[str]) -> str:
    """The beginning that all of `texts` have in common."""
    shortest = min(texts, key=len)
    same = (
        at
        for at, signs in enumerate(zip(*texts, strict=False))
        if any(sign != signs[0] for sign in signs)
    )
    return shortest[: next(same, len(shortest))]


def only_begun(prompt: Prompt) -> list[Message]:
    """Return the messages with only those examples that begin as the reply does, without that."""
    begun = prompt.turns[-1][1]
    turns = [
        (user, reply[len(begun) :].strip())
        for user, reply in prompt.turns[:-1]
        if reply.startswith(begun)
    ]
    return _messages(prompt, turns)


def short_question(prompt: Prompt) -> list[Message]:
    """Return the messages that ask for a yes or a no about the last turn of `prompt`."""
    user = f"{prompt.turns[-1][0]}\n\n{_ASKED}"
    return [{"role": "user", "content": _harmless(user)}]


def _messages(prompt: Prompt, turns: Sequence[tuple[str, str]]) -> list[Message]:
    said = [("system", prompt.system)] if prompt.system else []
    for user, reply in turns:
        said += [("user", user), ("assistant", reply)]
    if prompt.turns:
        said.append(("user", prompt.turns[-1][0]))
    return [{"role": role, "content": _harmless(text)} for role, text in said]


def _harmless(text: str) -> str:
    """`text` without control tokens, by which untrusted text could end its turn."""
    while (without := _CONTROL.sub("", text)) != text:
        text = without
    return text


def tokens_about(text: str) -> int:
    """About how many tokens `text` is: a server's tokenizer is its own.

    For a tokenizer of today rather too many; one for English takes more for other scripts.
    """
    digits = sum(sign.isdigit() for sign in text)  # many take each digit alone
    return digits - (-(len(text.encode("utf-8", "replace")) - digits) // 3)


# -- events: the JSON objects of a reply that is streamed


def choice(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of `event` that belongs to the reply; {} where there is none."""
    choices = event.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else {}
    return first if isinstance(first, dict) else {}


def text_of(event: Mapping[str, Any]) -> str:
    """The text that `event` adds to the reply."""
    return _field(event, "content")


def thought_of(event: Mapping[str, Any]) -> str:
    """What `event` adds to thoughts that come before a reply."""
    return _field(event, "reasoning_content") or _field(event, "reasoning")


def _field(event: Mapping[str, Any], name: str) -> str:
    delta = choice(event).get("delta") or choice(event).get("message")
    found = delta.get(name) if isinstance(delta, dict) else None
    return found if isinstance(found, str) else ""


def has_ended(event: Mapping[str, Any]) -> bool:
    """Whether the reply ends with `event`."""
    return choice(event).get("finish_reason") is not None


def tokens_read(event: Mapping[str, Any]) -> tuple[int, int] | None:
    """Tokens of the prompt, and those of them not read again, where `event` tells them."""
    usage = event.get("usage")
    if not isinstance(usage, dict) or not isinstance(usage.get("prompt_tokens"), int):
        return None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return usage["prompt_tokens"], cached if isinstance(cached, int) else 0


def odds_of(events: Iterable[Mapping[str, Any]], yes: str, no: str) -> float | None:
    """Log-odds of `yes` against `no` at the first word of a reply, None where no odds are told.

    Also None where the server tells only odds of other words. Quotation marks are no words.
    """
    for event in events:
        told = choice(event).get("logprobs")
        tokens = told.get("content") if isinstance(told, dict) else None
        for token in tokens if isinstance(tokens, list) else ():
            if isinstance(token, dict) and _word(str(token.get("token", ""))):
                return _odds(token, _word(yes), _word(no))
    return None


def _odds(token: Mapping[str, Any], yes: str, no: str) -> float | None:
    top = token.get("top_logprobs")
    told = [each for each in (*(top if isinstance(top, list) else ()), token) if _is_told(each)]
    by_spelling = {str(each["token"]): float(each["logprob"]) for each in told}
    sums = {
        word: sum(exp(odds) for spelling, odds in by_spelling.items() if _word(spelling) == word)
        for word in (yes, no)
    }
    if not any(sums.values()):
        return None
    # A word that is not among those told is less likely than the least likely of them.
    least = exp(min(by_spelling.values()))
    odds = log(max(sums[yes] or least, 1e-30)) - log(max(sums[no] or least, 1e-30))
    return max(-_MOST_SURE, min(_MOST_SURE, odds))


def _is_told(each: object) -> bool:
    return (
        isinstance(each, dict)
        and isinstance(each.get("token"), str)
        and isinstance(each.get("logprob"), int | float)
    )


def said_odds(text: str, yes: str, no: str) -> float | None:
    """`SAID` where a reply begins with `yes`, -`SAID` where with `no`, else None."""
    first = re.search(r"[^\W_]+", text)
    said = {_word(yes): SAID, _word(no): -SAID}
    return said.get(first[0].casefold()) if first else None


def _word(spelling: str) -> str:
    # Some servers tell tokens as their vocabulary spells them, with a sign for a blank before.
    return re.sub(r"[\W_]+", "", spelling.lstrip(_BLANKS)).casefold()


# -- the text of a reply


def after_opening(text: str, openings: Sequence[str]) -> str | None:
    """Return what follows in `text` on one of `openings`, None where it begins with none (yet).

    Blanks and capitals make no difference.
    """
    found = (_after(text, opening) for opening in openings)
    return next((rest for rest in found if rest is not None), None)


def _after(text: str, opening: str) -> str | None:
    left = "".join(opening.split()).casefold()
    for at, sign in enumerate(text):
        if not left:
            return text[at:]
        if sign.isspace():
            continue
        if not left.startswith(sign.casefold()):
            return None
        left = left[len(sign.casefold()) :]
    return None if left else ""


def may_open(text: str, openings: Sequence[str]) -> bool:
    """Whether `text`, if it goes on, may begin with one of `openings`."""
    begun = "".join(text.split()).casefold()
    return any("".join(each.split()).casefold().startswith(begun) for each in openings)


def until_stop(pieces: Iterable[str], stops: Sequence[str]) -> Iterator[str]:
    """Yield a reply without leading blanks, up to one of `stops`, which is not given out."""
    pending, begun = "", False
    for piece in pieces:
        pending += piece
        if not begun:
            pending = pending.lstrip()
            begun = bool(pending)
        cut = min((at for at in map(pending.find, stops) if at >= 0), default=-1)
        if cut >= 0:
            if pending[:cut]:
                yield pending[:cut]
            return
        # Text that may begin a stop is held back until it is clear that it does not.
        ready = len(pending) - _overlap(pending, stops)
        if ready:
            yield pending[:ready]
            pending = pending[ready:]
    if pending:
        yield pending


def _overlap(text: str, stops: Sequence[str]) -> int:
    """Number of characters at the end of `text` that may begin a stop."""
    longest = max((len(stop) - 1 for stop in stops), default=0)
    return next(
        (
            length
            for length in range(min(longest, len(text)), 0, -1)
            if any(stop.startswith(text[-length:]) for stop in stops)
        ),
        0,
    )


def repeats(words: str, sent: str) -> bool:
    """Whether `words` hold three words in a row of what was `sent`: a question may be in them."""
    said, asked = (re.findall(r"\w+", text.casefold()) for text in (words, sent))
    held = f" {' '.join(asked)} "
    return any(f" {' '.join(said[at : at + 3])}" in held for at in range(len(said) - 2))


def words_of_error(body: object) -> str:
    """What a server says of an error, as one short line; "" where it says nothing."""
    found = body.get("error", body) if isinstance(body, dict) else body
    for name in ("message", "detail"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    words = " ".join(found.split()) if isinstance(found, str) else ""
    return words[:_LONGEST_WORDS]
