"""What Telegram refuses in the parameters of a call.

Every call is checked against aiogram's model of its method: unknown names and wrong types are
refused in words of our own, where Telegram would often look away. Error texts are Telegram's, as
tdlib and recorded live answers give them.
"""

from __future__ import annotations

import io
import json
import zlib
from contextlib import suppress
from typing import Any, NamedTuple, get_args

from lo_bot_api_emulator import ApiRefusal
from PIL import Image
from pydantic import BaseModel, ValidationError
from telegram_html import Entity, MarkupError, link_problem, parse, trim, utf16
from telegram_models import BufferedInputFile, model_of

Json = dict[str, Any]
WITHIN_S = 60.0  # how long tests wait for an event: far longer than a busy machine needs

_ACTIONS = ("callback_data", "url", "web_app", "copy_text", "switch_inline_query")


class Call(NamedTuple):
    """What the bot asked for, and when."""

    time: float  # time.monotonic()
    method: str
    params: Json


def decoded(method: str, fields: Json, uploads: Json, *, simulated: bool) -> Json:
    """The parameters of a call, checked against aiogram's model of the method.

    Raises ApiRefusal; with 501 for a method that exists and is not `simulated` by this server.
    """
    model = model_of(method)
    if model is None:
        raise ApiRefusal("Not Found: method not found", 404)
    if not simulated:
        raise ApiRefusal(f"Not Implemented: {method} is not simulated here", 501)
    params: Json = {}
    for name, value in fields.items():
        if name not in model.model_fields:
            raise ApiRefusal(f'Bad Request: unknown parameter "{name}"')
        kind = model.model_fields[name].annotation
        is_text = not isinstance(value, str) or str in (kind, *get_args(kind))
        with suppress(ValueError):  # where it is no JSON, the model says what it should be
            params[name] = value
            params[name] = value if is_text else json.loads(value)
    files = {k: BufferedInputFile(v["data"], v["filename"]) for k, v in uploads.items()}
    for name, value in params.items():
        if isinstance(value, str) and value.startswith("attach://"):
            params[name] = files.pop(value.removeprefix("attach://"), value)
    params |= files
    if method in ("sendMessage", "editMessageText") and not params.get("text"):
        raise ApiRefusal("Bad Request: message text is empty")
    try:
        unknown = _unknown(model.model_validate(params, strict=True))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ApiRefusal(f"Bad Request: {where}: {first['msg']}") from None
    if unknown:
        raise ApiRefusal(f'Bad Request: unknown parameter "{unknown}"')
    return params


def photo_size(data: bytes) -> Json:
    """Telegram's description of a picture. Raises ApiRefusal when `data` is none."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    except OSError:
        raise ApiRefusal("Bad Request: IMAGE_PROCESS_FAILED") from None
    identity = f"photo-{zlib.crc32(data)}"
    return {"file_id": identity, "file_unique_id": identity, "width": width, "height": height}


def _unknown(value: Any, path: str = "") -> str:
    """The path of the first name that the Bot API does not know; "" when it knows all."""
    if isinstance(value, list):
        return next(filter(None, (_unknown(each, path) for each in value)), "")
    if not isinstance(value, BaseModel):
        return ""
    for name in value.model_extra or {}:
        return f"{path}{name}"
    return next(filter(None, (_unknown(each, f"{path}{name}.") for name, each in value)), "")


def scope_key(params: Json) -> tuple[str, str]:
    """For whom commands are set: the scope as JSON, and the language."""
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), params.get("language_code") or ""


def written(params: Json, name: str, limit: int, too_long: str) -> tuple[str, list[Entity]]:
    """The text and entities that are shown, from a text or caption. Raises ApiRefusal."""
    text, mode = params.get(name, ""), params.get("parse_mode", "").lower()
    entities = params.get("entities" if name == "text" else "caption_entities", [])
    if mode == "html":
        try:
            text, entities = parse(text)
        except MarkupError as error:
            raise ApiRefusal(f"Bad Request: can't parse entities: {error}") from None
    elif mode in ("markdown", "markdownv2"):
        raise ApiRefusal(f"Not Implemented: parse_mode {mode} is not simulated here", 501)
    elif mode:
        raise ApiRefusal("Bad Request: unsupported parse_mode")
    text, entities = trim(text.replace("\r", ""), entities)
    if name == "text" and not text:
        raise ApiRefusal("Bad Request: text must be non-empty")
    if utf16(text) > limit:
        raise ApiRefusal(f"Bad Request: {too_long}")
    return text, entities


def markup(params: Json) -> Json | None:
    """The buttons of a message. Raises ApiRefusal."""
    keyboard: Json | None = params.get("reply_markup")
    rows = (keyboard or {}).get("inline_keyboard", [])
    for button in (each for row in rows for each in row):
        unallowed = "can't parse inline keyboard button: Text buttons are unallowed in the inline"
        if not any(button.get(action) for action in _ACTIONS):
            raise ApiRefusal(f"Bad Request: {unallowed} keyboard")
        if len(button.get("callback_data", "").encode()) > 64:
            raise ApiRefusal("Bad Request: BUTTON_DATA_INVALID")
        url = button.get("url")
        if url and (problem := link_problem(url)):
            raise ApiRefusal(
                f"Bad Request: inline keyboard button URL '{url}' is invalid: {problem}"
            )
    if sum(map(len, rows)) > 100:
        raise ApiRefusal("Bad Request: reply markup is too long")
    return keyboard
