"""Wraps FastAPI: the HTTP API, and the OpenAPI document that describes it.

Knows what may be asked and how it is answered in JSON; `guard.py` decides who may ask.
"""

import logging
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from bot.errors import BusyError, QuestionError, Stopped, TooSlowError
from bot.memory.answer_json import answer_to_json
from bot.question.typed import MAX_QUESTION_CHARS
from bot.serving import asking, prometheus_format, views
from bot.serving.api_token import Access
from bot.serving.asking import Drafts, Limits
from bot.serving.guard import Guard
from bot.serving.model_line import BROKEN, ModelLine
from bot.serving.page.kept_answers import KeptAnswers
from bot.serving.page.routes import Page, to_page
from bot.serving.page.visitors import Doors, MiniApp
from bot.serving.prometheus_format import Numbers
from bot.serving.question_json import AnswerJson, Question
from bot.serving.views import MOST_HITS, FoundPassages, WholeArticle
from index.errors import BylineError, LibraryError
from index.folder.library_folder import LibraryFolder

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer: one line for people, with what to do about it."""

    error: str


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the server is well."""

    ok: bool


@dataclass(frozen=True, slots=True)
class Served:
    """What the API stands on; `statuses` counts its answers by status.

    Without a `mini_app` the page is for the owner alone; `kept` are the answers that were asked for
    on it.
    """

    line: ModelLine
    library_folder: LibraryFolder
    limits: Limits
    statuses: Counter[int] = field(default_factory=Counter)
    mini_app: MiniApp | None = None
    kept: KeptAnswers = field(default_factory=KeptAnswers)


def api(served: Served, access: Access) -> FastAPI:
    """The API as an ASGI application, and the page."""
    app = _application()
    app.state.served = served
    doors = Doors(access, served.mini_app)
    page = Page(served.line, served.library_folder, served.limits, doors=doors, kept=served.kept)
    app.mount("/page", page.app)
    app.add_route("/", to_page, include_in_schema=False)
    app.add_middleware(Guard, access=access, statuses=served.statuses)
    return app


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return _application().openapi()


def _application() -> FastAPI:
    app = FastAPI(
        title="Byline",
        version="1",
        summary="Questions about news articles, answered with the sentences that carry the answer.",
        # Its pages on the document load scripts from another host.
        docs_url=None,
        redoc_url=None,
        exception_handlers={
            BylineError: _byline_error,
            RequestValidationError: _invalid,
            HTTPException: _http_error,
            Exception: _broken,
        },
    )
    app.include_router(_closed)
    app.include_router(_open)
    return app


def _served(request: Request) -> Served:
    served: Served = request.app.state.served
    return served


Serving = Annotated[Served, Depends(_served)]
# Only describes the token in the document: `guard.py` has checked it before.
_BEARER = HTTPBearer(auto_error=False, description="The token, where the server has one.")
_closed = APIRouter(
    dependencies=[Depends(_BEARER)],
    responses={
        401: {"model": Problem, "description": "The token is missing or wrong."},
        403: {"model": Problem, "description": "Without a token only this machine may ask."},
        422: {"model": Problem, "description": "The request is not as described here."},
        503: {"model": Problem, "description": "Too many wait, or the library cannot be read."},
    },
)
_open = APIRouter()

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "model": AnswerJson,
        "description": "The answer. With `Accept: text/event-stream` as events: `text` with "
        '{"from": n, "text": t} while it is written (the first n characters stay, t follows them), '
        'then `answer` with the whole answer, or `error` with {"error": why}.',
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    400: {"model": Problem, "description": "The body is no JSON in UTF-8."},
    504: {"model": Problem, "description": "The answer took too long."},
}


@_closed.post("/v1/ask", response_model=None, responses=_ANSWERS, operation_id="ask")
async def ask(asked: Question, request: Request, served: Serving) -> Response:
    """Answer a question. Who goes away stops the answer."""
    job, line, limits = asked.job(), served.line, served.limits
    if "text/event-stream" not in request.headers.get("accept", "").lower():
        line.put(job)
        answer = await asking.answered(line, job, limits, request.receive)
        return JSONResponse(answer_to_json(answer, asked.id)) if answer else Response()
    drafts = Drafts()
    job.on_text = drafts.put
    line.put(job)
    stream = asking.events(line, job, drafts, limits, request.receive, question_id=asked.id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@_closed.get("/v1/search", response_model=FoundPassages, operation_id="search")
def search(
    served: Serving,
    q: Annotated[
        str, Query(min_length=1, max_length=MAX_QUESTION_CHARS, description="What to look for.")
    ],
    count: Annotated[int, Query(ge=1, le=MOST_HITS, description="At most so many hits.")] = 8,
    until: Annotated[date | None, Query(description="Leave out what was published later.")] = None,
    *,
    latest: Annotated[bool, Query(description="Newer articles first among the best.")] = False,
) -> Response:
    """Find passages by meaning and by words, without the language model."""
    found = views.search(served.library_folder, q, count, until=until, latest=latest)
    return JSONResponse(jsonable_encoder(asdict(found)))


@_closed.get(
    "/v1/articles/{article_id}",
    response_model=WholeArticle,
    responses={404: {"model": Problem, "description": "The library has no such article."}},
    operation_id="article",
)
def article(
    served: Serving,
    article_id: Annotated[str, Path(description="The `article_id` of a citation or hit.")],
) -> Response:
    """Show an article, into whose text the offsets of citations and hits point."""
    held = views.article(served.library_folder, article_id)
    if held is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "The library has no article of this id.")
    return JSONResponse(jsonable_encoder(asdict(held)))


@_closed.get("/metrics", response_class=PlainTextResponse, operation_id="metrics")
def show_metrics(served: Serving) -> Response:
    """Show numbers in the text format of Prometheus."""
    line = served.line
    numbers = Numbers(
        tally=line.tally,
        library=served.library_folder.library.summary(),
        waiting=line.waiting,
        answering=line.busy,
        waits=line.waits,
        unanswered={"failed": 0, "stopped": 0, "turned_away": 0, **line.endings},
        responses=served.statuses.copy(),
    )
    return Response(prometheus_format.text(numbers), media_type=prometheus_format.CONTENT_TYPE)


@_open.get("/healthz", operation_id="healthz")
async def healthz() -> Health:
    """Say that the server runs. Needs no token."""
    return Health(ok=True)


@_open.get(
    "/readyz",
    response_model=Health,
    responses={503: {"model": Health, "description": "It cannot answer at this moment."}},
    operation_id="readyz",
)
async def readyz(served: Serving) -> Response:
    """Say whether questions can be answered at this moment. Needs no token."""
    ready = not served.line.closing and await run_in_threadpool(_readable, served)
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(asdict(Health(ready)), status)


def _readable(served: Served) -> bool:
    try:
        return bool(served.library_folder.library.roots())
    except LibraryError:
        _LOG.warning("the library cannot be read", exc_info=True)
        return False


def _problem(status: int, why: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": why}, status, headers)


async def _byline_error(request: Request, error: Exception) -> Response:
    if isinstance(error, BusyError):
        retry = {"Retry-After": str(error.wait_s)}
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), retry)
    if isinstance(error, QuestionError):
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    if isinstance(error, TooSlowError):
        return _problem(HTTPStatus.GATEWAY_TIMEOUT, str(error))
    if isinstance(error, LibraryError | Stopped):
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"][1:])) or "the request"
    return _problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}; /openapi.json describes it."
    )


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers) if error.headers else None
    unread = error.status_code == HTTPStatus.BAD_REQUEST
    why = "The body cannot be read: send JSON in UTF-8." if unread else error.detail
    return _problem(error.status_code, why, headers)


async def _broken(request: Request, error: Exception) -> Response:
    # The server closes the connection after such an error.
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN, {"Connection": "close"})
