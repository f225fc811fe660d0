"""`make teams-package`: the app as Teams installs it, a zip of the icons and the manifest with our own ids."""

import re
import sys
from collections.abc import Mapping
from os import environ
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dotenv import dotenv_values

from bot import values
from bot.teams import icons

PACKAGE = Path("build") / "imprimatur-teams.zip"
TEMPLATE = Path(__file__).parents[2] / "manifests" / "teams" / "manifest.json"
#: What stands in the template for this installation's own.
_NO_ID, _NO_HOST = "00000000-0000-0000-0000-000000000000", "imprimatur.example.com"
#: Microsoft has to reach it, so its host has a public name; nothing in it needs quoting in JSON.
_ADDRESS = re.compile(r"https://([a-z0-9-]+\.)+[a-z][a-z0-9-]*(:\d{1,5})?(/[a-z0-9._~/-]*)?", re.IGNORECASE | re.ASCII)


class NotPackaged(Exception):
    """The package for Teams cannot be built yet. In the environment or in .env, please mend:"""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([type(self).__doc__ or "", *(f"  {problem}" for problem in problems)]))


def package(settings: Mapping[str, str]) -> dict[str, bytes]:
    """What the zip holds, by name; raises `NotPackaged` naming every variable that is missing or wrong."""
    problems = []
    app_id, address = settings.get("MICROSOFT_APP_ID", "").strip(), settings.get("PUBLIC_URL", "").strip()
    if not app_id:
        problems.append("MICROSOFT_APP_ID is missing: copy it from Configuration in your Azure Bot")
    try:
        app_id = values.guid(app_id)
    except ValueError as error:
        problems.append(f"MICROSOFT_APP_ID {error}")
    if not _ADDRESS.fullmatch(address):
        problems.append(
            "PUBLIC_URL must be where Microsoft can reach this bot, like https://imprimatur.your-practice.com"
        )
    if problems:
        raise NotPackaged(problems)
    manifest = _filled(TEMPLATE.read_text("utf-8"), app_id, address.rstrip("/"))
    return {"manifest.json": manifest.encode(), "color.png": icons.color(), "outline.png": icons.outline()}


def write(files: Mapping[str, bytes], to: Path) -> None:
    """The zip; the same files make the same bytes."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # Without the time of day, and readable for everybody who unpacks it.
            entry = ZipInfo(name)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, ZIP_DEFLATED)


def main() -> int:
    """Builds it below the folder it is run in; the exit code is 0 when it went well."""
    from_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    try:
        write(package({**from_file, **environ}), PACKAGE)
    except NotPackaged as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line answers in words
        return 1
    print(f"{PACKAGE} is ready. README.md says where to upload it.")  # noqa: T201
    return 0


def _filled(template: str, app_id: str, address: str) -> str:
    """The template with the registration's id, which is the app's id too, and with our own address."""
    filled = template.replace(_NO_ID, app_id).replace(f"https://{_NO_HOST}", address)
    return filled.replace(_NO_HOST, values.host_of(address))


if __name__ == "__main__":
    sys.exit(main())
