"""Policies and the privacy officer's view of training in Teams."""

import contextlib
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES, TENANT
from bot.teams.cards import oversight as oversight_cards
from bot.teams.cards import policies as cards
from bot.teams.cards.oversight import Standing
from bot.teams.forms import oversight as oversight_forms
from bot.teams.forms import policies as forms
from handlers import people, permissions, policy_versions
from handlers.diff import word_diff
from handlers.people import Sighting
from handlers.policies import Document, Policy
from handlers.policy_versions import NewVersion
from handlers.rules import Rules
from handlers.training import employment, requirements
from handlers.training.assignments import Kind, Requirement
from handlers.training.employment import Hired
from handlers.training.oversight import Delivered
from handlers.training.remind_now import Preview
from handlers.training.reminder_messages import EXAMPLES, OfficerDigest
from storage.engine import Database, utc_now
from storage.transaction import Transaction
from storage.vault import Vault
from tests.teams.acting import ask, card, invoke, opens, until
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.learning import COURSE
from tests.teams.looking import actions, require_valid, shown, verbs

KEY = COURSE.key
PHOTOS = Policy("photos", "Photos and **videos**", 1, "Ruth [x](https://evil.example)", 2)
DOCUMENT = Document(PHOTOS, "Ask first. " * 9_000, "ab" * 32, "Who is asked", datetime(2026, 3, 2, tzinfo=UTC), 0, ())


def parts(document: Document) -> list[dict[str, Any]]:
    """Every part of a policy, until there is no next."""
    found = [forms.document(document)]
    while "Next part" in actions(found[-1]):
        found.append(forms.document(document, actions(found[-1])["Next part"]["data"]["page"]))
    return found


def body_text(part: dict[str, Any]) -> str:
    """The policy's own words in a part."""
    box = next(element for element in part["body"] if element["type"] == "Container")
    return "".join(run["text"] for run in box["items"][0]["inlines"])


def test_a_long_policy_is_read_whole_before_it_is_signed() -> None:
    """In parts that Teams takes; only the last one can be signed, and nothing in it comes alive."""
    drawn = parts(DOCUMENT)
    assert len(drawn) > 4
    for one in drawn:
        require_valid(one)
        assert ("policy.attest" in verbs(one)) == (one is drawn[-1])
    assert "".join(body_text(one) for one in drawn) == DOCUMENT.text
    assert actions(drawn[-1])["I have read and understand"]["data"]["sha256"] == "ab" * 32


def test_what_changed_since_the_last_signature_comes_first() -> None:
    """Or, where that is too much to show, a word of it."""
    changed = replace(DOCUMENT, signed=1, text="Ask first.", changes=tuple(word_diff("Ask.", "Ask first.")))
    first, last = parts(changed)
    assert "since you signed version 1" in shown(first)
    assert "policy.attest" in verbs(last)
    first, _ = parts(replace(changed, changes=tuple(word_diff("a b " * 4_000, "a c " * 4_000))))
    require_valid(first)
    assert "only the whole text shows it" in shown(first)


def test_signed_is_signed() -> None:
    """Then there is nothing to press, but for the owner's review."""
    signed = replace(DOCUMENT, text="Ask first.", signed=2)
    assert "policy.attest" not in verbs(forms.document(signed))
    assert verbs(forms.document(signed, owns=True)) == {"policy.ask_review"}
    asked = forms.reviewing(PHOTOS, 2, "ab" * 32)
    require_valid(asked)
    assert verbs(asked) == {"policy.review", "policy.read"}


def test_retired_it_is_only_read_and_written_anew() -> None:
    """Whoever retires it reads first what that means."""
    retired = replace(PHOTOS, retired_at=datetime(2026, 3, 9, tzinfo=UTC))
    drawn = forms.document(replace(DOCUMENT, text="Ask first.", policy=retired), owns=True, file="https://x.example/f")
    require_valid(drawn)
    assert verbs(drawn) == {"policy.write"}
    assert "Retired on March 9, 2026" in shown(drawn)
    asked = forms.retiring(PHOTOS)
    require_valid(asked)
    assert "stay on record" in shown(asked)
    assert verbs(asked) == {"policy.retire", "policy.read"}


def test_lists_are_legal() -> None:
    retired = replace(PHOTOS, retired_at=datetime(2026, 3, 9, tzinfo=UTC))
    require_valid(cards.listing([(one, signed) for signed in (0, 1, 2) for one in (PHOTOS, retired)] * 30))
    require_valid(cards.listing([]))
    digest: Any = EXAMPLES[OfficerDigest][0]
    late = [replace(line, person_id=id) for line in digest.lines for id in range(150)]
    found = Standing(
        digest.groups * 20, late, 3, {1: Delivered(1, "Maya", "failing", None, "the app is not installed")}
    )
    drawn = oversight_cards.report(found)
    require_valid(drawn)
    require_valid(oversight_forms.preview(Preview(25, ("Maya",) * 20, 1, 2, 3), ["", "Front desk"] * 60, "Front desk"))
    assert "policy.read" not in verbs(drawn)


RUTH, MAYA = (Sighting("teams", IDENTITIES[id].aad, TENANT, IDENTITIES[id].person.name) for id in ("U0RUTH", "U0MAYA"))


@pytest.fixture
async def hired(open_on_each: Opened, url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workspace]:
    """Ruth has published a policy, which Maya, who works here now, has to read and sign; and a course to learn."""
    key = tmp_path_factory.mktemp("keys") / "deployment.key"
    db = Database.open(url, Vault.load(key), utc_now)
    db.call(permissions.seed, permissions.OFFICER, (("teams", RUTH.external_id),))
    db.call(_hire, Rules())
    db.close()
    async with open_on_each(environ={"SECRET_KEY_FILE": str(key)}) as space:
        await ask(space, "U0MAYA", "help")
        yield space
        expect_nothing_refused(space)


def _hire(tx: Transaction, rules: Rules) -> None:
    ruth, maya = people.recognise(tx, RUTH), people.recognise(tx, MAYA)
    employment.hire(tx, None, [Hired(one.id, tx.now.date()) for one in (ruth, maya)], rules)
    content = b"# Photos\n\nNo photo without a [signed](https://evil.example) authorization.\n"
    policy_versions.publish(tx, ruth, NewVersion("photos", "Photos and videos", content), rules)
    requirements.require(tx, ruth, Requirement(Kind.COURSE, KEY, COURSE.title, 1, 12))


async def told_in_working_hours(space: Workspace) -> dict[str, Any]:
    """Maya's reminder, which waits for the hours she works, and for the sweep in them."""
    found = lambda: [one for one in space.teams.personal("U0MAYA") if "for you to do" in space.teams.words(one)]  # noqa: E731
    for _ in range(60):
        space.forward(timedelta(hours=2))
        with contextlib.suppress(TimeoutError):
            return deepcopy((await space.world.until(found, seconds=0.2))[-1])
    raise AssertionError("no reminder came")


def _saying(space: Workspace, person: str, words: str) -> list[dict[str, Any]]:
    return [one for one in space.teams.personal(person) if words in space.teams.words(one, person)]


async def test_a_reminder_leads_to_what_is_due(hired: Workspace) -> None:
    """Put off until tomorrow; the policy is read and signed from the card, the course begun; sent again, it is signed
    once."""
    space = hired
    reminder = await told_in_working_hours(space)
    require_valid(reminder["attachments"][0]["content"])
    pressed = await space.teams.press("U0MAYA", reminder, "Remind me tomorrow")
    assert "You will hear of it again on" in space.teams.words(reminder, "U0MAYA"), pressed
    assert COURSE.title in await opens(space, "U0MAYA", reminder, "Start now")
    assert "No photo without a [signed]" in await opens(space, "U0MAYA", reminder, "Read and sign")
    dialog = space.teams.dialog("U0MAYA")
    assert dialog is not None
    data = actions(dialog["card"])["I have read and understand"]["data"]
    for _ in range(3):
        signed = str(await invoke(space, "U0MAYA", "task/submit", {"data": data}, "U0MAYA"))
        assert "It is recorded that you have read" in signed
    outdated = str(await invoke(space, "U0MAYA", "task/submit", {"data": {**data, "sha256": "00" * 32}}, "U0MAYA"))
    assert "There is a newer version" in outdated
    assert "you have signed it" in await ask(space, "U0MAYA", "policy photos")
    assert "There is no policy" in await ask(space, "U0MAYA", "policy fotos")
    mine = str(await invoke(space, "U0RUTH", "task/submit", {"data": {**data, "verb": "policy.review"}}, "U0RUTH"))
    assert "nothing has to change" in mine
    other = str(await invoke(space, "U0MAYA", "task/submit", {"data": {**data, "verb": "policy.review"}}, "U0MAYA"))
    assert "Only the owner" in other
    # Ruth is reminded of her own training meanwhile.
    await space.teams.say("U0RUTH", "training report")
    listed = (await until(space, lambda: _saying(space, "U0RUTH", "0 of 2 have done everything")))[-1]
    assert "reminded today already" in await opens(space, "U0RUTH", listed, "Remind now")


async def test_the_owner_reviews_with_a_note(hired: Workspace) -> None:
    """It is kept with the review; one that cannot be kept comes back, with nothing typed lost."""
    space = hired
    await ask(space, "U0RUTH", "policy")
    await opens(space, "U0RUTH", space.teams.personal("U0RUTH")[-1], "Read and sign")
    assert "nothing has to change" in (await space.teams.submit("U0RUTH", {}, "Reviewed: no change"))["shown"]
    assert "none of them invisible" in (await space.teams.submit("U0RUTH", {"note": "Still right\u202e"}))["shown"]
    assert "Still right" in str(space.teams.dialog("U0RUTH"))
    assert "nothing has to change" in (await space.teams.submit("U0RUTH", {"note": "Still right."}))["shown"]
    async with aiohttp.ClientSession() as session, session.get(f"{space.base}/demo/ledger") as response:
        entries = (await response.json())["entries"]
    [signed] = [entry["payload"] for entry in entries if entry["tag"] == "policy:review:signed"]
    assert (signed["note"], signed["changed"]) == ("Still right.", False)


async def test_a_policy_is_retired_in_two_steps(hired: Workspace) -> None:
    """By its owner; the reminder asks no more, the list says so, and sent again it is retired once."""
    space = hired
    reminder = await told_in_working_hours(space)
    await ask(space, "U0RUTH", "policy")
    await opens(space, "U0RUTH", space.teams.personal("U0RUTH")[-1], "Read and sign")
    assert "reminders of it end" in (await space.teams.submit("U0RUTH", {}, "Retire"))["shown"]
    again = {"data": {"verb": "policy.retire", "key": "photos"}}
    assert "Only the owner" in str(await invoke(space, "U0MAYA", "task/submit", again, "U0MAYA"))
    assert "nobody is asked to sign it any more" in (await space.teams.submit("U0RUTH", {}, "Retire it"))["shown"]
    assert "nobody is asked to sign it any more" in str(await invoke(space, "U0RUTH", "task/submit", again, "U0RUTH"))
    await until(space, lambda: "Photos and videos" not in card(space, reminder, "U0MAYA"))
    assert "retired on" in await ask(space, "U0MAYA", "policy")


async def test_only_privacy_officers_see_who_is_late(space: Workspace) -> None:
    """In words that do not say whether anybody is; typed as in Slack, too."""
    for typed in ("training report", "compliance training", "/compliance training"):
        assert "where the practice stands" in await ask(space, "U0RUTH", typed)
        assert "where the practice stands" not in await ask(space, "U0MAYA", typed)
    for verb in ("preview", "remind"):
        refused = str(await invoke(space, "U0MAYA", "task/submit", {"data": {"verb": f"training.{verb}"}}, "U0MAYA"))
        assert "privacy officer" in refused
        allowed = str(await invoke(space, "U0RUTH", "task/submit", {"data": {"verb": f"training.{verb}"}}, "U0RUTH"))
        assert "Nobody" in allowed or "0 people" in allowed


@pytest.mark.parametrize("key", ["", "photos", "\0", "x" * 99, "Ünï", None, 7, ["photos"]])
async def test_policies_that_are_not_there(space_on_each: Workspace, key: Any) -> None:
    for verb in ("read", "attest", "review"):
        data = {"verb": f"policy.{verb}", "key": key, "number": 1, "sha256": "ab"}
        answer = str(await invoke(space_on_each, "U0MAYA", "task/submit", {"data": data}, "U0MAYA"))
        assert "There is no policy of this name" in answer
    assert "no longer works" in str(
        await invoke(space_on_each, "U0MAYA", "task/submit", {"data": {"verb": "policy.attest"}}, "U0MAYA")
    )
