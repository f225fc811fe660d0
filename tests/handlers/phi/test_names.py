"""Names of people: found as posts write them, and left alone where they are words, places or diseases."""

import html
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from random import Random

import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.phi.name_features import LISTS, UNUSED, casing, features, sentences, unaccented, usage, word
from handlers.phi.name_model import Model, packed
from handlers.phi.names import MODEL, THRESHOLD, find
from tests.handlers.phi import corpora, made_up
from tests.handlers.phi.train_names import FACTS, judge, labels, rates, sha256, sources

#: Not in the repository; beside it where the project is worked on.
DATA = Path(os.environ.get("PHI_DATA", Path(__file__).parents[4] / "shared" / "data" / "phi"))


def names(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We are proud of Karen Lindqvist.", ["Karen Lindqvist"]),
        ("Karen's surgery went well.", ["Karen"]),
        ("Susan L., checked in at noon, and Joan H. left.", ["Susan L.", "Joan H."]),
        ("Congratulations to Dr. Priya Raman on ten years!", ["Priya Raman"]),
        ("Mrs. O'Malley is 84.", ["O'Malley"]),
        ("The patient named Olumide Adeyemi came in.", ["Olumide Adeyemi"]),
        ("Sean O'Brien and Mary-Ann Smith-Jones visited.", ["Sean O'Brien", "Mary-Ann Smith-Jones"]),
        ("Xiomara Quintanilla-Reyes did great, Nguyen too.", ["Xiomara Quintanilla-Reyes", "Nguyen"]),
        ("we saw maria gonzalez yesterday", ["maria gonzalez"]),
        ("thank you jose garcia-lopez for coming in", ["jose garcia-lopez"]),
        ("MARIA GONZALEZ was here", ["MARIA GONZALEZ"]),
        ("Mr. Parkinson is recovering.", ["Parkinson"]),
        ("Please welcome Dawn to our front desk.", ["Dawn"]),
        ("Hope Young had her baby!", ["Hope Young"]),
        ("Nneka and Zbigniew came in today.", ["Nneka", "Zbigniew"]),
        ("We saw Ivana Begović and Nguyễn Thị Hoa.", ["Ivana Begović", "Nguyễn Thị Hoa"]),
        ("Kowalczyk, Beata (MRN 00482917) had a GFR of 38.", ["Kowalczyk", "Beata"]),
    ],
)
def test_names_are_found_as_posts_write_them(text: str, expected: list[str]) -> None:
    """With title, initial, possessive, hyphen or apostrophe, from anywhere, with and without capitals."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Will you join us in May? Hope you can, Grace period ends Friday.",
        "Mark your calendar! Chase away the blues. Bill pay is online.",
        "Every new day at dawn brings hope.",
        "Parkinson's disease awareness month",
        "Living with Alzheimer's? Crohn's? Hodgkin lymphoma? Down syndrome?",
        "Foley catheter care and the Apgar score",
        "Visit Johns Hopkins, the Mayo Clinic or St. Francis Hospital.",
        "Flu shots at St. Mary's Medical Center, 400 Jefferson Avenue.",
        "Merry Christmas! New Year, New Smile.",
        "Thanks @karen_smith! #TeamKaren https://example.org/Karen/Smith",
        "Is TXA safe with Eliquis after a PE, or Stelara for Crohn's?",
        "Fiber-rich foods and early-stage melanoma, Type 2 Diabetes and Vitamin D",
    ],
)
def test_words_places_diseases_and_handles_are_no_names(text: str) -> None:
    """The near misses: names that are words, eponyms, clinics, roads, @handles, #hashtags, links."""
    assert names(text) == []


def test_the_threshold_is_the_callers() -> None:
    """A higher threshold says less, never more, and every score is at least the threshold."""
    text = "Thanks Kim and Jordan Lake, see you in Charlotte with dr young and autumn"
    for low, high in ((0.05, 0.3), (0.3, 0.9)):
        assert sum(hit.end - hit.start for hit in find(text, low)) >= sum(
            hit.end - hit.start for hit in find(text, high)
        )
        assert all(low <= hit.score <= 1 for hit in find(text, low))
    assert list(find(text, 1.1)) == []


def test_a_word_beside_a_name_needs_half_as_much() -> None:
    """So that a name is marked as a whole; alone it would not be marked."""
    text = "Hope Young had her baby!"
    threshold = next(find(text, 0.01)).score - 0.01
    assert [text[hit.start : hit.end] for hit in find(text, threshold)] == ["Young"]
    assert [text[hit.start : hit.end] for hit in find(text, 0.5)] == ["Hope Young"]
    assert list(find("Hope is what we need.", 0.3)) == []


@given(st.text(max_size=400) | st.text("JohnSmith.'-@# \n", max_size=400), st.floats(0.01, 1))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_places_within_it(text: str, threshold: float) -> None:
    """Never an exception; hits are in order, not empty, inside the text and do not touch spaces at their ends."""
    last = 0
    for hit in find(text, threshold):
        assert last <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == text[hit.start : hit.end].strip()
        last = hit.end


def test_unpaired_surrogates_are_read_past() -> None:
    """What no encoding can write does not hide the name beside it."""
    assert names("\ud800 Karen Lindqvist \udfff came in x\ud83dy") == ["Karen Lindqvist"]


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
def test_threads_do_not_mix_up_their_texts() -> None:
    """The same answers as one after another."""
    texts = [f"Our patient {name} came in." for name in ("Karen Lindqvist", "Bob", "nobody", "Maria S.")] * 500
    expected = [names(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(names, texts)) == expected


WORDS = ["our", "patient", "Mr.", "Karen", "Smith", "came", "to", "the", "Mayo", "Clinic", ",", "3", "MAY", "karen's"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[pycrfsuite.Tagger, Model]:
    """A small model of a few made-up sentences, as the library has it and as ours."""
    folder, random = tmp_path_factory.mktemp("names"), Random(1)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params={"max_iterations": 20}, verbose=False)
    for example in made_up.sentences(1, random):
        for sentence in sentences(example.text):
            trainer.append(features(sentence), labels(sentence, example.spans))
    (clinic,) = sentences("Visit the Mayo Clinic")
    trainer.append(features(clinic), ["O", "O", "X", "X"])
    trainer.train(str(folder / "library"))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(folder / "library"))
    told = tagger.info()
    (folder / "ours").write_bytes(packed(told.state_features, told.transitions))
    return tagger, Model(folder / "ours")


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=70).map(" ".join),
    st.floats(0.01, 0.99),
)
@settings(deadline=None)
def test_probabilities_are_the_librarys(trained: tuple[pycrfsuite.Tagger, Model], text: str, threshold: float) -> None:
    """What is reckoned here is what the library that trains the model says of it, to the thousandth kept; nothing is
    said only where the library finds no token likely enough."""
    tagger, model = trained
    for sentence in sentences(text.encode("utf-8", "replace").decode()):
        tagger.set(features(sentence))
        expected = [tagger.marginal("N", at) for at in range(len(sentence))]
        scores = model.scores([token[0] for token in sentence], threshold)
        if scores:
            assert scores == pytest.approx(expected, abs=0.005)
        else:
            assert max(expected) < threshold + 0.005


HOSTILE = ["A", "a", "A ", "a ", "#", "'", "Al ", "A.", "a-", "@a ", "John Smith ", "John's ", "é", "x\u0301", "\n"]


def _seconds(call: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.thread_time()
        call()
        times.append(time.thread_time() - start)
    return min(times)


@pytest.mark.parametrize("part", HOSTILE)
def test_time_is_linear_in_the_text(part: str) -> None:
    """Eight times the text takes about eight times the processor's time, whatever it is made of: far from 64."""
    short, long = (part * 40_000)[:5_000], (part * 40_000)[:40_000]
    assert _seconds(lambda: list(find(long))) < 24 * _seconds(lambda: list(find(short))) + 0.002


def test_the_committed_model_is_the_one_described() -> None:
    """names.json tells of this model, made by this code from these lists with this library, and it is small.

    Red? Train it again: python -m tests.handlers.phi.train_names FOLDER"""
    facts = json.loads(FACTS.read_text())
    assert facts["model"] == sha256(MODEL)
    assert facts["sources"] == sources()
    assert facts["python-crfsuite"] == version("python-crfsuite")
    assert facts["threshold"] == THRESHOLD
    assert MODEL.stat().st_size < 2_000_000


def test_a_word_with_accents_is_looked_up_without_them() -> None:
    """The lists are of plain letters; letters with a stroke and ligatures have theirs too."""
    assert [unaccented(low) for low in ("josé", "begović", "nguyễn", "łukasz", "bjørn", "weiß")] == [
        "jose",
        "begovic",
        "nguyen",
        "lukasz",
        "bjorn",
        "weiss",
    ]


def test_common_words_are_told_from_names_by_how_they_are_used() -> None:
    """Words used alike begin alike; a word nobody knows is marked, and a sentence of them is foreign."""
    assert usage("karen")[:2] == usage("susan")[:2] != usage("hospital")[:2]
    assert usage("karen")[4] > usage("hospital")[4]
    lines = (LISTS / "usage.txt").read_text().splitlines()
    # Every line is found where the others with its first letter are.
    assert lines == sorted(lines)
    assert all(usage(low) == signs and len(signs) == len(UNUSED) for low, signs in map(str.split, lines))
    assert word("zqxv").rough == "xx?"
    assert word("hospital").usage == word("HOSPITAL").usage == usage("hospital")
    assert casing([word(text).kind for text in ["toch", "ooit", "nog", "eens", "kok"]]) == "f"
    assert casing([word(text).kind for text in ["we", "saw", "her", "at", "the", "clinic"]]) == "l"


def test_the_model_does_what_the_issue_asks_on_tweets_it_was_not_trained_on() -> None:
    """As measured when it was trained."""
    held_out = json.loads(FACTS.read_text())["held out"]
    assert held_out["as written"]["recall"] >= 0.70
    assert held_out["as written"]["precision"] >= 0.70
    assert held_out["lower case"]["recall"] >= 0.55


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data, set PHI_DATA")
def test_the_model_finds_names_in_clinical_queries_and_few_in_health_news() -> None:
    """On texts of kinds it was never trained on: nearly every name, no clean query, a few tweets of news (which do name
    people)."""
    queries = [json.loads(line) for line in (DATA / "asq_phi.jsonl").read_text().splitlines()]
    wanted = [
        (query["text"], value["value"])
        for query in queries
        for value in query["phi"]
        if value["identifier_type"] == "NAME"
    ]
    found = sum(any(name in value or value in name for name in names(text)) for text, value in wanted)
    assert found / len(wanted) >= 0.95
    clean = [query["text"] for query in queries if not query["phi"]]
    assert sum(bool(names(text)) for text in clean) / len(clean) <= 0.03
    news = (DATA / "health-news-usnewshealth.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    tweets = [html.unescape(line.split("|", 2)[-1]) for line in news]
    assert sum(bool(names(tweet)) for tweet in tweets) / len(tweets) <= 0.06


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data, set PHI_DATA")
def test_the_data_are_read_as_they_were_for_training() -> None:
    """The files are the ones that names.json tells of, and the model does better on what it was trained on."""
    facts = json.loads(FACTS.read_text())
    assert facts["data"] == {name: sha256(DATA / f"{name}.conll") for name in corpora.FILES}
    texts = [corpora.as_text(tweet) for tweet in corpora.read(DATA, "btc-a")]
    assert rates(judge(texts, MODEL))["recall"] > facts["held out"]["btc-a, as written"]["recall"]
