"""Where the app's entry in Teams leads."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from tests.web.conftest import Visitor

_MANIFEST = Path(__file__).parents[2] / "manifests" / "teams" / "manifest.json"


async def test_every_address_of_ours_in_the_manifest_is_there(visitor: Visitor) -> None:
    """Privacy and terms, with what people would want to know before they type anything."""
    said = json.loads(_MANIFEST.read_text())["developer"]
    privacy = await visitor.get(urlsplit(said["privacyUrl"]).path)
    assert (privacy.status, "Who reports a violation is not kept" in privacy.text) == (200, True)
    terms = await visitor.get(urlsplit(said["termsOfUseUrl"]).path)
    assert (terms.status, "does not make a post lawful" in terms.text) == (200, True)
    assert "script" not in privacy.html + terms.html
