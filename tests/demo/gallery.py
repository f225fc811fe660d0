"""Cards for looking at: what a bot like ours sends, and cards that between them have every element there is."""

from base64 import b64encode
from typing import Any

from bot.demo.seed import png

Json = dict[str, Any]
PICTURE = f"data:image/png;base64,{b64encode(png(160, 90)).decode()}"


def card(*body: Json, actions: Any = (), **more: Any) -> Json:
    found = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}
    return {**found, "actions": list(actions)} if actions else found


def text(words: str, **more: Any) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def run(words: str, **more: Any) -> Json:
    return {"type": "TextRun", "text": words, **more}


def runs(*inlines: Any, **more: Any) -> Json:
    return {"type": "RichTextBlock", "inlines": list(inlines), **more}


def execute(title: str, verb: str, **more: Any) -> Json:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {"subject": "7/2"}, **more}


def column(*items: Json, width: Any = "stretch", **more: Any) -> Json:
    return {"type": "Column", "items": list(items), "width": width, **more}


def facts(**named: str) -> Json:
    return {"type": "FactSet", "facts": [{"title": title, "value": value} for title, value in named.items()]}


POST = (
    "Our new hygiene room opens on Monday. Bigger window, quieter chair, same Tomás.\n\n"
    "Come and see it between 9 and 5! [not a link](https://example.com) <b>not bold</b>"
)
REASON = {
    "type": "Input.Text",
    "id": "reason",
    "label": "What should change, or why not?",
    "isMultiline": True,
    "isRequired": True,
    "errorMessage": "Say why, so that the author knows what to do.",
    "maxLength": 2_000,
}


def review(state: str = "In review", number: str = "P-1006", decided: str = "") -> Json:
    """A proposal as it waits in the compliance channel, or as it was decided."""
    asks = card(REASON, actions=[execute("Send", "proposal.reject", style="destructive")])
    waiting = [
        execute("Approve", "proposal.approve", style="positive", associatedInputs="none"),
        {"type": "Action.ShowCard", "title": "Request changes", "card": asks},
        execute("History", "proposal.history", mode="secondary", associatedInputs="none"),
        execute("Open the queue", "queue", mode="secondary", associatedInputs="none"),
    ]
    look = {"In review": "emphasis", "Approved": "good", "Rejected": "attention"}[state]
    return card(
        {
            "type": "ColumnSet",
            "columns": [
                column(text(number, size="large", weight="bolder", style="heading")),
                column(text(state, weight="bolder"), width="auto", style=look, verticalContentAlignment="center"),
            ],
        },
        facts(Author="Maya Lindqvist", Networks="Facebook, Instagram", Planned="{{DATE(2026-11-30T15:00:00Z, LONG)}}"),
        {"type": "Container", "style": "emphasis", "items": [runs(run(POST))]},
        {"type": "Image", "url": PICTURE, "altText": "The new hygiene room, nobody in it", "size": "large"},
        text(decided or "Two people see it: the author is never one of them.", isSubtle=True, size="small"),
        actions=[] if decided else waiting,
        msteams={"width": "Full"},
    )


_NETWORKS = [{"title": name, "value": name.lower()} for name in ("Facebook", "Instagram", "X", "LinkedIn")]
_YES_OR_NO = [{"title": "Yes", "value": "yes"}, {"title": "No", "value": "no"}]


def propose(*above: Json, **values: str) -> Json:
    """The form that proposes a post, with what was typed before."""
    fields = [
        {
            "type": "Input.ChoiceSet",
            "id": "networks",
            "label": "Networks",
            "isMultiSelect": True,
            "style": "expanded",
            "choices": _NETWORKS,
            "isRequired": True,
            "errorMessage": "Choose at least one network.",
        },
        {
            "type": "Input.Text",
            "id": "text",
            "label": "Post text",
            "isMultiline": True,
            "isRequired": True,
            "errorMessage": "Write the text of the post.",
            "maxLength": 3_000,
        },
        {
            "type": "Input.ChoiceSet",
            "id": "kind",
            "label": "Kind",
            "value": "post",
            "choices": [{"title": "Post", "value": "post"}, {"title": "Advertisement", "value": "ad"}],
        },
        {"type": "Input.Date", "id": "day", "label": "Planned day"},
        {"type": "Input.Time", "id": "time", "label": "Planned time"},
        {
            "type": "Input.ChoiceSet",
            "id": "patient",
            "label": "Is a patient shown or told about?",
            "style": "expanded",
            "choices": _YES_OR_NO,
            "isRequired": True,
            "errorMessage": "Say whether a patient is shown.",
        },
        {"type": "Input.Text", "id": "note", "label": "Note for the reviewers", "placeholder": "Optional"},
    ]
    filled = [{**field, "value": values[field["id"]]} if field["id"] in values else field for field in fields]
    send = {"type": "Action.Submit", "title": "Send for review", "style": "positive", "data": {"nonce": "n-1"}}
    return card(*above, *filled, actions=[send])


WELCOME = card(
    text("Propose a post", size="medium", weight="bolder", style="heading"),
    text("It appears in the compliance channel exactly as it would be published."),
    actions=[
        {
            "type": "Action.Submit",
            "title": "Propose a post",
            "style": "positive",
            "data": {"msteams": {"type": "task/fetch"}, "form": "propose"},
        }
    ],
)

WORDS = card(
    text("Sizes and weights", size="extraLarge", weight="bolder", style="heading"),
    text("Large", size="large"),
    text("Medium and **bold**, _italic_, [a link](https://example.com), <b>no HTML</b>", size="medium"),
    text("- one\r- two\r- three"),
    text("1. first\r2. second"),
    text("Small and subtle", size="small", isSubtle=True),
    text("Monospace", fontType="monospace"),
    text("On {{DATE(2026-11-30T15:00:00Z, SHORT)}} at {{TIME(2026-11-30T15:00:00Z)}}"),
    text("This line does not wrap and is so long that it has to end somewhere before it is over " * 2, wrap=False),
    text("Two lines at most. " * 20, maxLines=2),
    text("In the middle", horizontalAlignment="center"),
    text("At the right", horizontalAlignment="right"),
    *(
        text(colour, color=colour, separator=colour == "default")
        for colour in ("default", "dark", "light", "accent", "good", "warning", "attention")
    ),
    runs(
        run("bold ", weight="bolder"),
        run("italic ", italic=True),
        run("struck ", strikethrough=True),
        run("under ", underline=True),
        run("marked ", highlight=True),
        run("mono ", fontType="monospace"),
        run("attention ", color="attention"),
        run("subtle ", isSubtle=True),
        "plain **not bold** ",
        run("pressed", selectAction={"type": "Action.OpenUrl", "url": "https://example.com"}),
    ),
)

LAYOUT = card(
    *(
        {"type": "Container", "style": style, "items": [text(f"A container: {style}")], "spacing": "small"}
        for style in ("default", "emphasis", "good", "attention", "warning", "accent")
    ),
    {"type": "Container", "style": "accent", "bleed": True, "items": [text("Bleeding to the edge")]},
    {
        "type": "ColumnSet",
        "separator": True,
        "columns": [
            column(
                {"type": "Image", "url": PICTURE, "altText": "A face", "style": "person", "size": "small"}, width="auto"
            ),
            column(text("A weight of 2"), width=2),
            column(text("A weight of 1"), width=1, style="emphasis"),
            column(text("80 px"), width="80px"),
        ],
    },
    {
        "type": "ColumnSet",
        "columns": [column(text("Pressing here writes to the bot"))],
        "style": "emphasis",
        "selectAction": execute("Choose", "choose"),
    },
    facts(Author="Maya Lindqvist", Networks="Facebook, **Instagram**", Planned="Monday"),
    {
        "type": "ImageSet",
        "imageSize": "medium",
        "images": [{"type": "Image", "url": PICTURE, "altText": f"Picture {n}"} for n in range(3)],
    },
    {"type": "Image", "url": "https://example.com/elsewhere.png", "altText": "A picture from elsewhere"},
    {
        "type": "Table",
        "firstRowAsHeader": True,
        "columns": [{"width": 1}, {"width": 2}],
        "rows": [
            {"type": "TableRow", "cells": [{"type": "TableCell", "items": [text(word)]} for word in row]}
            for row in (("Number", "State"), ("P-1001", "Approved"), ("P-1002", "Rejected"))
        ],
    },
    text("Folded away until it is asked for", id="more", isVisible=False),
    {
        "type": "ActionSet",
        "actions": [
            {"type": "Action.ToggleVisibility", "title": "More or less", "targetElements": ["more"]},
            {"type": "Action.OpenUrl", "title": "Read the policy", "url": "https://example.com"},
        ],
    },
)

INPUTS = card(
    {
        "type": "Input.Text",
        "id": "line",
        "label": "One line",
        "regex": "^P-\\d+$",
        "errorMessage": "Like P-1042.",
        "isRequired": True,
        "placeholder": "P-1042",
    },
    {"type": "Input.Text", "id": "lines", "label": "Several lines", "isMultiline": True, "maxLength": 40},
    {"type": "Input.Text", "id": "mail", "label": "Mail", "style": "email"},
    {"type": "Input.Number", "id": "days", "label": "Days", "min": 1, "max": 9, "errorMessage": "1 to 9, please."},
    {"type": "Input.Date", "id": "day", "label": "Day", "min": "2026-01-01"},
    {"type": "Input.Time", "id": "hour", "label": "Hour"},
    {
        "type": "Input.Toggle",
        "id": "sure",
        "label": "Sure?",
        "title": "I have read it",
        "isRequired": True,
        "errorMessage": "Confirm that you have read it.",
    },
    {"type": "Input.ChoiceSet", "id": "one", "label": "One, compact", "choices": _NETWORKS, "placeholder": "Choose"},
    {
        "type": "Input.ChoiceSet",
        "id": "other",
        "label": "One, expanded",
        "style": "expanded",
        "choices": _NETWORKS,
        "value": "x",
    },
    {
        "type": "Input.ChoiceSet",
        "id": "many",
        "label": "Several",
        "isMultiSelect": True,
        "choices": _NETWORKS,
        "value": "x,facebook",
    },
    actions=[
        execute("Send", "send", style="positive"),
        execute("Without checking", "skip", associatedInputs="none", tooltip="Sends nothing that is filled in"),
        execute("Not now", "never", isEnabled=False),
        execute("Delete", "delete", style="destructive", mode="secondary", associatedInputs="none"),
    ],
)
GALLERY = {"words": WORDS, "layout": LAYOUT, "inputs": INPUTS}
