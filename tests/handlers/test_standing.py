"""Who may propose posts: nothing changes while nothing is required; then those who are trained, and not long late."""

from datetime import timedelta
from typing import Any

import pytest

from handlers import linking, proposals
from handlers.rules import Rules
from handlers.states import State
from handlers.training import standing
from tests.handlers.accounts import do, link
from tests.handlers.conftest import DRAFT, Practice
from tests.handlers.test_approval import revise
from tests.handlers.training import COURSE, DAY, MAYA, TOMAS, School


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    return School(practice, clock, Rules())


def test_nothing_is_asked_while_nothing_is_required(school: School) -> None:
    """Of people on the staff list as of everybody else."""
    school.hire(MAYA)
    assert school.practice.submit(MAYA).state is State.IN_REVIEW
    assert school.practice.submit(TOMAS, key="other").state is State.IN_REVIEW


def test_somebody_new_is_trained_before_their_first_post(school: School) -> None:
    """The refusal says what to do; done, the same form goes through. Whoever is not on the list is not asked."""
    school.require()
    school.hire(MAYA)
    with pytest.raises(standing.NotTrainedYet, match=COURSE.title):
        school.practice.submit(MAYA)
    school.practice.submit(TOMAS, key="other")
    school.finish(MAYA)
    assert school.practice.submit(MAYA).state is State.IN_REVIEW


def test_unlinking_leaves_no_training_behind(school: School) -> None:
    """What is owed is owed by the person, whichever account proposes."""
    school.require()
    school.hire(MAYA)
    link(school.practice, f"slack:{MAYA}", "teams:maya")
    do(school.practice, "teams:maya", linking.unlink)
    with pytest.raises(standing.OwedElsewhere, match="privacy officer"):
        do(school.practice, "teams:maya", proposals.submit, DRAFT, "first", school.rules)
    school.finish(MAYA)
    assert do(school.practice, "teams:maya", proposals.submit, DRAFT, "second", school.rules).state is State.IN_REVIEW


def test_whoever_is_late_beyond_the_grace_period_proposes_nothing_new(school: School) -> None:
    """What they had proposed before can still be mended, and a form delivered twice is answered as before."""
    school.hire(MAYA, school.today - timedelta(days=400))
    school.require()
    proposal = school.practice.submit(MAYA)
    [one] = school.open(MAYA)
    assert one.due_on
    school.go(one.due_on + timedelta(days=school.rules.training.grace_days))
    school.practice.submit(MAYA, key="in time")
    school.go(school.today + DAY)
    with pytest.raises(standing.TooLate, match="was due on"):
        school.practice.submit(MAYA, key="too late")
    assert school.practice.submit(MAYA).id == proposal.id
    assert revise(school.practice, MAYA, proposal, text="Mended.").revision == 2
