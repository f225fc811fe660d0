"""Promises of the normal form: what is read, and the way back to what was written."""
# ruff: noqa: RUF001 - look-alikes are what this is about

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.phi import normal

#: Any text there can be, unpaired surrogates, marks and invisible characters more often than they are written.
ANY = st.text(st.characters() | st.sampled_from("\ud800\udfff\u0301\u200b\u202e\u00adﬁ５é\u1100\u1161а \n\r\x00"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＳＳＮ １２３", "SSN 123"),
        ("𝟓𝟓𝟓 and ٥٥٥", "555 and 555"),
        ("S\u200bS\u2060N\u00ad!", "SSN!"),
        ("МRN раtіеnt", "MRN patient"),
        ("“it’s” — 1–2", '"it\'s" - 1-2'),
        ("Jose\u0301 ﬁle ½", "José file 1/2"),
        ("a\ud800b", "a\ufffdb"),
        ("e" + "\u0301\u0323" * 5000 + "x", "ẹ́x"[0] + "x"),
    ],
)
def test_what_is_read(written: str, read: str) -> None:
    """Compatibility forms, other scripts' look-alikes, invisible characters and piles of marks are resolved."""
    assert normal.read(written).plain == read


@given(ANY)
def test_offsets_lead_back(text: str) -> None:
    """The slice of the original that a plain character comes from reads as that character, in every text."""
    read = normal.read(text)
    for index, character in enumerate(read.plain):
        start, end = read.given(index, index + 1)
        assert 0 <= start < end <= len(text)
        assert character in normal.read(text[start:end]).plain


@given(ANY, st.data())
def test_a_slice_reads_as_a_slice(text: str, data: st.DataObject) -> None:
    """What stands between two places reads the same alone, so that a quotation of the original is what was found."""
    read = normal.read(text)
    if read.plain:
        start = data.draw(st.integers(0, len(read.plain) - 1))
        end = data.draw(st.integers(start + 1, len(read.plain)))
        first, last = read.given(start, end)
        assert read.plain[start:end] in normal.read(text[first:last]).plain


@given(ANY)
def test_reading_twice_changes_nothing(text: str) -> None:
    """The normal form is its own, and always encodes as UTF-8."""
    plain = normal.read(text).plain
    assert normal.read(plain).plain == plain
    plain.encode()


@given(ANY)
def test_disguises_lead_back_too(text: str) -> None:
    """Closing up what is spelt out keeps the places of everything else."""
    plain = normal.read(text).plain
    clear, changed = normal.undisguised(plain)
    for index, character in enumerate(clear.plain):
        start, end = clear.given(index, index + 1)
        assert plain[start:end] == character or any(first <= index < last for first, last in changed)


@pytest.mark.parametrize(
    ("written", "clear"),
    [
        ("call 5 5 5 - 1 2 3 - 4 5 6 7 now", "call 555-123-4567 now"),
        ("5.5.5.1.2.3.4.5.6.7", "555-123-4567"),
        ("1 2 3 4 5 6 7 8 9", "123-45-6789"),
        ("j o h n @ g m a i l . c o m", "john@gmail.com"),
        ("J o h n S m i t h", "John Smith"),
        ("j0hn sm1th", "john smith"),
        ("l23-4S-678O", "123-45-6780"),
        ("is so-so-soil", "is so-so-soil"),
        ("400  Harbor   Rd", "400 Harbor Rd"),
        ("seen Nov\n5\n2021, MRN:\n44-\n718", "seen Nov 5 2021, MRN: 44-718"),
        ("covid19 and B12, H1N1, 2nd, a b c", "covid19 and B12, H1N1, 2nd, a b c"),
    ],
)
def test_disguises(written: str, clear: str) -> None:
    """Spelt-out and l33t identifiers are read; what only looks like them is left alone."""
    assert normal.undisguised(written)[0].plain == clear


def test_pieces_cover_everything() -> None:
    """A text of any length is read whole, in pieces that share what stands at their borders."""
    text = "".join(chr(97 + index % 26) for index in range(100_000))
    pieces = list(normal.pieces(text))
    assert all(len(piece) <= normal.PIECE and text.startswith(piece, start) for start, piece in pieces)
    ends = [start + len(piece) for start, piece in pieces]
    assert ends[-1] == len(text)
    assert all(end - start == normal.OVERLAP for (start, _), end in zip(pieces[1:], ends, strict=False))


def test_few_marks_are_read_with_a_letter() -> None:
    """The first two; what is piled on after them changes nothing, and takes no time to sort."""
    assert normal.read("a\u0301\u0302\u0323").plain == "á"
    assert normal.read("a" + "\u0301\u0323" * 50_000).plain == normal.read("a\u0301\u0323").plain
