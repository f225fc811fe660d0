from storage import messages
from storage.engine import Database
from storage.messages import Posted


def test_a_message_is_found_by_its_whole_key(db: Database) -> None:
    assert db.call(messages.find, "card", 7, "1", "C1@slack") is None
    db.call(messages.record, "card", 7, "1", "C1@slack", "C1", "123.4")
    posted = db.call(messages.find, "card", 7, "1", "C1@slack")
    assert posted == Posted(posted.id if posted else 0, "card", 7, "1", "C1@slack", "C1", "123.4")
    assert db.call(messages.find, "card", 7, "2", "C1@slack") is None


def test_posted_afresh_it_stands_in_one_place(db: Database) -> None:
    db.call(messages.record, "card", 7, "", "C1@slack", "C1", "123.4")
    db.call(messages.record, "card", 7, "", "C1@slack", "C2", "567.8")
    [posted] = db.call(messages.of_subject, "card", 7)
    assert (posted.channel, posted.reference) == ("C2", "567.8")


def test_all_of_a_subject_oldest_first(db: Database) -> None:
    for destination in ("C2", "C1"):
        db.call(messages.record, "card", 7, "", destination, destination, "1")
    db.call(messages.record, "card", 8, "", "C1", "C1", "2")
    db.call(messages.record, "notice", 7, "", "C1", "C1", "3")
    assert [posted.destination for posted in db.call(messages.of_subject, "card", 7)] == ["C2", "C1"]


def test_a_forgotten_one_is_gone(db: Database) -> None:
    db.call(messages.record, "card", 7, "", "C1", "C1", "1")
    [posted] = db.call(messages.of_subject, "card", 7)
    db.call(messages.forget, posted.id)
    assert db.call(messages.of_subject, "card", 7) == []
