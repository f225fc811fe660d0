"""Policies: what was signed is known byte for byte, and everybody is asked when it changes."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import deliveries, policies, policy_duties, policy_versions
from handlers.errors import FieldProblem
from handlers.policy_versions import NewVersion
from handlers.rules import Rules
from handlers.training import employment, requirements, staff, standing
from handlers.training.assignments import Kind, Why
from handlers.training.employment import Hired
from storage import ledger, outbox
from tests.handlers.accounts import actor, link
from tests.handlers.conftest import Practice
from tests.handlers.training import MAYA, PRIYA, RUTH, TOMAS, School

PHOTOS = NewVersion("photos", "Photos and videos", b"# Photos\r\n\r\nNo photo without a signed authorization.\n")


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    """Ruth owns the policies, Maya has to read them."""
    school = School(practice, clock, Rules())
    school.hire(RUTH)
    school.hire(MAYA)
    return school


def publish(school: School, account: str = RUTH, **changed: Any) -> policies.Policy:
    policy: policies.Policy = school.do(account, policy_versions.publish, replace(PHOTOS, **changed), school.rules)
    school.settle()
    return policy


def sign(school: School, account: str) -> None:
    shown = school.do(account, policies.read, "photos")
    school.do(account, policy_duties.attest, "photos", shown.policy.number, shown.sha256, school.rules)


def retire(school: School, account: str = RUTH) -> None:
    school.do(account, policy_duties.retire, "photos", school.rules)
    school.settle()


def due(school: School, account: str) -> list[tuple[Kind, Why, int]]:
    return [(one.kind, one.why, one.version) for one in school.open(account)]


def test_an_owner_listed_under_an_account_linked_since(practice: Practice, clock: Any) -> None:
    """Teams' roster listed her before she linked: she publishes, and the review is hers."""
    school = School(practice, clock, Rules())
    listed = actor(practice, "teams:ruth").id
    practice.db.call(employment.hire, None, [Hired(listed, school.today)], school.rules)
    link(practice, f"slack:{RUTH}", "teams:ruth")
    assert publish(school).owner_id == listed
    publish(school, content=b"# Photos\n\nNone at all.\n")
    shown = school.do(RUTH, policies.read, "photos")
    school.do(RUTH, policy_duties.review, "photos", 2, shown.sha256, "", school.rules)
    assert {kind for kind, _, _ in due(school, RUTH)} == {Kind.POLICY, Kind.REVIEW}


def test_what_is_signed_is_known_byte_for_byte(school: School) -> None:
    """The hash is of the bytes as they were handed in, and stands in the ledger beside who signed it."""
    publish(school)
    assert due(school, MAYA) == [(Kind.POLICY, Why.CHANGE, 1)]
    sign(school, MAYA)
    sign(school, MAYA)
    assert due(school, MAYA) == []
    signed = [entry for entry in school.practice.db.call(ledger.entries) if entry.tag == "policy:attestation:signed"]
    assert [(entry.actor_name, entry.payload["sha256"]) for entry in signed] == [
        ("Maya", hashlib.sha256(PHOTOS.content).hexdigest())
    ]
    assert school.do(MAYA, policies.read, "photos").is_signed


def test_a_material_version_asks_again_and_shows_what_changed(school: School) -> None:
    publish(school)
    sign(school, MAYA)
    publish(school, content=PHOTOS.content.replace(b"signed", b"written"))
    assert due(school, MAYA) == [(Kind.POLICY, Why.CHANGE, 2)]
    shown = school.do(MAYA, policies.read, "photos")
    assert [(span.kind, span.text) for span in shown.changes if span.kind != "same"] == [
        ("removed", "signed"),
        ("added", "written"),
    ]
    sign(school, MAYA)
    assert due(school, MAYA) == []


def test_a_correction_asks_nobody_who_has_signed(school: School) -> None:
    """But whoever signs from now on signs the corrected one."""
    publish(school)
    sign(school, MAYA)
    publish(school, content=PHOTOS.content + b"\n", material=False)
    assert due(school, MAYA) == []
    school.hire(TOMAS)
    assert due(school, TOMAS) == [(Kind.POLICY, Why.HIRE, 1)]
    sign(school, TOMAS)
    assert due(school, TOMAS) == []
    assert {policy.key: signed for policy, signed in school.do(TOMAS, policies.listing)} == {"photos": 2}


def test_a_new_policy_takes_no_others_place(school: School) -> None:
    """Its short name is another's: nothing is published, and it says whose."""
    publish(school)
    with pytest.raises(policy_versions.KeyTaken, match="“Photos and videos”"):
        publish(school, content=b"# Something else", first=True)
    assert school.do(MAYA, policies.read, "photos").policy.number == 1


def test_nobody_signs_what_they_have_not_seen(school: School) -> None:
    """An older version's button, or another hash, is refused; nothing is signed."""
    publish(school)
    shown = school.do(MAYA, policies.read, "photos")
    publish(school, content=b"# Photos\n\nNone at all.\n")
    for number, sha256 in ((1, shown.sha256), (2, shown.sha256), (3, shown.sha256)):
        with pytest.raises(policy_duties.NewerVersion, match="Photos and videos"):
            school.do(MAYA, policy_duties.attest, "photos", number, sha256, school.rules)
    assert school.do(MAYA, policies.read, "photos").signed == 0


def test_the_owner_reviews_every_year_and_signs_no_change_too(school: School) -> None:
    publish(school)
    sign(school, RUTH)
    [review] = school.open(RUTH)
    assert (review.kind, review.opens_on, review.due_on) == (Kind.REVIEW, date(2027, 1, 31), date(2027, 3, 2))
    school.go(date(2027, 2, 10))
    shown = school.do(RUTH, policies.read, "photos")
    with pytest.raises(policies.NotItsOwner):
        school.do(MAYA, policy_duties.review, "photos", 1, shown.sha256, "", school.rules)
    school.do(RUTH, policy_duties.review, "photos", 1, shown.sha256, "Nothing new in the rules.", school.rules)
    assert [one.due_on for one in school.open(RUTH)] == [date(2028, 3, 2)]
    school.go(date(2028, 2, 10))
    publish(school, content=b"# Photos\n\nNone at all.\n")
    assert [one.due_on for one in school.open(RUTH) if one.kind is Kind.REVIEW] == [date(2029, 3, 2)]
    entries = school.practice.db.call(ledger.entries)
    assert [entry.payload["changed"] for entry in entries if entry.tag == "policy:review:signed"] == [False, True]


def test_a_policy_goes_to_another_owner_with_its_review(school: School) -> None:
    """Also from one who has left."""
    publish(school)
    ruth, maya = school.actor(RUTH).id, school.actor(MAYA).id
    with pytest.raises(policies.NotItsOwner):
        school.do(MAYA, policy_duties.hand_over, "photos", maya, school.rules)
    school.practice.db.call(employment.depart, None, {ruth}, school.today, school.rules)
    school.do(RUTH, policy_duties.hand_over, "photos", maya, school.rules)
    assert (Kind.REVIEW, Why.YEARLY, 1) in due(school, MAYA)
    publish(school, MAYA, content=b"# Photos\n\nNone at all.\n")
    with pytest.raises(staff.NotStaff):
        school.do(MAYA, policy_duties.hand_over, "photos", ruth, school.rules)


def test_a_retired_policy_is_asked_of_nobody_and_stays_readable(school: School) -> None:
    """Listed as retired, and recorded; nobody signs, reviews or retires it any more, but for its next version, which
    may be the same text."""
    publish(school)
    sign(school, RUTH)
    retire(school)
    assert school.open(MAYA) == school.open(RUTH) == []
    shown = school.do(MAYA, policies.read, "photos")
    assert shown.text == PHOTOS.content.decode()
    assert shown.policy.retired_at == school.clock()
    assert school.practice.db.call(policies.in_force) == []
    for account, use_case, *more in (
        (MAYA, policy_duties.attest, 1, shown.sha256),
        (RUTH, policy_duties.review, 1, shown.sha256, ""),
        (RUTH, policy_duties.retire),
    ):
        with pytest.raises(policy_duties.Retired, match="“Photos and videos” is retired"):
            school.do(account, use_case, "photos", *more, school.rules)
    entries = school.practice.db.call(ledger.entries, "policy:photos")
    assert [
        (one.payload["title"], one.payload["number"]) for one in entries if one.tag == "policy:version:retired"
    ] == [("Photos and videos", 1)]
    publish(school)
    assert due(school, MAYA) == [(Kind.POLICY, Why.CHANGE, 2)]
    assert Kind.REVIEW in {kind for kind, _, _ in due(school, RUTH)}


def test_only_its_owner_or_a_privacy_officer_retires_a_policy(school: School) -> None:
    """Handed over once retired, it asks for no review."""
    publish(school)
    with pytest.raises(policies.NotItsOwner):
        retire(school, MAYA)
    school.do(RUTH, policy_duties.hand_over, "photos", school.actor(MAYA).id, school.rules)
    retire(school, MAYA)
    assert school.open(MAYA) == []
    school.do(RUTH, policy_duties.hand_over, "photos", school.actor(RUTH).id, school.rules)
    assert school.open(RUTH) == []


def test_messages_that_asked_for_a_retired_policy_ask_no_more(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of everybody who had been told, however many batches they are in, and behind what somebody waits for."""
    monkeypatch.setattr(requirements, "BATCH", 1)
    publish(school)
    school.start()
    told = deliver(school)
    assert sorted(who for who, _ in told) == sorted(school.actor(one).id for one in (RUTH, MAYA))
    retire(school)
    drawn = deliver(school)
    assert sorted(who for who, _ in drawn) == sorted(who for who, _ in told)
    assert [message.items for _, message in drawn] == [(), ()]
    school.go(date(2026, 5, 1))
    assert deliver(school) == []


def deliver(school: School) -> list[tuple[int, Any]]:
    """Sends what the outbox has: whom it tells, and what."""
    sent = []
    while claimed := school.practice.db.call(outbox.claim):
        for one in claimed:
            prepared = school.practice.db.call(deliveries.prepare, one, school.rules)
            assert prepared is not None
            sent.append((one.subject_id, prepared.message))
            school.practice.db.call(deliveries.delivered, one, "D0", str(one.id), 0)
    return sent


def test_an_overdue_policy_costs_posting_rights(school: School) -> None:
    publish(school)
    school.do(MAYA, standing.require_trained, school.rules)
    school.go(date(2026, 4, 16))
    with pytest.raises(standing.TooLate, match="Photos and videos"):
        school.do(MAYA, standing.require_trained, school.rules)


def test_who_may_publish(school: School) -> None:
    """A first version only a privacy officer who works here; the next ones its owner too."""
    with pytest.raises(staff.NotForYou):
        publish(school, PRIYA)
    publish(school)
    with pytest.raises(policies.NotItsOwner):
        publish(school, MAYA, content=b"Anything goes.")
    with pytest.raises(policy_versions.SameText):
        publish(school)
    with pytest.raises(policies.NoSuchPolicy):
        school.do(MAYA, policies.read, "nothing")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(
    st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)), st.text(max_size=8), st.text(max_size=8)
)
def test_whatever_is_handed_in_is_kept_exactly_or_refused(school: School, content: bytes, key: str, title: str) -> None:
    """Never a traceback, and never another text than the one handed in."""
    try:
        policy = publish(school, key=key, title=title, content=content)
    except (FieldProblem, policy_versions.SameText):
        return
    shown = school.do(MAYA, policies.read, policy.key)
    assert shown.text.encode() == content
    assert shown.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe", b"a\x00b", "left\u202eright".encode(), b"x" * 100_001])
def test_what_is_no_text_is_refused(school: School, content: bytes) -> None:
    with pytest.raises(policy_versions.BadText, match="UTF-8"):
        publish(school, content=content)


def test_required_for_a_time_it_comes_back(school: School) -> None:
    """A practice may want a signature every year, also without a change."""
    publish(school, months=12)
    sign(school, MAYA)
    assert due(school, MAYA) == [(Kind.POLICY, Why.YEARLY, 1)]
