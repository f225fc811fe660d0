"""Where the app's entry in Teams leads."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.web.conftest import Visitor

_MANIFEST = Path(__file__).parents[2] / "manifests" / "teams" / "manifest.json"


async def test_every_address_of_ours_in_the_manifest_is_there(visitor: Visitor) -> None:
    """What this is, privacy and terms, with what people would want to know before they type anything."""
    said = json.loads(_MANIFEST.read_text())["developer"]
    about = await visitor.get(urlsplit(said["websiteUrl"]).path)
    assert (about.status, "a second pair of eyes" in about.text) == (200, True)
    for way in re.findall('href="([a-z]+)"', about.html):
        assert (await visitor.get(f"/{way}")).status == 200
    privacy = await visitor.get(urlsplit(said["privacyUrl"]).path)
    assert (privacy.status, "Who reports a violation is not kept" in privacy.text) == (200, True)
    terms = await visitor.get(urlsplit(said["termsOfUseUrl"]).path)
    assert (terms.status, "does not make a post lawful" in terms.text) == (200, True)
    assert "script" not in privacy.html + terms.html
