"""The local workspace: the real bot, with the chat around it served on this machine."""

from bot.demo.routes import attach
from bot.demo.server import PortTaken, opened, serve
from bot.demo.workspace import Workspace

__all__ = ["PortTaken", "Workspace", "attach", "opened", "serve"]
