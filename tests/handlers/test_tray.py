"""Files that wait to be proposed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.demo.seed import png
from handlers import media, tray
from handlers.drafts import Upload
from storage import core
from storage.transaction import Transaction
from tests.handlers.accounts import MAYA, PRIYA, do, link, submit
from tests.handlers.conftest import Practice

PICTURE = png(10, 10)
SHA = media.digest(PICTURE)


def keep(practice: Practice, account: str = MAYA, content: bytes = PICTURE, name: str = "room.png") -> Any:
    return do(practice, account, tray.keep, name, content)


def names(practice: Practice, account: str = MAYA) -> list[str]:
    return [file.name for file in do(practice, account, tray.waiting)]


def blobs(practice: Practice) -> int:
    def count(tx: Transaction) -> int:
        found: int = tx.execute(select(func.count()).select_from(core.blob)).scalar_one()
        return found

    return practice.db.call(count)


def test_files_wait_in_the_order_they_came(practice: Practice, clock: Any) -> None:
    """Each person has their own; the type is what the bytes are, whatever the name says."""
    for number in range(3):
        keep(practice, content=png(10 + number, 10), name=f"{number}.txt")
        clock.forward(timedelta(seconds=1))
    assert names(practice) == ["0.txt", "1.txt", "2.txt"]
    assert names(practice, PRIYA) == []
    assert {file.mime for file in do(practice, MAYA, tray.waiting)} == {"image/png"}


def test_the_same_file_is_there_once(practice: Practice) -> None:
    """Also in two people's trays its bytes are kept once."""
    for account in (MAYA, MAYA, PRIYA):
        keep(practice, account)
    assert (len(names(practice)), len(names(practice, PRIYA)), blobs(practice)) == (1, 1, 1)


def test_a_full_tray_takes_no_more_and_what_was_taken_makes_room(practice: Practice) -> None:
    for number in range(tray.ROOM):
        keep(practice, content=png(10 + number, 10))
    keep(practice, content=png(10, 10))
    with pytest.raises(tray.TrayFull, match="12 of your files are waiting"):
        keep(practice, content=png(99, 10))
    do(practice, MAYA, tray.take, [media.digest(png(10, 10)), "no such file"])
    keep(practice, content=png(99, 10))
    assert len(names(practice)) == tray.ROOM


def test_what_is_not_proposed_goes_after_a_week(practice: Practice, clock: Any) -> None:
    """With its bytes, unless a proposal has them or somebody else's tray."""
    keep(practice)
    keep(practice, content=png(11, 10))
    clock.forward(timedelta(days=1))
    upload = Upload(SHA, "room.png", "image/png", len(PICTURE), "A room", "", 1)
    submit(practice, MAYA, media=(upload,), attested=True)
    clock.forward(tray.KEPT - timedelta(days=1))
    assert names(practice) == []
    keep(practice, content=png(12, 10))
    assert practice.db.call(media.content, SHA) == PICTURE
    assert blobs(practice) == 2


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GI", b"%PDF-1.7"])
def test_other_files_are_refused(practice: Practice, content: bytes) -> None:
    with pytest.raises(media.NotMedia, match=r"room\.png"):
        keep(practice, content=content)
    assert blobs(practice) == 0


def test_only_ones_own_can_be_chosen(practice: Practice) -> None:
    """And what the revision had before, as it was uploaded."""
    keep(practice, PRIYA)
    with pytest.raises(tray.FileGone, match="no longer here"):
        do(practice, MAYA, tray.uploads, [SHA], ())
    before = Upload(SHA, "room.png", "image/png", 1, "A room", "F1", 77)
    assert do(practice, MAYA, tray.uploads, [SHA], (before,)) == (before,)
    assert [one.sha256 for one in do(practice, PRIYA, tray.uploads, [SHA], ())] == [SHA]


def test_a_linked_person_has_one_tray(practice: Practice) -> None:
    """What was sent before the accounts were linked is there after, and can be taken."""
    keep(practice, "teams:maya")
    link(practice, MAYA, "teams:maya")
    assert names(practice) == ["room.png"]
    do(practice, MAYA, tray.take, [SHA])
    assert names(practice, "teams:maya") == []


async def test_the_same_file_many_times_at_once(practice: Practice) -> None:
    """On PostgreSQL several keep it at the same moment, and none of them fails."""
    actor = do(practice, MAYA, lambda _tx, actor: actor)
    await asyncio.gather(*(practice.db.run(tray.keep, actor, "room.png", PICTURE) for _ in range(8)))
    assert (len(names(practice)), blobs(practice)) == (1, 1)


def test_a_text_is_kept_of_those_who_publish_and_of_nobody_else(practice: Practice) -> None:
    """Whatever others write into one may be a report, or about a patient. It is offered for no post."""
    ruth, maya = practice.actor("U0RUTH"), practice.actor("U0MAYA")
    kept = practice.db.call(tray.keep, ruth, "course.MD", b"# A course")
    assert kept.mime == tray.TEXT
    assert practice.db.call(tray.waiting, ruth) == []
    assert practice.db.call(tray.texts, ruth) == [kept]
    assert practice.db.call(tray.text, ruth, kept.sha256) == b"# A course"
    assert practice.db.call(tray.text, maya, kept.sha256) is None
    with pytest.raises(media.NotMedia):
        practice.db.call(tray.keep, maya, "course.md", b"# A course")
    with pytest.raises(tray.TextTooBig, match="100,001 bytes"):
        practice.db.call(tray.keep, ruth, "course.md", b"x" * 100_001)
    practice.db.call(tray.take, ruth, [kept.sha256])
    assert practice.db.call(tray.text, ruth, kept.sha256) is None
