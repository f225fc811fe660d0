"""Which rules cry wolf: counted from stored rows, on what was decided in the last ninety days."""

from datetime import timedelta

import pytest

from handlers import dismissals, reviews, rule_statistics, rule_words, views
from handlers.phi.catalogue import RULES
from handlers.proposals import Proposal
from handlers.rule_statistics import NotForYou, RuleCount
from handlers.states import Verdict
from tests.conftest import MovableClock
from tests.handlers.accounts import do
from tests.handlers.conftest import Practice

NOTED = "Welcome Ellen Moore, who answers our telephone at 400 Harbor Road."
PRIYA, MAYA = "slack:U0PRIYA", "slack:U0MAYA"


def counts(practice: Practice, by: str = PRIYA) -> list[RuleCount]:
    found: list[RuleCount] = do(practice, by, rule_statistics.counts)
    return found


def dismiss(practice: Practice, proposal: Proposal, rule: str) -> None:
    card = practice.db.call(views.review_card, proposal.id, 1)
    assert card is not None
    chosen = [one.id for one in card.content.findings if one.rule == rule]
    do(practice, PRIYA, dismissals.dismiss, proposal.id, 1, chosen, "She works here.", practice.rules)


def decide(practice: Practice, proposal: Proposal) -> None:
    do(practice, PRIYA, reviews.decide, proposal.id, 1, Verdict.APPROVED, "", practice.rules)


def test_what_was_decided_counts_with_what_was_dismissed_of_it(practice: Practice) -> None:
    """What still waits does not: nobody has said yet whether it is right."""
    first, second, waiting = (practice.submit(key=f"form-{number}", text=NOTED) for number in range(3))
    dismiss(practice, first, "A_NAME")
    dismiss(practice, waiting, "A_NAME")
    for proposal in (first, second):
        decide(practice, proposal)
    assert counts(practice) == [RuleCount("A_NAME", 2, 1), RuleCount("A_GEO", 2, 0)]
    assert counts(practice)[0].percent == 50


def test_what_is_older_than_ninety_days_does_not_count(practice: Practice, clock: MovableClock) -> None:
    decide(practice, practice.submit(text=NOTED))
    clock.forward(timedelta(days=89))
    assert counts(practice)
    clock.forward(timedelta(days=2))
    assert counts(practice) == []


def test_only_those_who_decide_see_it(practice: Practice) -> None:
    with pytest.raises(NotForYou):
        counts(practice, MAYA)
    assert counts(practice, "slack:U0RUTH") == []


def test_a_rule_dismissed_often_comes_with_what_to_do() -> None:
    """The allow-list for what is the practice's own, the threshold for names; of few findings nobody can tell."""
    name, case = RuleCount("A_NAME", 12, 9), RuleCount("C_CASE_DETAIL", 6, 3)
    said = rule_words.hints([name, case, RuleCount("A_MRN", 4, 4), RuleCount("A_DATE", 100, 49)])
    assert len(said) == 2
    assert "9 of 12" in said[0]
    assert "allow-list" in said[0]
    assert "NAME_THRESHOLD" in said[0]
    assert "allow-list" not in said[1]
    assert rule_words.hints([RuleCount("A_MRN", 4, 4)]) == [rule_words.FINE]


def test_every_rule_has_words_and_stands_in_a_column() -> None:
    """Short enough for a telephone; one added later too."""
    every = [RuleCount(rule, 1_000, 1_000) for rule in (*RULES, "Z_BRAND_NEW_RULE_OF_TOMORROW")]
    lines = rule_words.table(every).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 46
    assert all(one.words for one in every)
    assert RuleCount("Z_BRAND_NEW", 1, 0).words == "Brand new"
