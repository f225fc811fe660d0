"""What the scanner finds, as people in Teams meet it."""

from bot.demo import Workspace
from bot.teams.cards import rules
from handlers.phi.catalogue import RULES
from handlers.rule_statistics import RuleCount
from handlers.words import OVERRIDE
from tests.bot.acting import CROWD
from tests.teams.acting import ask, card, fill_in, opens, press, propose, reading, shows, told, until
from tests.teams.looking import require_valid

BLOCKED = "Our patient Dan Miller came in for his root canal on Tuesday."
STORY = "“I had not smiled in a photo for ten years.” Thank you for letting us tell your story."
NOTED = "Welcome Ellen Moore, who answers our telephone from Monday on."


async def test_a_patient_is_caught_before_any_channel_sees_them(space: Workspace) -> None:
    """The form comes back with what was typed, and says once what to change."""
    result = await fill_in(space, text=BLOCKED)
    assert result["shown"].count("“Our patient Dan Miller came in for his root canal”") == 1
    assert "“Dan Miller”" not in result["shown"]
    assert "Please look again at: Post text." in result["shown"]
    assert space.teams.cards("P-1001") == []


async def test_a_reason_is_asked_once_something_was_found_of_those_who_may_give_it(space: Workspace) -> None:
    """It is kept when the form comes back for something else, and stands on the card."""
    await fill_in(space, text=BLOCKED)
    assert OVERRIDE not in reading(space, "U0MAYA")
    await fill_in(space, "U0PRIYA", text=NOTED, networks=[])
    assert OVERRIDE not in reading(space, "U0PRIYA")
    await fill_in(space, "U0PRIYA", text=BLOCKED)
    assert OVERRIDE in reading(space, "U0PRIYA")
    await space.teams.submit("U0PRIYA", {"override": "Dan is an actor.", "planned:day": "2027-01-01"})
    assert "Dan is an actor." in str(space.teams.dialog("U0PRIYA"))
    await space.teams.submit("U0PRIYA", {"planned:day": ""})
    posted = (await until(space, lambda: space.teams.cards("P-1001")))[0]
    assert "Sent to review all the same: Dan is an actor." in card(space, posted)
    assert "Dan is an actor." in await opens(space, "U0PRIYA", posted, "Edit")


async def test_a_story_asks_for_its_authorization_beside_the_field(space: Workspace) -> None:
    """With the words that are meant."""
    result = await fill_in(space, text=STORY)
    assert "Please look again at: Authorization reference." in result["shown"]
    assert "“I had not smiled in a photo for ten years”: It uses a patient's story" in result["shown"]
    assert "is with the approvers" in (await space.teams.submit("U0MAYA", {"authorization": "AUTH-3"}))["shown"]


async def test_a_finding_is_marked_listed_and_dismissed(space: Workspace) -> None:
    """Highlighted in the text, with why below; dismissed it stands there with who did it and why."""
    posted = await propose(space, text=NOTED)
    run = "'text': 'Ellen Moore', 'highlight': True"
    assert run in str(posted)
    assert "A name says who somebody is" in card(space, posted)
    opened = await space.teams.press("U0PRIYA", posted, "Dismiss findings")
    assert opened["ok"], opened
    result = await space.teams.submit("U0PRIYA", {"reason": "She works here."})
    assert "with your name and reason" in result["shown"]
    space.teams.close("U0PRIYA")
    await shows(space, posted, "dismissed by Dr. Priya Raman: She works here.")
    assert "Dr. Priya Raman dismissed a finding in revision 1" in await opens(space, "U0PRIYA", posted, "History")
    space.teams.close("U0PRIYA")
    assert "You approved this" in await press(space, "U0PRIYA", posted, "approve")


async def test_words_to_dismiss_are_quoted_as_they_stand(space: Workspace) -> None:
    """Their author is shown the text without the marks, which only the card explains."""
    text = "“I hadn't smiled in ten years, and now I cannot stop”, says one of our patients."
    posted = await propose(space, text=text, authorization="AUTH-3")
    await opens(space, "U0PRIYA", posted, "Dismiss findings")
    assert "story: “I hadn't smiled in ten years, and now I cannot stop”" in str(space.teams.dialog("U0PRIYA"))
    assert "highlight" not in str(await told(space, "U0MAYA", "is with the approvers"))


async def test_any_number_of_findings_fits_a_card(space: Workspace) -> None:
    """As much as there is room for is listed, the rest counted."""
    posted = await propose(space, text=CROWD)
    assert "more, which do not fit here" in card(space, posted)


async def test_a_scan_is_answered_where_only_who_asked_reads_it(space: Workspace) -> None:
    """With what Teams keeps said too; asked in a channel, it is answered in the chat."""
    said = await ask(space, "U0MAYA", f"scan {BLOCKED}")
    assert "“Dan Miller”: A name says who somebody is." in said
    assert "Teams does" in said
    assert "Nothing found" in await ask(space, "U0MAYA", "scan We are open until five.")
    assert "scan Our new patient" in await ask(space, "U0MAYA", "scan")
    there = await ask(space, "U0PRIYA", f"@Imprimatur scan {BLOCKED}", "compliance")
    assert "Miller" not in there


async def test_what_a_privacy_officer_lists_is_let_pass(space: Workspace) -> None:
    """Only they change the list, everybody reads it, and a scan heeds it."""
    assert "Nothing is on the allow-list" in await ask(space, "U0MAYA", "allow-list")
    assert "Only privacy officers" in await ask(space, "U0MAYA", "allow-list add Dan Miller")
    assert "lets “Dan Miller” pass" in await ask(space, "U0RUTH", "allow-list add Dan Miller")
    assert "Dan Miller" in await ask(space, "U0MAYA", "allow-list")
    assert "Nothing found" in await ask(space, "U0MAYA", "scan Dan Miller joins us.")


async def test_a_reply_that_tells_is_replaced_by_one_press(space: Workspace) -> None:
    """The refused form offers neutral answers; one of them takes the text's place and everything else stays."""
    await fill_in(space, kind="reply", text="We are sorry about your appointment.", note="On Google.")
    shown = await space.teams.submit("U0MAYA", {}, "Use this")
    assert "The text is replaced" in shown["shown"]
    assert "is with the approvers" in (await space.teams.submit("U0MAYA", {}))["shown"]
    posted = (await until(space, lambda: space.teams.cards("P-1001")))[0]
    assert "Thank you for your kind words." in card(space, posted)
    assert "On Google." in card(space, posted)


async def test_an_officer_lets_the_words_pass_always_with_the_same_press(space: Workspace) -> None:
    """Only they are offered it; the words then stand on the allow-list."""
    posted = await propose(space, text=NOTED)
    assert "Always let these words pass" not in await opens(space, "U0PRIYA", posted, "Dismiss findings")
    assert "Allow-list" in await opens(space, "U0RUTH", posted, "Dismiss findings")
    await space.teams.submit("U0RUTH", {"reason": "She works here.", "always": "yes"})
    assert "Ellen Moore" in await ask(space, "U0MAYA", "allow-list")


async def test_a_dismissal_refused_keeps_the_reason_that_was_typed(space: Workspace) -> None:
    """The form comes back while there is something to dismiss; else the reason is shown with what happened."""
    posted = await propose(space, text=NOTED)
    await opens(space, "U0PRIYA", posted, "Dismiss findings")
    result = await space.teams.submit("U0PRIYA", {"reason": "She works \u202e here."})
    assert "Say why it tells of no patient" in result["shown"]
    assert "She works" in str(space.teams.dialog("U0PRIYA"))
    assert "You approved this" in await press(space, "U0JONAH", posted, "approve")
    result = await space.teams.submit("U0PRIYA", {"reason": "She works here."})
    assert "P-1001" in result["shown"]
    assert "You wrote: She works here." in result["shown"]


async def test_what_is_found_is_marked_where_the_whole_text_is_read(space: Workspace) -> None:
    """A text too long for its card is marked in its beginning there, and to its end in the dialog."""
    text = "Ellen Moore answers our telephone. " + "我们的新卫生室周一开放。" * 600 + " Mark Brown cleans it."
    posted = await propose(space, text=text)
    run = "'text': '{}', 'highlight': True"
    assert run.format("Ellen Moore") in str(posted)
    assert "characters are missing here" in card(space, posted)
    assert "highlighted" in await opens(space, "U0PRIYA", posted, "Read in full")
    read = str(space.teams.dialog("U0PRIYA"))
    assert run.format("Ellen Moore") in read
    while "Mark Brown" not in read:
        read = str((await space.teams.submit("U0PRIYA", {}, "Next part"), space.teams.dialog("U0PRIYA")))
    assert run.format("Mark Brown") in read


async def test_which_rules_are_dismissed_most_is_told_to_those_who_decide(space: Workspace) -> None:
    """A line for each rule found on what was decided; nobody else is told."""
    assert "Only approvers and privacy officers" in await ask(space, "U0MAYA", "rules")
    assert "Nothing was found" in await ask(space, "U0PRIYA", "rules")
    posted = await propose(space, text=NOTED)
    assert "You approved this" in await press(space, "U0PRIYA", posted, "approve")
    said = await ask(space, "U0RUTH", "rules")
    assert "Name ░░░░░░░░░░  0 of 1 dismissed (0%)" in said


def test_any_number_of_rules_fits_a_card() -> None:
    counted = [RuleCount(rule, 1_000, 900) for rule in RULES]
    require_valid(rules.statistics(counted))
