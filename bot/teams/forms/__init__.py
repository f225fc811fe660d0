"""Dialogs: drawn from our data as cards, and read back from what Teams sends when they are submitted."""
