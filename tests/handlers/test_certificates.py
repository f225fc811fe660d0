"""The certificate as a PDF: what stands on it, and that it is the same whenever it is drawn."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from handlers.training import certificate_pdf
from handlers.training.learning import NAME_LIMIT
from handlers.training.training_messages import EXAMPLES, Certificate
from tests.handlers.accounts import MAYA
from tests.handlers.conftest import Practice
from tests.handlers.learning import finish, publish

_EXAMPLE = EXAMPLES[Certificate][0]
assert isinstance(_EXAMPLE, Certificate)


def read(pdf: bytes) -> tuple[int, str]:
    """How many pages there are, and what stands on them."""
    reader = PdfReader(BytesIO(pdf), strict=True)
    return len(reader.pages), "\n".join(page.extract_text() for page in reader.pages)


def test_everything_that_proves_it_stands_on_one_page(practice: Practice) -> None:
    """Name, course, day, score, the version's hash, and the entry of the ledger with its hash."""
    version = publish(practice)
    done = finish(practice, MAYA)
    pages, words = read(certificate_pdf.draw(done))
    assert pages == 1
    for part in (
        "Maya Lindqvist",
        "A small course",
        "March 2, 2026",
        "100% of the answers right on the first try",
        done.number,
        version.course.hash,
        done.entry_hash,
    ):
        assert part in words
    assert "Latin letters" not in words


def test_the_practice_is_named_when_it_has_a_name() -> None:
    """On one line, however long; without a name there is none."""
    for name in ("Riverside Family Dental", "Praxis Dr. Müller & Söhne " * 3):
        pages, words = read(certificate_pdf.draw(_EXAMPLE, name))
        assert pages == 1
        assert name.strip() in words
    assert "Riverside" not in read(certificate_pdf.draw(_EXAMPLE))[1]


def test_it_is_the_same_bytes_whenever_it_is_drawn() -> None:
    """And others for another completion."""
    assert certificate_pdf.draw(_EXAMPLE) == certificate_pdf.draw(_EXAMPLE)
    other = replace(_EXAMPLE, entry_hash="ab" * 32)
    assert certificate_pdf.draw(other) != certificate_pdf.draw(_EXAMPLE)


@pytest.mark.parametrize(
    "name", ["Łukasz Żółć", "Nguyễn Thị Ánh", "Ольга Зеленська", "Παύλος Ρήγας", "Zoë O\u2019Connor"]
)
def test_latin_greek_and_cyrillic_names_stand_as_signed(name: str) -> None:
    """Letter by letter."""
    _, words = read(certificate_pdf.draw(replace(_EXAMPLE, name=name)))
    assert name in words
    assert "Latin letters" not in words


@pytest.mark.parametrize(
    ("name", "printed"),
    [("陈静", "ChenJing"), ("محمد", "mhmd"), ("김민준", "GimMinJun"), ("שרה", "srh"), ("प्रिया", "priya")],
)
def test_other_scripts_are_printed_in_latin_letters_and_it_says_so(name: str, printed: str) -> None:
    """A name nobody can read in boxes helps nobody, and neither does pretending that it was signed like this."""
    _, words = read(certificate_pdf.draw(replace(_EXAMPLE, name=name)))
    assert printed in words
    assert "Signed in another script. These Latin letters are a machine" in words


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=NAME_LIMIT), st.text(max_size=150), st.text(max_size=300))
def test_no_text_breaks_it(name: str, course: str, account: str) -> None:
    """Whatever characters, and however long: one page, drawn."""
    pdf = certificate_pdf.draw(replace(_EXAMPLE, name=name, course=course, account=account))
    assert read(pdf)[0] == 1
