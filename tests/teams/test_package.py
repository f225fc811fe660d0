"""The app package for Teams: what `make teams-package` builds, held against Microsoft's rules and our own code."""

import json
import os
import re
import struct
import subprocess
import sys
import tomllib
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest

from bot.teams.activities.dialogs import PROPOSE
from bot.teams.activities.reports import REPORT
from bot.teams.activities.typed import Typed
from bot.teams.package import TEMPLATE, NotPackaged, package, write

_ROOT = Path(__file__).parents[2]
_SCHEMA = _ROOT.parent / "shared" / "data" / "teams" / "teams-manifest" / "MicrosoftTeams.schema.json"
_APP = "8a0f1c52-3b77-4f39-9d0e-6f1f3b8f2c11"
_ENVIRON = {"MICROSOFT_APP_ID": _APP, "PUBLIC_URL": "https://bot.riverside-dental.example"}
_WHITE = (255, 255, 255)


def _run(folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """As make runs it, in a folder of its own, with nothing but `environ` and the .env there."""
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), **environ}
    command = [sys.executable, "-m", "bot.teams.package"]
    return subprocess.run(command, cwd=folder, env=plain, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The zip's files, built from a .env."""
    folder = tmp_path_factory.mktemp("package")
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in _ENVIRON.items()))
    done = _run(folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    with ZipFile(folder / "build" / "imprimatur-teams.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def manifest(built: dict[str, bytes]) -> dict[str, Any]:
    return dict(json.loads(built["manifest.json"]))


def test_the_zip_holds_the_manifest_and_the_icons_it_names_and_nothing_else(
    built: dict[str, bytes], manifest: dict[str, Any]
) -> None:
    assert set(built) == {"manifest.json", *manifest["icons"].values()}


def test_the_manifest_is_valid(manifest: dict[str, Any]) -> None:
    """Against Microsoft's own schema, when it is at hand: as it is packaged, and as it stands in the repository."""
    if _SCHEMA.exists():
        # Not jsonschema.validate: it looks at the schema first, which has a pattern for Excel that Python cannot read.
        validator = jsonschema.Draft4Validator(json.loads(_SCHEMA.read_text()))
        for one in (manifest, json.loads(TEMPLATE.read_text())):
            validator.validate(one)
    assert manifest["manifestVersion"] in manifest["$schema"]


def test_ids_and_addresses_are_this_installations(built: dict[str, bytes], manifest: dict[str, Any]) -> None:
    assert {manifest["id"], manifest["bots"][0]["botId"], manifest["composeExtensions"][0]["botId"]} == {_APP}
    assert manifest["validDomains"] == ["bot.riverside-dental.example"]
    assert manifest["developer"]["privacyUrl"] == "https://bot.riverside-dental.example/privacy"
    assert b"example.com" not in built["manifest.json"]
    assert b"00000000" not in built["manifest.json"]


def test_a_port_and_a_path_stay_in_addresses_and_out_of_domains() -> None:
    """A port or a path in `validDomains` would match nothing."""
    files = package({**_ENVIRON, "PUBLIC_URL": "https://Chat.Riverside.example:8443/imprimatur/"})
    found = json.loads(files["manifest.json"])
    assert found["validDomains"] == ["chat.riverside.example"]
    assert found["developer"]["websiteUrl"] == "https://Chat.Riverside.example:8443/imprimatur/about"


def test_the_version_is_the_programs(manifest: dict[str, Any]) -> None:
    assert manifest["version"] == tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]["version"]


#: Teams suggests twelve words at most; these are found in `help`.
_RARE = {
    "allow-list",
    "courses",
    "examples",
    "handbook",
    "penalties",
    "report-poster",
    "rules",
    "staff",
    "statistics",
    "templates",
    "unlink",
}


def test_the_words_teams_suggests_are_those_the_bot_knows(manifest: dict[str, Any]) -> None:
    """In a chat all but `setup`, which works in channels, and the rarest; in a channel none that concern one person's
    account, and no `scan`: what is typed there everybody reads."""
    known = {"help", "report", *Typed(None, None, None, None).commands}  # type: ignore[arg-type]
    lists = {found["scopes"][0]: found["commands"] for found in manifest["bots"][0]["commandLists"]}
    assert set(lists) == set(manifest["bots"][0]["scopes"])
    typed = {scope: {one["title"].partition(" ")[0] for one in commands} for scope, commands in lists.items()}
    assert typed["personal"] == known - {"setup"} - _RARE
    assert typed["team"] == known - {"link", "report", "scan"} - _RARE
    assert [one["title"] for one in lists["team"] if " " in one["title"]] == [
        f"setup {place}" for place in ("compliance", "reports", "staff")
    ]


def test_the_commands_of_the_message_box_are_those_the_forms_know(manifest: dict[str, Any]) -> None:
    commands = manifest["composeExtensions"][0]["commands"]
    known = [(PROPOSE, "action", True), (REPORT, "action", True)]
    assert [(one["id"], one["type"], one["fetchTask"]) for one in commands] == known


def test_messages_only_the_bot_sees_are_not_asked_for(manifest: dict[str, Any]) -> None:
    """Their answers would have to be seen by one person only too."""
    assert not manifest["bots"][0].get("supportsTargetedMessages")
    assert not any("slash" in found["triggers"] for found in manifest["bots"][0]["commandLists"])


def test_everything_asked_for_is_explained(manifest: dict[str, Any]) -> None:
    explained = set(re.findall(r"`([A-Za-z]+)`", (_ROOT / "manifests" / "teams" / "PERMISSIONS.md").read_text()))
    asked = {*manifest["permissions"], *manifest["bots"][0]["scopes"], PROPOSE, REPORT}
    assert asked <= explained
    assert "authorization" not in manifest


def test_the_color_icon_is_as_microsoft_asks(built: dict[str, bytes]) -> None:
    """192 by 192, opaque, one plain colour around a symbol within the middle 96."""
    size, pixels = _picture(built["color.png"])
    assert size == (192, 192)
    border = {pixels[y][x] for y in range(192) for x in range(192) if not (48 <= x < 144 and 48 <= y < 144)}
    assert len(border) == 1
    assert {pixel[3] for row in pixels for pixel in row} == {255}
    assert any(pixels[48][x] not in border for x in range(192))


def test_the_outline_icon_is_as_microsoft_asks(built: dict[str, bytes]) -> None:
    """32 by 32, pure white on full transparency, up to every edge."""
    size, pixels = _picture(built["outline.png"])
    assert size == (32, 32)
    assert {pixel[:3] for row in pixels for pixel in row} == {_WHITE}
    assert {0, 255} <= {pixel[3] for row in pixels for pixel in row}
    edges = (pixels[0], pixels[-1], [row[0] for row in pixels], [row[-1] for row in pixels])
    assert all(any(pixel[3] > 127 for pixel in edge) for edge in edges)
    assert pixels[0][0][3] == 0


def test_the_same_settings_make_the_same_bytes(tmp_path: Path, built: dict[str, bytes]) -> None:
    for name in ("first.zip", "second.zip"):
        write(package(_ENVIRON), tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("first.zip", "second.zip"))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == built


def test_every_missing_variable_is_named_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "MICROSOFT_APP_ID is missing" in done.stderr
    assert "PUBLIC_URL must be" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "build").exists()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MICROSOFT_APP_ID=nonsense\nPUBLIC_URL=https://bot.riverside-dental.example\n")
    assert "MICROSOFT_APP_ID must be an id" in _run(tmp_path).stderr
    assert _run(tmp_path, MICROSOFT_APP_ID=_APP.upper()).returncode == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:3000",
        "https://localhost",
        "https://127.0.0.1",
        "https://203.0.113.5",
        "http://bot.riverside-dental.example",
        "https://maya:secret@bot.riverside-dental.example",
        'https://bot.riverside-dental.example/",',
        "https://bot.riverside-dental.example?a=b",
        "bot.riverside-dental.example",
        "https://",
    ],
)
def test_an_address_microsoft_cannot_reach_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(NotPackaged) as refused:
        package({**_ENVIRON, "PUBLIC_URL": address})
    assert len(refused.value.problems) == 1
    assert "riverside" not in str(refused.value)
    assert "secret" not in str(refused.value)


def _picture(file: bytes) -> tuple[tuple[int, int], list[list[tuple[int, ...]]]]:
    """Size and rows of RGBA pixels of an unfiltered PNG, its checksums having been looked at."""
    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(file):
        (length,) = struct.unpack_from(">I", file, at)
        name, data = file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", file, at + 8 + length)[0] == zlib.crc32(name + data)
        chunks[name] = data
        at += 12 + length
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 6, 0, 0, 0]
    content, wide = zlib.decompress(chunks[b"IDAT"]), 1 + 4 * width
    rows = [content[y * wide : (y + 1) * wide] for y in range(height)]
    assert all(row[0] == 0 for row in rows)
    return (width, height), [[tuple(row[1 + 4 * x : 5 + 4 * x]) for x in range(width)] for row in rows]
