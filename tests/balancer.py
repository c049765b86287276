"""What stands before several bots that share a webhook: gives each update to the next bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, web


class Balancer:
    """`bots` are the addresses that updates go to in turn; one that does not answer is skipped."""

    def __init__(self, url: str, session: ClientSession) -> None:
        self.url = url
        self.bots: list[str] = []
        self.given: list[str] = []
        """Which bot took each update."""
        self._session = session

    async def take(self, request: web.Request) -> web.Response:
        """Give an update to a bot, and its answer back; 503 when there is none."""
        body = await request.read()
        for _ in range(len(self.bots)):
            bot = self.bots.pop(0)
            self.bots.append(bot)
            try:
                async with self._session.post(bot, data=body, headers=request.headers) as reply:
                    if reply.status == 200:
                        self.given.append(bot)
                        return web.Response(status=200)
            except ClientError:
                continue
        return web.Response(status=503)


@asynccontextmanager
async def balancing() -> AsyncIterator[Balancer]:
    """Run one at a free port of this machine."""
    async with ClientSession() as session:
        application = web.Application()
        runner = web.AppRunner(application)
        balancer = Balancer("", session)
        application.router.add_post("/hook", balancer.take)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        balancer.url = f"http://127.0.0.1:{port}/hook"
        try:
            yield balancer
        finally:
            await runner.cleanup()
