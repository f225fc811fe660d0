"""Starting over: the practice as it was at first, at the same address, in the same process."""

from typing import Any

import aiohttp

from tests.demo.conftest import Caller
from tests.demo.running import running

MARKET = "C0MARKET"


async def test_a_reset_sets_up_the_practice_again_on_the_same_port(unused_tcp_port: int) -> None:
    """What was said and done since is gone, the clock is right again, and the new bot answers."""
    async with running(unused_tcp_port) as demo, aiohttp.ClientSession(demo.base) as session:

        async def ask(path: str) -> Any:
            async with session.get(path) as response:
                return await response.json()

        async def do(name: str, **asked: object) -> Any:
            async with session.post(f"/demo/{name}", json=asked) as response:
                return await response.json()

        first = await ask("/demo/state?as=U0MAYA")
        entries = (await ask("/demo/ledger"))["verdict"]["count"]
        await do("say", **{"as": "U0MAYA", "channel": MARKET, "text": "This will not last"})
        await do("clock", seconds=2_592_000)
        assert await do("reset") == {"ok": True}
        await demo.seeded()

        again = await ask("/demo/state?as=U0MAYA")
        texts = [[m["text"] for m in state["messages"][MARKET]] for state in (first, again)]
        assert texts[0] == texts[1]
        assert again["offset_seconds"] == 0
        assert (await ask("/demo/ledger"))["verdict"] == {"ok": True, "count": entries, "problem": None}
        asked = {"as": "U0MAYA", "channel": MARKET, "command": "/compliance", "text": "help"}
        assert await do("command", **asked) == {"ok": True}
        assert "/propose-post" in str((await ask("/demo/state?as=U0MAYA"))["messages"][MARKET][-1])


async def test_from_the_reset_on_the_page_is_told_to_wait(slack: Caller) -> None:
    """Else it would take the practice that is about to go for the one that comes."""
    async with slack.session.post(f"{slack.workspace.base}/demo/reset", json={}) as response:
        assert response.status == 200
    async with slack.session.get(f"{slack.workspace.base}/demo/state?as=U0MAYA") as response:
        assert response.status == 503
        assert await response.json() == {"ok": False, "error": "The practice is being set up."}


async def test_a_reset_has_to_come_from_the_page(slack: Caller) -> None:
    """Another site's page can only send forms without asking first; those are refused."""
    async with slack.session.post(f"{slack.workspace.base}/demo/reset", data={"sure": "yes"}) as response:
        assert response.status == 400
    assert not slack.workspace.reset_asked
