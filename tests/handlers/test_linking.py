"""Two accounts, one person: what that means, and how it ends."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select

from handlers import codes, deliveries, due, linking, people, permissions, proposals, publishing, records, reviews
from handlers.permissions import APPROVER
from handlers.states import State, Verdict
from storage import ledger, messages, outbox
from storage.engine import Database
from storage.tables import OutboxRow
from storage.transaction import Transaction
from tests.handlers.accounts import (
    JONAH,
    MAYA,
    PRIYA,
    RUTH,
    TOMAS,
    actor,
    decide,
    do,
    entries,
    link,
    redeem,
    seen,
    submit,
)
from tests.handlers.conftest import DRAFT, Practice

# One person.


@pytest.mark.parametrize(("maker", "other"), [(MAYA, "teams:maya"), ("teams:maya", MAYA)])
def test_both_accounts_are_the_person_who_made_the_code(practice: Practice, maker: str, other: str) -> None:
    """Unless one of them has a role: see below. It is recorded, and the person told what it means."""
    before = actor(practice, maker)
    linked = link(practice, maker, other)
    both = [actor(practice, account) for account in (maker, other)]
    assert {who.id for who in both} == {before.id}
    assert both[0].ids == both[1].ids > {before.id}
    assert [who.platform for who in both] == [maker.split(":")[0], other.split(":")[0]]
    assert "now one person, with one vote. It is recorded." in linked.sentence
    assert "Slack (Maya)" in linked.sentence
    assert "Teams (Maya (Teams))" in linked.sentence
    last = entries(practice)[-1]
    assert last.tag == "compliance:identity:linked"
    assert last.payload["accounts"] == [maker, other]
    assert practice.db.call(ledger.verify, None).ok


def test_a_person_has_one_account_on_each_platform(practice: Practice) -> None:
    """Whoever is linked can neither make nor type a code; a code made before is void."""
    early = do(practice, "teams:maya", linking.make_code).text
    link(practice, MAYA, "teams:maya")
    with pytest.raises(linking.AlreadyLinked, match="type `/compliance unlink`"):
        do(practice, MAYA, linking.make_code)
    with pytest.raises(linking.AlreadyLinked, match="write `unlink` to Imprimatur"):
        redeem(practice, "teams:maya", do(practice, TOMAS, linking.make_code).text)
    assert isinstance(redeem(practice, TOMAS, early), codes.WrongCode)


def test_the_name_stays_that_of_the_first_account(practice: Practice) -> None:
    """Acting from the other platform renames nobody, and costs one statement, like everybody else."""
    link(practice, MAYA, "teams:maya")
    for account in ("teams:maya", MAYA, "teams:maya"):
        assert actor(practice, account).name == "Maya"
        assert actor(practice, account).zone == "America/Chicago"
    actor(practice, TOMAS)
    for account in (MAYA, "teams:maya", TOMAS):
        assert _statements(practice.db, account) == 1
    renamed = seen(MAYA)._replace(name="Maya Lindqvist-Berg")
    practice.db.call(people.recognise, renamed)
    assert practice.db.call(people.recognise, seen("teams:maya")).name == "Maya Lindqvist-Berg"


def test_one_vote(practice: Practice) -> None:
    """Approving on both platforms is one decision; another verdict from the other account comes too late."""
    link(practice, PRIYA, "teams:priya")
    proposal = submit(practice, MAYA)
    decide(practice, PRIYA, proposal)
    assert decide(practice, "teams:priya", proposal).state is State.APPROVED
    with pytest.raises(reviews.AlreadyDecided):
        decide(practice, "teams:priya", proposal, Verdict.REJECTED)
    made = practice.db.call(ledger.entries, subject=f"proposal:{proposal.id}")
    assert [entry.tag for entry in made].count("proposal:decision:approved") == 1


@pytest.mark.parametrize("first", [PRIYA, "teams:priya"])
def test_a_decision_made_before_linking_is_the_persons_own(practice: Practice, first: str) -> None:
    """Pressing the same again from the other account changes nothing."""
    practice.db.call(permissions.seed, APPROVER, (("teams", "priya"),))
    proposal = submit(practice, MAYA)
    decide(practice, first, proposal)
    link(practice, PRIYA, "teams:priya")
    for account in (PRIYA, "teams:priya"):
        assert decide(practice, account, proposal).state is State.APPROVED


def test_what_either_account_proposed_belongs_to_the_person(practice: Practice) -> None:
    """Lists, edits, withdrawing and publishing, from either side, whoever wrote it before or after."""
    made = [submit(practice, account, f"form:{account}") for account in (MAYA, "teams:maya")]
    link(practice, "teams:maya", MAYA)
    made.append(submit(practice, MAYA, "third"))
    for account in (MAYA, "teams:maya"):
        for list_of in (records.mine, records.queue):
            assert {line.number for line in do(practice, account, list_of)} == {one.number for one in made}
    for account, one in zip(("teams:maya", MAYA, "teams:maya"), made, strict=True):
        assert do(practice, account, records.visible, one.id, one.number)
        assert do(practice, account, records.current_content, one.id, 1)
    do(practice, "teams:maya", proposals.withdraw, made[0].id, 1)
    decide(practice, JONAH, made[1])
    links = {"facebook": "https://facebook.com/riverside/1"}
    do(practice, MAYA, publishing.publish, made[1].id, 1, links, None)
    assert [practice.standing(one).state for one in made] == [State.WITHDRAWN, State.PUBLISHED, State.IN_REVIEW]


# Unlinking.


def test_unlinking_gives_the_account_back_its_own_person(practice: Practice) -> None:
    """From either side; what each had done is theirs again; it is recorded, and can be done again."""
    teams = actor(practice, "teams:maya")
    own = submit(practice, "teams:maya", "own")
    for side in (MAYA, "teams:maya"):
        link(practice, MAYA, "teams:maya")
        together = submit(practice, "teams:maya", f"together:{side}")
        said = do(practice, side, linking.unlink).sentence
        assert "Your Slack and Teams accounts are two people again. It is recorded." in said
        assert actor(practice, "teams:maya") == teams
        assert actor(practice, MAYA).id != teams.id
        assert [line.number for line in do(practice, "teams:maya", records.mine)] == [own.number]
        assert together.number in {line.number for line in do(practice, MAYA, records.mine)}
    last = entries(practice)[-1]
    assert (last.tag, last.actor_id) == ("compliance:identity:unlinked", actor(practice, MAYA).id)
    assert last.payload["account"] == "teams:maya"


def test_unlinking_what_is_not_linked_says_how_to_link(practice: Practice) -> None:
    """And changes nothing."""
    with pytest.raises(linking.NotLinked, match="write `link` to Imprimatur"):
        do(practice, "teams:maya", linking.unlink)
    link(practice, MAYA, "teams:maya")
    do(practice, MAYA, linking.unlink)
    with pytest.raises(linking.NotLinked, match="type `/compliance link`"):
        do(practice, MAYA, linking.unlink)


# Telling people.


def notices(practice: Practice) -> list[tuple[str, str]]:
    """Destination and account of every notice to a person that waits to be delivered; they are then delivered."""

    def take(tx: Transaction) -> list[tuple[str, str]]:
        found = []
        due.run(tx, practice.rules)
        while claimed := outbox.claim(tx, 50):
            for delivery in claimed:
                prepared = deliveries.prepare(tx, delivery, practice.rules)
                if prepared is None:
                    deliveries.skipped(tx, delivery)
                    continue
                deliveries.delivered(tx, delivery, "D1", str(delivery.id), 0)
                if prepared.place.startswith("person:"):
                    found.append((prepared.platform, prepared.account or "", delivery.detail))
        return found

    return practice.db.call(take)


def test_a_notice_addressed_before_linking_arrives(practice: Practice) -> None:
    """It names the person the author was then."""
    submit(practice, "teams:maya")
    practice.db.call(due.run, practice.rules)
    link(practice, MAYA, "teams:maya")
    assert notices(practice) == [("teams", "maya", "1:submitted")]


@pytest.mark.parametrize("account", [MAYA, "teams:maya"])
def test_people_are_told_where_they_acted_from(practice: Practice, account: str) -> None:
    """Once, though they have two accounts."""
    link(practice, MAYA, "teams:maya")
    proposal = submit(practice, account)
    decide(practice, JONAH, proposal)
    platform, id = account.split(":")
    assert set(notices(practice)) == {(platform, id, "1:submitted"), (platform, id, "1:approved")}


def test_author_and_editor_who_are_one_are_told_once(practice: Practice) -> None:
    """On the platform of the edit."""
    proposal = submit(practice, MAYA)
    link(practice, "teams:maya", MAYA)
    notices(practice)
    draft = replace(DRAFT, text="Edited.")
    do(practice, "teams:maya", proposals.revise, proposal.id, 1, draft, "form-2", practice.rules)
    assert [told for told in notices(practice) if told[2].startswith("2")] == [("teams", "maya", "2:revised")]


def test_an_author_hears_of_an_edit_from_the_other_platform(practice: Practice) -> None:
    """Each where they are: the author in Slack, the approver who edited in Teams."""
    practice.db.call(permissions.seed, APPROVER, (("teams", "lee"),))
    proposal = submit(practice, MAYA)
    notices(practice)
    draft = replace(DRAFT, text="Edited.")
    do(practice, "teams:lee", proposals.revise, proposal.id, 1, draft, "form-2", practice.rules)
    told = {one for one in notices(practice) if one[2] == "2:revised"}
    assert told == {("slack", "U0MAYA", "2:revised"), ("teams", "lee", "2:revised")}


def test_after_unlinking_people_are_told_where_they_still_are(practice: Practice) -> None:
    """What was proposed from the account that left is told to the one that stayed, also if it was on its way; what the
    left one was told before can still be redrawn."""
    link(practice, MAYA, "teams:maya")
    proposal = submit(practice, "teams:maya")
    do(practice, MAYA, linking.unlink)
    assert notices(practice) == [("slack", "U0MAYA", "1:submitted")]
    second = submit(practice, MAYA, "second")
    link(practice, MAYA, "teams:maya")
    third = submit(practice, "teams:maya", "third")
    notices(practice)
    do(practice, MAYA, linking.unlink)
    for one in (proposal, second, third):
        decide(practice, JONAH, one)
    assert {(told[0], told[2]) for told in notices(practice)} == {
        ("slack", "1:submitted"),
        ("slack", "1:approved"),
        ("teams", "1:submitted"),
    }


def test_officers_hear_of_trouble_where_they_are(practice: Practice) -> None:
    """An officer without an account on the platform that refuses is told on the other."""
    proposal = submit(practice, "teams:maya")

    def fail(tx: Transaction) -> None:
        due.run(tx, practice.rules)
        for delivery in outbox.claim(tx, 50):
            deliveries.failed(tx, delivery, "blocked", blocked=True)

    practice.db.call(fail)
    told = practice.db.call(
        lambda tx: (
            tx.execute(select(OutboxRow.__table__.c.destination).where(OutboxRow.__table__.c.topic == "undeliverable"))
            .scalars()
            .all()
        )
    )
    assert set(told) == {f"person:{actor(practice, RUTH).id}@slack"}
    assert practice.db.call(messages.of_subject, "author_notice", proposal.id) == []


def _statements(db: Database, account: str) -> int:
    """How many statements recognising somebody takes."""
    made: list[str] = []

    def count(tx: Transaction) -> None:
        listener = lambda _c, _cursor, statement, *_: made.append(statement)  # noqa: E731
        driver: Any = tx.connection.connection.driver_connection
        if tx.dialect == "sqlite":
            # Some statements go past SQLAlchemy there.
            driver.set_trace_callback(made.append)
            people.recognise(tx, seen(account))
            driver.set_trace_callback(None)
            return
        event.listen(tx.connection, "before_cursor_execute", listener)
        people.recognise(tx, seen(account))
        event.remove(tx.connection, "before_cursor_execute", listener)

    db.call(count)
    return len(made)
