"""aiogram's models of the methods of the Bot API, built when they are first used.

aiogram builds a validator for each of its 600 types when it is imported: three seconds, in each
process that runs tests, for the few dozen that our bot uses.
"""

from functools import cache
from typing import Any, Literal, Optional, Union

import pytest
from pydantic import BaseModel

with pytest.MonkeyPatch.context() as importing:
    importing.setattr(BaseModel, "model_rebuild", classmethod(lambda *_, **__: None))
    import aiogram.methods
    from aiogram import types
    from aiogram.client.default import Default
    from aiogram.enums import ChatAction
    from aiogram.types import BufferedInputFile

__all__ = ["BufferedInputFile", "ChatAction", "model_of"]

# What stands in the annotations of aiogram's types, as its own __init__ gives it to pydantic.
_NAMES = {
    **{name: getattr(types, name) for name in types.__all__},
    "List": list,
    "Optional": Optional,
    "Union": Union,
    "Literal": Literal,
    "Default": Default,
}


@cache
def model_of(method: str) -> Any:
    """The model of the method with this name; None when the Bot API has no such method."""
    model: type[BaseModel] | None
    model = getattr(aiogram.methods, method[:1].upper() + method[1:], None)
    if model is None or getattr(model, "__api_method__", "") != method:
        return None
    model.model_rebuild(force=True, _types_namespace=_NAMES)
    return model
