"""The platforms as people call them, and how a command of ours is given on each."""

from typing import Any

PLATFORM_WORDS = {"slack": "Slack", "teams": "Teams"}
_TYPE = {"slack": "type `/compliance {0}`", "teams": "write `{0}` to Imprimatur"}


def other(platform: str) -> str:
    """The platform that is not this one."""
    return next(name for name in PLATFORM_WORDS if name != platform)


def command(platform: str, words: str) -> str:
    """How `words` are typed on the platform, as part of a sentence."""
    return _TYPE[platform].format(words)


def elsewhere(platform: str, words: str) -> str:
    """How `words` are typed on the other platform."""
    return f"in {PLATFORM_WORDS[other(platform)]} {command(other(platform), words)}"


def ways(platform: str) -> dict[str, Any]:
    """What refusals about linking say to somebody on `platform`."""
    return {
        "here": PLATFORM_WORDS[platform],
        "there": PLATFORM_WORDS[other(platform)],
        "make": command(platform, "link"),
        "unlink": command(platform, "unlink"),
        "make_there": elsewhere(platform, "link"),
        "type_there": elsewhere(platform, "link …"),
    }
