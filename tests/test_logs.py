"""No line of the log holds a secret, whoever wrote it and however it came about."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "7000000001:AAF-a-token-of-thirty-five-letters"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    state = root.level, root.handlers[:], sys.excepthook, threading.excepthook
    raising = logging.raiseExceptions
    yield
    root.setLevel(state[0])
    root.handlers[:] = state[1]
    sys.excepthook, threading.excepthook = state[2], state[3]
    logging.raiseExceptions = raising


def fail() -> None:
    raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe cannot be reached")


def test_messages_arguments_and_tracebacks_are_blacked_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure([TOKEN], logging.DEBUG)
    log = logging.getLogger("test")
    log.info("asked %s", f"/bot{TOKEN}/sendMessage")
    log.debug("only the half: %s", TOKEN.partition(":")[2])
    log.info("bytes: %r", f"/bot{TOKEN}/".encode())
    try:
        fail()
    except ValueError:
        log.exception("it failed")
    written = capsys.readouterr().err
    assert written.count("<secret>") >= 4
    assert TOKEN.partition(":")[2] not in written
    assert "ValueError" in written


def test_what_nobody_catches_is_blacked_out_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure([TOKEN])
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    written = capsys.readouterr().err
    assert written.count("uncaught") == 2
    assert TOKEN not in written


def test_a_line_that_cannot_be_formatted_is_not_printed_raw(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure([TOKEN])
    logging.getLogger("test").info("%d", TOKEN)
    assert TOKEN not in capsys.readouterr().err


def test_each_calls_address_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure([TOKEN])
    logging.getLogger("httpx").info("POST https://api.telegram.org/")
    logging.getLogger("bot").info("answering")
    written = capsys.readouterr().err
    assert "POST" not in written
    assert "answering" in written


def test_a_secret_that_holds_another_leaves_no_rest(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(["ferry-9", "ferry-9-harbour", "u:x"])
    logging.getLogger("bot").info("with ferry-9-harbour, ferry-9 and u:x, example")
    written = capsys.readouterr().err
    assert written.endswith("with <secret>, <secret> and <secret>, example\n")


def test_without_secrets_nothing_is_blacked_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure([""])
    logging.getLogger("bot").info("plain")
    assert capsys.readouterr().err.endswith("plain\n")
