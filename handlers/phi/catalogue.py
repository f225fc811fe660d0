"""Every rule by its id, for what was found earlier."""

from handlers.phi import names
from handlers.phi.context import case_detail, images, marketing, relationship, replies, testimonials, work_talk
from handlers.phi.findings import Rule
from handlers.phi.identifiers import rules

_FAMILIES = (case_detail, images, marketing, relationship, replies, testimonials, work_talk)
RULES = {
    rule.id: rule for module in (names, rules, *_FAMILIES) for rule in vars(module).values() if isinstance(rule, Rule)
}
