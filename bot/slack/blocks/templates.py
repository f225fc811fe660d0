"""A neutral answer that waits, for those who may approve it."""

from bot.slack.blocks.text import Block, actions, button, line, moment, quoted, words
from handlers import template_words as say
from handlers.template_messages import TemplateNotice


def notice(message: TemplateNotice) -> list[Block]:
    """The wording, and the way to where it is decided on; once it waits no longer, what became of it."""
    version = message.version
    by = words(f" Version {version.number}, written by {version.writer}.")
    shown = [line(words(f"{say.notice(message)}.", bold=True), by), line(words(version.occasion, bold=True))]
    shown += quoted(version.text)
    if message.live:
        opening = button("read", say.OPEN, str(version.template), "primary", of="template")
        return [*shown, actions("template", opening)]
    made = [line(words(f"{verdict.capitalize()} by {name}, "), moment(at)) for verdict, name, at in version.decisions]
    return [*shown, *made]
