"""Modals as Block Kit, and the reading of what people filled in."""
