"""Receipts at the edge: made and read off the event loop and off the database's threads, one at a time."""

import asyncio

from storage import receipts
from storage.receipts import Keys
from storage.vault import Vault


class Receipts:
    """Shared by every way in; hands use cases the keys of a receipt, never the receipt. Each derivation takes 64 MiB
    and a good part of a second: those who wait do so here, not in threads."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._turns = asyncio.Lock()

    async def issue(self) -> tuple[str, Keys]:
        """A new receipt, to be shown once, and what it gives."""
        code = receipts.new()
        plain = receipts.read(code)
        assert plain is not None
        return code, await self._derive(plain)

    async def read(self, typed: str) -> Keys | None:
        """What a receipt gives, however it was typed; None when it cannot be one."""
        plain = receipts.read(typed)
        return await self._derive(plain) if plain else None

    async def _derive(self, plain: str) -> Keys:
        async with self._turns:
            return await asyncio.to_thread(receipts.derive, self._vault, plain)
