"""Microsoft's signing keys: new ones are found without a restart, made-up ones cost Microsoft nothing, and nobody waits
longer than a fetch."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.teams.gateway import Gateway
from bot.teams.keys import Keys, NoKeys, UnknownKey
from tests.teams.conftest import Door, Ticks
from tests.teams.fakes import Microsoft, Signer, activity, loop_lag, make_token, teams_settings

NEW = Signer("key-2", 2)
HOUR = 3_600.0


async def status(door: Door, token: str) -> int:
    return (await door.post(f"Bearer {token}", activity())).status


async def test_a_new_key_is_found_when_a_token_names_it(door: Door, microsoft: Microsoft, ticks: Ticks) -> None:
    """botbuilder raises at an unknown key before it looks: a rotation would shut Teams out for a day."""
    assert await status(door, microsoft.token()) == 200
    microsoft.signers = [NEW]
    ticks.now += HOUR
    assert await status(door, make_token(NEW)) == 200
    assert await status(door, make_token(Signer())) == 401
    assert microsoft.fetched["keys"] == 2


async def test_made_up_keys_do_not_hammer_microsoft(door: Door, microsoft: Microsoft, ticks: Ticks) -> None:
    """At most one look a minute, however many keys somebody invents; good tokens get in all the while."""
    assert await status(door, microsoft.token()) == 200
    for minute in range(1, 4):
        ticks.now += 60
        forged = [status(door, make_token(Signer(f"forged-{minute}-{number}", 2))) for number in range(20)]
        assert set(await asyncio.gather(*forged)) == {401}
        assert microsoft.fetched["keys"] == 1 + minute
        assert await status(door, microsoft.token()) == 200


async def test_everybody_who_comes_first_waits_for_one_fetch(door: Door, microsoft: Microsoft) -> None:
    microsoft.delay = 0.2
    token = microsoft.token()
    assert set(await asyncio.gather(*(status(door, token) for _ in range(20)))) == {200}
    assert (microsoft.fetched["metadata"], microsoft.fetched["keys"]) == (1, 1)


async def test_keys_are_looked_at_again_after_a_day(door: Door, microsoft: Microsoft, ticks: Ticks) -> None:
    """A key Microsoft has withdrawn is no good a day later at the latest."""
    assert await status(door, microsoft.token()) == 200
    microsoft.signers = [NEW]
    ticks.now += 23 * HOUR
    assert await status(door, make_token(Signer())) == 200
    ticks.now += 2 * HOUR
    assert await status(door, make_token(Signer())) == 401


@pytest.mark.parametrize("broken", ["500", "garbage", "list", "no keys", "elsewhere"])
async def test_the_keys_at_hand_stay_good_while_microsoft_is_away(
    door: Door, microsoft: Microsoft, ticks: Ticks, broken: str
) -> None:
    """And as long as there are none, the answer is that nobody can be checked, not that the token is bad."""
    microsoft.broken = broken
    assert await status(door, microsoft.token()) == 503
    assert await status(door, microsoft.token()) == 503
    assert microsoft.fetched["metadata"] == 1
    microsoft.broken = None
    ticks.now += 5
    assert await status(door, microsoft.token()) == 200
    microsoft.broken = broken
    ticks.now += 25 * HOUR
    assert await status(door, microsoft.token()) == 200
    assert await status(door, make_token(NEW)) == 401


async def test_nobody_home_at_microsoft(session: aiohttp.ClientSession, ticks: Ticks) -> None:
    """A host that cannot be reached, and one that never answers."""
    async with Microsoft() as gone:
        address = gone.metadata_url
    with pytest.raises(NoKeys):
        await Keys(address, session, ticks).get("key-1")


async def test_a_slow_microsoft_holds_up_nobody_who_is_known(door: Door, microsoft: Microsoft, ticks: Ticks) -> None:
    """While one request looks for new keys, others with known keys get in."""
    assert await status(door, microsoft.token()) == 200
    microsoft.delay = 0.5
    microsoft.asked.clear()
    ticks.now += 25 * HOUR
    slow = asyncio.create_task(status(door, make_token(NEW)))
    await microsoft.asked.wait()
    assert await status(door, microsoft.token()) == 200
    assert not slow.done()
    assert await slow == 401


async def test_the_event_loop_is_never_blocked(microsoft: Microsoft, session: aiohttp.ClientSession) -> None:
    """50 ms at most, while keys come slowly and requests arrive; botbuilder's own store blocks for all of it. The best
    of three rounds counts, for this machine has other work too."""
    body = json.dumps(activity()).encode()
    microsoft.delay = 0.3
    worst = []

    async def nothing(_: object) -> None:
        return None

    for _ in range(3):
        gateway = Gateway(teams_settings(microsoft), session)
        async with loop_lag() as lag:
            answers = await asyncio.gather(
                *(gateway.answer(f"Bearer {microsoft.token()}", body, nothing) for _ in range(20))
            )
        assert {answer.status for answer in answers} == {200}
        worst.append(lag.worst)
    assert min(worst) < 0.05


async def test_unusable_keys_beside_good_ones_do_no_harm(session: aiohttp.ClientSession, ticks: Ticks) -> None:
    """Half a key, or one of another kind, is left out."""

    class Half(Signer):
        def jwk(self) -> dict[str, object]:
            return {**super().jwk(), "n": "?"}

    async with Microsoft(Half("half"), Signer()) as microsoft:
        keys = Keys(microsoft.metadata_url, session, ticks)
        assert (await keys.get("key-1")).endorsements == ("msteams", "webchat")
        for missing in ("half", "other", None):
            with pytest.raises(UnknownKey):
                await keys.get(missing)


def test_the_list_that_botbuilder_searches_is_the_same_as_a_set() -> None:
    """msrest asks 999 times per client whether a number is in a list of 500; as a set it is the same numbers."""
    script = (
        "from msrest.universal_http.requests import ClientRetryPolicy as policy\n"
        "before, made = list(policy.safe_codes), policy().policy\n"
        "import bot.teams.auth\n"
        "after = policy().policy\n"
        "assert isinstance(policy.safe_codes, frozenset) and policy.safe_codes == set(before)\n"
        "assert vars(after) == vars(made), (vars(after), vars(made))\n"
        "assert 429 not in after.status_forcelist and 408 in after.status_forcelist\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, cwd=Path(__file__).parents[2])
