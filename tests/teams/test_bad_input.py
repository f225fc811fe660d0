"""What no client of Teams sends: a clear answer, nothing stored, nothing learnt, no markup, and never a 5xx."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo import Workspace
from bot.demo.teams.keys import SigningKey
from bot.teams.activities.dialogs import Dialogs
from bot.teams.activities.presses import Presses
from bot.teams.activities.reports import Reports
from tests.bot.acting import TEXT
from tests.teams.acting import act, ask, card, fill_in, invoke, opens, press, propose, set_up, shows, told
from tests.teams.conftest import Opened, expect_nothing_refused

SECRET = "The new laser is the quiet one."
INVOKES = (
    "adaptiveCard/action",
    "task/fetch",
    "task/submit",
    "composeExtension/fetchTask",
    "composeExtension/submitAction",
)
VERBS = ("approve", "request_changes", "reject", "withdraw", "history", "text", "pictures", "edit", "publish", "submit")
VERBS += ("dismiss", "dismissal", "template")
CASE_VERBS = ("open", "ask", "asked", "assign", "assigned", "close", "closed", "link", "linked", "note", "noted")
CASE_VERBS += ("recuse", "recused", "acknowledge", "escalate", "account", "account_linked", "suspect", "suspected")
CASE_VERBS += ("assess", "assessed", "notify", "notified", "takedown", "takedown_asked", "snapshot", "snapshot_kept")
CASE_VERBS += ("down",)
TRAINING_VERBS = ("start", "begin", "turn", "answer", "hand_in", "retake", "renew", "sign", "certificate", "tomorrow")
TRAINING_VERBS += ("preview", "remind", "required", "require", "import", "check", "problems", "take_over", "export")
TRAINING_VERBS += ("evidence", "day")
STAFF_VERBS = (
    "list",
    "open",
    "ask_leave",
    "leave",
    "ask_back",
    "back",
    "ask_manager",
    "manager",
    "ask_exempt",
    "exempt",
)
STAFF_VERBS += ("cancel_leave", "ask_left", "left", "rehire")
POLICY_VERBS = ("read", "attest", "ask_review", "review", "write", "publish", "ask_retire", "retire")
COURSE_VERBS = ("check", "write", "publish")
GUIDE_VERBS = ("examples", "penalties")
TEMPLATE_VERBS = ("read", "write", "submit", "approve", "decline", "retire")
REPORT_VERBS = ("open", "file", "save", "receipt", "follow", "reply")
#: Every verb of dialogs and presses.
EVERY_VERB = [f"proposal.{verb}" for verb in (*VERBS, "propose", "revise", "published")] + [
    f"{about}.{verb}"
    for about, verbs in {
        "case": CASE_VERBS,
        "course": COURSE_VERBS,
        "guide": GUIDE_VERBS,
        "policy": POLICY_VERBS,
        "report": REPORT_VERBS,
        "staff": STAFF_VERBS,
        "template": TEMPLATE_VERBS,
        "training": TRAINING_VERBS,
    }.items()
    for verb in verbs
]
#: The history opens on the newest revision, whichever was asked for.
READ_ANYWAY = (("history", "1/999"),)
FORGED_IDS: tuple[Any, ...] = (
    "999999/1",
    "1/999",
    "1/1; DROP TABLE proposal",
    "1",
    "/",
    "-1/1",
    "0/0",
    "\u0663/\u0661",
    "99999999999999999999/1",
    "1/1/1",
    " 1/1",
    "1/1\n",
    "",
    None,
    1,
    1.5,
    True,
    ["1/1"],
    {"at": "1/1"},
)


@pytest.fixture(autouse=True)
def no_tracebacks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever is sent, nothing goes wrong with us."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def recorded(space: Workspace) -> int:
    """How many entries the ledger has."""
    async with aiohttp.ClientSession() as session, session.get(f"{space.base}/demo/ledger") as response:
        return int((await response.json())["verdict"]["count"])


def data(verb: str, at: Any) -> dict[str, Any]:
    return {"verb": f"proposal.{verb}", "at": at, "form": "0" * 16, "reason:reject": "No."}


async def test_forged_ids_lead_nowhere(space: Workspace) -> None:
    """As every verb, from somebody who may decide; nothing is recorded."""
    await propose(space)
    before = await recorded(space)
    for at in FORGED_IDS:
        for verb in VERBS:
            for name in ("task/fetch", "task/submit"):
                answer = str(await invoke(space, "U0PRIYA", name, {"data": data(verb, at)}))
                assert TEXT not in answer or (verb, at) in READ_ANYWAY, (name, verb, at)
            answer = await act(space, "U0PRIYA", verb, at, reason_reject="No.")
            assert "You " not in answer, (verb, at)
    assert await recorded(space) == before
    expect_nothing_refused(space)


@pytest.mark.parametrize("verb", ["", "approve", "proposal.", "proposal.destroy", "proposal.approve ", None, 7, [], {}])
async def test_forged_verbs_are_explained(space: Workspace, verb: Any) -> None:
    await propose(space)
    action = {"type": "Action.Execute", "verb": verb, "data": {"at": "1/1"}}
    assert "no longer works" in str(await invoke(space, "U0PRIYA", "adaptiveCard/action", {"action": action}))
    for name in ("task/fetch", "task/submit", "composeExtension/submitAction"):
        asked = {"data": {"verb": verb, "at": "1/1"}}
        assert "no longer works" in str(await invoke(space, "U0PRIYA", name, asked))
    assert "no longer works" in str(await invoke(space, "U0PRIYA", "composeExtension/fetchTask", {"commandId": verb}))


@pytest.mark.parametrize("value", [None, [], "x", 1, {}, {"action": None}, {"action": {}}, {"data": []}, {"data": {}}])
@pytest.mark.parametrize("name", INVOKES)
async def test_missing_parts_are_explained(space: Workspace, name: str, value: Any) -> None:
    assert "no longer works" in str(await invoke(space, "U0PRIYA", name, value))


async def test_an_invoke_that_is_none_of_ours_is_left_alone(space: Workspace) -> None:
    place = space.teams.world.conversations["U0MAYA"]
    for name in ("composeExtension/query", "signin/verifyState", "", "x" * 500):
        answer = await space.teams.client.invoke("U0MAYA", place, name, {})
        assert (answer.status, answer.text) == (200, "")


async def test_a_stranger_who_presses_learns_nothing(space: Workspace) -> None:
    """Tomás, a guest, and whoever is in no conversation with the bot: no word of the post, not even that it exists."""
    await propose(space, text=SECRET, note=SECRET)
    before = await recorded(space)
    for person in ("U0TOMAS", "U0SAM"):
        for verb in VERBS:
            hidden = [
                await act(space, person, verb, "1/1", person, reason_reject="No."),
                str(await invoke(space, person, "task/fetch", {"data": data(verb, "1/1")}, person)),
                str(await invoke(space, person, "task/submit", {"data": data(verb, "1/1")}, person)),
            ]
            absent = [
                await act(space, person, verb, "2/1", person, reason_reject="No."),
                str(await invoke(space, person, "task/fetch", {"data": data(verb, "2/1")}, person)),
                str(await invoke(space, person, "task/submit", {"data": data(verb, "2/1")}, person)),
            ]
            assert "Hartwell" not in str(hidden)
            if verb not in ("withdraw", "edit", "publish"):
                same = [one.replace("P-1002", "P-1001").replace("2/1", "1/1") for one in absent]
                assert [one.replace("P-1002", "P-1001") for one in hidden] == same, verb
    assert await recorded(space) == before


_FIELDS = ("text", "media", "alt", "networks", "kind", "patient", "note", "reason:reject", "link:facebook")
_FIELDS += ("attested", "override", "findings", "reason", "template", "of", "always", "occasion", "version", "shipped")
_REPORTED = (
    "what",
    "network",
    "link",
    "when",
    "visible",
    "affected",
    "concerns_compliance",
    "send_now",
    "aware",
    "saved",
)
_OF_TRAINING = ("answer", "by", "key", "name", "completion", "manages", "number", "sha256")
_OF_CASES = ("receipt", "disposition", "person", "account", "proposal", "feedback")
_TIMES = ("planned:day", "planned:time", "planned:was", "published_at:day")
_words = st.sampled_from(
    (
        "action",
        "data",
        "verb",
        "at",
        "form",
        "page",
        "commandId",
        *_FIELDS,
        *_TIMES,
        *_REPORTED,
        *_OF_CASES,
        *_OF_TRAINING,
    )
)
_IDS = ["1/1", "1/1/0", "1/1/1", "1", "0000-0000-0000-0000", "0123456789abcdef", "R-7KQ4MX", "social-media-hipaa"]
_MOMENTS = ["2026-99-99", "25:61", "9999-12-31", "0001-01-01", "00:00"]
_CHOICES = ["proposePost", "reportViolation", "facebook", "instagram", "no", "yes", "referred"]
_known = st.sampled_from([*_IDS, *_MOMENTS, *_CHOICES, *EVERY_VERB])
_leaf = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | _known
)
_json = st.recursive(
    _leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words | st.text(max_size=9), inner, max_size=6),
    max_leaves=15,
)
_data = st.dictionaries(_words, _leaf | _json, max_size=8).flatmap(
    lambda found: _known.map(lambda verb: {**found, "verb": verb})
)
_values = _json | st.builds(
    lambda verb, found: {"action": {"verb": verb, "data": found}, "data": found}, _known | _leaf, _data
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(INVOKES), value=_values, kind=st.sampled_from(["invoke", "message"]))
async def test_any_json_gets_an_answer_and_stores_nothing(space: Workspace, name: str, value: Any, kind: str) -> None:
    """Whatever `value` is; sent by somebody who has proposed nothing and may decide nothing."""
    if not space.teams.cards("P-1001"):
        await propose(space)
    before = await recorded(space)
    base = space.teams.client._base("U0TOMAS", space.teams.world.conversations["U0TOMAS"], kind)
    answer = await space.teams.client.send({**base, "name": name, "value": value})
    assert answer.status == 200
    assert "a request failed" not in answer.text
    assert "Something went wrong" not in answer.text
    assert await recorded(space) == before


async def test_wrong_types_everywhere(space: Workspace) -> None:
    """Of every field of an activity: turned away with 400, 401 or 403, or answered."""
    await propose(space)
    before = await recorded(space)
    for kind in ("invoke", "message", "conversationUpdate"):
        base = space.teams.client._base("U0TOMAS", space.teams.world.conversations["U0TOMAS"], kind)
        whole = {**base, "name": "task/fetch", "value": {}, "text": "mine", "attachments": [], "membersAdded": []}
        for field in whole:
            for wrong in (None, 1, True, "x", "\0", [], [None], [[]], {}, {"id": 1}, {"id": {"id": []}}, -0.5):
                answer = await space.teams.client.send({**whole, field: wrong})
                assert answer.status in (200, 400, 403), (kind, field, wrong, answer)
    assert await recorded(space) == before
    space.world.refusals.clear()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"type": "invoke"}', b"[" * 5_000, b" " * 300_000],
)
async def test_what_is_no_activity_is_turned_away(open_signed: Opened, body: bytes) -> None:
    """Over HTTP, with a token that is good and without one."""
    async with open_signed() as space:
        token = space.teams.client.key.token(space.teams.client.service_url)
        for headers in ({}, {"Authorization": f"Bearer {token}"}):
            status, text = await post(space, body, headers)
            assert status in (400, 401, 403, 413)
            assert "Traceback" not in text


async def post(space: Workspace, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{space.base}/api/messages", data=body, headers={"Content-Type": "application/json", **headers}
        ) as response,
    ):
        return response.status, await response.text()


async def test_only_teams_itself_can_press(open_signed: Opened) -> None:
    """A good press is turned away without a token, with another's, with a changed one, from another organization and
    through another channel; the same press with Teams' own token counts."""
    async with open_signed() as space:
        await set_up(space)
        posted = await propose(space)
        await told(space, "U0MAYA", "is with the approvers")
        assert "ready" not in await act(space, "U0JONAH", "history", "1/1")
        value = {"action": {"verb": "proposal.approve", "data": {"at": "1/1"}}}
        base = space.teams.client._base("U0PRIYA", space.teams.world.conversations["compliance"], "invoke")
        good = {**base, "name": "adaptiveCard/action", "value": value}
        token = space.teams.client.key.token(space.teams.client.service_url)
        elsewhere = {**good["channelData"], "tenant": {"id": "0a1b2c3d-0000-0000-0000-00000000000b"}}
        cases: list[tuple[dict[str, Any], str, int]] = [
            (good, "", 401),
            (good, "Bearer x.y.z", 401),
            (good, f"Bearer {SigningKey().token(space.teams.client.service_url)}", 401),
            (good, f"Bearer {token[:-4]}AAAA", 401),
            ({**good, "serviceUrl": "https://evil.example/"}, f"Bearer {token}", 401),
            ({**good, "channelData": elsewhere}, f"Bearer {token}", 403),
            ({**good, "channelId": "webchat"}, f"Bearer {token}", 403),
        ]
        before = await recorded(space)
        for activity, header, status in cases:
            sent = await post(space, json.dumps(activity).encode(), {"Authorization": header} if header else {})
            assert sent[0] == status, (header[:20], sent)
        assert await recorded(space) == before
        counted = await post(space, json.dumps(good).encode(), {"Authorization": f"Bearer {token}"})
        assert "You approved this" in counted[1]
        await shows(space, posted, "Approved")


LITERAL = (
    "[a bargain](https://evil.example) <b>bold</b> <at>Ruth Okafor</at> **not bold** `code` &amp; <!channel> "
    "{{DATE(2026-03-02T09:00:00Z)}} # no heading\n- no list\n| no | table |"
)


async def test_what_people_write_is_shown_literally(space: Workspace) -> None:
    """Text, note and reason, on the card, in the author's chat, in the history and the queue: only in text runs, and
    letter by letter."""
    posted = await propose(space, text=LITERAL, note=LITERAL)
    seen = await press(space, "U0PRIYA", posted, "request_changes", **{"reason:request_changes": LITERAL})
    assert LITERAL in seen.replace("{ {", "{{")
    await shows(space, posted, "Changes requested")
    assert card(space, posted).replace("{ {", "{{").count(LITERAL) == 3
    notice = await told(space, "U0MAYA", "needs changes")
    assert LITERAL in space.teams.words(notice).replace("{ {", "{{")
    await opens(space, "U0MAYA", notice, "History")
    await ask(space, "U0MAYA", "mine")
    drawn = [space.teams.dialog("U0MAYA"), *_messages(space)]
    places = [path for shown in drawn for path in _paths(shown) if "evil.example" in path[1]]
    assert places
    assert {kind for kind, _ in places} <= {"TextRun", "Input.Text"}


def _messages(space: Workspace) -> list[Any]:
    return [one.get("attachments") for place in space.teams.world.conversations.values() for one in place.messages]


def _paths(value: Any, kind: str = "") -> Iterator[tuple[str, str]]:
    """(type of the element, text) of everything in a card."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _paths(inner, str(value.get("type", kind)))
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, kind)
    elif isinstance(value, str):
        yield kind, value


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\u202e", "\u2066"])
@pytest.mark.parametrize("field", ["text", "note", "authorization", "reason"])
async def test_characters_nobody_sees_are_refused(space_on_each: Workspace, field: str, hidden: str) -> None:
    """Under their field, on each engine; a NUL is no text to PostgreSQL at all."""
    space = space_on_each
    if field == "reason":
        posted = await propose(space)
        seen = await press(space, "U0PRIYA", posted, "reject", **{"reason:reject": f"No{hidden}pe"})
        assert "invisible control character" in seen
        assert "You rejected" not in seen
        return
    result = await fill_in(space, **{"patient": "yes", "authorization": "AUTH-1", field: f"AUTH{hidden}-1"})
    assert "invisible control character" in result["shown"]


@pytest.mark.parametrize("typed", ["\0", "show \0", "roles grant approver \0@\0", "link \0", "propose a\0b", "x\ud7ff"])
async def test_strange_words_are_answered(space_on_each: Workspace, typed: str) -> None:
    assert "Something went wrong" not in await ask(space_on_each, "U0RUTH", typed)


def test_every_verb_is_tried_here() -> None:
    known = Dialogs(None).verbs | Presses(None).verbs | Reports(None).verbs  # type: ignore[arg-type]
    assert known == set(EVERY_VERB)
