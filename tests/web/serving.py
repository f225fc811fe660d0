"""`python -m bot serve` with the report page open."""

import asyncio
import os

from bot import logs, memory
from bot.__main__ import until_stopped
from bot.settings import Settings

if __name__ == "__main__":
    settings = Settings.from_env(os.environ)
    logs.set_up(settings.log_level, settings.log_format)
    memory.keep()
    asyncio.run(until_stopped(settings, reports=True))
