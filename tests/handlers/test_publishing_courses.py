"""Publishing a course: looked through first, asked of everybody when it says something new; and what is made of it."""

from typing import Any

import pytest

from handlers import handbook, policies, policy_duties, policy_versions
from handlers.handbook import Items, Table, Text
from handlers.permissions import APPROVER
from handlers.policy_versions import NewVersion
from handlers.rules import Rules
from handlers.training import course_changes, course_publishing, course_versions, guidance, learning
from handlers.training.assignments import Kind, Requirement, Why
from handlers.training.course_publishing import Preview, Published, PublishedMeanwhile, SameCourse
from handlers.training.course_versions import OfficerPublishes
from handlers.training.courses import reading
from handlers.training.courses.mistakes import CourseMistakes
from handlers.training.training_messages import Certificate
from storage import ledger
from tests.handlers.conftest import Practice
from tests.handlers.learning import CHANGED, KEY, SMALL, finish, start, step, walk
from tests.handlers.training import MAYA, PRIYA, RUTH, TOMAS, School

SLACK_MAYA = f"slack:{MAYA}"


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    """Ruth publishes, Maya and Tomás learn; Priya is not on the list."""
    school = School(practice, clock, Rules())
    for account in (RUTH, MAYA, TOMAS):
        school.hire(account)
    return school


def check(school: School, text: str) -> Preview:
    found: Preview = school.do(RUTH, course_publishing.check, text.encode())
    return found


def publish(school: School, text: str, *, material: bool = True, months: int | None = None) -> Published:
    """As the forms do: what was looked at is published, and everybody it asks is asked."""
    before = check(school, text).before
    done: Published = school.do(
        RUTH,
        lambda tx, actor: course_publishing.publish(
            tx, actor, text.encode(), before=before, material=material, months=months
        ),
    )
    school.settle()
    return done


def due(school: School, account: str) -> list[tuple[Kind, Why, int]]:
    return [(one.kind, one.why, one.version) for one in school.open(account)]


def test_the_list_of_courses_says_by_when(school: School) -> None:
    """Until it is done, and to nobody who need not do it yet."""
    by = lambda: next(one.due_on for one in school.do(MAYA, learning.overview).lines if one.key == KEY)  # noqa: E731
    publish(school, SMALL, months=12)
    assert by() == school.open(MAYA)[0].due_on
    school.finish(MAYA, wanted=Requirement(Kind.COURSE, KEY, "A small course", 1, 12))
    assert school.open(MAYA)[0].due_on
    assert by() is None


def test_looking_changes_nothing_and_tells_what_would(school: School) -> None:
    """Lessons, questions, minutes, pass mark, and what is different; the ledger has nothing of it."""
    new = check(school, SMALL)
    assert (new.number, new.lessons, new.questions, new.pass_mark, new.minutes) == (1, 2, 3, 60, 1)
    assert (new.changes, new.months) == ((), None)
    publish(school, SMALL)
    count = len(school.practice.db.call(ledger.entries))
    again = check(school, CHANGED.replace("pass_mark = 60", "pass_mark = 70"))
    assert (again.number, again.changes) == (2, ("Pass mark: 70% (was 60%).", "Lesson changed: First."))
    assert [span.text for span in again.spans if span.kind == "added"] == ["70", ", too"]
    assert len(school.practice.db.call(ledger.entries)) == count
    assert school.practice.db.call(course_versions.current, KEY).number == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('title = "A small course"', 'title = "Another"', "Title: Another (was A small course)."),
        ("For tests.", "For all.", "The summary."),
        ("# Second", "# Third", "New lesson: Third."),
        ("# Second", "# Third", "Lesson taken out: Second."),
        ("And now?", "What then?", "Question changed: Two."),
        ("since = 2026-01-28", "since = 2027-01-15", "The penalties, those since 2027-01-15 among them."),
        ("They exist.", "They do.", "The text about sanctions."),
        ("I have read this.", "I have read it.", "The statement that is signed."),
        ("# First", "# First\n", "Nothing that people read: only how the file is written."),
    ],
)
def test_every_change_has_its_sentence(before: str, after: str, said: str) -> None:
    old, new = (reading.parse(text.encode()) for text in (SMALL, SMALL.replace(before, after)))
    assert said in course_changes.changes(old, new)


def test_the_order_of_pages_is_a_change() -> None:
    pages = ("# One\n\nRead.\n\n", "# Other\n\nRead, too.\n\n")
    first, second = (SMALL.replace("# Second", "".join(order) + "# Second") for order in (pages, pages[::-1]))
    changes = course_changes.changes(reading.parse(first.encode()), reading.parse(second.encode()))
    assert changes == ("The order of its pages.",)


def test_a_first_version_is_required_when_its_publisher_says_so(school: School) -> None:
    """Else of nobody, whatever is published afterwards."""
    assert publish(school, SMALL) == Published("A small course", 1, material=True, asked=False)
    assert not publish(school, CHANGED).asked
    assert due(school, MAYA) == []
    other = SMALL.replace('key = "small"', 'key = "other"')
    assert publish(school, other, months=12).asked
    assert due(school, MAYA) == [(Kind.COURSE, Why.CHANGE, 1)]


def test_a_material_version_asks_everybody_again_and_a_wording_nobody(school: School) -> None:
    """Due as everything that changed is; who finished the wording has finished it."""
    publish(school, SMALL, months=0)
    finish(school.practice, SLACK_MAYA)
    assert due(school, MAYA) == []
    assert not publish(school, CHANGED, material=False).asked
    assert due(school, MAYA) == []
    assert publish(school, CHANGED.replace("Read that.", "Read that as well.")).asked
    assert due(school, MAYA) == [(Kind.COURSE, Why.CHANGE, 3)]
    days = school.rules.training.change_days
    assert (school.open(MAYA)[0].cycle.nominal_on - school.today).days == days
    assert due(school, TOMAS) == [(Kind.COURSE, Why.CHANGE, 3)]


def test_whoever_is_in_the_middle_is_told_and_may_finish_but_is_asked_again(school: School) -> None:
    """A material version: theirs does not count for it. Only a wording: theirs counts in full."""
    publish(school, SMALL, months=12)
    page = start(school.practice, SLACK_MAYA)
    assert check(school, CHANGED).walking == 1
    publish(school, CHANGED, material=False)
    page = step(school.practice, SLACK_MAYA, page)
    assert page.where.newer is not None
    assert "which counts in full" in page.where.newer.sentence
    publish(school, CHANGED.replace("They exist.", "They do."))
    page = walk(school.practice, SLACK_MAYA, type(page))
    assert "it says something new" in page.where.newer.sentence
    done = walk(school.practice, SLACK_MAYA, Certificate)
    assert done.version == 1
    assert due(school, MAYA) == [(Kind.COURSE, Why.CHANGE, 3)]
    done = finish(school.practice, SLACK_MAYA)
    assert (done.version, done.hash) == (3, school.practice.db.call(course_versions.current, KEY).course.hash)
    assert [one.why for one in school.open(MAYA)] == [Why.YEARLY]


def test_who_looked_at_another_version_looks_again(school: School) -> None:
    """And the same form sent again publishes nothing twice."""
    publish(school, SMALL)
    before = check(school, CHANGED).before
    publish(school, SMALL.replace("They exist.", "They do."))
    late = lambda tx, actor: course_publishing.publish(tx, actor, CHANGED.encode(), before=before, material=True)  # noqa: E731
    with pytest.raises(PublishedMeanwhile, match="Version 2 of “A small course” was published while"):
        school.do(RUTH, late)
    publish(school, CHANGED)
    assert school.do(RUTH, late).number == 3
    assert school.practice.db.call(course_versions.current, KEY).number == 3
    with pytest.raises(SameCourse, match="byte for byte version 3"):
        check(school, CHANGED)


def test_nobody_else_publishes_or_looks(school: School) -> None:
    for use_case in (
        course_publishing.shelf,
        lambda tx, actor: course_publishing.check(tx, actor, SMALL.encode()),
        lambda tx, actor: course_publishing.publish(tx, actor, SMALL.encode(), before=0, material=True),
    ):
        with pytest.raises(OfficerPublishes):
            school.do(PRIYA, use_case)
    with pytest.raises(CourseMistakes):
        check(school, "nothing")


def test_the_shelf_says_whose_version_it_is_and_gives_its_bytes(school: School) -> None:
    publish(school, SMALL, months=12)
    [one] = school.do(RUTH, course_publishing.shelf)
    assert (one.key, one.number, one.publisher, one.months) == (KEY, 1, "Ruth", 12)
    assert school.practice.db.call(course_publishing.source, one.version_id) == ("small-v1.md", SMALL.encode())
    assert school.practice.db.call(course_publishing.source, 99) is None


def test_examples_and_penalties_come_from_the_courses_people_learn_now(school: School) -> None:
    """With the day and source of every amount; what an older version said is gone."""
    publish(school, SMALL)
    publish(school, SMALL.replace("since = 2026-01-28", "since = 2027-01-15").replace("- This.", "- Those."))
    guide = school.practice.db.call(guidance.examples)
    assert [(one.title, one.do, one.dont, one.whom) for one in guide.examples] == [
        ("First", ("Those.",), ("That.",), "")
    ]
    assert guide.sources == ("A small course, version 2",)
    assert all("{" not in one.text for one in guide.replies)
    costs = school.practice.db.call(guidance.penalties)
    assert [(str(one.since), one.source) for one in costs.penalties] == [("2027-01-15", "45 CFR 102.3")]
    assert str(costs.newest) == "2027-01-15"


def test_the_handbook_is_made_of_what_is_in_force(school: School) -> None:
    """Policies with their hashes, roles and who stands in, periods, limits, reporting, training, penalties."""
    publish(school, SMALL, months=12)
    school.actor(PRIYA)
    content = b"# Photos\n\nNone without an authorization.\n"
    for key in ("photos", "old"):
        school.do(RUTH, policy_versions.publish, NewVersion(key, key.title(), content + key.encode()), school.rules)
    school.do(RUTH, policy_duties.retire, "old", school.rules)
    found = school.practice.db.call(handbook.load, school.rules, "Riverside", "https://x.example/report")
    shown = str(found)
    hashes = {one.sha256 for one in school.practice.db.call(policies.in_force)}
    assert len(hashes) == 1
    for said in (
        *hashes,
        school.practice.db.call(course_versions.current, KEY).course.hash,
        "Riverside",
        "after 4 and 24 working hours; they work Monday to Friday, 09:00 to 17:00 (UTC)",
        "within 7 days expires",
        "Instagram",
        "https://x.example/report",
        "A small course, every year",
        "January 28, 2026",
        "Priya",
        "None without an authorization",
    ):
        assert said in shown, said
    assert "Old" not in shown


def test_who_stands_in_is_said_and_so_is_who_does_not(school: School) -> None:
    """Two approvers stand in for one another, and the only privacy officer for them; nobody for her."""
    found = school.practice.db.call(handbook.load, school.rules, "", "")
    table = next(part for one in found.sections for part in one.parts if isinstance(part, Table))
    [approver, officer] = table.rows
    assert approver[2].startswith("each for the others, and the privacy officers (")
    assert "a second person should hold this role" in officer[2]
    assert found.organization == ""
    assert all(isinstance(part, Text | Items) for part in found.sections[0].parts)
    assert APPROVER.title() == approver[0]
