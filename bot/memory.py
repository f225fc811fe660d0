"""What is in memory stays there: receipts and reports pass through it, readable. And how rarely it is tidied up."""

import ctypes
import gc
import resource
import sys

_PR_SET_DUMPABLE = 4


def keep() -> None:
    """No core file when the process crashes, and on Linux no other process of the same user may read its memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def freeze() -> None:
    """Takes what was made so far, which stays, out of every later garbage collection: a full one of all that code and
    metadata would stop every request for some 40 ms. A request makes some thousand objects, nearly all gone with it, so
    garbage is looked for less often than Python does by itself (700)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
