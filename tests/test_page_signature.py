"""Who opened the page inside Telegram: Telegram's signature, and how old it is."""

from urllib.parse import parse_qsl, urlencode

import pytest
from every_case import over
from page_readers import TOKEN, init_data

from bot.serving.page.init_data import FRESH_S, Opener, StaleError, UnsignedError, opener

# Signed by Telegram itself for a real bot, whose token was published with it.
REAL = (
    "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav"
    "%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A"
    "%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&"
    "hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
)
SIGNED_AT = 1662771648


def test_what_telegram_signed_is_believed() -> None:
    assert opener(REAL, TOKEN, SIGNED_AT + 60) == Opener(279058397, "ru")


def test_the_tests_sign_as_telegram_does() -> None:
    assert opener(init_data(7, at=1000, language="de"), TOKEN, 1000) == Opener(7, "de")


@over([-300, 0, FRESH_S])
def test_a_page_that_was_opened_within_the_hour_can_be_read(age_s: int) -> None:
    assert opener(REAL, TOKEN, SIGNED_AT + age_s).person == 279058397


@over([-301, FRESH_S + 1, 10**9])
def test_an_old_signature_and_one_of_the_future_are_stale(age_s: int) -> None:
    with pytest.raises(StaleError):
        opener(REAL, TOKEN, SIGNED_AT + age_s)


def changed(name: str, value: str | None) -> str:
    fields = dict(parse_qsl(REAL))
    if value is None:
        del fields[name]
    else:
        fields[name] = value
    return urlencode(fields)


@over(
    [
        "",
        "hash=",
        "%ff",
        "&&&",
        "hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2",
        REAL[:-1],
        REAL[:-1] + "é",
        REAL.upper(),
        f"{REAL}&user=%7B%22id%22%3A1%7D",
        f"user=%7B%22id%22%3A1%7D&{REAL}",
        f"{REAL}&hash=0",
        f"{REAL}&more=1",
        changed("hash", None),
        changed("user", '{"id": 1}'),
        changed("auth_date", str(SIGNED_AT + 1)),
        changed("query_id", None),
        "x=" + "y" * 100_000,
        *(init_data(7, at=SIGNED_AT, user=user) for user in ("", "[]", "7", '{"id": "x"}', "{}")),
        init_data(7, token="1:" + TOKEN, at=SIGNED_AT),
        init_data(7, auth_date="soon"),
    ]
)
def test_what_telegram_did_not_sign_is_not_believed(data: str) -> None:
    with pytest.raises(UnsignedError):
        opener(data, TOKEN, SIGNED_AT)
