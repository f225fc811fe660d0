"""`python -m bot demo`, run as `make demo` runs it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class Demo:
    """A running local workspace, a process of its own at `base`."""

    def __init__(self, process: asyncio.subprocess.Process, base: str) -> None:
        self.base = base
        self.process = process

    async def seeded(self) -> None:
        """Waits until the practice is set up (again), which the program says with its address."""
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            while b"local workspace: " not in (line := await self.process.stdout.readline()):
                assert line, "it ended before it was set up"


@asynccontextmanager
async def running(port: int) -> AsyncIterator[Demo]:
    """Started, set up, and ended as Ctrl+C ends it."""
    environ = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", env=environ, cwd=_ROOT, stdout=asyncio.subprocess.PIPE
    )
    demo = Demo(process, f"http://127.0.0.1:{port}")
    try:
        await demo.seeded()
        yield demo
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(15):
            await process.wait()
    assert process.returncode == 0
