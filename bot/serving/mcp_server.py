"""Wraps mcp: lets an assistant search the library, ask it and read its articles.

Speaks the Model Context Protocol over stdin and stdout, which therefore hold nothing else.
"""

import asyncio
from datetime import date
from typing import Annotated, Any

import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from bot.answering.answerer import Answerer
from bot.memory.answer_json import answer_to_json
from bot.question.typed import MAX_QUESTION_CHARS
from bot.serving import views
from bot.serving.model_line import ModelLine
from bot.serving.question_json import EarlierTurn, Question
from bot.serving.views import MOST_HITS, FoundPassages, WholeArticle
from index.errors import BylineError
from index.folder.library_folder import LibraryFolder

_MOST_WAITING = 8
_INSTRUCTIONS = (
    "A library of news articles. `ask` answers a question from them and quotes the sentences that "
    "carry the answer, word for word; when its outcome is not_found, the articles do not say, and "
    "nothing should be added from memory. `search` finds passages, `article` shows a whole article."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Words = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION_CHARS)]


def run(answerer: Answerer, library_folder: LibraryFolder) -> None:
    """Serve one assistant until it closes stdin."""
    line = ModelLine(answerer, _MOST_WAITING)
    try:
        server(line, library_folder).run("stdio")
    finally:
        line.close()


def server(line: ModelLine, library_folder: LibraryFolder) -> MCPServer[Any]:
    """The server with its three tools."""
    made: MCPServer[Any] = MCPServer("byline", title="Byline", instructions=_INSTRUCTIONS)

    @made.tool(annotations=_READS)
    async def ask(
        question: Words,
        history: Annotated[
            list[EarlierTurn] | None, Field(description="What was asked before, oldest first.")
        ] = None,
        asked_on: Annotated[
            date | None, Field(description='The day of "today"; later articles are not used.')
        ] = None,
    ) -> dict[str, Any]:
        """Answer a question from the articles, with exact citations.

        `outcome` is "answered" or "not_found"; `text` has [1] marks that name `citations`.
        """
        asked = Question(question=question, history=history or [], asked_on=asked_on)
        return await _answered(line, asked)

    @made.tool(annotations=_READS)
    async def search(
        words: Words,
        count: Annotated[int, Field(ge=1, le=MOST_HITS)] = 8,
        until: Annotated[
            date | None, Field(description="Leave out what was published later.")
        ] = None,
        latest: Annotated[bool, Field(description="Newer articles first among the best.")] = False,
    ) -> FoundPassages:
        """Find passages of articles by meaning and by words, the best first."""
        try:
            return await anyio.to_thread.run_sync(
                lambda: views.search(library_folder, words, count, until=until, latest=latest)
            )
        except BylineError as error:
            raise ToolError(str(error)) from error

    @made.tool(annotations=_READS)
    async def article(
        article_id: Annotated[str, Field(description="The article_id of a citation or a hit.")],
    ) -> WholeArticle:
        """Show a whole article."""
        try:
            held = await anyio.to_thread.run_sync(views.article, library_folder, article_id)
        except BylineError as error:
            raise ToolError(str(error)) from error
        if held is None:
            raise ToolError("The library has no article of this id: take one that search gives.")
        return held

    return made


async def _answered(line: ModelLine, asked: Question) -> dict[str, Any]:
    """The answer; an assistant that cancels its call stops it. Raises ToolError."""
    try:
        job = asked.job()
        line.put(job)
    except BylineError as error:
        raise ToolError(str(error)) from error
    try:
        return answer_to_json(await asyncio.wrap_future(job.answer))
    except BylineError as error:
        raise ToolError(str(error)) from error
    finally:
        line.stop(job)
