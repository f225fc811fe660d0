"""How a day reads to people, the same everywhere."""

from datetime import date


def written(day: date) -> str:
    """“March 3, 2027”: no numbers that another country reads as another day, no hyphens that break at a line's end."""
    return f"{day:%B} {day.day}, {day.year}"
