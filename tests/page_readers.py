"""People who open the page inside Telegram: what Telegram's apps send of them, signed."""

import hashlib
import hmac
import json
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from bot.memory.all_databases import Memory
from bot.serving.page.visitors import MiniApp
from bot.settings import load

TOKEN = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"


def init_data(
    person: int, *, token: str = TOKEN, at: float | None = None, language: str = "en", **more: str
) -> str:
    """The `initData` of a person who opened the page at `at`, in seconds since 1970; now if None.

    Written after Telegram's description, with other calls than the code that is tested.
    """
    user = json.dumps({"id": person, "first_name": "Ana & <b>", "language_code": language})
    when = str(int(time.time() if at is None else at))
    fields = {"query_id": "AAHdF6IQ", "user": user, "auth_date": when, "signature": "x", **more}
    lines = "\n".join(sorted(f"{name}={value}" for name, value in fields.items()))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    found = hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": found}, quote_via=quote)


def mini_app(folder: Path, memory: Memory, **settings: object) -> MiniApp:
    """The page's view of a bot with an owner, so that only invited people may ask."""
    rules = load(library=folder, **({"admins": "1"} | settings))
    return MiniApp(TOKEN, rules, memory)
