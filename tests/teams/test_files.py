"""Pictures and videos in Teams: sent to the bot first, chosen in the form, looked at under addresses that end."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.demo import Workspace
from bot.demo.seed import png
from tests.teams.acting import FILLED, ask, card, fill_in, opens, press, propose, reading, told, until, written

PICTURE = png(60, 40)


async def send(space: Workspace, person: str = "U0MAYA", name: str = "room.png", content: bytes = PICTURE) -> str:
    """Sends a file to the bot; what it says."""
    return await ask(space, person, "", files=[space.upload(person, name, content)])


async def choices(space: Workspace, person: str = "U0MAYA") -> list[dict[str, str]]:
    """Opens the form; the files it offers."""
    assert (await space.teams.compose(person, "proposePost"))["ok"]
    return offered(space, person)


def offered(space: Workspace, person: str = "U0MAYA") -> list[dict[str, str]]:
    shown = str(space.teams.dialog(person))
    found = re.search(r"'id': 'media', 'label': 'Media', 'choices': (\[.*?\])", shown)
    return list(eval(found[1])) if found else []


async def propose_picture(space: Workspace, alt: str = "An empty room") -> dict[str, Any]:
    """Sends a picture, and proposes it."""
    await send(space)
    media = [one["value"] for one in await choices(space)]
    return await propose(space, media=media, alt=alt, attested="yes")


def addresses(space: Workspace, person: str) -> list[str]:
    """Where the pictures of the dialog in front of somebody are."""
    return re.findall(r"'url': '([^']*)'", str(space.teams.dialog(person)))


async def fetch(url: str) -> tuple[int, str, bytes]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, response.content_type, await response.read()


async def test_a_picture_from_the_chat_to_the_card(space: Workspace) -> None:
    """Kept, offered in the form, named on the card with its alt text, shown in a dialog; then the tray is empty."""
    assert "room.png" in await send(space)
    posted = await propose_picture(space)
    assert "room.png · alt text: An empty room" in card(space, posted)
    assert "An empty room" in await opens(space, "U0PRIYA", posted, "Show pictures")
    assert await fetch(addresses(space, "U0PRIYA")[0]) == (200, "image/png", PICTURE)
    assert await choices(space) == []


async def test_a_pasted_picture_is_taken_too(space: Workspace) -> None:
    """And what was typed with it is not lost."""
    pasted = space.upload("U0MAYA", "pasted.png", PICTURE)
    await space.teams.say("U0MAYA", "propose Our new room", pictures=[pasted])
    await until(space, lambda: len(written(space, "U0MAYA")) == 2)
    said = " ".join(space.teams.words(one) for one in written(space, "U0MAYA"))
    assert "Kept for your next post" in said
    assert "Your text will be in the form" in said
    assert len(await choices(space)) == 1


async def test_the_address_of_a_picture_ends(space: Workspace) -> None:
    """After fifteen minutes; it works without a login until then, and is not to be kept or framed."""
    await opens(space, "U0PRIYA", await propose_picture(space), "Show pictures")
    url = addresses(space, "U0PRIYA")[0]
    space.forward(timedelta(minutes=14))
    assert (await fetch(url))[0] == 200
    space.forward(timedelta(minutes=2))
    assert (await fetch(url))[0] == 404


async def test_tampered_addresses_lead_nowhere(space: Workspace) -> None:
    """Whatever is changed, and whatever is asked for instead."""
    await opens(space, "U0PRIYA", await propose_picture(space), "Show pictures")
    url = addresses(space, "U0PRIYA")[0]
    start, token = url.rsplit("/", 1)
    changed = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(0, len(token), 7)]
    strange = [
        token[:-1],
        token + "A",
        token + "=",
        token.lower(),
        "é",
        "%00",
        "AAAA",
        "x" * 3_000,
        "..%2f..%2f",
        "%20",
    ]
    for other in [*changed, *strange]:
        assert (await fetch(f"{start}/{other}"))[0] == 404, other


async def test_only_who_may_see_a_proposal_gets_addresses(space: Workspace) -> None:
    posted = await propose_picture(space)
    space.teams.world.conversations["compliance"].members.append("U0TOMAS")
    assert "There is no P-1001 here that you may see" in await opens(space, "U0TOMAS", posted, "Show pictures")
    assert addresses(space, "U0TOMAS") == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("room.png", b"#!/bin/sh\necho hello", "not a picture or video"),
        ("big.png", png(10, 10) + b"\0" * (10 * 1024 * 1024), "at most 10 MB"),
        ("huge.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * (50 * 1024 * 1024), "could not be fetched"),
        ("empty.png", b"", "not a picture or video"),
        ("[a](http://evil.example)\u202e.png", b"nothing", "[a](http://evil.example)"),
    ],
)
async def test_other_files_are_refused_with_the_reason(space: Workspace, name: str, content: bytes, words: str) -> None:
    assert words in await send(space, name=name, content=content)
    assert await choices(space) == []


async def test_one_bad_file_does_not_lose_the_good_ones(space: Workspace) -> None:
    files = [space.upload("U0MAYA", "a.png", png(10, 10)), space.upload("U0MAYA", "b.png", b"no"), *_pictures(space, 1)]
    await space.teams.say("U0MAYA", "", files=files)
    await until(space, lambda: len(written(space, "U0MAYA")) == 2)
    refused, kept = (space.teams.words(one) for one in written(space, "U0MAYA"))
    assert "“b.png” is not a picture or video" in refused
    assert "a.png" in kept
    assert len(await choices(space)) == 2


def _pictures(space: Workspace, count: int) -> list[str]:
    return [space.upload("U0MAYA", f"{n}.png", png(20 + n, 20)) for n in range(count)]


async def test_a_full_tray_says_what_to_do_and_proposing_makes_room(space: Workspace) -> None:
    """The same picture again takes no room."""
    await ask(space, "U0MAYA", "", files=_pictures(space, 12))
    assert "Kept for your next post" in await ask(space, "U0MAYA", "", files=_pictures(space, 1))
    assert "there is no room for more" in await send(space)
    offers = await choices(space)
    assert len(offers) == 12
    await propose(space, media=[one["value"] for one in offers[:4]], alt="One\nTwo\nThree\nFour", attested="yes")
    await told(space, "U0MAYA", "is with the approvers")
    assert "Kept for your next post" in await send(space)
    assert len(await choices(space)) == 9


async def test_files_that_were_not_proposed_go_after_a_week(space: Workspace) -> None:
    """Also from under an open form, which says so and keeps everything else."""
    await send(space)
    media = [one["value"] for one in await choices(space)]
    space.forward(timedelta(days=8))
    result = await space.teams.submit("U0MAYA", {**FILLED, "media": media, "alt": "An empty room", "attested": "yes"})
    assert "no longer here" in result["shown"]
    assert FILLED["text"] in str(space.teams.dialog("U0MAYA"))
    assert await choices(space) == []


async def test_a_form_with_files_sent_again_makes_one_proposal(space_on_each: Workspace) -> None:
    """At the same moment and later, when its files have left the tray already."""
    space = space_on_each
    space.teams.client.patience = 0.0
    await propose_picture(space)
    sent = next(one for one in reversed(space.teams.client.sent) if one.get("name", "").endswith("submitAction"))
    answers = await asyncio.gather(*(space.teams.client.send(sent) for _ in range(3)))
    # PostgreSQL gives no number out twice, also not one that a form sent again had to give back.
    numbers = {number for answer in answers for number in re.findall(r"(P-\d+) is with the approvers", answer.text)}
    assert all("is with the approvers" in answer.text for answer in answers)
    assert len(numbers) == 1
    assert {number for one in written(space, "compliance") for number in re.findall(r"P-\d+", str(one))} == numbers


async def test_alt_text_is_asked_for_under_its_field(space: Workspace) -> None:
    await send(space)
    media = [one["value"] for one in await choices(space)]
    assert "File 1 needs alt text" in (await fill_in(space, media=media))["shown"]
    assert "lines of alt text for 1 files" in (await space.teams.submit("U0MAYA", {"alt": "One\nTwo"}))["shown"]
    await space.teams.submit("U0MAYA", {"alt": "One", "attested": "yes"})
    assert "is with the approvers" in reading(space, "U0MAYA")


async def test_nobody_chooses_what_is_not_theirs(space: Workspace) -> None:
    """A forged choice of somebody else's picture finds nothing."""
    await send(space, "U0PRIYA")
    theirs = [one["value"] for one in await choices(space, "U0PRIYA")]
    await send(space, content=png(10, 10))
    await choices(space)
    shown = space.teams.dialog("U0MAYA")
    assert shown is not None
    forged = [{"title": "Theirs", "value": value} for value in theirs]
    _replace_choices(shown["card"], forged)
    result = await space.teams.submit("U0MAYA", {**FILLED, "media": theirs, "alt": "Theirs", "attested": "yes"})
    assert "no longer here" in result["shown"]


def _replace_choices(value: Any, choices_: list[dict[str, str]]) -> None:
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        _replace_choices(one, choices_)
    if isinstance(value, dict) and value.get("id") == "media" and "choices" in value:
        value["choices"] = choices_


async def test_pictures_are_kept_through_an_edit(space: Workspace) -> None:
    """Those of the revision are chosen already, those of the tray are offered beside them; and the uploader of either
    cannot approve."""
    await propose_picture(space)
    notice = await told(space, "U0MAYA", "is with the approvers")
    await send(space, "U0MAYA", "chair.png", png(50, 40))
    await opens(space, "U0MAYA", notice, "Edit")
    files = [one["value"] for one in offered(space)]
    assert len(files) == 2
    await space.teams.submit("U0MAYA", {"media": files, "alt": "An empty room\nA chair", "attested": "yes"})
    second = await until(space, lambda: (space.teams.cards("P-1001")[1:] or [None])[0])
    assert "chair.png · alt text: A chair" in card(space, second)
    assert "You approved this" in await press(space, "U0PRIYA", second, "approve")
