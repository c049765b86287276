"""Wraps llama.cpp: reads prompts and writes replies with a GGUF model on this machine.

Knows nothing of articles or answers. Reading is slow: two cores read about 90 tokens a second. So
what was read is kept as a state of the model (`bot.models.saved_states`), which is restored in
milliseconds: the prefix that all prompts share, passages read ahead, and the latest questions.
"""

import codecs
import ctypes
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import llama_cpp
import numpy as np
import numpy.typing as npt
from llama_cpp import llama_cpp as lib

from bot.errors import ModelError, Stopped
from bot.models.gguf_header import expect_whole
from bot.models.llama_settings import Tuning, usual
from bot.models.saved_states import State, States, common
from bot.types import Call, Prompt

_ABORTED = 2  # llama_decode returns this when the abort callback stops it
# Reading fewer tokens again is faster than saving and restoring them.
_WORTH_KEEPING = 48
_GOES_ON = "\N{SYMBOL FOR END OF TRANSMISSION}"  # marks the end of an incomplete message
_MARK = re.compile(r"[<\[]\S+[>\]]")  # what a token looks like that is more than words
_SEQUENCE, _ASIDE = 0, 1  # the sequence in use, and one for saving and restoring parts

Logits = npt.NDArray[np.float32]

_log_callback = lib.llama_log_callback(lambda level, text, data: None)


class LlamaModel:
    """A `LanguageModel` over the GGUF file `path`, with the chat template in the file.

    `gpu_layers` layers are computed by a GPU, if llama.cpp was built for one; -1 means all.
    `tuning` are llama.cpp's settings, None for the usual ones. `states` is the folder that keeps
    read-ahead states between runs; None keeps them in memory only. Raises ModelError when the file
    cannot be loaded.
    """

    def __init__(
        self,
        path: Path,
        *,
        context_tokens: int = 4096,
        gpu_layers: int = -1,
        tuning: Tuning | None = None,
        states: Path | None = None,
    ) -> None:
        expect_whole(path)  # a file may be of anybody, and C code reads it next
        tuning = tuning or usual()
        lib.llama_log_set(_log_callback, ctypes.c_void_p(0))
        lib.llama_backend_init()
        self._path = path
        self._states = States(states / _fingerprint(path, tuning, gpu_layers) if states else None)
        self._tokens: list[int] = []  # tokens in the context, in order
        self._has_logits = False  # whether the logits behind the last token are known
        self._shared_prefix: list[int] = []  # tokens that all prompts begin with

        model_params = lib.llama_model_default_params()
        model_params.n_gpu_layers = gpu_layers
        # Repacked for this CPU, weights are read 1.5 times slower than by llamafile's kernels (see
        # bench/LOG.md), and they would not share memory with the file.
        model_params.use_extra_bufts = False
        self._model = lib.llama_model_load_from_file(str(path).encode(), model_params)
        if not self._model:
            raise ModelError(
                f"{path} is not a model that llama.cpp can load: fetch it again with "
                "`byline models fetch`, or set BYLINE_MODEL to a GGUF file."
            )
        self._vocab = lib.llama_model_get_vocab(self._model)
        params = lib.llama_context_default_params()
        params.n_ctx = context_tokens
        params.n_seq_max = 2
        params.kv_unified = True  # sequences share cells of common tokens
        params.n_batch = params.n_ubatch = self._batch = tuning.batch
        params.flash_attn_type = int(tuning.flash_attention)
        params.n_threads = params.n_threads_batch = tuning.threads
        self._context = lib.llama_init_from_model(self._model, params)
        if not self._context:
            raise ModelError(
                f"There is not enough memory for {path.name} with {context_tokens} tokens of "
                "context: close other programs, or choose a smaller model with BYLINE_MODEL."
            )
        self._memory = lib.llama_get_memory(self._context)
        self._stopped: Callable[[], bool] = lambda: False  # of the current call
        # Kept as long as the model, because llama.cpp calls it between two steps of a computation.
        self._abort = lib.ggml_abort_callback(lambda data: self._stopped())
        lib.llama_set_abort_callback(self._context, self._abort, None)
        self._vocab_size = int(lib.llama_vocab_n_tokens(self._vocab))
        self._control = self._control_tokens()

    @property
    def name(self) -> str:
        """Name of the file, without its suffix."""
        return self._path.stem

    @property
    def context_tokens(self) -> int:
        """Most tokens of a prompt and its reply together."""
        return int(lib.llama_n_ctx(self._context))

    def count_tokens(self, text: str) -> int:
        """Count the tokens of `text`."""
        return len(self._tokenize(text))

    def read_ahead(self, prompt: Prompt, call: Call | None = None, *, lasting: bool = True) -> None:
        """Read a prompt's beginning and keep its state. See `LanguageModel.read_ahead`."""
        tokens = self._tokenize(self._begun(prompt))
        call = call or Call()
        if prompt.begun:
            known = self._states.shared(tokens) == len(tokens)
            if known:
                return
        else:
            known = self._states.has_whole(tokens)
            if not known:
                # The last token is read by itself, as it is when the rest comes from a state, so
                # that the first run rounds like later ones and gives the same answers.
                self._read(tokens[:-1], call)
            self._shared_prefix = tokens
        self._read(tokens, call)
        if not known:
            self._states.keep(self._save(), lasting=lasting)

    def unread(self, prompt: Prompt) -> int:
        """Count the tokens of a prompt that are neither in the context nor in a state."""
        tokens = self._tokenize(self._begun(prompt) if prompt.begun else self._format(prompt))
        return len(tokens) - max(common(self._tokens, tokens), self._states.shared(tokens))

    def log_odds(self, prompt: Prompt, yes: str, no: str, call: Call, *, then: str = "") -> float:
        """Log-odds of `yes` against `no` as the next token. See `LanguageModel.log_odds`."""
        tokens = self._tokenize(self._format(prompt))
        logits = self._read(tokens + self._tokenize(then), call, judged=len(tokens) - 1)
        return float(logits[self._tokenize(yes)[0]] - logits[self._tokenize(no)[0]])

    def write(
        self, prompt: Prompt, *, max_tokens: int, stop: tuple[str, ...], call: Call
    ) -> Iterator[str]:
        """Write a reply greedily, piece by piece. See `LanguageModel.write`."""
        self._read(self._tokenize(self._format(prompt)), call)
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        pending = ""
        for _ in range(max_tokens):
            token = int(np.argmax(self._logits()))
            if lib.llama_vocab_is_eog(self._vocab, token):
                break
            call.answer_tokens += 1
            pending += decoder.decode(self._piece(token))
            cut = min((at for at in map(pending.find, stop) if at >= 0), default=-1)
            if cut >= 0:
                pending = pending[:cut]
                break
            # Text that may begin a stop is held back until it is clear that it does not.
            ready = len(pending) - _overlap(pending, stop)
            if ready:
                yield pending[:ready]
                pending = pending[ready:]
            if len(self._tokens) >= self.context_tokens:
                break
            self._decode([token], call)
        if pending:
            yield pending

    def close(self) -> None:
        """Free the memory; the model cannot be used afterwards."""
        if self._context:
            lib.llama_free(self._context)
            lib.llama_model_free(self._model)
            self._context = self._model = None

    # -- text and tokens

    def _format(self, prompt: Prompt, *, open_reply: bool = True) -> str:
        """The dialogue in the model's chat format; with `open_reply` it ends inside the reply."""
        turns = [*prompt.turns]
        begun = turns.pop()[1] if open_reply and turns else ""
        messages = [("system", prompt.system)] if prompt.system else []
        for user, assistant in turns:
            messages += [("user", user), ("assistant", assistant)]
        if open_reply:
            messages.append(("user", prompt.turns[-1][0]))
        return self._templated(messages, open_reply) + begun

    def _begun(self, prompt: Prompt) -> str:
        """The dialogue up to the end of the incomplete message `prompt.begun`."""
        if not prompt.begun:
            return self._format(prompt, open_reply=False)
        turns = (*prompt.turns, (f"{prompt.begun}{_GOES_ON}", ""))
        return self._format(Prompt(prompt.system, turns)).rpartition(_GOES_ON)[0]

    def _templated(self, messages: Sequence[tuple[str, str]], open_reply: bool) -> str:
        array = (lib.llama_chat_message * len(messages))(
            *(lib.llama_chat_message(role.encode(), self._harmless(t)) for role, t in messages)
        )
        template = lib.llama_model_chat_template(self._model, None) or b"chatml"
        size = sum(2 * len(text.encode("utf-8", "replace")) + 128 for _, text in messages)
        buffer = ctypes.create_string_buffer(size)
        length = lib.llama_chat_apply_template(
            template, array, len(messages), open_reply, buffer, size
        )
        if length < 0:  # llama.cpp does not know this template
            length = lib.llama_chat_apply_template(
                b"chatml", array, len(messages), open_reply, buffer, size
            )
        return buffer.raw[:length].decode("utf-8", "replace")

    def _control_tokens(self) -> re.Pattern[str]:
        """A pattern of the control tokens of the model's chat format, such as <|im_end|>.

        Some models list marks of their format, such as <tool_call>, as tokens of their own only.
        """
        spellings = []
        for token in range(self._vocab_size):
            is_control = lib.llama_vocab_is_control(self._vocab, token)
            is_own = (
                lib.llama_vocab_get_attr(self._vocab, token) & lib.LLAMA_TOKEN_ATTR_USER_DEFINED
            )
            if is_control or is_own:
                spelling = lib.llama_vocab_get_text(self._vocab, token).decode("utf-8", "replace")
                if is_control or _MARK.fullmatch(spelling):
                    spellings.append(re.escape(spelling))
        return re.compile("|".join(spellings) or r"(?!)")

    def _harmless(self, text: str) -> bytes:
        """Encode `text` without control tokens, by which untrusted text could end its turn."""
        while (without := self._control.sub("", text)) != text:
            text = without
        return text.encode("utf-8", "replace")

    def _tokenize(self, text: str) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        tokens = (lib.llama_token * room)()
        count = lib.llama_tokenize(self._vocab, data, len(data), tokens, room, False, True)
        return list(tokens[:count])

    def _piece(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        length = lib.llama_token_to_piece(self._vocab, token, buffer, 256, 0, False)
        return buffer.raw[: max(length, 0)]

    # -- the context

    def _read(self, tokens: list[int], call: Call, *, judged: int | None = None) -> Logits:
        """Make the context hold exactly `tokens`, reading as few of them as possible.

        Returns the logits behind token number `judged` (None: the last one), shape (vocabulary,),
        valid until the next decode. Raises ModelError if they do not fit, and Stopped.
        """
        if len(tokens) >= self.context_tokens:
            raise ModelError(
                f"The prompt is {len(tokens)} tokens long and the model takes "
                f"{self.context_tokens}: raise BYLINE_CONTEXT_TOKENS."
            )
        call.prompt_tokens += len(tokens)
        if judged is None and self._has_logits and tokens == self._tokens:
            call.cached_tokens += len(tokens)
            return self._logits()
        # That token is always read again, because the logits come from it.
        judged = len(tokens) - 1 if judged is None else judged
        kept = min(common(self._tokens, tokens), judged)
        self._save_rest(kept)
        if self._states.shared(tokens) > kept:
            best = self._states.best(tokens)
            if best is not None:
                self._restore(best)
            kept = min(common(self._tokens, tokens), judged)
        self._forget(kept)
        call.cached_tokens += kept
        for start in range(kept, len(tokens), self._batch):
            part = tokens[start : start + self._batch]
            wanted = judged - start if start <= judged < start + len(part) else None
            self._decode(part, call, judged=wanted)
            if wanted is not None:
                logits = self._logits(wanted).copy()
        return logits

    def _decode(self, tokens: Sequence[int], call: Call, *, judged: int | None = None) -> None:
        """Append `tokens` to the context, with logits of the last one and of number `judged`."""
        if call.stopped():
            raise Stopped("Stopped.")
        array = (lib.llama_token * len(tokens))(*tokens)
        wanted = (ctypes.c_int8 * len(tokens))()
        wanted[-1] = wanted[-1 if judged is None else judged] = True
        batch = lib.llama_batch_get_one(array, len(tokens))
        batch.logits = wanted
        self._stopped = call.stopped
        self._has_logits = False
        result = lib.llama_decode(self._context, batch)
        if result == _ABORTED:
            lib.llama_memory_seq_rm(self._memory, _SEQUENCE, len(self._tokens), -1)
            raise Stopped("Stopped.")
        if result != 0:
            self._tokens.clear()
            lib.llama_memory_clear(self._memory, True)
            raise ModelError(f"The language model failed (llama.cpp code {result}): ask again.")
        self._tokens += tokens
        self._has_logits = True

    def _logits(self, token: int = -1) -> Logits:
        """Logits behind a token of the last decode, shape (vocabulary,), valid until the next."""
        row = lib.llama_get_logits_ith(self._context, token)
        return np.ctypeslib.as_array(row, shape=(self._vocab_size,))

    # -- states

    def _save_rest(self, kept: int) -> None:
        """Save the state of the context if much of it behind `kept` tokens is in no state yet."""
        base = len(self._shared_prefix)
        known = max(kept, base, self._states.shared(self._tokens))
        new = len(self._tokens) - known
        if self._tokens[:base] == self._shared_prefix and new > _WORTH_KEEPING:
            self._states.keep(self._save())

    def _save(self) -> State:
        """The state behind the shared prefix; the whole where the tokens do not go on from that."""
        base = len(self._shared_prefix)
        if len(self._tokens) == base or self._tokens[:base] != self._shared_prefix:
            base = 0
        lib.llama_memory_seq_cp(self._memory, _SEQUENCE, _ASIDE, base, -1)
        size = lib.llama_state_seq_get_size(self._context, _ASIDE)
        buffer = (ctypes.c_uint8 * size)()
        lib.llama_state_seq_get_data(self._context, buffer, size, _ASIDE)
        lib.llama_memory_seq_rm(self._memory, _ASIDE, -1, -1)
        return State(np.asarray(self._tokens, dtype=np.int32), base, bytes(buffer))

    def _restore(self, state: State) -> None:
        """Restore `state`; if that fails, restore the longest prefix of it."""
        if common(self._tokens, state.tokens) < state.base:
            prefix = self._states.best(state.tokens[: state.base].tolist())
            if prefix is None or prefix.base or len(prefix.tokens) < state.base:
                return
            self._restore(prefix)
            if len(self._tokens) < state.base:
                return
        self._forget(state.base)
        buffer = (ctypes.c_uint8 * len(state.data)).from_buffer_copy(state.data)
        if lib.llama_state_seq_set_data(self._context, buffer, len(state.data), _ASIDE):
            lib.llama_memory_seq_cp(self._memory, _ASIDE, _SEQUENCE, -1, -1)
            lib.llama_memory_seq_rm(self._memory, _ASIDE, -1, -1)
            self._tokens[:] = state.tokens.tolist()
            self._has_logits = False

    def _forget(self, kept: int) -> None:
        """Remove all but the first `kept` tokens from the context."""
        self._has_logits = self._has_logits and kept == len(self._tokens)
        lib.llama_memory_seq_rm(self._memory, _SEQUENCE, kept, -1)
        del self._tokens[kept:]


def built_with() -> str:
    """Name the backends and instructions of this llama.cpp, and whether a GPU can help."""
    lib.llama_backend_init()
    built = lib.llama_print_system_info().decode("utf-8", "replace")
    backends = re.findall(r"(\w+) : ", built)
    used = re.findall(r"(\w+) = 1\b", built)
    gpu = "a GPU can compute layers" if lib.llama_supports_gpu_offload() else "no GPU is used"
    return f"built for {', '.join(backends) or 'CPU'} ({', '.join(used)}); {gpu}"


def _fingerprint(path: Path, tuning: Tuning, gpu_layers: int) -> str:
    """Hash all that a state depends on besides its tokens: weights, library, and memory layout."""
    stat = path.stat()
    parts: tuple[object, ...] = (
        llama_cpp.__version__,
        path.name,
        stat.st_size,
        stat.st_mtime_ns,
        tuning.flash_attention,
    )
    # A GPU rounds other last digits than a CPU. Without one the setting has no effect, and states
    # from before it existed are still used.
    if gpu_layers and lib.llama_supports_gpu_offload():
        parts += (gpu_layers,)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _overlap(text: str, stops: tuple[str, ...]) -> int:
    """Number of characters at the end of `text` that may begin a stop."""
    longest = max((len(stop) - 1 for stop in stops), default=0)
    return next(
        (
            n
            for n in range(min(longest, len(text)), 0, -1)
            if any(s.startswith(text[-n:]) for s in stops)
        ),
        0,
    )
