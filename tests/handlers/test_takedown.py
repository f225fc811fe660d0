"""Takedowns: nothing is taken down before a snapshot is kept, and the snapshot is evidence."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from handlers.reporting import casework, takedown
from handlers.reporting.cases import Case, Disposition
from storage import core, ledger
from storage.errors import SealBroken
from tests.handlers.conftest import Practice
from tests.handlers.reporting import PRIYA, RUTH, Desk

LINK = "https://instagram.com/p/riverside-1"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(64)
PDF = b"%PDF-1.7\n" + bytes(64)


@pytest.fixture
def desk(practice: Practice, clock: Any) -> Desk:
    return Desk(practice, clock)


def keep(desk: Desk, account: str, case: Case, position: int = 1, **given: Any) -> str:
    rules = desk.practice.rules
    found: str = desk.as_(account, lambda tx, actor: takedown.keep(tx, actor, case.id, position, rules, **given))
    return found


def listed(desk: Desk, case: Case) -> list[takedown.TakedownView]:
    found: list[takedown.TakedownView] = desk.as_(RUTH, takedown.listed, case.id)
    return found


@pytest.mark.parametrize(
    ("given", "content", "mime"),
    [
        ({"content": PNG, "name": "post.png"}, PNG, "image/png"),
        ({"content": PDF, "name": "post.pdf"}, PDF, "application/pdf"),
        (
            {"text": " Two names can be r\u00e9ad. "},
            "Two names can be r\u00e9ad.".encode(),
            "text/plain; charset=utf-8",
        ),
    ],
)
def test_a_snapshot_comes_first_and_proves_itself(desk: Desk, given: dict[str, Any], content: bytes, mime: str) -> None:
    """Who kept what and when, with its SHA-256, in the records; the bytes come back as they were."""
    case = desk.filed()
    assert desk.work(RUTH, takedown.ask, case, f" {LINK} ") == 1
    assert [(one.link, one.step) for one in listed(desk, case)] == [(LINK, "keep")]
    with pytest.raises(takedown.SnapshotFirst):
        desk.work(RUTH, takedown.finish, case, 1)
    sha256 = keep(desk, PRIYA, case, **given)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert desk.as_(RUTH, takedown.snapshot, case.id, 1).content == content
    desk.work(PRIYA, takedown.finish, case, 1)
    desk.work(RUTH, takedown.finish, case, 1)
    (done,) = listed(desk, case)
    assert (done.step, done.sha256, done.mime, done.kept_by, done.done_by) == ("", sha256, mime, "Priya", "Priya")
    assert done.kept_at == done.done_at == desk.clock()
    kept = [
        entry for entry in desk.practice.db.call(ledger.entries) if entry.tag == "compliance:takedown:snapshot_kept"
    ]
    assert [(entry.actor_name, entry.payload["sha256"]) for entry in kept if entry.payload] == [("Priya", sha256)]
    assert desk.tags("takedown:done") == ["compliance:takedown:done"]


def test_evidence_is_never_replaced(desk: Desk) -> None:
    """Another snapshot is another takedown's; whoever changes a byte of one in the database is noticed."""
    case = desk.filed()
    desk.work(RUTH, takedown.ask, case, LINK)
    assert desk.work(RUTH, takedown.ask, case, LINK) == 2
    keep(desk, RUTH, case, content=PNG)
    with pytest.raises(takedown.SnapshotKept):
        keep(desk, RUTH, case, content=PDF)
    keep(desk, RUTH, case, 2, content=PDF)
    rows = desk.practice.db.call(lambda tx: tx.execute(select(core.takedown).order_by(core.takedown.c.position)).all())
    assert PNG not in rows[0].snapshot
    swapped = core.takedown.update().where(core.takedown.c.position == 1).values(snapshot=rows[1].snapshot)
    desk.practice.db.call(lambda tx: tx.execute(swapped))
    with pytest.raises(SealBroken):
        desk.as_(RUTH, takedown.snapshot, case.id, 1)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, takedown.SnapshotNeeded),
        ({"text": "x", "content": PNG}, takedown.SnapshotNeeded),
        ({"text": "x" * 5_001}, takedown.SnapshotTooBig),
        ({"content": PNG + bytes(10 * 1024 * 1024)}, takedown.SnapshotTooBig),
        ({"content": b"MZ" + bytes(64), "name": "post.png"}, takedown.NotASnapshot),
        ({"content": b"\0\0\0\x18ftypmp42" + bytes(64), "name": "post.mp4"}, takedown.NotASnapshot),
    ],
)
def test_what_is_no_snapshot_is_refused(desk: Desk, given: dict[str, Any], refusal: type[Exception]) -> None:
    case = desk.filed()
    desk.work(RUTH, takedown.ask, case, LINK)
    with pytest.raises(refusal):
        keep(desk, RUTH, case, **given)
    assert listed(desk, case)[0].step == "keep"


def test_a_takedown_is_reminded_of_until_it_is_done(desk: Desk) -> None:
    """After 24 working hours: asked for on a Monday, on Thursday."""
    case = desk.filed()
    desk.work(RUTH, takedown.ask, case, LINK)
    desk.work(RUTH, takedown.ask, case, LINK)
    keep(desk, RUTH, case, content=PNG)
    desk.work(RUTH, takedown.finish, case, 1)
    assert desk.pass_days(2) == []
    assert desk.pass_days(1) == ["takedown_due:2"]
    assert casework.notice(case.id, "takedown_due:2").event == "takedown_due"


@pytest.mark.parametrize("link", ["", "x" * 501])
def test_a_takedown_needs_its_link(desk: Desk, link: str) -> None:
    case = desk.filed()
    with pytest.raises(takedown.LinkNeeded):
        desk.work(RUTH, takedown.ask, case, link)
    with pytest.raises(takedown.NoSuchTakedown):
        desk.work(RUTH, takedown.finish, case, 1)


def test_a_snapshot_is_erased_with_its_case(desk: Desk) -> None:
    """And may still be kept after closing, which does not take anything down."""
    case = desk.filed()
    desk.work(RUTH, takedown.ask, case, LINK)
    desk.work(RUTH, casework.close, case, Disposition.SUBSTANTIATED, "It is being taken down.")
    keep(desk, RUTH, case, content=PNG)
    desk.work(RUTH, takedown.finish, case, 1)
    desk.pass_days(6 * 366)
    (left,) = listed(desk, case)
    assert (left.link, left.sha256, left.kept_by) == ("", "", "Ruth")
    with pytest.raises(SealBroken):
        desk.as_(RUTH, takedown.snapshot, case.id, 1)
