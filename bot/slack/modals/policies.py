"""Policies as forms: the list, one to read and sign, a new version, the owner's review."""

from collections.abc import Sequence

from bot.slack.blocks import paging
from bot.slack.blocks.review import diff_runs
from bot.slack.blocks.text import (
    Block,
    Element,
    actions,
    button,
    chunks,
    confirmation,
    divider,
    header,
    line,
    runs,
    words,
)
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers import policy_text
from handlers.diff import abbreviated
from handlers.drafts import escaped_length
from handlers.policies import Document, Policy
from handlers.policy_duties import NOTE_LIMIT
from handlers.policy_versions import TITLE_LIMIT, NewVersion
from handlers.training import training_words as say

LIST, READ, PUBLISH, REVIEW = "policy.list", "policy.read", "policy.publish", "policy.review"
TITLE = "Policies"
_PASTED = 3_000
#: A form takes 100 blocks.
_LISTED = 90


def listing(found: Sequence[tuple[Policy, int]], publishes: bool) -> View:
    """Every policy, and whether the reader has signed it. `publishes`: they may add one."""
    blocks: list[Block] = [_line(policy, signed) for policy, signed in found] or [line(words(say.NO_POLICIES))]
    new = [divider(), actions("new", button("write", "New policy", "-", of="policy"))] if publishes else []
    more = [line(words(say.MORE_POLICIES.format(limit=_LISTED)))] if len(blocks) > _LISTED else []
    return inputs.view(LIST, TITLE, None, [*blocks[:_LISTED], *more, *new])


def _line(policy: Policy, signed: int) -> Block:
    facts = f"{policy.title} ({policy.key})\n{say.policy(policy, signed)}"
    style = {} if signed == policy.number or policy.retired_at else {"style": "primary"}
    opening: Element = button("read", "Read", policy.key, of="policy") | style
    return {"type": "section", "text": {"type": "plain_text", "text": facts, "emoji": False}, "accessory": opening}


def document(found: Document, wanted: int, *, owns: bool, file: str) -> View:
    """One page of the newest version, after what changed since the reader signed; the last page has the signature.
    `file` is where those who edit it fetch it, empty for the others."""
    policy, at = found.policy, f"{found.policy.key}/{found.policy.number}/{found.sha256}"
    shown = paging.page([*_changes(found), *_text(found.text)], max(wanted, 1))
    top = [
        header(policy.title),
        line(words(say.version(found), italic=True)),
        *([line(words(say.retired(policy), bold=True))] if policy.retired_at else []),
        *paging.turning(shown, "policy", policy.key),
    ]
    buttons = [button("attest", say.ATTEST, at, "primary", of="policy")] if _signs(found, shown) else []
    buttons += [button("review", say.REVIEWED, at, of="policy")] if owns and not policy.retired_at else []
    buttons += _editing(policy, file) if file else []
    signed = [line(words(say.SIGNED.format(number=policy.number), bold=True))] if found.is_signed else []
    below = [divider(), *signed, *([actions("doing", *buttons)] if buttons else [])]
    return inputs.view(READ, TITLE, None, [*top, *shown.blocks, *below])


def _signs(found: Document, shown: paging.Page) -> bool:
    return not (found.is_signed or found.policy.retired_at) and shown.number == shown.total


def _editing(policy: Policy, file: str) -> list[Element]:
    new = button("write", "New version", policy.key, of="policy")
    download = button("download", "Download", policy.key, of="policy") | {"url": file}
    question = confirmation(say.retire_title(policy), say.RETIRING, say.RETIRE_FOR_GOOD, say.KEEP_POLICY)
    retire = button("retire", say.RETIRE, policy.key, "danger", of="policy", confirm=question)
    return [new, download, *([] if policy.retired_at else [retire])]


def _changes(found: Document) -> list[Block]:
    if not found.changes:
        return []
    title = words(f"What changed since version {found.signed}, which you signed", bold=True)
    hint = words("  (added is bold, removed is struck through)", italic=True)
    spans = abbreviated(found.changes)
    return [line(title, hint), *runs(diff_runs(spans)), line(words("The whole text", bold=True))]


def _text(text: str) -> list[Block]:
    blocks = []
    for heading, rest in policy_text.paragraphs(text):
        blocks += [line(words(piece, bold=True)) for piece in chunks(heading)]
        blocks += [line(words(piece)) for piece in chunks(rest) if piece.strip()]
    return blocks


def publish(policy: Policy | None, months: int, text: str = "") -> View:
    """Asks for the first version of a policy, or the next one of `policy`, whose `text` stands there to be edited where
    it fits."""
    typed = inputs.text("text", text if escaped_length(text) <= _PASTED else "", _PASTED, multiline=True)
    key = inputs.block("key", "Short name", inputs.text("key", limit=60), "Like photos-and-videos.")
    titled = inputs.text("title", policy.title if policy else "", TITLE_LIMIT)
    blocks = [
        *([] if policy else [key]),
        inputs.block("title", "Title", titled),
        inputs.block("text", "Text", typed, say.MARKDOWN, optional=True),
        inputs.block("media", "Or a file", _file(), "A .md or .txt file in UTF-8, up to 100 kB.", optional=True),
        inputs.block("months", "A signature holds", inputs.select("months", say.signature_months(months), str(months))),
    ]
    if policy:
        blocks.append(inputs.block("note", "What is different?", inputs.text("note", limit=NOTE_LIMIT), optional=True))
        material = inputs.checkboxes("material", {"yes": say.MATERIAL_POLICY}, checked=True)
        blocks.append(inputs.block("material", "Is it a material change?", material, optional=True))
    return inputs.view(
        PUBLISH, "New version" if policy else "New policy", "Publish", blocks, policy.key if policy else ""
    )


def _file() -> Element:
    return {"type": "file_input", "action_id": "media", "filetypes": ["md", "markdown", "txt", "text"], "max_files": 1}


def read(view: View, content: bytes) -> NewVersion:
    """What a form for a version says; `content` is the file in it, empty for none."""
    answers, key = inputs.Answers(view), view["private_metadata"]
    return NewVersion(
        key or answers.text("key"),
        answers.text("title"),
        content or answers.raw("text").encode(),
        not key or bool(answers.chosen("material")),
        answers.text("note"),
        int(answers.choice("months") or "0"),
        first=not key,
    )


def review(at: str, policy: Policy) -> View:
    """Asks the owner for their signature that nothing has to change."""
    note = inputs.block("note", say.NOTE, inputs.text("note", limit=NOTE_LIMIT, multiline=True), optional=True)
    said = line(words(f"{policy.title}. ", bold=True), words(say.REVIEWING))
    return inputs.view(REVIEW, say.REVIEW, say.SIGN_REVIEW, [said, note], at)
