"""Cards: legal and small whatever is in them, literal about what people wrote, and with the same verbs as Slack's."""

import importlib
import pkgutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

import handlers
from bot.slack import blocks
from bot.teams.cards import cases, counts, lists, notices, render, review
from bot.teams.cards.text import in_teams
from bot.teams.forms import breach as breach_forms
from bot.teams.forms import cases as case_forms
from bot.teams.forms import full_text, history, pictures, report
from handlers.diff import Span, word_diff
from handlers.errors import Refusal
from handlers.messages import EXAMPLES, AuthorNotice, Content, DecisionView, MediaView, Message, Nudge, ReviewCard
from handlers.permissions import Holder
from handlers.records import LIST_LIMIT, Event, History, Line
from handlers.reporting import breach_form, case_messages, case_statistics, takedown
from handlers.reporting.breach_form import NOTICE_LABELS, Conclusion
from handlers.reporting.case_file import CaseFile
from handlers.reporting.case_messages import CaseView
from handlers.reporting.cases import Entry
from handlers.reporting.report_form import Report, telltale
from handlers.reporting.reports import FollowUp
from handlers.states import State, Verdict
from handlers.words import summary
from tests.teams.looking import actions, inputs, literal, marked_up, of_type, require_sound, require_valid, shown, verbs

AT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
MESSAGES = [message for examples in EXAMPLES.values() for message in examples]
LIVE: ReviewCard = EXAMPLES[ReviewCard][0]  # type: ignore[assignment]
NOTICE: AuthorNotice = EXAMPLES[AuthorNotice][0]  # type: ignore[assignment]
EVENTS = [
    *("submitted", "revised", "approved", "changes_requested", "rejected"),
    *("published", "withdrawn", "expired", "lapsed"),
]
#: Reading needs dialogs where Slack shows thumbnails and long texts in place.
READING = {"proposal.pictures", "proposal.text"}
#: Slack has these beside what they are about.
BESIDE = {"training.start", "training.tomorrow", "policy.read"}
MARK = "MARK"
#: What could come alive, hide where it leads, or cost more bytes than it has characters.
HOSTILE = {
    "emoji": "😀",
    "links": f"[{MARK}](https://evil.example/phish) ",
    "html": f"<b>{MARK}</b><script>alert(1)</script><at>{MARK}</at> ",
    "functions": "{{DATE(2017-02-14T06:08:39Z, SHORT)}}{{{time(2017-02-14T06:08:39Z)}}",
    "quotes": '"\\\n',
    "right to left": f"שלום {MARK} \u200f",
    "latin": f"{MARK} and nothing else. ",
}


def filled(pattern: str, length: int) -> str:
    return (pattern * (length // len(pattern) + 1))[:length]


def hostile(pattern: str, **changes: Any) -> ReviewCard:
    """A card with as much of `pattern` everywhere as the use cases and platforms allow."""
    media = MediaView(filled(pattern, 200), "image/png", filled(pattern, 300), "teams", "file")
    content = replace(
        LIVE.content,
        author=filled(pattern, 400),
        editor=filled(pattern, 400),
        networks=tuple(f"A network named {number}" for number in range(12)),
        text=filled(pattern, 9_000),
        authorization_reference=filled(pattern, 200),
        note=filled(pattern, 500),
        media=(media,) * 4,
    )
    kinds: tuple[Literal["removed", "added", "same"], ...] = ("removed", "added", "same")
    spans = tuple(Span(kind, filled(pattern, 200)) for kind in kinds * 9)
    return replace(LIVE, content=content, changes=spans, **changes)


def decision(verdict: Verdict, pattern: str = "x") -> DecisionView:
    return DecisionView(verdict, filled(pattern, 400), AT, filled(pattern, 500))


def variants(pattern: str) -> list[ReviewCard]:
    links = tuple((f"A network named {number}", "https://example.com/" + "p" * 1_980) for number in range(12))
    return [
        hostile(pattern),
        hostile(pattern, current=False),
        *(hostile(pattern, state=State(verdict), decision=decision(verdict, pattern)) for verdict in Verdict),
        hostile(pattern, state=State.PUBLISHED, decision=decision(Verdict.APPROVED, pattern), links=links),
    ]


def every_card(pattern: str) -> list[dict[str, Any]]:
    """Each card and read-only dialog there is, drawn from the worst content."""
    content = hostile(pattern).content
    told = filled(pattern, 500)
    events = tuple(Event(AT, "rejected", filled(pattern, 400), 2, told) for _ in range(40))
    line = Line("P-1042", filled(pattern, 400), 1, State.IN_REVIEW, 2, content.networks, filled(pattern, 80), AT)
    return [
        *(review.review_card(card, notice=told, typed=told) for card in variants(pattern)),
        *(
            notices.author_notice(
                AuthorNotice(content, event, live, decision(Verdict.APPROVED, pattern), AT, links=card.links), told
            )
            for card in variants(pattern)[-1:]
            for event in EVENTS
            for live in (True, False)
        ),
        *(history.form(History(card, 3, events)) for card in variants(pattern)),
        *(full_text.form(card, page) for card in variants(pattern) for page in range(1, 6)),
        pictures.form([(file, "https://example.com/" + "p" * 400) for file in content.media]),
        *every_card_of_cases(pattern),
        lists.proposals("queue", [line] * LIST_LIMIT),
        lists.roles([Holder(number, filled(pattern, 400), "approver", None) for number in range(60)]),
        lists.help_list(filled(pattern, 400)),
        lists.said(filled(pattern, 500)),
        lists.proposing(filled(pattern, 9_000)),
        lists.proposing(filled(pattern, 30_000)),
    ]


def every_card_of_cases(pattern: str) -> list[dict[str, Any]]:
    """Cards and dialogs of cases and of whoever reports, with as much in them as they may have."""
    line = filled(pattern, 500)
    reported = Report(filled(pattern, 5_000), "instagram", line, line, "yes", "patients")
    shown = replace(case_messages.CARDS[0], report=reported, assignee=filled(pattern, 400), unanswered=9)
    sides = ("reporter", "compliance", "note")
    said = tuple(Entry(sides[n % 3], filled(pattern, 5_000), AT.date(), filled(pattern, 80)) for n in range(6))
    view = case_file(pattern, CaseView(shown, said, (filled(pattern, 80),) * 9))
    periods = tuple(replace(case_statistics.PERIOD, name=f"2025 Q{number}") for number in (1, 2, 3, 4))
    found = FollowUp(True, shown.state, None, reported, said)
    return [
        cases.case_card(shown, filled("We say so. ", 500)),
        *(case_forms.view(view, page, "It is kept.") for page in range(1, 30)),
        breach_forms.notify("R-7KQ4MX", (breach_form.Notification(kind, AT.date(), None) for kind in NOTICE_LABELS)),
        counts.statistics(periods),
        counts.statistics([replace(case_statistics.PERIOD, total=None, breakdowns=())]),
        counts.report_poster("https://example.com/report"),
        *(draw("R-7KQ4MX") for draw in case_forms.TYPED.values()),
        *(report.conversation(found, "ABCD-EFGH-JKMN-PQRS", "0" * 16, page) for page in range(1, 12)),
        report.form("0" * 16, "https://example.com/report", telltale(Report("I am a nurse. Dr. X a@b.c"))),
        report.receipt("ABCD-EFGH-JKMN-PQRS", "Save it."),
        report.come_back(),
        lists.cases([shown] * 90, closed=False),
        lists.reporting("https://example.com/report", typed=True, shared=True),
    ]


def case_file(pattern: str, case: CaseView) -> CaseFile:
    """A case with the longest assessments and takedowns it may have."""
    factors = {name: breach_form.Rated("high", filled(pattern, 2_000)) for name in breach_form.FACTORS}
    assessed = replace(breach_form.VIEW.assessments[0], assessment=breach_form.Assessment(factors, Conclusion.BREACH))
    takedowns = tuple(replace(one, link=filled(pattern, 500), asked_by=filled(pattern, 80)) for one in takedown.VIEWS)
    return CaseFile(case, replace(breach_form.VIEW, assessments=(assessed,) * 2), takedowns * 4)


def test_everything_about_a_breach_and_takedowns_is_read_page_by_page() -> None:
    """To the last character of each reason; every takedown that waits has its button once."""
    drawn = whole(case_file("x", CaseView(case_messages.CARDS[0], (), ())))
    assert sum(literal(card).count("x") for card in drawn) >= 2 * 4 * 2_000 + 8 * 500
    buttons = [title for card in drawn for title in actions(card)]
    positions = [
        action["data"]["position"]
        for card in drawn
        for action in of_type(card, "Action.Submit")
        if action["data"]["verb"] == "case.snapshot"
    ]
    assert positions == [1] * 4
    assert "It is down" not in buttons
    assert "Suspected breach" not in buttons


def whole(opened: CaseFile) -> list[dict[str, Any]]:
    """All pages of an opened case, by the dialog's own buttons."""
    drawn, page = [], 1
    while page:
        drawn.append(case_forms.view(opened, page))
        further = actions(drawn[-1]).get("Later")
        page = further["data"]["page"] if further else 0
    return drawn


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_a_name_to_choose_has_no_markup(pattern: str) -> None:
    """Choices render Markdown."""
    readers = {number: filled(pattern, 80) for number in range(40)}
    for drawn in (case_forms.assign("R-7KQ4MX", readers), case_forms.recuse("R-7KQ4MX", readers)):
        require_valid(drawn)
        titles = [choice["title"] for choice in inputs(drawn)["person"]["choices"]]
        assert not set('[]()<>*`#|{}!\\"') & set("".join(titles))


def test_a_long_case_is_read_to_the_last_character() -> None:
    """By the dialog's own buttons, page by page."""
    for pattern in (HOSTILE["emoji"], HOSTILE["latin"]):
        reported = Report(filled(pattern, 5_000))
        said = tuple(Entry("reporter", filled(pattern, 5_000), AT.date()) for _ in range(3))
        view = CaseView(replace(case_messages.CARDS[0], report=reported), said, ())
        read = "".join(map(literal, whole(CaseFile(view))))
        assert sum(read.count(c) for c in set(pattern)) >= 4 * 5_000


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_every_message_is_a_card_teams_takes(message: Message) -> None:
    """Valid as Adaptive Card 1.5, and under 25 KB."""
    require_valid(render(message))


def test_every_other_card_is_one_teams_takes() -> None:
    answers = [
        lists.help_list(),
        lists.proposals("queue", []),
        lists.proposals("mine", []),
        lists.roles([]),
        lists.welcome(),
        lists.welcome("team"),
        lists.said("Hello."),
        lists.proposing(),
        lists.proposing("A text"),
        pictures.form([(LIVE.content.media[0], "https://example.com/1"), (LIVE.content.media[0], "")]),
    ]
    for card in [*answers, *every_card(HOSTILE["latin"])]:
        require_valid(card)


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_every_card_stays_legal_and_small_whatever_is_in_it(pattern: str) -> None:
    """Under 25 KB with 9,000 characters of four bytes, with twelve networks, four files and full notes."""
    for card in every_card(pattern):
        require_sound(card)


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_what_people_wrote_is_shown_literally(pattern: str) -> None:
    """Nothing of it is in a text block, a title or a label, where clients render markup, and no text run holds a
    function clients would replace by a date."""
    for card in every_card(pattern):
        for sentence in marked_up(card):
            assert MARK not in sentence
            assert "evil" not in sentence
        for run in of_type(card, "TextRun"):
            assert "{{DATE(" not in run["text"].upper()
            assert "{{TIME(" not in run["text"].upper()


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_shown_to_the_last_character_or_the_card_says_what_is_missing(pattern: str) -> None:
    """Approve is on the card only when the whole text is; else it is at the end of the dialog that shows it all."""
    for length in (1, 70, 2_000, 4_500, 6_000, 9_000):
        card = replace(LIVE, content=replace(LIVE.content, text=filled(pattern, length)), changes=None)
        drawn = review.review_card(card)
        whole = card.content.text in literal(drawn)
        assert ("proposal.approve" in verbs(drawn)) == whole
        assert ("proposal.text" in verbs(drawn)) == (not whole)
        assert whole or "characters are missing here" in shown(drawn)
        assert {"proposal.request_changes", "proposal.reject"} <= verbs(drawn)
        require_whole_in_dialog(card)


def named() -> Content:
    """The example in which something is found."""
    return next(one.content for one in EXAMPLES[ReviewCard] if one.content.findings)


def require_whole_in_dialog(card: ReviewCard) -> None:
    """Walks through the dialog by its own buttons; Approve comes last."""
    read, page = "", 1
    while True:
        drawn = full_text.form(card, page)
        read += "".join(run["text"] for run in of_type(drawn, "RichTextBlock")[0]["inlines"])
        further = actions(drawn).get("Next part")
        assert ("proposal.approve" in verbs(drawn)) == (further is None)
        if further is None:
            break
        page = further["data"]["page"]
    assert read == card.content.text


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_a_text_full_of_findings_is_shown_to_the_last_character_and_marked(pattern: str) -> None:
    """In as many parts as that takes; the card shows its beginning marked too. Both fit what Teams takes."""
    text = filled(pattern, 9_000)
    one = named().findings
    found = tuple(replace(one[0], id=at, start=at, end=at + 3, dismissed="", part=0) for at in range(0, 9_000, 6))
    card = replace(LIVE, content=replace(LIVE.content, text=text, findings=found), changes=None)
    require_valid(review.review_card(card))
    require_whole_in_dialog(card)
    page = full_text.form(card, 1)
    require_valid(page)
    runs = of_type(page, "RichTextBlock")[0]["inlines"]
    assert sum("highlight" in run for run in runs) > 60


def test_a_text_is_cut_between_characters_as_readers_count_them() -> None:
    """A family of four is one character of seven code points; no half of it is shown."""
    family = "👨‍👩‍👧‍👦"
    drawn = review.review_card(replace(LIVE, content=replace(LIVE.content, text=family * 1_200), changes=None))
    beginning = next(line for line in literal(drawn).split("\n") if line.startswith(family))
    assert beginning.endswith("…")
    assert beginning.removesuffix("…").replace(family, "") == ""


def test_where_a_long_text_is_cut_its_changes_are_shown() -> None:
    """They are what the approver needs first; the text has to be read elsewhere anyway."""
    text = filled("我们的新卫生室周一开放。", 9_000)
    card = replace(LIVE, content=replace(LIVE.content, text=text), changes=tuple(word_diff(text, text + " Ende.")))
    drawn = review.review_card(card)
    assert "proposal.approve" not in verbs(drawn)
    assert "Ende" in literal(drawn)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: type(m).__name__)
def test_slack_and_teams_offer_the_same(message: Message) -> None:
    drawn = blocks.render(message)["blocks"]
    in_slack = {item["action_id"] for block in drawn if block["type"] == "actions" for item in block["elements"]}
    assert verbs(render(message)) - READING - BESIDE == in_slack - BESIDE


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("live", [True, False])
def test_slack_and_teams_offer_authors_the_same(event: str, live: bool) -> None:
    message = replace(NOTICE, event=event, live=live)
    drawn = blocks.render(message)["blocks"]
    in_slack = {item["action_id"] for block in drawn if block["type"] == "actions" for item in block["elements"]}
    assert verbs(render(message)) - READING == in_slack


def test_every_button_says_what_it_is_about() -> None:
    """Verb and `proposal/revision` on each; dialogs ask for theirs the way Teams knows."""
    for message in (LIVE, replace(NOTICE, event="approved"), EXAMPLES[ReviewCard][1]):
        for action in of_type(render(message), "Action.Execute", "Action.Submit"):
            assert action["data"]["at"] == "42/2"
            if action["type"] == "Action.Submit":
                assert action["data"]["msteams"] == {"type": "task/fetch"}


def test_a_reason_is_asked_on_the_card_and_read_from_its_press() -> None:
    drawn = render(LIVE)
    for title, verb, sends in (
        ("Request changes", "proposal.request_changes", ("Send", "positive")),
        ("Reject", "proposal.reject", ("Reject it", "destructive")),
    ):
        asked = actions(drawn)[title]["card"]
        (field,) = inputs(asked).values()
        assert (field["isRequired"], field["maxLength"], field["isMultiline"]) == (True, 500, True)
        (send,) = asked["actions"]
        assert (send["verb"], send["associatedInputs"]) == (verb, "auto")
        assert (send["title"], send["style"]) == sends
        assert review.reason(send["data"] | {field["id"]: "Name the day."}) == "Name the day."
    assert actions(drawn)["Approve"]["associatedInputs"] == "none"
    assert review.reason({"at": "42/2"}) == ""


def test_withdrawing_is_asked_twice() -> None:
    drawn = render(NOTICE)
    asked = actions(drawn)["Withdraw"]
    assert asked["type"] == "Action.ShowCard"
    assert "cannot be undone" in shown(asked["card"])
    assert asked["card"]["actions"][0]["verb"] == "proposal.withdraw"


@pytest.mark.parametrize("state", [state for state in State if state is not State.IN_REVIEW])
def test_a_card_that_is_decided_has_no_live_buttons(state: State) -> None:
    assert verbs(render(replace(LIVE, state=state))) <= {"proposal.history", *READING}
    assert verbs(render(replace(LIVE, current=False))) <= {"proposal.history", *READING}


def test_whoever_pressed_too_late_hears_why_and_keeps_what_they_typed() -> None:
    """In a box on top; on a card that is still open the reason stays in its field."""
    refusal = "Jonah was quicker: P-1042 is already approved. `/compliance queue` shows what else waits."
    decided = review.review_card(EXAMPLES[ReviewCard][1], refusal, "Name the day.")
    assert literal(decided).split("\n")[0] == in_teams(refusal).replace("`", "")
    assert "Name the day." in literal(decided)
    still_open = review.review_card(LIVE, "This cannot be done right now.", "Name the day.")
    assert [field.get("value") for field in inputs(still_open).values()] == ["Name the day."] * 2


def test_an_approved_text_can_be_copied_exactly() -> None:
    """In an input, which copies without formatting; in parts where it is too long for the card."""
    text = "  Two lines,\n[not a link](https://example.com) {{DATE(2017-02-14T06:08:39Z)}} 😀"
    message = replace(NOTICE, event="approved", content=replace(NOTICE.content, text=text))
    assert inputs(render(message))["copy"]["value"] == text
    long = replace(NOTICE.content, text=filled("😀", 9_000))
    assert "proposal.text" in verbs(render(replace(message, content=long)))
    approved = replace(LIVE, content=long, state=State.APPROVED)
    copied = [inputs(full_text.form(approved, page))["copy"]["value"] for page in range(1, 5)]
    assert "".join(copied) == long.text


def test_times_are_in_the_readers_own_zone() -> None:
    """As functions clients replace, in text blocks, the only place where all of them do."""
    reminder = EXAMPLES[Nudge][0]
    assert "{{DATE(2026-03-02T15:30:00Z, SHORT)}} at {{TIME(2026-03-02T15:30:00Z)}}" in marked_up(render(reminder))[1]
    eastern = replace(LIVE.content, submitted_at=AT.astimezone(ZoneInfo("America/New_York")))
    assert any("2026-03-02T15:30:00Z" in said for said in marked_up(render(replace(LIVE, content=eastern))))


def test_a_link_shows_where_it_leads() -> None:
    drawn = render(EXAMPLES[ReviewCard][3])
    (run,) = [run for run in of_type(drawn, "TextRun") if "selectAction" in run]
    assert run["text"] == run["selectAction"]["url"] == "https://facebook.com/riverside/posts/1"


def test_a_name_cannot_turn_our_words_around() -> None:
    """Names come from the platform, which lets an override through; what follows it would read backwards."""
    turned = replace(LIVE.content, author="Maya\u202e\nLindqvist", media=())
    assert "Maya Lindqvist proposes this" in literal(render(replace(LIVE, content=turned)))


def test_lists_open_what_they_list() -> None:
    lines = [Line(f"P-{1040 + n}", "Maya", 1, State.IN_REVIEW, n, ("Facebook",), "Opening", AT) for n in (1, 2, 3)]
    opened = of_type(lists.proposals("queue", lines), "Action.Submit")
    assert [action["data"]["at"] for action in opened] == ["41/1", "42/2", "43/3"]
    assert {action["data"]["verb"] for action in opened} == {"proposal.history"}


def test_a_list_that_does_not_fit_says_so() -> None:
    line = Line("P-1042", filled("😀", 80), 1, State.IN_REVIEW, 2, ("Facebook",), filled("😀", 80), AT)
    drawn = lists.proposals("queue", [line] * LIST_LIMIT)
    listed = len(of_type(drawn, "Action.Submit"))
    assert 10 < listed <= LIST_LIMIT
    assert f"The list ends after {listed}." in shown(drawn)


def test_a_text_typed_after_propose_is_in_the_form_or_an_answer_says_why_not() -> None:
    assert actions(lists.proposing("Our room"))["Propose a post"]["data"]["text"] == "Our room"
    assert "9,000" in shown(lists.proposing("x" * 9_001))
    assert "paste it" in shown(lists.proposing("😀" * 9_000))


def _refusals() -> list[type[Refusal]]:
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        importlib.import_module(module.name)
    found: list[type[Refusal]] = [Refusal]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("handlers.")]


def test_refusals_name_the_words_of_teams() -> None:
    """No slash commands, which mean nothing in a Teams chat."""
    for kind in _refusals():
        said = in_teams(" ".join((kind.__doc__ or "").split()))
        assert "/compliance" not in said
        assert "/propose" not in said
    assert in_teams("Type `/compliance help` or `/propose-post`.") == "Type `help` or `propose`."
    assert in_teams("`/compliance roles grant approver @name`") == "`roles grant approver @name`"
    assert in_teams("`/compliance` alone") == "`compliance` alone"
    assert "/" not in literal(lists.help_list())


def test_commands_are_set_off_and_nothing_else_is() -> None:
    drawn = lists.said("Type `/compliance mine`, or /propose-post. **Not bold**")
    runs = {run["text"]: run.get("fontType") for run in of_type(drawn, "TextRun")}
    assert runs == {"Type ": None, "mine": "Monospace", ", or ": None, "propose": "Monospace", ". **Not bold**": None}


def test_notifications_name_no_text() -> None:
    """The line Teams shows in its feed, and to clients too old for the card."""
    for message in MESSAGES:
        assert render(message)["fallbackText"] == summary(message) == blocks.render(message)["text"]
        assert "hygiene" not in summary(message)
