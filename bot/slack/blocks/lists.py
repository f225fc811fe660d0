"""Private answers of `/compliance`: help, lists of proposals, who holds which role."""

from bot.slack.blocks.text import Block, Element, divider, line, moment, words
from handlers.permissions import ROLE_WORDS, Holder
from handlers.records import LIST_LIMIT, Line
from handlers.states import STATE_WORDS

_HELP = (
    ("/propose-post", "propose a post for review; text typed after it is filled into the form"),
    ("/compliance queue", "what waits for a decision"),
    ("/compliance mine", "your own proposals and where they stand"),
    ("/compliance show P-1042", "one proposal with its whole history"),
    ("/compliance roles", "who may approve, and who the privacy officers are"),
    (
        "/compliance roles grant approver @name",
        "give a role, or take it with revoke; the other role is officer. For privacy officers",
    ),
    ("/compliance link", "make this account and the one you have in Teams one person: gives a code to type there"),
    ("/compliance link ABCD-EFGH", "the same, with a code you got in Teams"),
    ("/compliance unlink", "make them two people again"),
    ("/compliance help", "this list"),
)
_EMPTY = {
    "queue": "Nothing waits for a decision.",
    "mine": "You have not proposed anything yet. /propose-post opens the form.",
}


def help_list(unknown: str = "") -> list[Block]:
    """Every command; `unknown` is what was typed instead of one."""
    blocks = [line(words("There is no "), words(unknown[:60], code=True), words(" here."))] if unknown else []
    blocks.append(line(words("What you can type", bold=True)))
    lines: list[Element] = []
    for command, meaning in _HELP:
        lines += [words(command, code=True), words(f"  {meaning}\n")]
    closing = words("Publish nothing about patients, and no reply to someone who may be one, without an approval.")
    return [*blocks, line(*lines), line(closing)]


def proposals(kind: str, lines: list[Line]) -> list[Block]:
    """The queue, or somebody's own proposals; `kind` is queue or mine."""
    title = "Waiting for a decision, longest first" if kind == "queue" else "Your proposals, last changed first"
    if not lines:
        return [line(words(_EMPTY[kind]))]
    more = [line(words(f"The list ends after {LIST_LIMIT}.", italic=True))] if len(lines) == LIST_LIMIT else []
    return [line(words(title, bold=True)), *(_proposal(item) for item in lines), *more, divider(), _hint()]


def _proposal(item: Line) -> Block:
    revision = f", revision {item.revision}" if item.revision > 1 else ""
    facts = f"  {STATE_WORDS[item.state]}{revision} · {', '.join(item.networks)} · {item.author}, "
    return line(
        words(item.number, bold=True),
        words(facts),
        moment(item.submitted_at, "{ago}"),
        words(f"\n{item.opening}", italic=True),
    )


def _hint() -> Block:
    return line(words("/compliance show P-…", code=True), words("  opens one of them."))


def roles(holders: list[Holder]) -> list[Block]:
    """Who holds what."""
    blocks = []
    for role, word in ROLE_WORDS.items():
        names = [holder.name for holder in holders if holder.role == role]
        shown = ", ".join(names) if names else "nobody: set the first ones in the configuration"
        blocks.append(line(words(f"{word.capitalize()}s: ", bold=True), words(shown)))
    rule = "Privacy officers may approve too. Nobody decides on what they wrote, edited or added media to."
    return [*blocks, line(words(rule))]
