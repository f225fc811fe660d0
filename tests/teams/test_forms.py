"""Forms: what goes in comes out, nothing typed is lost, and a day and a time mean what their zone says."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams.cards.lists import said
from bot.teams.forms import answers, history, inputs, propose, publish
from bot.teams.forms.inputs import HalfATime, NoSuchTime, Skipped
from bot.teams.forms.propose import Waiting
from handlers.drafts import ALT_LIMIT, KINDS, AltLines, Draft, Upload, clean, problems
from handlers.errors import FieldProblem
from handlers.media import MAX_FILES, TooMany
from handlers.messages import EXAMPLES, ReviewCard
from handlers.networks import NETWORKS
from handlers.records import Event, History
from tests.teams.looking import Part, actions, literal, marked_up, require_sound, require_valid, verbs
from tests.teams.looking import inputs as asked

AT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
BERLIN, EASTERN = "Europe/Berlin", "America/New_York"
EMPTY = Draft("", "post", (), None, None, "", "")
ROOM = Waiting("a" * 64, "room.jpg", "image/jpeg", 240_000)
TOUR = Waiting("b" * 64, "[tour](https://evil.example).mp4", "video/mp4", 14_000_000)


def sent(form: Part, **typed: str) -> dict[str, Any]:
    """What Teams sends when the form's button is pressed: what the button carries, and every input not empty."""
    (button,) = form["actions"]
    values = {name: field.get("value", "") for name, field in asked(form).items()} | typed
    return button["data"] | {name: value for name, value in values.items() if value}


def legible(alphabet: str = "") -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]) if not alphabet else st.sampled_from(alphabet))


@st.composite
def uploads(draw: st.DrawFn) -> tuple[Upload, ...]:
    alts = draw(st.lists(legible().map(lambda alt: " ".join(alt.split())).filter(bool), max_size=MAX_FILES))
    return tuple(Upload(f"{n:064x}", draw(legible()), "image/png", 1_000, alt, "file", 1) for n, alt in enumerate(alts))


def drafts() -> st.SearchStrategy[Draft]:
    return st.builds(
        Draft,
        text=legible().map(clean),
        kind=st.sampled_from(sorted(KINDS)),
        networks=st.lists(st.sampled_from(sorted(NETWORKS)), unique=True).map(
            lambda chosen: tuple(key for key in NETWORKS if key in chosen)
        ),
        planned_at=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        patient_shown=st.none() | st.booleans(),
        authorization_reference=legible().map(clean),
        note=legible().map(clean),
        media=uploads(),
    )


ZONES = st.sampled_from([BERLIN, EASTERN, "UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"])


@given(drafts(), ZONES)
@settings(max_examples=300, deadline=None)
def test_an_edit_form_that_is_sent_untouched_changes_nothing(draft: Draft, zone: str) -> None:
    """Whatever was proposed comes back from the form exactly, second for second."""
    form = propose.edit_form("42/2", draft, [ROOM], key="nonce", zone=zone)
    data = json.loads(json.dumps(sent(form)))
    filled = propose.read(data, zone)
    kept = {upload.sha256: upload for upload in draft.media}
    media = tuple(replace(kept[sha], alt_text=alt) for sha, alt in zip(filled.chosen, filled.alts, strict=True))
    assert replace(filled.draft, media=media) == draft
    assert (data["verb"], data["at"], data["form"]) == (propose.REVISE, "42/2", "nonce")


@given(drafts(), ZONES, st.sets(st.sampled_from(["text", "note", "planned", "media", "networks", "elsewhere"])))
@settings(max_examples=200, deadline=None)
def test_a_form_with_errors_keeps_everything_that_was_typed(draft: Draft, zone: str, wrong: set[str]) -> None:
    """It is drawn anew, with a tray that changed meanwhile, and still sends what was sent before."""
    before = sent(propose.edit_form("42/2", draft, [ROOM], key="nonce", zone=zone))
    fresh = propose.edit_form("42/2", EMPTY, [ROOM, TOUR, *map(_waiting, draft.media)], key="other", zone=zone)
    fresh["actions"][0]["data"] |= inputs.was("planned", AT) if draft.planned_at else {}
    errors = {name: f"Sentence about {name}." for name in wrong}
    form = inputs.again(fresh, before, errors, "In general.")
    gone = {} if draft.media else {"alt": ""}
    assert sent(form) | gone == before | gone
    assert all(sentence in literal(form) for sentence in [*errors.values(), "In general."])


def _waiting(upload: Upload) -> Waiting:
    return Waiting(upload.sha256, upload.name, upload.mime, upload.size)


def test_what_was_chosen_before_and_no_longer_is_stays_unchosen() -> None:
    """Teams leaves out what is empty: the form must not fall back to what it was opened with."""
    draft = replace(EMPTY, text="Old text", networks=("facebook",), planned_at=AT, note="Old note")
    form = propose.edit_form("42/2", draft, key="k", zone=BERLIN)
    values = {"text": "New text", "form": "k"}
    shown = inputs.again(form, values, {"networks": "Choose at least one network."})
    assert {name: field["value"] for name, field in asked(shown).items() if "value" in field} == {"text": "New text"}


def test_an_error_stands_with_its_field_and_on_top_it_says_where_to_look() -> None:
    form = propose.form("Some text", [ROOM], key="k", zone=BERLIN)
    shown = inputs.again(form, sent(form), {"text": "Too long for X.", "planned": "In the past.", "gone": "Vanished."})
    top, *_ = shown["body"]
    assert "Vanished." in literal({"body": [top], "type": "Container"})
    assert "Post text, Planned day" in literal({"body": [top], "type": "Container"})
    fields = {field["id"]: field for field in shown["body"] if "id" in field}
    assert literal(fields["field:text"]) == "Too long for X."
    assert literal(fields["field:planned"]) == "In the past."
    require_valid(shown)


def test_an_error_may_quote_what_somebody_wrote() -> None:
    form = propose.form(key="k", zone=BERLIN)
    shown = inputs.again(form, {}, {"media": "“[x](https://evil.example)” is no picture.", "general": "[y](z)"})
    assert "[x](https://evil.example)" in literal(shown)
    assert not any("evil" in sentence or "[y]" in sentence for sentence in marked_up(shown))


def test_every_sentence_of_the_checks_has_its_field() -> None:
    """Otherwise it would stand on top, away from what it is about."""
    upload = Upload("a" * 64, "room.jpg", "image/jpeg", 1, "", "", 1)
    everything_wrong = Draft("", "?", (), AT - timedelta(days=1), None, "\u202e", "\u202e", (upload,))
    form = propose.form(tray=[ROOM], key="k", zone=BERLIN)
    fields = {element["id"].removeprefix("field:") for element in form["body"]}
    assert set(problems(everything_wrong, AT)) <= fields
    assert {problem.field for problem in (AltLines, TooMany)} <= fields


@pytest.mark.parametrize(
    ("zone", "day", "time", "moment"),
    [
        (BERLIN, "2026-03-05", "10:00", datetime(2026, 3, 5, 9, 0, tzinfo=UTC)),
        (BERLIN, "2026-07-05", "10:00", datetime(2026, 7, 5, 8, 0, tzinfo=UTC)),
        (EASTERN, "2026-03-05", "10:00:00", datetime(2026, 3, 5, 15, 0, tzinfo=UTC)),
        # Both hours of the autumn night are called 02:30; the first one is meant.
        (BERLIN, "2026-10-25", "02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (BERLIN, "2026-10-25", "03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_day_and_a_time_are_those_of_the_persons_zone(zone: str, day: str, time: str, moment: datetime) -> None:
    filled = propose.read({"planned:day": day, "planned:time": time}, zone)
    assert filled.draft.planned_at == moment


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"planned:day": "2026-03-05"}, HalfATime),
        ({"planned:time": "10:00"}, HalfATime),
        ({"planned:day": "2026-02-30", "planned:time": "10:00"}, NoSuchTime),
        ({"planned:day": "soon", "planned:time": "10:00"}, NoSuchTime),
        ({"planned:day": "0001-01-01", "planned:time": "00:00"}, NoSuchTime),
        ({"planned:day": "9999-12-31", "planned:time": "23:59"}, NoSuchTime),
        ({"planned:day": "2026-03-08", "planned:time": "02:30"}, Skipped),
    ],
)
def test_a_time_that_is_none_says_so_under_its_field(typed: dict[str, str], problem: type[FieldProblem]) -> None:
    """Among them the hour that is skipped in spring: moved silently, it would not be what was typed."""
    zone = "Asia/Tokyo" if typed.get("planned:day") == "0001-01-01" else EASTERN
    with pytest.raises(problem) as raised:
        propose.read(typed, zone)
    assert raised.value.field == "planned"
    assert publish_problem(typed, zone).field == "published_at"
    assert HalfATime.field != "planned", "each problem is about its own form"


def publish_problem(typed: dict[str, str], zone: str) -> FieldProblem:
    renamed = {name.replace("planned", "published_at"): value for name, value in typed.items()}
    with pytest.raises(FieldProblem) as raised:
        publish.read({"at": "42/2", **renamed}, zone)
    return raised.value


def test_the_second_hour_of_an_autumn_night_stays_the_second() -> None:
    """Inputs cannot tell the two apart, so what was left untouched is kept, and what was typed anew is not."""
    second = datetime(2026, 10, 25, 1, 30, 12, tzinfo=UTC)
    form = propose.edit_form("42/2", replace(EMPTY, planned_at=second), key="k", zone=BERLIN)
    assert asked(form)["planned:time"]["value"] == "02:30"
    assert propose.read(sent(form), BERLIN).draft.planned_at == second
    moved = propose.read(sent(form, **{"planned:time": "02:45"}), BERLIN)
    assert moved.draft.planned_at == datetime(2026, 10, 25, 0, 45, tzinfo=UTC)


def test_a_form_knows_its_zone() -> None:
    """As people call it."""
    for zone, called in ((BERLIN, "Berlin time."), ("America/New_York", "New York time."), ("UTC", "UTC time.")):
        assert any(called in sentence for sentence in marked_up(propose.form(key="k", zone=zone)))
    local = AT.astimezone(ZoneInfo(EASTERN))
    form = publish.form("42/2", "P-1042", ("facebook",), AT, EASTERN)
    assert asked(form)["published_at:time"]["value"] == f"{local:%H:%M}" == "10:30"


def test_a_key_travels_with_the_form() -> None:
    """Teams sends a form again when the answer is late; the key makes it the same form."""
    form = propose.form("text", key="nonce", zone=BERLIN)
    assert sent(form)["form"] == "nonce"
    # A name of the client's own: the Agents Playground sends nothing when a button's data has it (0.2.28).
    assert "key" not in sent(form)
    again = inputs.again(propose.form(key="newer", zone=BERLIN), sent(form), {})
    assert sent(again)["form"] == "nonce"


def test_media_that_wait_are_offered_and_kept_ones_are_chosen() -> None:
    kept = Upload("c" * 64, "old.jpg", "image/jpeg", 50_000, "The old room", "", 1)
    twice = Waiting(kept.sha256, "copy.jpg", "image/jpeg", 50_000)
    form = propose.edit_form("42/2", replace(EMPTY, media=(kept,)), [ROOM, twice, TOUR], key="k", zone=BERLIN)
    field = asked(form)["media"]
    assert [choice["value"] for choice in field["choices"]] == [kept.sha256, ROOM.sha256, TOUR.sha256]
    assert field["value"] == kept.sha256
    assert field["choices"][1]["title"] == "room.jpg (picture, 0.2 MB)"
    filled = propose.read(sent(form, media=f"{kept.sha256},{TOUR.sha256}", alt="The old room\n\n A walk \n"), BERLIN)
    assert (filled.chosen, filled.alts) == ([kept.sha256, TOUR.sha256], ["The old room", "A walk"])


def test_names_of_files_bring_no_markup_into_the_choices() -> None:
    """Choices are drawn as Markdown, and a file can be called anything."""
    names = ["[x](https://evil.example)", "<b>x</b>", "x\u202egpj.exe", "**x**", "`x`", "y" * 300 + ".jpg"]
    tray = [Waiting(f"{n:064x}", name, "image/jpeg", 1) for n, name in enumerate(names)]
    titles = [choice["title"] for choice in asked(propose.form(tray=tray, key="k", zone=BERLIN))["media"]["choices"]]
    assert not any(set(title.split(" (picture")[0]) & set("[]<>*`:/\u202e") for title in titles)
    assert titles[-1].endswith("yyy.jpg (picture, 0.1 MB)")
    assert len(titles[-1]) < 90


def test_without_pictures_the_form_says_how_to_bring_some() -> None:
    form = propose.form(key="k", zone=BERLIN)
    assert "media" not in asked(form)
    assert any("send them to Imprimatur" in sentence for sentence in marked_up(form))


def test_files_and_alt_texts_have_to_pair() -> None:
    with pytest.raises(AltLines):
        propose.read({"media": "a", "alt": "One\nTwo"}, BERLIN)
    with pytest.raises(TooMany):
        propose.read({"media": "a,b,c,d,e"}, BERLIN)
    assert propose.read({"media": "a,b", "alt": "One"}, BERLIN).alts == ["One", ""]


@given(
    st.dictionaries(
        st.sampled_from(["text", "networks", "kind", "media", "alt", "planned:day", "planned:time", "planned:was"]),
        st.none()
        | st.integers()
        | st.booleans()
        | st.lists(st.integers())
        | st.text()
        | st.dictionaries(st.text(), st.text()),
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(data: dict[str, Any]) -> None:
    """Forged forms hold anything; none of it may break us."""
    for read in (propose.read, publish.read):
        with contextlib.suppress(FieldProblem):
            read(data, BERLIN)  # type: ignore[operator]
    inputs.again(propose.form(key="k", zone=BERLIN), data, {"text": "x"})


def test_where_it_was_published_comes_back() -> None:
    form = publish.form("42/2", "P-1042", ("facebook", "google_business"), AT, EASTERN)
    require_valid(form)
    data = sent(form, **{"link:facebook": " https://facebook.com/1 "})
    assert publish.read(data, EASTERN) == ("42/2", {"facebook": "https://facebook.com/1"}, AT)
    earlier = sent(form, **{"published_at:time": "09:15"})
    assert publish.read(earlier, EASTERN)[2] == datetime(2026, 3, 2, 14, 15, tzinfo=UTC)
    assert data["verb"] == publish.PUBLISH


@pytest.mark.parametrize("text", ["x", "界", "😀", '"\n'])
def test_a_long_text_is_never_cut_and_the_form_stays_within_what_teams_takes(text: str) -> None:
    """100 KB as UTF-16, for the longest text its input takes."""
    longest = (text * inputs.TEXT_LIMIT)[: inputs.TEXT_LIMIT // (2 if text == "😀" else 1)]
    media = tuple(Upload(f"{n:064x}", "x" * 200, "image/png", 1, text[0] * ALT_LIMIT, "", 1) for n in range(4))
    draft = Draft(longest, "post", tuple(NETWORKS), AT, True, text[0] * 200, text[0] * 500, media)
    tray = [Waiting(f"{n:064x}", "y" * 200, "video/mp4", 1) for n in range(10, 30)]
    form = propose.edit_form("42/2", draft, tray, key="k" * 36, zone=BERLIN)
    wrong = inputs.again(form, sent(form), dict.fromkeys(("text", "alt", "note"), "A sentence." * 9))
    for shown in (form, wrong):
        require_sound(shown, limit=None)
        assert asked(shown)["text"]["value"] == longest
        assert len(json.dumps(shown, ensure_ascii=False).encode("utf-16-le")) < 100_000


@pytest.mark.parametrize(
    "form",
    [
        propose.form(key="k", zone=BERLIN),
        propose.form("Text", [ROOM, TOUR], key="k", zone=BERLIN),
        propose.edit_form("42/2", replace(EMPTY, planned_at=AT, patient_shown=True), key="k", zone=BERLIN),
    ],
)
def test_every_form_is_one_teams_takes(form: Part) -> None:
    require_valid(form)
    assert [field.get("label") for field in asked(form).values()][:2] == ["Networks", "Post text"]


def test_history_leads_from_revision_to_revision() -> None:
    card: ReviewCard = EXAMPLES[ReviewCard][0]  # type: ignore[assignment]
    events = (Event(AT, "submitted", "Maya", 1, ""), Event(AT, "changes_requested", "Priya", 1, "Name the day."))
    shown = history.form(History(card, 3, events))
    require_valid(shown)
    assert actions(shown)["Older revision"]["data"] == {"verb": "proposal.history", "at": "42/1"}
    assert actions(shown)["Newer revision"]["data"] == {"verb": "proposal.history", "at": "42/3"}
    newest, oldest = literal(shown).split("\n")[-2:]
    assert newest == "Priya requested changes to revision 1: Name the day."
    assert oldest == "Maya sent it for review"
    only = history.form(History(card, 2, events))
    assert "Newer revision" not in actions(only)
    assert "proposal.approve" not in verbs(shown)


def test_a_long_history_shows_its_newest_and_counts_the_rest() -> None:
    card: ReviewCard = EXAMPLES[ReviewCard][0]  # type: ignore[assignment]
    events = tuple(Event(AT, "revised", "Maya", n, "") for n in range(100))
    shown = history.form(History(card, 100, events))
    assert "Maya sent revision 99 for review" in literal(shown)
    assert "and 70 earlier" in marked_up(shown)


def test_a_long_text_leaves_room_for_the_newest_events() -> None:
    card: ReviewCard = EXAMPLES[ReviewCard][0]  # type: ignore[assignment]
    long = replace(card, content=replace(card.content, text="界" * 9_000))
    shown = history.form(History(long, 2, tuple(Event(AT, "revised", "Maya", n, "") for n in range(12))))
    assert all(f"Maya sent revision {n} for review" in literal(shown) for n in range(12))
    assert "proposal.text" in verbs(shown)


def test_inside_a_dialog_buttons_submit_it() -> None:
    """task/fetch works from messages only; a dialog goes on by being submitted."""
    card: ReviewCard = EXAMPLES[ReviewCard][0]  # type: ignore[assignment]
    for shown in (history.form(History(card, 3, ())), propose.form(key="k", zone=BERLIN)):
        for action in actions(shown).values():
            assert action["type"] == "Action.Submit"
            assert "msteams" not in action["data"]


def test_answers_have_the_shape_teams_reads() -> None:
    card = said("Hello.")
    opened = answers.dialog("Propose a post", card)
    assert opened["task"]["type"] == "continue"
    assert opened["task"]["value"]["title"] == "Propose a post"
    attachment = opened["task"]["value"]["card"]
    assert attachment == {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    assert literal(answers.done("Type `/compliance mine`.")["task"]["value"]["card"]["content"]) == "Type mine."
    assert answers.dialog_message("Recorded.") == {"task": {"type": "message", "value": "Recorded."}}
    shown: Callable[[dict[str, Any]], tuple[int, str]] = lambda answer: (answer["statusCode"], answer["type"])  # noqa: E731
    assert shown(answers.card(card)) == (200, "application/vnd.microsoft.card.adaptive")
    assert shown(answers.message("Done.")) == (200, "application/vnd.microsoft.activity.message")
    assert shown(answers.refused("Type `/compliance help`.")) == (400, "application/vnd.microsoft.error")
    assert answers.refused("Type `/compliance help`.")["value"]["message"] == "Type `help`."
