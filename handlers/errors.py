"""Refusals: each exception's docstring is the sentence the person reads, and says what to do next."""

from inspect import cleandoc


class Refusal(Exception):
    """This cannot be done right now. Type `/compliance help` to see what can."""

    def __init__(self, redraw: int | None = None, **details: object) -> None:
        #: The proposal whose cards were out of date when the person acted, and should be drawn again.
        self.redraw = redraw
        sentence = " ".join(cleandoc(type(self).__doc__ or "").split())
        super().__init__(sentence.format(**details))


class FieldProblem(Refusal):
    """This answer cannot be used; please change it."""

    #: The field of the form the sentence belongs under.
    field = "text"


def under(field: str, refusal: Refusal) -> FieldProblem:
    """The same sentence, below a field of the form that asked."""
    problem = FieldProblem()
    problem.args, problem.field = refusal.args, field
    return problem


class Invalid(Refusal):
    """Some answers need another look."""

    def __init__(self, fields: dict[str, str]) -> None:
        #: Field name to the sentence shown under it.
        self.fields = fields
        super().__init__()
