"""`/about`, `/privacy` and `/terms`: what the app's entry in Teams leads to (developer.websiteUrl, privacyUrl and
termsOfUseUrl of its manifest)."""

from collections.abc import Awaitable, Callable, Sequence
from html import escape

from aiohttp import web

from bot.web.pages import page

ABOUT, PRIVACY, TERMS = "/about", "/privacy", "/terms"
_ABOUT = (
    "Imprimatur puts what your practice wants to publish on social media before a second pair of eyes, and keeps the "
    "evidence.",
    "It works in the chat you have: type /propose-post in Slack, or write “help” to Imprimatur in Teams.",
)
#: Where it leads, by path; relative, as the practice's own address may have a path too.
_WAYS = (("report", "Report a violation"), ("privacy", "Privacy"), ("terms", "Terms of use"))
_PRIVACY = (
    "Imprimatur runs where your practice runs it. Nothing is sent to whoever made it, or to anybody else but Slack and "
    "Microsoft Teams, through which you use it.",
    "It keeps what you propose, edit, decide and sign, with your name, your account and the time, as evidence: the "
    "practice has to be able to show it. Nothing of that can be changed afterwards without being noticed.",
    "It keeps your training and the policies you signed, and tells privacy officers and your manager what is late.",
    "Who reports a violation is not kept, not even hashed. What somebody writes can still give them away; the form "
    "says how.",
    "What you type in Slack or Teams also passes through Slack or Microsoft, who keep it by their own rules.",
    "Please type nothing about patients. To ask what is kept about you, ask your practice's privacy officer: write "
    "“roles” to Imprimatur to see who that is.",
)
_TERMS = (
    "Your practice decides who may use Imprimatur here, and for what.",
    "Imprimatur assists people who review posts. It finds some of what could identify a patient and misses the rest: "
    "that nothing was found, or that somebody approved, does not make a post lawful.",
    "It is free software under the Apache License 2.0, and comes without any warranty.",
)


def about() -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers with what this is, and the ways on."""
    ways = "".join(f'<li><a href="{path}">{escape(words)}</a></li>' for path, words in _WAYS)
    return _saying("Imprimatur", _ABOUT, f"<ul>{ways}</ul>")


def privacy() -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers with what is kept of whom."""
    return _saying("Privacy", _PRIVACY)


def terms() -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers with the terms of use."""
    return _saying("Terms of use", _TERMS)


def _saying(title: str, paragraphs: Sequence[str], more: str = "") -> Callable[[web.Request], Awaitable[web.Response]]:
    body = f"<h1>{escape(title)}</h1>" + "".join(f"<p>{escape(one)}</p>" for one in paragraphs) + more

    async def answer(_request: web.Request) -> web.Response:
        return page(title, body)

    return answer
