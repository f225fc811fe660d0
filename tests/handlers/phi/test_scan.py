"""Promises of a scan as a whole: how grave, where, once, and in time."""
# ruff: noqa: RUF001 - look-alikes are among what this is about

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.phi import normal
from handlers.phi.about import About, Account, Kind
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.scan import scan

ANY = st.text(st.characters() | st.sampled_from("\ud800\u0301\u200b\u202e 0123456789-./:@#(Aaé\n"))
#: What detectors look for, so that arbitrary texts are full of it.
SNIPPETS = st.sampled_from(
    [
        "MRN: ",
        "SSN ",
        "patient ",
        "123-45-6789",
        "555-123-4567",
        "seen at Mayo Clinic ",
        "on 04/15/2023 ",
        "Dover, DE ",
        "93yo ",
        "5 5 5 1 2 3 4 5 6 7",
        "j0hn ",
        "http://a.example/",
        "j@a.example",
        "1.2.3.4",
        "::1",
        ", ",
        "12 Elm St",
        "Jan 5",
        "'s ",
        "Call our office ",
        "é",
        "\u200b",
        "\ud800",
        "  ",
    ]
)


def quoted(text: str, kind: Kind = Kind.POST, **more: list[str]) -> dict[str, Severity]:
    """The words of each finding, and how grave it is."""
    return {text[finding.start : finding.end]: finding.severity for finding in scan(text, About(kind), **more)}


def test_an_identifier_alone_is_a_note() -> None:
    """By itself it is shown to the approver; beside a patient, or in an answer, it blocks."""
    assert quoted("Reach me at 555-123-4567") == {"555-123-4567": Severity.NOTE}
    assert quoted("Our patient can be reached at 555-123-4567") == {"555-123-4567": Severity.BLOCK}
    assert quoted("Reach me at 555-123-4567", Kind.REPLY) == {"555-123-4567": Severity.BLOCK}
    assert quoted("Reach me at 555-123-4567", Kind.COMMENT) == {"555-123-4567": Severity.BLOCK}


def test_an_answer_is_read_more_strictly() -> None:
    """A day and a place are nobody's in a post about opening hours, and somebody's where "you" were there."""
    about_you = "Your appointment on October 3 at our Dallas office was cancelled by you."
    assert quoted(about_you, Kind.REPLY) == {
        "Your appointment": Severity.BLOCK,
        "October 3": Severity.BLOCK,
        "Dallas office": Severity.BLOCK,
    }
    assert quoted("Thank you! We are open until 5 pm on December 24.", Kind.REPLY) == {}
    assert quoted("Please call our office at 555-123-4567.", Kind.REPLY) == {}


def test_a_record_number_always_blocks() -> None:
    """Also in an announcement, and whatever number it is: none is too odd to be real."""
    assert quoted("Join us! MRN 12345, SSN 000-00-0000") == {"12345": Severity.BLOCK, "000-00-0000": Severity.BLOCK}


def test_what_the_organization_allows() -> None:
    """Its own names, places, days and numbers are no findings, however written; a patient's numbers stay findings."""
    text = "A patient at 400  harbor rd, Springfield on June 14, 2026: (214) 555-0100, MRN 2145550100"
    allowed = ["400 Harbor Rd, Springfield", "214-555-0100", "June 14, 2026", "", "MRN 2145550100"]
    assert set(quoted(text)) == {
        "400  harbor rd",
        "Springfield",
        "June 14, 2026",
        "(214) 555-0100",
        "2145550100",
    }
    assert quoted(text, allowed=allowed) == {"2145550100": Severity.BLOCK}


def test_allowing_a_part_allows_no_more() -> None:
    """A street that is allowed in one town is not allowed in another word or as part of a longer number."""
    assert quoted("Reach me at 555-123-4567", allowed=["123-4567"]) == {"555-123-4567": Severity.NOTE}
    assert quoted("Mail anna@example.com", allowed=["na@example.com"]) == {"anna@example.com": Severity.NOTE}
    assert quoted("Come to 12 Elm St", allowed=["12 Elm St"]) == {}
    assert quoted("Come to 12 Elm St, Boston", allowed=["12 Elm St"]) == {"12 Elm St, Boston": Severity.NOTE}


def test_one_finding_for_one_thing() -> None:
    """A number with a label is that number only; overlapping hits of one rule are one finding, the graver wins."""
    assert [f.rule for f in scan("MRN: 123-45-6789", About())] == ["A_MRN"]
    assert [f.rule for f in scan("They moved to 12 Elm St, Boston, MA 02101", About())] == ["A_GEO"]
    assert [f.rule for f in scan("jane@portal.example.com", About())] == ["A_EMAIL"]


def test_names_come_from_whoever_finds_them() -> None:
    """Detectors of names are given; a name within a hospital's is the hospital's."""

    name = Rule("A_NAME", Category.NAME, Severity.NOTE, "why", "citation", "suggestion")

    def marys(plain: str) -> Iterator[Hit]:
        start = plain.find("Mary")
        if start >= 0:
            yield Hit(start, start + 4, name, "names", 0.9)

    assert [f.rule for f in scan("Mary says hello", About(), names=[marys])] == ["A_NAME"]
    assert [f.rule for f in scan("He was seen at St. Mary's Hospital", About(), names=[marys])] == ["A_GEO"]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("ＳＳＮ １２３－４５－６７８９", "A_SSN"),
        ("S\u200bSN 123\u200b-45-67\u00ad89", "A_SSN"),
        ("МRN: 12345-678", "A_MRN"),
        ("call me: 5 5 5 - 1 2 3 - 4 5 6 7", "A_PHONE"),
        ("5-5-5-1-2-3-4-5-6-7", "A_PHONE"),
        ("tel 555-l23-45O7", "A_PHONE"),
        ("DOB O1/l2/1958", "A_DATE"),
        ("j o h n @ g m a i l . c o m", "A_EMAIL"),
        ("٥٥٥-١٢٣-٤٥٦٧", "A_PHONE"),
        ("①②③-④⑤-⑥⑦⑧⑨", "A_SSN"),
        ("1️⃣2️⃣3️⃣-4️⃣5️⃣-6️⃣7️⃣8️⃣9️⃣", "A_SSN"),
        ("five five five, one two three, four five six seven", "A_PHONE"),
        ("her SSN is 123-\n45-6789", "A_SSN"),
        ("MRN:\r\n123456789", "A_MRN"),
        ("**MRN**: `123456789`", "A_MRN"),
        ("jοhn@gmail.cοm", "A_EMAIL"),
        ("our patient J0hn Sm1th", "A_NAME"),
        ("M̸̧͎R̵͚̓N̷̛ 1̴2̵3̶4̷5̸6", "A_MRN"),
        ("[555] 123 4567", "A_PHONE"),
    ],
)
def test_disguised(written: str, rule: str) -> None:
    """Full-width, invisible, mixed, spaced-out and l33t identifiers are found, and quoted as they were written."""
    finding = next(finding for finding in scan(f"😀 {written} 😀", About()) if finding.rule == rule)
    quotation = f"😀 {written} 😀"[finding.start : finding.end]
    assert quotation in written
    assert len(quotation) >= 9


def test_the_line_above_explains_no_number_away() -> None:
    """It may be what the number is called, or the end of something else: both are said."""
    assert {"A_MRN", "A_SSN"} <= {finding.rule for finding in scan("MRN\n123-45-6789", About())}


@given(ANY, st.data())
def test_found_in_any_text(around: str, data: st.DataObject) -> None:
    """An identifier is found between any two lines, with or without invisible characters; the quotation reads as it."""
    hidden = "".join(
        character + data.draw(st.sampled_from(["", "", "\u200b", "\u00ad\u2060"])) for character in "123-45-6789"
    )
    text = f"{around}\n{hidden}\n{around}"
    found = [normal.read(text[f.start : f.end]).plain for f in scan(text, About()) if f.rule == "A_SSN"]
    assert "123-45-6789" in found


@given(st.lists(SNIPPETS | ANY, max_size=12), st.sampled_from(Kind))
def test_findings_stand_in_the_text(parts: list[str], kind: Kind) -> None:
    """In any text at all findings lie within it, in order, and no rule twice over the same characters."""
    text = "".join(parts)
    findings = scan(text, About(kind))
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)
    assert [finding.start for finding in findings] == sorted(finding.start for finding in findings)
    for first, second in pairwise(findings):
        assert first.rule != second.rule or first.end <= second.start


def test_nothing_is_cut_off() -> None:
    """In 100,000 characters everything is found, also where the text is read in pieces."""
    places = [0, normal.PIECE - 5, 2 * (normal.PIECE - normal.OVERLAP) + 3, 99_980]
    text = ["."] * 100_000
    for place in places:
        text[place : place + 13] = " 123-45-6789 "
    findings = scan("".join(text), About())
    assert [(finding.start, finding.end) for finding in findings] == [(place + 1, place + 12) for place in places]


HOSTILE = [
    "To all. ",
    "Dr. Kim ran his. ",
    "at Teddy Bear Clinic ",
    "a",
    "1",
    "1 ",
    "A ",
    "Aa ",
    "a.",
    "a@",
    "1-",
    "(",
    ":1",
    "MRN ",
    "MRN 12345 ",
    "seen at A ",
    " at Ab, Ab",
    "l3t ",
    "93 yo ",
    "http://a",
    "Jan 1 ",
    "1 Ab Ab ",
    "\ud800",
    "😀",
    "\ufdfa",
    "а1",
    "ạ̖́",
    "999-99-9999 ",
    "x at y dot ",
    "Our St. ",
    "patient ",
    "he was ",
    "number ",
    "the ",
    "[dot]",
    "1.",
    "\u202e",
    "Ab of ",
    "12 Elm ",
    "1\n",
    "five ",
    "MRN:\n1 ",
    "**MRN** ",
    "DE89 3704 0044 ",
    "he had 5 May ",
    "seen on Old Mill Road ",
    "car reg AB12 ",
    "👨‍👩‍👧",
    "שלום 1 ",
    "5 5 5 - ",
    "the 14th ",
    "in Las ",
    "room 1a-",
    "A1-",
    "AB 12 ",
    "one 1 ",
    "A b at gmail ",
    "he ninety ",
    "****",
    "1/2 to ",
    "Ab, 94, ",
    "BP 1 ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_length_only(unit: str) -> None:
    """Eight times the text takes about eight times as long, not its square, whatever is repeated in it."""
    short, long_ = unit * (2_000 // len(unit)), unit * (16_000 // len(unit))
    scan(short, About())
    assert least(long_) < 32 * least(short) + 0.002


def least(text: str) -> float:
    """The least CPU time of several runs: what others do on this machine only ever adds."""
    times = []
    for _ in range(5):
        start = time.process_time()
        scan(text, About())
        times.append(time.process_time() - start)
    return min(times)


def test_a_clinician_beside_a_condition_does_not_block() -> None:
    """Their names stand beside conditions all day; as a patient a doctor is one like everybody."""
    assert {finding.severity for finding in scan("Dr. Lee explains asthma.", About())} <= {Severity.NOTE}
    assert Severity.BLOCK in {finding.severity for finding in scan("Dr. Lee was admitted with asthma.", About())}


def test_allowed_names_are_nobody_for_context_rules() -> None:
    """What the organization says of itself tells of no patient, whichever rule reads it."""
    text = "Ana Ruiz came to us with eczema."
    assert {finding.rule for finding in scan(text, About())} > {"A_NAME"}
    assert not scan(text, About(), allowed=["Ana Ruiz"])


def blocked(text: str, about: About) -> set[str]:
    """The words of the identifiers that block."""
    return {
        text[finding.start : finding.end]
        for finding in scan(text, about)
        if finding.severity is Severity.BLOCK and finding.source != "context"
    }


@pytest.mark.parametrize(
    ("besides", "patient"),
    [
        ("Employee of the month: Marcus from billing!", "Marcus, our patient of the month, is back!"),
        ("Thank you to Harold Osterman for a donation of dialysis chairs.", "Harold Osterman's dialysis is done."),
        ("Author Jane Pruitt reads from her memoir about asthma.", "Author Jane Pruitt was admitted with asthma."),
        ("Happy work anniversary to Rosa, who runs our imaging desk!", "Rosa had her imaging and a biopsy with us!"),
        ("In 1954 Richard Herrick received a kidney transplant.", "Richard Herrick received a kidney transplant."),
        ("Our receptionist Tonya will book your colonoscopy.", "Tonya had her colonoscopy."),
        ("Thanks to our emcee Ray Vickers and the band for the hospice benefit.", "Ray Vickers is in hospice."),
        ("She's been our night nurse since 1998, and Pearl knows ICU jokes.", "Rosa was in our ICU and knows jokes."),
        ("Hospice isn't giving up.", "Rosa is in hospice with us."),
        ("She accepted a paper on sepsis in the Journal of Vascular Surgery.", "She had sepsis at Vascular Hospital."),
        (
            "Dr. Rao did her residency at Emory University. She treats asthma.",
            "A woman at Emory University had asthma.",
        ),
    ],
)
def test_a_name_blocks_where_somebody_was_cared_for(besides: str, patient: str) -> None:
    """Medical words beside a colleague, a donor, an author or somebody of history tell of nobody's health."""
    assert not blocked(besides, About())
    assert blocked(patient, About())


def test_a_donor_can_be_a_patient() -> None:
    """What else somebody is excuses nothing where the sentence tells of their care."""
    assert blocked("Volunteer of the year Ann Boyd got her new crown here.", About())


def test_at_home_a_name_is_family() -> None:
    """On a personal account, as long as nothing tells of work."""
    home = "Theo lost a tooth today! The tooth fairy left a dollar."
    work = "Theo lost a tooth on our ward today! The tooth fairy left a dollar."
    assert not blocked(home, About(account=Account.PERSONAL))
    assert blocked(work, About(account=Account.PERSONAL))


def test_an_announcement_may_name_day_and_place_beside_a_condition() -> None:
    """Whom it invites is everybody; who came is somebody."""
    assert not blocked("Flu and COVID shots on October 12 at 2100 Alder Street. Bring your insurance card.", About())
    assert blocked("She had a COVID shot on October 12 at 2100 Alder Street.", About())


def test_an_answer_may_name_the_staff_and_the_practice() -> None:
    """Whoever is called by name is the one answered; whoever is told of without care is not."""
    reply = About(Kind.REPLY)
    assert not blocked("We think Kelly is great too!", reply)
    assert blocked("Kelly, you are great!", reply)
    assert blocked("We think Kelly is great after her chemo!", reply)
    assert not blocked("We're at 310 Linden Avenue, upstairs.", reply)
    assert not blocked("Write to us at desk@harbor.example.", reply)
    assert not blocked("Details: https://harborclinic.com/visit", reply)
    assert blocked("Her details: https://harborclinic.com/visit", reply)
    assert blocked("Call him at desk@harbor.example.", reply)


def test_a_word_in_small_letters_is_hardly_a_name() -> None:
    """In a text that writes others large it takes more than a medical word nearby."""
    assert not blocked("The wide-bore MRI is here. It took a crane, and a road closure.", About())
    assert blocked("mri for karen crane is late", About())
    assert not scan("Your back is not a crane, so bend your knees.", About())
    assert scan("Our patient crane was admitted.", About()) != scan("Our patient was admitted.", About())


def test_a_month_is_no_name_where_a_time_stands() -> None:
    """June is a woman and a month."""
    assert not blocked("LASIK from $999 an eye through June.", About())
    assert blocked("Thanks to LASIK our patient June Boyd has her sight back.", About())


@pytest.mark.parametrize(
    ("nobody", "somebody"),
    [
        (
            "To every mom and grandma: happy Mother's Day from all of us in Labor & Delivery!",
            "To every mom and grandma: Ann is our first mom in Labor & Delivery!",
        ),
        (
            "Chef Marco Bianchi cooked for our oncology nurses.",
            "Chef Marco Bianchi came to our oncology nurses with cancer.",
        ),
        (
            "The bear, age 3, presented to Teddy Bear Hospital with a torn ear.",
            "The boy came to our hospital on Monday with a broken arm.",
        ),
        ("We never post a patient's picture.", "Here is a patient's picture."),
    ],
)
def test_who_is_greeted_or_played_is_nobody(nobody: str, somebody: str) -> None:
    """A group, a cook, a toy and a picture that is not taken are no patients, whatever medical words stand there."""
    assert not {finding.rule for finding in scan(nobody, About())} - {"A_NAME", "A_DATE"}
    assert {finding.rule for finding in scan(somebody, About())} - {"A_NAME", "A_DATE"}


def test_an_offer_alone_is_a_note() -> None:
    """Beside somebody's story it is marketing; beside somebody it may be anything."""
    alone = scan("Meet Otis! He knows all our halls. Book your visit today!", About())
    assert {finding.severity for finding in alone if finding.rule == "G_MARKETING"} == {Severity.NOTE}
    story = scan("Our patient Ann got her smile back after implants. Book your visit today!", About())
    assert Severity.AUTHORIZATION in {finding.severity for finding in story if finding.rule == "G_MARKETING"}


def test_how_to_reach_a_colleague_is_no_patient_s_number() -> None:
    """ "She" is our manager, unless nobody of ours is named."""
    reply = About(Kind.REPLY)
    assert not blocked("Please call our practice manager at 555-0126 so she can listen.", reply)
    assert blocked("Please call her at 555-0126 so she can listen.", reply)
