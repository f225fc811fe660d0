"""The two lists that are made from packages: what is kept of them, and how."""

import gzip
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.handlers.phi.make_lists import Word, elsewhere, usage, words


def _lookups(folder: Path, clusters: dict[str, int], logs: dict[str, float]) -> Path:
    with ZipFile(folder / "lookups.whl", "w") as wheel:
        for kind, table in (("cluster", clusters), ("prob", logs)):
            name = f"spacy_lookups_data/data/en_lexeme_{kind}.json.gz"
            wheel.writestr(name, gzip.compress(json.dumps(table).encode()))
    return folder / "lookups.whl"


def test_a_word_is_known_in_all_its_writings(tmp_path: Path) -> None:
    """Commonest first; the cluster is that of its commonest writing that has one; numbers and signs are no words."""
    clusters = {"Karen": 502, "karen": 0, "the": 11}
    known = words(_lookups(tmp_path, clusters, {"the": -3.0, "Karen": -13.0, "karen": -12.0, "4th": -4.0, ".": -3.0}))
    assert list(known) == ["the", "karen"]
    assert known["karen"].capital == pytest.approx(0.27, abs=0.01)
    assert known["karen"].cluster == 502


def test_six_signs_tell_path_capital_and_rank() -> None:
    """Words used alike begin alike, however long the path; common words end in a lower sign."""
    lines = usage({"the": Word(0.03, 0.02, 11), "susan": Word(0.02, 0.97, 0x1F6), "told": Word(0.01, 0.5, 0x12345)})
    assert lines == ["susan 6f1070", "the b00000", "told 543230"]


def test_names_of_other_countries_are_plain_and_no_words(tmp_path: Path) -> None:
    """Without accents, each part by itself; neither words, jargon, titles, nor names that the other lists have."""
    program = (
        "first_names = ('Łukasz', 'Mary', 'Ana-Zbyněk', 'Water', 'Gerd')\nlast_names = ['Begović']\nprefixes = ['Pani']"
    )
    with ZipFile(tmp_path / "faker.whl", "w") as wheel:
        wheel.writestr("faker/providers/person/xx_XX/__init__.py", program)
        wheel.writestr("faker/providers/color/__init__.py", "first_colors = ('Azurblau',)")
    assert elsewhere(tmp_path / "faker.whl", {"water": Word(0.01, 0.03, 0)}) == ["begovic", "lukasz", "zbynek"]
