"""How the scanner's rules fare."""

from collections.abc import Sequence

from bot.teams.cards.text import Card, Element, card, heading, ours, said, small
from handlers import rule_words as say
from handlers.rule_statistics import RuleCount

_WIDTHS = (4, 2, 3, 2)


def statistics(counted: Sequence[RuleCount]) -> Card:
    """A line for each rule, and what to do about those that are dismissed most."""
    if not counted:
        return card([heading(say.TITLE), ours(say.NOTHING)])
    lines = [_row(say.COLUMNS, weight="Bolder"), *(_row(say.cells(one)) for one in counted)]
    table = {"type": "Table", "columns": [{"width": width} for width in _WIDTHS], "rows": lines, "showGridLines": False}
    return card(
        [heading(say.TITLE), small(say.ABOUT), table, *(said(hint, spacing="Small") for hint in say.hints(counted))]
    )


def _row(cells: Sequence[str], **style: str) -> Element:
    aligned = ["Left", *["Right"] * (len(cells) - 1)]
    shown = [
        {"type": "TableCell", "items": [ours(cell, horizontalAlignment=at, **style)]}
        for cell, at in zip(cells, aligned, strict=True)
    ]
    return {"type": "TableRow", "cells": shown}
