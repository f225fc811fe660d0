"""What is typed to the bot: in its chat, and by mentioning it in a channel."""

import asyncio
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES
from tests.bot.acting import TEXT
from tests.teams.acting import answered, ask, card, opens, press, propose, set_up, shows, told, until, written
from tests.teams.conftest import Opened, expect_nothing_refused

TOMAS = IDENTITIES["U0TOMAS"]


@pytest.mark.parametrize("text", ["", "help", " HELP ", "/compliance", "/compliance help", "dance <at>x</at> [a](b)"])
async def test_help_lists_every_command(space: Workspace, text: str) -> None:
    shown = await ask(space, "U0MAYA", text)
    for command in ("propose", "queue", "mine", "show P-1042", "roles", "link", "unlink"):
        assert command in shown
    assert "/compliance" not in shown


async def test_an_answer_teams_has_no_time_for_comes_a_little_later(space: Workspace) -> None:
    """As on a morning on which everybody is reminded of something; and once only."""
    space.teams.fail("post", "TooManyRequests", retry_after=1)
    assert "queue" in await ask(space, "U0MAYA", "help")
    assert len([one for one in written(space, "U0MAYA") if "queue" in str(one)]) == 1


async def test_the_bot_says_what_it_is_for_when_it_is_added(space: Workspace) -> None:
    """In a chat with a way into the form, in a team with how to set it up; once, not for every notification."""
    await space.teams.install("U0TOMAS")
    assert "second pair of eyes" in await answered(space, "U0TOMAS", 0)
    await space.teams.install("U0RUTH", "general")
    assert "setup compliance" in await answered(space, "general", 0)
    await space.teams.install("U0TOMAS", added=False)
    await space.teams.install("U0TOMAS")
    await until(space, lambda: len(written(space, "U0TOMAS")) == 2)
    assert len(written(space, "general")) == 1


async def test_lists_and_history(space: Workspace) -> None:
    """The queue is whole for approvers and one's own for others; an unknown id gets a helpful answer."""
    assert "Nothing waits" in await ask(space, "U0PRIYA", "queue")
    assert "have not proposed anything" in await ask(space, "U0MAYA", "/compliance mine")
    await propose(space)
    assert "P-1001" in await ask(space, "U0PRIYA", "/compliance\u00a0queue")
    assert "P-1001" in await ask(space, "U0MAYA", "mine")
    assert "P-1001" not in await ask(space, "U0TOMAS", "queue")
    assert TEXT in await ask(space, "U0PRIYA", "show p-1001")
    for typed, words in (("show", "Say which proposal"), ("show P-9999", "There is no P-9999"), ("show x\0", "no x ")):
        assert words in await ask(space, "U0PRIYA", typed)


async def test_a_stranger_learns_nothing(space: Workspace) -> None:
    """Tomás gets the same answer for what he may not see and for what does not exist."""
    await propose(space)
    hidden = await ask(space, "U0TOMAS", "show P-1001")
    assert hidden.replace("P-1001", "P-1002") == await ask(space, "U0TOMAS", "show P-1002")


async def test_what_is_shown_says_what_it_is(space: Workspace) -> None:
    await propose(space, networks=["facebook", "instagram"])
    shown = await ask(space, "U0MAYA", "show P-1001")
    assert shown.startswith("P-1001 · Post for Facebook, Instagram Waiting for review Revision 1 of 1")


async def test_a_card_in_the_chat_leads_on(space: Workspace) -> None:
    """From a list to its history; from a history to another revision."""
    await propose(space)
    await ask(space, "U0PRIYA", "queue")
    listed = space.teams.personal("U0PRIYA")[-1]
    assert "sent it for review" in await opens(space, "U0PRIYA", listed, "Open")
    notice = await told(space, "U0MAYA", "is with the approvers")
    await opens(space, "U0MAYA", notice, "Edit")
    await space.teams.submit("U0MAYA", {"text": "Something else entirely"})
    await until(space, lambda: space.teams.cards("P-1001")[1:])
    await ask(space, "U0PRIYA", "show P-1001")
    count = len(written(space, "U0PRIYA"))
    history = space.teams.personal("U0PRIYA")[-1]
    assert (await space.teams.press("U0PRIYA", history, "Older revision"))["ok"]
    assert "Revision 1 of 2" in await answered(space, "U0PRIYA", count)


async def test_what_is_asked_in_a_channel_is_answered_in_the_chat(space: Workspace) -> None:
    """Answers and refusals; the channel only learns that there was one."""
    await ask(space, "U0PRIYA", "help")
    await propose(space)
    for question, words in (("queue", "P-1001"), ("show P-1001", TEXT), ("show P-9999", "There is no P-9999")):
        count = len(written(space, "U0PRIYA"))
        said = await ask(space, "U0PRIYA", f"@Imprimatur {question}", "general")
        assert said == "I answered in our chat, where only you can see it."
        assert words in await answered(space, "U0PRIYA", count)
    assert not any("P-" in space.teams.words(one) for one in written(space, "general"))


async def test_a_private_answer_without_a_chat(space: Workspace) -> None:
    """Nothing is said before everybody: where there is no chat yet, or it is blocked, one is asked to write there."""
    assert "write the same to me in a chat" in await ask(space, "U0TOMAS", "@Imprimatur mine", "general")
    await ask(space, "U0TOMAS", "help")
    space.teams.world.conversations["U0TOMAS"].blocked = "MessageWritesBlocked"
    assert "write the same to me in a chat" in await ask(space, "U0TOMAS", "@Imprimatur mine", "general")


async def test_answers_stand_in_the_thread_of_the_question(space: Workspace) -> None:
    await ask(space, "U0RUTH", "@Imprimatur roles", "general")
    question = space.teams.messages("general")[-1]
    assert "Ruth Okafor" in space.teams.words(space.teams.thread(question["id"], "general")[0])


async def mention(space: Workspace, person: str, words: str, whom: str, place: str = "general") -> str:
    """Says `words @name` in a channel, with the mention Teams makes of it."""
    said, count = IDENTITIES[whom], len(written(space, place))
    base = await space.teams.say(person, f"@Imprimatur {words} @{said.person.name}", place)
    assert base is not None
    heard = space.teams.client.sent.pop()
    await answered(space, place, count)
    count = len(written(space, place))
    text = heard["text"].replace(f"@{said.person.name}", f"<at>{said.person.name}</at>")
    one = {"type": "mention", "text": f"<at>{said.person.name}</at>", "mentioned": {"id": said.id}}
    await space.teams.client.send({**heard, "text": text, "entities": [*heard["entities"], one]})
    return await answered(space, place, count)


async def test_roles_are_granted_by_mention_used_and_revoked(space_on_each: Workspace) -> None:
    space = space_on_each
    posted = await propose(space)
    said = await mention(space, "U0RUTH", "roles grant approver", "U0TOMAS")
    assert "Tomás Reyes is now an approver. It is recorded." in said
    space.teams.world.conversations["compliance"].members.append("U0TOMAS")
    assert "You approved this" in await press(space, "U0TOMAS", posted, "approve")
    await shows(space, posted, "by Tomás Reyes")
    assert "no longer an approver" in await mention(space, "U0RUTH", "roles revoke approver", "U0TOMAS")
    second = await propose(space)
    assert "Only approvers" in await press(space, "U0TOMAS", second, "approve")


async def test_roles_are_granted_by_sign_in_name_in_the_chat(space: Workspace) -> None:
    """Of whoever can see the channel where posts are reviewed."""
    place = space.teams.world.conversations["compliance"]
    name = TOMAS.upn
    assert "not a member Imprimatur can see" in await ask(space, "U0RUTH", f"roles grant approver {name}")
    place.members.append("U0TOMAS")
    assert "Tomás Reyes is now an approver" in await ask(space, "U0RUTH", f"roles grant  approver\u00a0{name}")
    assert "Tomás Reyes" in await ask(space, "U0MAYA", "roles")


@pytest.mark.parametrize(
    ("person", "typed", "words"),
    [
        ("U0PRIYA", "roles grant officer {jonah}", "Only a privacy officer can change roles"),
        ("U0RUTH", "roles grant approver {ruth}", "Nobody gives a role to themselves"),
        ("U0RUTH", "roles revoke officer {ruth}", "This is the last privacy officer"),
        ("U0RUTH", "roles grant approver {priya}", "Dr. Priya Raman is an approver already"),
        ("U0RUTH", "roles grant king {priya}", "roles grant approver @name"),
        ("U0RUTH", "roles grant approver Maya", "roles grant approver @name"),
        ("U0RUTH", "roles grant", "roles grant approver @name"),
        ("U0RUTH", "roles grant approver a/b?c#d@e\n", "not a member Imprimatur can see"),
        ("U0RUTH", "roles grant approver @" + "x" * 5_000, "not a member Imprimatur can see"),
    ],
)
async def test_roles_are_refused_with_the_reason(space: Workspace, person: str, typed: str, words: str) -> None:
    names = {key.removeprefix("U0").lower(): one.upn for key, one in IDENTITIES.items()}
    assert words in await ask(space, person, typed.format(**names))


async def test_a_guest_gets_no_role(space: Workspace) -> None:
    assert "not a member Imprimatur can see" in await mention(space, "U0RUTH", "roles grant approver", "U0SAM")


async def test_setting_up_is_for_privacy_officers_and_channels(space: Workspace) -> None:
    assert "Only a privacy officer decides where" in await ask(
        space, "U0PRIYA", "@Imprimatur setup compliance", "general"
    )
    assert "This works in a channel only" in await ask(space, "U0RUTH", "setup compliance")
    assert "in the channel where posts should be reviewed" in await ask(
        space, "U0RUTH", "@Imprimatur setup x", "general"
    )


async def test_codes_are_for_the_chat_and_are_made_and_taken_back(space: Workspace) -> None:
    """Without another platform there is nothing to link with; the words say where to type what."""
    assert re.search(r"in Slack type /compliance link [0-9A-Z]{4}-[0-9A-Z]{4}", await ask(space, "U0MAYA", "link"))
    assert "eight letters and digits" in await ask(space, "U0MAYA", "link no-code")
    assert "Tries left within the hour: " in await ask(space, "U0MAYA", "link ABCD-EFGH")
    assert "is not linked to another" in await ask(space, "U0MAYA", "unlink")


async def test_a_long_text_is_not_lost_on_the_way_into_the_form(space: Workspace) -> None:
    """It stays in the chat as it was typed, and the answer says what to do."""
    assert "in parts" in await ask(space, "U0MAYA", "propose " + "word " * 2_000)
    assert "paste it there" in await ask(space, "U0MAYA", "propose " + "歯" * 8_500)


@pytest.mark.parametrize("fault", ["http_500", "TooManyRequests"])
async def test_without_knowing_who_it_is_nobody_acts(space: Workspace, fault: str) -> None:
    """Fail closed: when Teams does not say who it is, nothing is done."""
    space.teams.fail("member", fault)
    assert "Teams did not say who you are" in await ask(space, "U0TOMAS", "mine")
    assert "have not proposed anything" in await ask(space, "U0TOMAS", "mine")


async def test_the_first_words_of_somebody_may_come_twice_at_once(open_on_each: Opened) -> None:
    """Both are answered, whoever writes first down who that is and where."""
    async with open_on_each() as space:
        await asyncio.gather(*(space.teams.say("U0MAYA", "help") for _ in range(6)))
        await until(space, lambda: len(written(space, "U0MAYA")) == 6)
        await set_up(space)
        posted = await propose(space)
        assert TEXT in card(space, posted)
        expect_nothing_refused(space)


@pytest.mark.parametrize("account", ["", "\0", "x\0y", "x" * 2_000, {"a": 1}, None])
async def test_somebody_without_an_object_id_is_answered(space_on_each: Workspace, account: Any) -> None:
    """As whoever is no member; what they pressed and what they typed."""
    space = space_on_each
    for kind in ("invoke", "message"):
        base = space.teams.client._base("U0TOMAS", space.teams.world.conversations["U0TOMAS"], kind)
        stranger = {**base["from"], "aadObjectId": account}
        whole = {**base, "from": stranger, "name": "task/fetch", "text": "mine", "value": {}}
        whole["value"] = {"data": {"verb": "proposal.propose"}} if kind == "invoke" else {}
        answer = await space.teams.client.send(whole)
        assert (answer.status, "Only full members" in answer.text) == (200, kind == "invoke")
    assert "Only full members" in await answered(space, "U0TOMAS", 0)


async def test_statistics_are_for_privacy_officers_and_years_that_are_over(space: Workspace) -> None:
    """Last year's without a year; what was asked for in a channel is answered in the chat."""
    year = space.clock().astimezone(ZoneInfo("America/Chicago")).year
    shown = await ask(space, "U0RUTH", "statistics")
    assert f"Reports received in {year - 1}" in shown
    assert "Fewer than 5" in shown
    assert "Only privacy officers count reports" in await ask(space, "U0PRIYA", "/compliance statistics")
    assert "once the year is over" in await ask(space, "U0RUTH", f"statistics {year}")
    for typed in ("statistics soon", "statistics 0000", "statistics 20260"):
        assert "Say which year" in await ask(space, "U0RUTH", typed)
    count = len(written(space, "U0RUTH"))
    assert "I answered in our chat" in await ask(space, "U0RUTH", f"@Imprimatur statistics {year - 2}", "general")
    assert f"Reports received in {year - 2}" in await answered(space, "U0RUTH", count)


async def test_the_poster_tells_everybody_where_to_report(space: Workspace) -> None:
    """It is not taken for a report, and in a channel it is answered there; the page to print is there, too."""
    for place in (None, "general"):
        shown = await ask(space, "U0TOMAS", f"{'@Imprimatur ' if place else ''}report-poster", place)
        assert "without saying who you are" in shown
        assert "/report/poster" in shown
        assert "Reports are not typed" not in shown
