"""Looking somebody up on the staff list, and what can change for them."""

from datetime import date
from typing import Any

import pytest

from handlers import people, permissions, policies, policy_duties, policy_versions
from handlers.people import Sighting
from handlers.permissions import APPROVER, LastHolder
from handlers.policy_versions import NewVersion
from handlers.rules import Rules
from handlers.training import employment, roster, staff, staff_changes, staff_list
from handlers.training.assignments import Why
from handlers.training.employment import Hired
from storage import ledger
from tests.handlers import accounts
from tests.handlers.conftest import Practice
from tests.handlers.training import DAY, MAYA, PRIYA, RUTH, TOMAS, School


@pytest.fixture
def school(practice: Practice, clock: Any) -> School:
    """Maya and Tomas at the front desk, whose manager is Priya; all have to be trained."""
    school = School(practice, clock, Rules())
    school.require()
    priya = school.hire(PRIYA, group_name="Dentists")
    for account in (MAYA, TOMAS):
        school.hire(account, group_name="Front desk", manager_id=priya)
    return school


def test_everybody_is_listed_with_what_they_owe(school: School) -> None:
    found = school.do(RUTH, staff_list.page, school.rules)
    assert [(one.name, one.group, one.manager, len(one.due)) for one in found.people] == [
        ("Maya", "Front desk", "Priya", 1),
        ("Priya", "Dentists", "", 1),
        ("Tomas", "Front desk", "Priya", 1),
    ]
    assert (found.number, found.pages, found.total) == (1, 1, 3)


def test_a_name_is_found_in_part_and_without_accents(school: School) -> None:
    """Those who left are found by name, and are not in the list of those who work here."""
    school.practice.db.call(employment.depart, None, {school.actor(MAYA).id}, school.today, school.rules)
    assert [one.name for one in school.do(RUTH, staff_list.page, school.rules).people] == ["Priya", "Tomas"]
    gone = school.do(RUTH, staff_list.page, school.rules, " MÁY ").people[0]
    assert (gone.name, gone.left_on, gone.due) == ("Maya", school.today, ())
    assert school.do(RUTH, staff_list.page, school.rules, "nobody").people == ()


def test_a_long_list_comes_in_pages_and_none_is_left_out(school: School) -> None:
    for number in range(25):
        school.hire(f"U0STAFF{number:02}")
    pages = [school.do(RUTH, staff_list.page, school.rules, "", number) for number in (1, 2, 3)]
    assert [len(page.people) for page in pages] == [10, 10, 8]
    assert len({one.person_id for page in pages for one in page.people}) == 28
    assert school.do(RUTH, staff_list.page, school.rules, "", 99) == pages[2]


def test_who_is_meant_has_to_be_clear(school: School) -> None:
    """An exact name wins over those that contain it."""
    school.hire("U0MAYALIN")
    assert school.do(RUTH, staff_list.named, "maya", "manager") == school.actor(MAYA).id
    for typed, refusal in (
        ("ma", staff_list.SeveralCalled),
        ("x", staff_list.NobodyCalled),
        (" ", staff_list.NobodyCalled),
    ):
        with pytest.raises(refusal) as refused:
            school.do(RUTH, staff_list.named, typed, "manager")
        assert refused.value.field == "manager"


def test_of_two_accounts_of_one_name_the_one_where_it_is_asked_is_meant(school: School) -> None:
    """Somebody may be listed twice, before their accounts are linked."""
    other = school.practice.db.call(people.recognise, Sighting("teams", "maya", "T0RIVER", "Maya")).id
    school.practice.db.call(employment.hire, None, [Hired(other, school.today)], school.rules)
    assert school.do(RUTH, staff_list.named, "maya", "manager") == school.actor(MAYA).id
    found = school.do(RUTH, staff_list.page, school.rules, "maya").people
    assert [one.platforms for one in found] == [("slack",), ("teams",)]


def test_whoever_linked_accounts_later_stays_on_the_list_once(school: School) -> None:
    """Listed under the account they had then; hired, imported and looked up under the other one."""
    maya = school.actor(MAYA).id
    linked = accounts.link(school.practice, "teams:maya", f"slack:{MAYA}")
    now = school.actor(MAYA).id
    assert linked
    assert now != maya
    assert school.practice.db.call(staff.listed_as, {now}) == {now: maya}
    hired = school.practice.db.call(employment.hire, None, [Hired(now, school.today)], school.rules)
    assert hired == []
    table = f"account,name,group\nslack:{MAYA},Maya,Hygienists\n".encode()
    assert school.do(RUTH, roster.take_over, table, school.rules).changed == 1
    found = school.do(RUTH, staff_list.page, school.rules, "maya").people
    assert [(one.person_id, one.group) for one in found] == [(maya, "Hygienists")]


def test_another_manager(school: School) -> None:
    """Recorded; nobody is their own, and who does not work here is nobody's."""
    maya, tomas = school.actor(MAYA).id, school.actor(TOMAS).id
    school.do(RUTH, staff_changes.change_manager, maya, tomas, school.rules)
    assert school.do(RUTH, staff_list.one, school.rules, maya).manager == "Tomas"
    assert school.do(RUTH, staff_list.one, school.rules, maya).group == "Front desk"
    assert school.practice.db.call(ledger.entries)[-1].tag == "training:staff:changed"
    with pytest.raises(staff_changes.OwnManager):
        school.do(RUTH, staff_changes.change_manager, maya, maya, school.rules)
    with pytest.raises(staff.NotStaff):
        school.do(RUTH, staff_changes.change_manager, maya, school.actor(RUTH).id, school.rules)
    school.do(RUTH, staff_changes.change_manager, maya, None, school.rules)
    assert school.do(RUTH, staff_list.one, school.rules, maya).manager == ""


def test_leave_is_shown_while_it_lasts_and_when_it_is_to_come(school: School) -> None:
    maya = school.actor(MAYA).id
    school.do(RUTH, employment.take_leave, maya, school.today + 3 * DAY, None, school.rules)
    leave = school.do(RUTH, staff_list.one, school.rules, maya).leave
    assert (leave.from_on, staff_list.without_end(leave)) == (school.today + 3 * DAY, True)
    school.go(school.today + 10 * DAY)
    school.do(RUTH, employment.come_back, maya, school.today, school.rules)
    assert school.do(RUTH, staff_list.one, school.rules, maya).leave is None


def test_leaving_says_what_stops_and_needs_somebody_to_take_over(school: School) -> None:
    """Roles end, their people and policies go to whoever takes over; each step is in the ledger."""
    priya, tomas, maya = (school.actor(account).id for account in (PRIYA, TOMAS, MAYA))
    written = NewVersion("photos", "Photos and videos", b"Ask first.", True, "", 12)
    school.hire(RUTH)
    school.do(RUTH, policy_versions.publish, written, school.rules)
    school.do(RUTH, policy_duties.hand_over, "photos", priya, school.rules)
    stops = school.do(RUTH, staff_changes.what_stops, priya, school.rules)
    assert (stops.due, stops.roles, stops.managed, stops.policies) == (2, (APPROVER,), 2, ("Photos and videos",))
    with pytest.raises(
        staff_changes.WhoTakesOver, match="2 people have them as manager and they own the policy Photos"
    ):
        school.do(RUTH, staff_changes.leave, priya, school.today, None, school.rules)
    with pytest.raises(staff_changes.SucceedsThemselves):
        school.do(RUTH, staff_changes.leave, priya, school.today, priya, school.rules)
    school.do(RUTH, staff_changes.leave, priya, school.today, tomas, school.rules)
    assert school.open(PRIYA) == []
    assert "Priya" not in {holder.name for holder in school.practice.db.call(permissions.holders, APPROVER)}
    assert school.do(RUTH, staff_list.one, school.rules, maya).manager == "Tomas"
    assert school.do(RUTH, staff_list.one, school.rules, tomas).manager == ""
    assert school.practice.db.call(policies.find, "photos").owner_id == tomas
    tags = [entry.tag for entry in school.practice.db.call(ledger.entries)]
    assert {"compliance:role:revoked", "policy:owner:changed", "training:staff:changed"} <= set(tags)
    assert tags[-1] == "training:staff:left"


def test_who_was_listed_twice_leaves_once(school: School) -> None:
    """As two people, before their accounts were linked."""
    other = accounts.actor(school.practice, "teams:maya").id
    school.practice.db.call(employment.hire, None, [Hired(other, school.today)], school.rules)
    accounts.link(school.practice, f"slack:{MAYA}", "teams:maya")
    assert len(school.do(RUTH, staff_list.page, school.rules, "maya").people) == 2
    school.do(RUTH, staff_changes.leave, school.actor(MAYA).id, school.today, None, school.rules)
    found = school.do(RUTH, staff_list.page, school.rules, "maya").people
    assert [one.left_on for one in found] == [school.today] * 2


def test_what_leaving_refuses(school: School) -> None:
    """A day to come, one before they joined, oneself, and the last holder of a role."""
    maya = school.actor(MAYA).id
    for day, refusal in (
        (school.today + DAY, staff_changes.StillToCome),
        (date(2020, 1, 1), staff_changes.BeforeJoining),
    ):
        with pytest.raises(refusal):
            school.do(RUTH, staff_changes.leave, maya, day, None, school.rules)
    ruth = school.hire(RUTH)
    with pytest.raises(staff_changes.OwnDeparture):
        school.do(RUTH, staff_changes.leave, ruth, school.today, None, school.rules)
    school.do(RUTH, permissions.revoke, Sighting("slack", "U0JONAH", "T0RIVER", "Jonah"), APPROVER)
    with pytest.raises(LastHolder):
        school.do(RUTH, staff_changes.leave, school.actor(PRIYA).id, school.today, maya, school.rules)
    assert len(school.open(PRIYA)) == 1
    assert school.do(RUTH, staff_list.one, school.rules, maya).manager == "Priya"


def test_a_returner_starts_anew(school: School) -> None:
    maya = school.actor(MAYA).id
    school.finish(MAYA)
    school.do(RUTH, staff_changes.leave, maya, school.today, None, school.rules)
    school.go(date(2026, 6, 1))
    school.do(RUTH, staff_changes.rehire, maya, school.rules)
    assert [(one.why, one.assigned_on) for one in school.open(MAYA)] == [(Why.HIRE, date(2026, 6, 1))]
    with pytest.raises(staff_changes.WorksHere):
        school.do(RUTH, staff_changes.rehire, maya, school.rules)
    with pytest.raises(staff.NotStaff):
        school.do(RUTH, staff_changes.rehire, school.actor("U0NOBODY").id, school.rules)


def test_an_account_that_is_gone_is_somebody_who_left(school: School) -> None:
    """Told twice it happens once; of accounts nobody knows nothing comes."""

    def gone(external_id: str) -> bool:
        return bool(school.practice.db.call(staff_changes.account_gone, "slack", external_id, school.rules))

    assert [gone(MAYA), gone(MAYA), gone("U0NOBODY")] == [True, False, False]
    assert school.open(MAYA) == []
    entry = school.practice.db.call(ledger.entries)[-1]
    assert (entry.tag, entry.platform) == ("training:staff:left", "system")


def test_only_privacy_officers_look_and_change(school: School) -> None:
    maya = school.actor(MAYA).id
    for use_case, arguments in (
        (staff_list.page, (school.rules,)),
        (staff_list.one, (school.rules, maya)),
        (staff_list.opened, (school.rules, maya)),
        (staff_list.named, ("Maya", "manager")),
        (staff_changes.change_manager, (maya, None, school.rules)),
        (staff_changes.what_stops, (maya, school.rules)),
        (staff_changes.leave, (maya, school.today, None, school.rules)),
        (staff_changes.rehire, (maya, school.rules)),
    ):
        with pytest.raises(staff.NotForYou):
            school.do(PRIYA, use_case, *arguments)
