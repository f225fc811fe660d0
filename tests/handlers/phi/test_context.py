"""The context rules find what needs no identifier, and leave alone what practices say all day."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.phi import context, lexicon
from handlers.phi.about import About, Account, Kind
from handlers.phi.findings import Hit, Severity
from handlers.phi.reader import read
from handlers.phi.templates import TEMPLATES

EXAMPLES = [json.loads(line) for line in Path(__file__).with_name("examples.jsonl").read_text("utf-8").splitlines()]
REPLY, POST, AD = About(Kind.REPLY), About(), About(Kind.AD)
MINE = About(account=Account.PERSONAL)
PICTURED = About(media=True)
EVERYWHERE = [About(kind, account, media) for kind in Kind for account in Account for media in (False, True)]


def find(text: str, about: About) -> Iterator[Hit]:
    return context.find(read(text), about)


def cues(text: str) -> list[tuple[int, int]]:
    return list(context.cues(read(text)))


def _rules(text: str, about: About) -> set[str]:
    return {hit.rule.id for hit in find(text, about)}


def _about(example: dict[str, str]) -> About:
    return About(Kind(example["kind"]), Account(example["account"]))


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one["expected"]], ids=lambda one: one["text"][:40])
def test_what_is_clean_stays_clean(example: dict[str, str]) -> None:
    """Education, events, praise of staff, advertisements and neutral answers raise nothing."""
    assert not _rules(example["text"], _about(example))


def test_each_rule_is_found_where_it_is_expected() -> None:
    """Nearly everywhere; what is expected was written down before the rules were, or before they changed for it."""
    missed: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    for example in EXAMPLES:
        expected.update(example["expected"])
        missed.update(set(example["expected"]) - _rules(example["text"], _about(example)))
    assert len(expected) == 7
    for rule, times in expected.items():
        assert missed[rule] <= 0.15 * times, rule


@pytest.mark.parametrize(
    ("rule", "about", "found", "near"),
    [
        (
            "H_WORK_TALK",
            MINE,
            "Room 12 pressed the call light 41 times.",
            "The call light in the movie was wrong.",
        ),
        (
            "H_WORK_TALK",
            MINE,
            "She asked for her glasses all through my shift.",
            "My cat slept through my shift. She is old.",
        ),
        (
            "H_WORK_TALK",
            MINE,
            "He wanted the oxycodone nine days early.",
            "My husband took the flu shot. He hated it.",
        ),
        (
            "C_CASE_DETAIL",
            POST,
            "He limped in on a cane last winter. On Friday he outran all of us.",
            "Meet Ray, our new nurse. Last winter he outran all of us.",
        ),
        (
            "C_CASE_DETAIL",
            MINE,
            "Splinted a quarterback.",
            "The documentary is about a man with a new heart.",
        ),
        (
            "B_RELATIONSHIP",
            POST,
            "The baker from Elm Street limped into our clinic with a broken toe.",
            "The baker from Elm Street brought our staff donuts.",
        ),
        ("D_REPLY_CONFIRMS", REPLY, "The crown came with instructions.", "A crown usually lasts ten years."),
        (
            "D_REPLY_CONFIRMS",
            REPLY,
            "We can't confirm anything, but you refused the scan.",
            "We can't confirm anything here.",
        ),
        ("D_REPLY_CONFIRMS", REPLY, "Only one of us was shouting that afternoon.", "We are open every afternoon."),
        ("D_REPLY_CONFIRMS", REPLY, "Any dentist would say the crown was cracked.", "Any dentist can check a crown."),
        ("E_IMAGE", PICTURED, "She cried when we took her braces off.", "Our nurses wore pink. Thank you, team!"),
        ("E_IMAGE", POST, "Results from one syringe of filler.", "Results from one survey of staff."),
        ("F_TESTIMONIAL", POST, "She can read the hymnal again.", "Our doctor can read the hymnal."),
        (
            "F_TESTIMONIAL",
            POST,
            '"I finally sleep all night, after years of snoring."',
            'People ask: "Do I need a mask if I snore?"',
        ),
        (
            "G_MARKETING",
            POST,
            "Skin like our Monique's? Book your free consult!",
            "Skin like silk? Book your free consult!",
        ),
    ],
)
def test_it_is_found_by_what_is_said_and_not_by_how(rule: str, about: About, found: str, near: str) -> None:
    """Who is told of, what care, who tells it: with all of them no phrase is needed, without one nothing is found."""
    assert rule in _rules(found, about)
    assert not _rules(near, about)


@pytest.mark.parametrize(
    ("rule", "about", "found", "near"),
    [
        ("B_RELATIONSHIP", POST, "Mrs. Boyd has been a patient here for years.", "Mrs. Boyd is our patient advocate."),
        ("B_RELATIONSHIP", MINE, "My neighbor is in our psych unit.", "My neighbor is a teacher."),
        ("C_CASE_DETAIL", MINE, "Man came in tonight with a fork in his thigh.", "A fork in the thigh? Call 911."),
        ("C_CASE_DETAIL", POST, "We saw a girl with rabies on Monday.", "Every girl should know the signs of rabies."),
        ("D_REPLY_CONFIRMS", REPLY, "You skipped both follow-ups.", "Walk-ins are welcome."),
        ("D_REPLY_CONFIRMS", REPLY, "Your crown was paid for.", "Crowns are paid for by most plans."),
        ("D_REPLY_CONFIRMS", REPLY, "You lost your retainer here.", "If you lost your retainer, call a dentist."),
        ("D_REPLY_CONFIRMS", REPLY, "Your results were late.", "You can see results and your records online."),
        ("D_REPLY_CONFIRMS", REPLY, "Great to see you on Monday!", "Great to see you at the career fair on Monday!"),
        ("D_REPLY_CONFIRMS", REPLY, "She was admitted.", "She was our first nurse and she trained half of us."),
        ("D_REPLY_CONFIRMS", REPLY, "The patient is fine.", "If the patient is fine, wait."),
        ("D_REPLY_CONFIRMS", About(Kind.COMMENT), "He never came back.", "We will be back next year."),
        ("D_REPLY_CONFIRMS", REPLY, "Your first visit was free.", "Your first visit takes an hour."),
        ("D_REPLY_CONFIRMS", REPLY, "See you Monday!", "See you all Saturday at the fun run!"),
        ("D_REPLY_CONFIRMS", REPLY, "We tried to call you.", "We tried to keep the playlist short."),
        ("D_REPLY_CONFIRMS", REPLY, "He was admitted again.", "He earned it! He trained all our nurses."),
        ("D_REPLY_CONFIRMS", REPLY, "You had a cough.", "Not your doctor, but a cough deserves a visit."),
        ("E_IMAGE", MINE, "Look at this X-ray!", "Our new X-ray machine is here."),
        ("E_IMAGE", POST, "Before & after photos of a tummy tuck.", "Brush before and after breakfast."),
        ("E_IMAGE", POST, "Photos from our ICU: she is awake!", "Photos from our ICU team's picnic."),
        ("E_IMAGE", POST, "Look at this scan!", "Check out this chart: flu cases by week."),
        ("E_IMAGE", POST, "Photo of her X-ray.", "Send a photo of your X-ray through the portal."),
        ("F_TESTIMONIAL", POST, "Patient spotlight: Ann.", "Staff spotlight: Ann."),
        ("F_TESTIMONIAL", POST, "Read her testimonial!", "We share no testimonials without written permission."),
        ("F_TESTIMONIAL", POST, "Our patient can walk again.", "Our patient counselors can walk you through it."),
        ("F_TESTIMONIAL", POST, '"They gave me my life back." From a review.', "Leave us a review!"),
        ("G_MARKETING", AD, "Our patient Ann got her smile back. Call today!", "New smile? Call today!"),
        ("H_WORK_TALK", MINE, "These patients and their meds!", "Patients skip their meds when copays go up."),
        ("C_CASE_DETAIL", MINE, "A boy got his cast off today.", "My son got his cast off today. Proud dad moment."),
        ("H_WORK_TALK", MINE, "Every patient on my shift was rude.", "My shift starts at 7."),
    ],
)
def test_the_nearest_harmless_words_are_left_alone(rule: str, about: About, found: str, near: str) -> None:
    """Each rule with what it is for, and with the text next to it that it is not for."""
    assert rule in _rules(found, about)
    assert rule not in _rules(near, about)


def test_an_answer_is_judged_more_strictly_than_a_post() -> None:
    """The same words speak to nobody in a post."""
    assert _rules("Your appointment was on Monday.", REPLY) == {"D_REPLY_CONFIRMS"}
    assert not _rules("Your appointment was on Monday.", POST)


def test_a_place_called_like_a_person_is_nobody() -> None:
    """ "In Charlotte" is where, "in Charlotte's" is who."""
    assert not _rules("Our stroke unit in Charlotte opens today.", POST)
    assert _rules("Charlotte came to our stroke unit today.", POST)


def test_talk_of_the_shift_is_a_matter_of_personal_accounts() -> None:
    """What a hospital says of its wards is read by the other rules."""
    text = "Every single patient on the floor was rude tonight."
    assert "H_WORK_TALK" in _rules(text, MINE)
    assert "H_WORK_TALK" not in _rules(text, POST)


def test_with_a_picture_fewer_words_are_enough() -> None:
    """ "This little one" is somebody when a picture goes with it."""
    text = "This sweet little one made our Monday."
    assert not _rules(text, POST)
    assert _rules(text, replace(POST, media=True)) == {"E_IMAGE"}


def test_an_authorization_answers_for_posts_and_never_for_answers() -> None:
    """With it the approver only compares; an answer to somebody has no exception."""
    story = "Success story! Our patient Ann beat cancer. Call today!"
    asked = {hit.rule.severity for hit in find(story, AD)}
    assert {Severity.BLOCK, Severity.AUTHORIZATION} <= asked
    assert {hit.rule.severity for hit in find(story, replace(AD, authorized=True))} == {Severity.NOTE}
    answer = find("Your surgery went well.", replace(REPLY, authorized=True))
    assert {hit.rule.severity for hit in answer} == {Severity.BLOCK}


def test_somebody_named_is_graver_than_somebody() -> None:
    """One patient among many is a note; a name makes it a disclosure."""
    named, unnamed = find("My patient Ann Boyd made soup.", POST), find("My patient made soup.", POST)
    assert {hit.rule.severity for hit in named} == {Severity.BLOCK}
    assert {hit.rule.severity for hit in unnamed} == {Severity.NOTE}


def test_every_rule_says_why_where_and_what_instead() -> None:
    """Author and approver read these."""
    rules = {hit.rule for example in EXAMPLES for hit in find(example["text"], _about(example))}
    assert len({rule.id for rule in rules}) == 7
    for rule in rules:
        assert "45 CFR 16" in rule.citation
        assert rule.why.endswith(".")
        assert rule.suggestion.endswith(".")


def test_cues_point_at_patients_conditions_and_care() -> None:
    """An identifier beside one of these is more than an identifier."""
    text = "Ann Boyd, MRN 12345, came in for a root canal."
    assert {text[start:end] for start, end in cues(text)} >= {"came in", "root canal"}
    assert not cues("Ann Boyd painted the mural downtown.")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)
def test_templates_pass_every_rule(template: object) -> None:
    """What the reply guard offers must not need a guard."""
    text = next(one.text for one in TEMPLATES if one is template).format(contact="555-0100")
    for about in EVERYWHERE:
        assert not _rules(text, about)


_WORDS = sorted(
    {term for terms in lexicon.classes().values() for term in terms}
    | {"you", "your", "he", "we", "was", "our", "the", "."}
)
_TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)


@given(_TEXTS, st.sampled_from(EVERYWHERE))
def test_any_text_is_read(text: str, about: About) -> None:
    """No text raises, and every place found is in it."""
    for hit in find(text, about):
        assert 0 <= hit.start < hit.end <= len(text)
    for start, end in cues(text):
        assert 0 <= start < end <= len(text)


def _seconds(text: str, about: About) -> float:
    best = 60.0
    for _ in range(3):
        began = time.process_time()
        found: list[Hit] = list(find(text, about))
        best = min(best, time.process_time() - began)
        assert len(found) < len(text)
    return best


@pytest.mark.parametrize(
    "words", ["you ", "the he ", "Karen Lee ", "your last visit ", "look at this ", '"', "we you. ", "a" * 50]
)
@pytest.mark.parametrize("about", [REPLY, MINE], ids=["reply", "personal"])
def test_time_grows_with_the_text_and_no_faster(words: str, about: About) -> None:
    """Four times the text takes about four times the time, whatever it repeats; ten times would be a quadratic rule."""
    short, long = (words * (size // len(words)) for size in (10_000, 40_000))
    list(find(short, about))
    assert _seconds(long, about) < 10 * max(_seconds(short, about), 0.0005)


def test_hurried_spelling_reads_like_the_words_it_means() -> None:
    """Nobody types apostrophes on a telephone."""
    assert _rules("u skipped ur cleaning n dont blame us", REPLY) == {"D_REPLY_CONFIRMS"}


@pytest.mark.parametrize(
    ("staff", "patient"),
    [
        ("Meet Dr. Ana Ruiz, who treats eczema at our office.", "Meet Ana Ruiz, who had eczema before our office."),
        ("Kelly Moran, our new hygienist, beat us at bowling.", "Kelly Moran, our new patient, beat cancer."),
        ("Kelly Moran, DDS, is back at our office today.", "Kelly Moran is back at our office for her crown today."),
        ("Dr. Kim and her husband are back home with us.", "Ms. Kim is back home after her surgery with us."),
    ],
)
def test_who_is_on_the_staff_is_no_patient(staff: str, patient: str) -> None:
    """A title, a trade or letters behind the name tell it, and "she" is then the doctor."""
    assert not _rules(staff, POST)
    assert _rules(patient, POST)


@pytest.mark.parametrize(
    "text",
    [
        "Anne struggled for years. With our program she is pain free.",
        "Pain free after years of struggling: with our program, Anne is.",
        "Our program, years of trying, and finally Anne is pain free.",
    ],
)
def test_kinds_of_words_count_in_any_order(text: str) -> None:
    """A story is a story however its words stand."""
    assert "F_TESTIMONIAL" in _rules(text, POST)
