"""What `/metrics` says, by sample."""

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

Samples = dict[str, float]


async def scrape(session: aiohttp.ClientSession, base: str, headers: dict[str, str] | None = None) -> Samples:
    """Every sample, by its name and labels as they are written."""
    async with session.get(f"{base}/metrics", headers=headers) as answer:
        text = await answer.text()
        assert answer.status == 200, text
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        sample.name + "".join(f" {label}={value}" for label, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def moved(before: Samples, after: Samples) -> set[str]:
    """The samples that are not as they were."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def of_us(samples: Samples) -> Samples:
    """All but those of the process, which are taken anew each quarter hour."""
    return {name: value for name, value in samples.items() if not name.startswith("process_")}
