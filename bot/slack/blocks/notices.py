"""Direct messages: to authors about their proposals, to privacy officers about what cannot be delivered."""

from bot.slack.blocks.review import value, verdict
from bot.slack.blocks.text import (
    Block,
    Element,
    actions,
    button,
    confirmation,
    copyable,
    line,
    moment,
    quoted,
    words,
)
from handlers.messages import AuthorNotice, Undeliverable

_OPENINGS = {
    "submitted": "is with the approvers. You will hear here as soon as somebody decides. Please do not publish it yet.",
    "revised": "is back with the approvers, with your changes. Please do not publish it yet.",
    "approved": "is approved. Publish it exactly as below, then press Mark as published.",
    "changes_requested": "needs changes. Edit it and send it again.",
    "rejected": "was rejected. Please do not publish it. For another try, type /propose-post.",
    "published": "is recorded as published. Thank you; nothing else is needed.",
    "withdrawn": "is withdrawn. Nobody will review it any more.",
    "expired": "expired: nobody decided in time. Nothing was approved; you can send it again.",
    "lapsed": "was approved, but the approval has lapsed. Send it for review again first.",
}
#: What an older message says once something newer happened; the final ones stay true.
_PAST = {
    "submitted": "was sent for review. A newer message says where it stands.",
    "revised": "was sent for review again. A newer message says where it stands.",
    "approved": "was approved. That no longer counts, or is done with: a newer message says where it stands.",
    "changes_requested": "was sent back for changes. A newer message says where it stands.",
    "expired": "expired without a decision. A newer message says where it stands.",
    "lapsed": "was approved, and the approval lapsed. A newer message says where it stands.",
}
_EDIT_LABEL = {"submitted": "Edit", "revised": "Edit", "approved": "Edit (needs a new review)"}


def author_notice(notice: AuthorNotice) -> list[Block]:
    """What happened, and what to do next; buttons only while it is the latest news."""
    content = notice.content
    headline = words(f"{content.number} ({', '.join(content.networks)})", bold=True)
    openings = _OPENINGS if notice.live else {**_OPENINGS, **_PAST}
    blocks = [line(headline, words(f" {openings[notice.event]}"))]
    if notice.decision:
        blocks.append(verdict(notice.decision))
    blocks += _text(notice)
    for network, link in notice.links:
        blocks.append(line(words(f"{network}: "), {"type": "link", "url": link, "text": link[:100]}))
    if notice.live and (buttons := _buttons(notice)):
        blocks.append(actions("notice", *buttons))
    return blocks


def _text(notice: AuthorNotice) -> list[Block]:
    if notice.event != "approved":
        return quoted(notice.content.text) if notice.event in ("submitted", "revised") else []
    if not notice.live:
        return []
    alts = [line(words(f"Alt text of {file.name[:80]}: {file.alt_text}")) for file in notice.content.media]
    until = [line(words("This approval lapses "), moment(notice.until), words("."))] if notice.until else []
    return [*copyable(notice.content.text), *alts, *until]


def _buttons(notice: AuthorNotice) -> list[Element]:
    at = value(notice.content)
    history = button("history", "History", at)
    if notice.event in ("published", "withdrawn", "rejected"):
        return [history]
    edit = button("edit", _EDIT_LABEL.get(notice.event, "Edit and resubmit"), at)
    buttons = [edit, _withdraw(notice, at), history]
    if notice.event == "approved":
        buttons.insert(0, button("publish", "Mark as published", at, "primary"))
    return buttons


def _withdraw(notice: AuthorNotice, at: str) -> Element:
    question = confirmation(
        f"Withdraw {notice.content.number}?",
        "This cannot be undone: to publish the post later you would have to propose it anew.",
        "Withdraw",
        "Keep it",
    )
    return button("withdraw", "Withdraw", at, confirm=question)


def undeliverable(notice: Undeliverable) -> list[Block]:
    """For privacy officers: what is stuck, where, why, and what mends it."""
    return [
        line(
            words("A message cannot be delivered. ", bold=True),
            words(
                f"Slack refuses {notice.what} of {notice.number} for {notice.place} ({notice.code}). Nothing is lost: "
                "it is tried again every few minutes. Please check that the channel exists, is not archived, and that "
                "Imprimatur is a member of it (/invite @Imprimatur)."
            ),
        )
    ]
