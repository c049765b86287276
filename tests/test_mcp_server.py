"""The Model Context Protocol server, asked by the official client."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api_server import until
from fakes import HashingEncoder
from paced_model import PacedModel, held
from sample_library import place

from bot.answering.answerer import Answerer
from bot.memory.answer_json import answer_from_json
from bot.serving.model_line import ModelLine
from index.folder.library_folder import LibraryFolder

if TYPE_CHECKING:
    from mcp import Client
    from mcp.types import CallToolResult

pytestmark = pytest.mark.slow

QUESTION = "Who led Ukraine's team at the talks in Istanbul?"
TESTS = Path(__file__).parent


@contextmanager
def library_of(folder: Path, model: PacedModel) -> Iterator[tuple[ModelLine, LibraryFolder]]:
    place(folder / "articles", folder / "library")
    library_folder = LibraryFolder(folder / "library", HashingEncoder(), HashingEncoder)
    line = ModelLine(Answerer(library_folder.searcher, model, read_ahead=0), 4)
    yield line, library_folder
    line.close()
    library_folder.close()


def client_of(line: ModelLine, library_folder: LibraryFolder) -> "Client":
    """A client of the server in this process. Imports mcp here: 0.5 s that `make check` spares."""
    from mcp import Client

    from bot.serving.mcp_server import server

    return Client(server(line, library_folder))


def held_in(result: "CallToolResult") -> dict[str, Any]:
    """What a tool gave."""
    assert not result.is_error, result
    content: dict[str, Any] | None = result.structured_content
    assert content is not None
    return content


def refusal(result: "CallToolResult") -> str:
    """Why a tool gave nothing."""
    assert result.is_error
    return " ".join(str(getattr(part, "text", "")) for part in result.content)


async def test_an_assistant_finds_asks_and_reads(tmp_path: Path) -> None:
    with library_of(tmp_path, PacedModel()) as parts:
        async with client_of(*parts) as client:
            tools = (await client.list_tools()).tools
            assert [tool.name for tool in tools] == ["ask", "search", "article"]
            assert all(tool.description and tool.output_schema for tool in tools)
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
            assert "quotes" in str(client.instructions)

            answer = held_in(await client.call_tool("ask", {"question": QUESTION}))
            assert answer["outcome"] == "answered"
            cited = answer_from_json(answer).citations[0]

            article = held_in(await client.call_tool("article", {"article_id": cited.article_id}))
            assert article["text"][cited.start : cited.end] == cited.sentence

            found = held_in(await client.call_tool("search", {"words": "Notre-Dame", "count": 2}))
            assert len(found["hits"]) == 2

            history = [{"question": QUESTION, "answer": answer["text"]}]
            follow_up = {"question": "And where were they held?", "history": history}
            assert held_in(await client.call_tool("ask", follow_up))["earlier"]


async def test_what_cannot_be_done_is_said_in_a_line(tmp_path: Path) -> None:
    with library_of(tmp_path, PacedModel()) as parts:
        async with client_of(*parts) as client:
            assert "empty" in refusal(await client.call_tool("ask", {"question": " "}))
            assert "empty" in refusal(await client.call_tool("search", {"words": " "}))
            assert "no article" in refusal(await client.call_tool("article", {"article_id": "x"}))
            refusal(await client.call_tool("search", {"words": "a", "count": 51}))
            refusal(await client.call_tool("ask", {"question": "w" * 1001}))
            refusal(await client.call_tool("ask", {"question": QUESTION, "asked_on": "soon"}))


async def test_a_call_that_is_cancelled_stops_the_answer(tmp_path: Path) -> None:
    model = held()
    with library_of(tmp_path, model) as (line, library_folder):
        async with client_of(line, library_folder) as client:
            call = asyncio.create_task(client.call_tool("ask", {"question": QUESTION}))
            assert await asyncio.to_thread(model.writing.wait, 60)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            await asyncio.to_thread(until, lambda: line.endings["stopped"] == 1)


async def test_the_command_speaks_over_stdin_and_stdout(tmp_path: Path) -> None:
    from mcp import Client, StdioServerParameters

    place(tmp_path / "articles", tmp_path / "library")
    library_folder = LibraryFolder(tmp_path / "library", HashingEncoder(), HashingEncoder)
    library_folder.close()
    environment = {**os.environ, "BYLINE_ENCODER": "hashing", "BYLINE_CACHE": str(tmp_path / "c")}
    environment["PYTHONPATH"] = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    command = StdioServerParameters(
        command=sys.executable,
        args=[str(TESTS / "mcp_alone.py"), str(tmp_path / "library")],
        env=environment,
        cwd=str(tmp_path),
    )
    async with Client(command) as client:
        answer = held_in(await client.call_tool("ask", {"question": QUESTION}))
        assert answer["outcome"] == "answered"
        assert held_in(await client.call_tool("search", {"words": "talks"}))["hits"]
