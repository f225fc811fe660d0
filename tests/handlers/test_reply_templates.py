"""The organization's own neutral answers: written by officers, approved by somebody else, scanned, never changed."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from handlers import deliveries, linking, people, permissions, reply_templates
from handlers.permissions import NotAnApprover
from handlers.phi.templates import TEMPLATES
from handlers.reply_templates import (
    MOST,
    BadOccasion,
    BadWording,
    EnoughTemplates,
    NoSuchTemplate,
    NotInForce,
    NotWaiting,
    OfficerWrites,
    OwnTemplate,
    SameWording,
    State,
)
from handlers.screening import HeldUp
from handlers.words import stuck
from storage import ledger, outbox
from storage.tables import OutboxRow
from tests.handlers.accounts import do, link
from tests.handlers.conftest import Practice

RUTH, PRIYA, JONAH, MAYA = "slack:U0RUTH", "slack:U0PRIYA", "slack:U0JONAH", "slack:U0MAYA"
TEXT = "Thank you for writing. Please call our office, and we will listen."
SECOND = "Thank you for writing. Our office will be glad to listen: [telephone number or address]."
TELLS = "We are sorry that your root canal hurt."


def propose(practice: Practice, text: str = TEXT, template: int = 0, occasion: str = "A complaint") -> int:
    made: int = do(practice, RUTH, reply_templates.propose, template, occasion, text, practice.rules)
    return made


def newest(practice: Practice, template: int) -> reply_templates.Version:
    return next(one for one in practice.db.call(reply_templates.answers) if one.template == template).versions[0]


def decide(practice: Practice, version: int, by: str = PRIYA, approve: bool = True) -> None:
    do(practice, by, lambda tx, actor: reply_templates.decide(tx, actor, version, practice.rules, approve=approve))


def offered(practice: Practice) -> list[str]:
    return [one.text for one in practice.db.call(reply_templates.offered)]


def states(practice: Practice, template: int) -> list[State]:
    found = next(one for one in practice.db.call(reply_templates.answers) if one.template == template)
    return [version.state for version in found.versions]


def test_the_shipped_ones_are_offered_until_one_of_ours_is_approved(practice: Practice) -> None:
    """Approved by nobody here, they give way to the first that is, and stand in again when none is left."""
    assert len(offered(practice)) == len(TEMPLATES)
    template = propose(practice)
    assert len(offered(practice)) == len(TEMPLATES)
    decide(practice, newest(practice, template).id)
    assert offered(practice) == [TEXT]
    do(practice, RUTH, reply_templates.retire, newest(practice, template).id)
    assert len(offered(practice)) == len(TEMPLATES)


def test_a_new_version_is_offered_once_it_is_approved_and_the_old_one_stays_on_record(practice: Practice) -> None:
    template = propose(practice)
    decide(practice, newest(practice, template).id)
    propose(practice, SECOND, template)
    assert offered(practice) == [TEXT]
    decide(practice, newest(practice, template).id)
    assert offered(practice) == [SECOND]
    assert states(practice, template) == [State.IN_FORCE, State.REPLACED]
    do(practice, RUTH, reply_templates.retire, newest(practice, template).id)
    assert states(practice, template) == [State.RETIRED, State.REPLACED]


def test_every_step_is_recorded(practice: Practice) -> None:
    """Who, what, when; with the words when they are written."""
    template = propose(practice)
    decide(practice, newest(practice, template).id)
    do(practice, RUTH, reply_templates.retire, newest(practice, template).id)
    entries = practice.db.call(ledger.entries, f"template:{template}")
    assert [entry.tag.rpartition(":")[2] for entry in entries] == ["written", "approved", "retired"]
    assert entries[0].payload == {"template": 1, "number": 1, "occasion": "A complaint", "text": TEXT}
    assert entries[1].payload == {"template": 1, "number": 1}


def test_the_writer_never_approves(practice: Practice) -> None:
    """Nor declines, whatever their role, and whichever of their accounts they use."""
    version = newest(practice, propose(practice)).id
    for approve in (True, False):
        with pytest.raises(OwnTemplate):
            decide(practice, version, RUTH, approve)
    link(practice, RUTH, "teams:ruth")
    with pytest.raises(OwnTemplate):
        decide(practice, version, "teams:ruth")
    do(practice, "teams:ruth", linking.unlink)
    assert states(practice, 1) == [State.WAITING]


def test_only_officers_write_and_retire_and_only_those_who_decide_approve(practice: Practice) -> None:
    for account in (PRIYA, MAYA):
        with pytest.raises(OfficerWrites):
            do(practice, account, reply_templates.propose, 0, "A complaint", TEXT, practice.rules)
    version = newest(practice, propose(practice)).id
    with pytest.raises(NotAnApprover):
        decide(practice, version, MAYA)
    decide(practice, version)
    with pytest.raises(OfficerWrites):
        do(practice, PRIYA, reply_templates.retire, version)


def test_what_identifies_somebody_is_refused_whoever_writes_it(practice: Practice) -> None:
    """With the words; and again when it is approved, should a rule have come in between."""
    with pytest.raises(HeldUp) as held:
        propose(practice, TELLS)
    assert "root canal" in held.value.told["text"][0].quoted
    assert practice.db.call(reply_templates.answers) == []


def test_a_decision_is_made_once_and_on_what_waits(practice: Practice) -> None:
    version = newest(practice, propose(practice)).id
    with pytest.raises(NotInForce):
        do(practice, RUTH, reply_templates.retire, version)
    decide(practice, version, approve=False)
    for by in (PRIYA, JONAH):
        with pytest.raises(NotWaiting):
            decide(practice, version, by)
    assert states(practice, 1) == [State.DECLINED]
    propose(practice, SECOND, 1)
    propose(practice, TEXT, 1)
    assert states(practice, 1) == [State.WAITING, State.REPLACED, State.DECLINED]


def told(practice: Practice, version: int) -> list[str]:
    """The names of those who are told of a wording now, as often as they are."""
    wanted = select(OutboxRow.destination).where(OutboxRow.topic == "template_notice", OutboxRow.subject_id == version)
    places = practice.db.call(lambda tx: tx.execute(wanted).scalars().all())
    people_told = [int(place.removeprefix("person:").partition("@")[0]) for place in places]
    names = practice.db.call(people.names, set(people_told))
    return sorted(names[who] for who in people_told)


def deliver(practice: Practice) -> list[bool]:
    """Delivers what there is to deliver; of each message, whether it asks for something."""
    asked = []
    while claimed := practice.db.call(outbox.claim):
        for one in claimed:
            if prepared := practice.db.call(deliveries.prepare, one, practice.rules):
                asked.append(prepared.message.live)
                practice.db.call(deliveries.delivered, one, "D0", str(one.id), 0)
            else:
                practice.db.call(deliveries.skipped, one)
    return asked


def test_those_who_may_approve_are_told_and_never_its_writer(practice: Practice) -> None:
    """Whichever account the writer has a role with, also one they have since unlinked; each once."""
    link(practice, RUTH, "teams:ruth")
    do(practice, "teams:ruth", linking.unlink)
    practice.db.call(permissions.seed, permissions.APPROVER, (("teams", "ruth"), ("teams", "ines")))
    assert told(practice, newest(practice, propose(practice)).id) == ["U0JONAH", "U0PRIYA", "ines"]


def test_a_wording_that_waits_no_longer_asks_nobody(practice: Practice) -> None:
    """What stands is drawn again, when it is decided on and when a later one takes its place; what had not been sent
    never is."""
    propose(practice)
    assert deliver(practice) == [True, True]
    propose(practice, SECOND, 1)
    assert sorted(deliver(practice)) == [False, False, True, True]
    decide(practice, newest(practice, 1).id)
    assert deliver(practice) == [False, False]
    propose(practice, TEXT, 1)
    decide(practice, newest(practice, 1).id, approve=False)
    assert deliver(practice) == []


def test_a_notice_that_cannot_be_delivered_is_told_to_privacy_officers(practice: Practice) -> None:
    """As what it is, without a number it does not have."""
    propose(practice)
    for delivery in practice.db.call(outbox.claim):
        practice.db.call(lambda tx, one=delivery: deliveries.failed(tx, one, "user_disabled", blocked=True))
    [news, *_] = [one for one in practice.db.call(outbox.claim) if one.topic == "undeliverable"]
    found = practice.db.call(deliveries.prepare, news, practice.rules)
    assert "Slack refuses the message about a neutral answer for a person's direct messages" in stuck(found.message)


def test_what_cannot_be_used_says_why(practice: Practice) -> None:
    template = propose(practice)
    for occasion, text, refusal in (
        ("", TEXT, BadOccasion),
        ("x" * 61, TEXT, BadOccasion),
        ("one\ntwo", TEXT, BadOccasion),
        ("Costs", "", BadWording),
        ("Costs", "x" * 701, BadWording),
        ("Costs", "x\u202e", BadWording),
        ("A complaint", TEXT, SameWording),
    ):
        with pytest.raises(refusal):
            propose(practice, text, occasion=occasion)
    with pytest.raises(SameWording):
        propose(practice, TEXT, template)
    with pytest.raises(NoSuchTemplate):
        propose(practice, SECOND, 99)
    for number in range(2, MOST + 1):
        propose(practice, f"{TEXT} Thank you{'!' * number}", occasion=f"Case {'i' * number}")
    with pytest.raises(EnoughTemplates):
        propose(practice, SECOND)


def test_staff_see_what_is_in_force_and_only_the_rest_what_waits(practice: Practice) -> None:
    template = propose(practice)
    assert do(practice, MAYA, reply_templates.overview).ours == ()
    with pytest.raises(NoSuchTemplate):
        do(practice, MAYA, reply_templates.read, template)
    assert do(practice, PRIYA, reply_templates.read, template).decides
    assert not do(practice, RUTH, reply_templates.read, template).decides
    decide(practice, newest(practice, template).id)
    assert not do(practice, MAYA, reply_templates.read, template).writes


def test_a_template_may_hold_braces(practice: Practice) -> None:
    """It is text, not a format."""
    template = propose(practice, "Thank you {contact} {")
    decide(practice, newest(practice, template).id)
    assert offered(practice) == ["Thank you {contact} {"]


def test_whatever_happens_only_what_somebody_else_approved_is_offered(practice: Practice) -> None:
    """In any order of writing, approving, declining and retiring: at most one wording of an answer, the newest
    approved, and none that its writer approved."""

    class Life(RuleBasedStateMachine):
        @rule(template=st.integers(0, 2), number=st.integers(1, 3))
        def write(self, template: int, number: int) -> None:
            self._try(reply_templates.propose, template, "A complaint", f"Thank you{'!' * number}", practice.rules)

        @rule(version=st.integers(1, 6), approve=st.booleans(), by=st.sampled_from([RUTH, PRIYA, MAYA]))
        def decide(self, version: int, approve: bool, by: str) -> None:
            self._try(
                lambda tx, actor: reply_templates.decide(tx, actor, version, practice.rules, approve=approve), by=by
            )

        @rule(version=st.integers(1, 6))
        def retire(self, version: int) -> None:
            self._try(reply_templates.retire, version)

        def _try(self, use_case: object, *arguments: object, by: str = RUTH) -> None:
            try:
                do(practice, by, use_case, *arguments)
            except (reply_templates.Refusal, HeldUp):
                return

        @invariant()
        def sound(self) -> None:
            found = practice.db.call(reply_templates.answers)
            for one in found:
                standing = [version for version in one.versions if version.state is State.IN_FORCE]
                assert len(standing) <= 1
                assert all(version.decisions[0][:2] == ("approved", "Priya") for version in standing)
            texts = {version.text for one in found if (version := one.of(State.IN_FORCE))}
            assert set(offered(practice)) == texts or not texts

    case = Life.TestCase
    case.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)
    case("runTest").runTest()
