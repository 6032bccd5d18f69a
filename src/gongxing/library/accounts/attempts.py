"""How often somebody may try a password: five times a minute for one name from one address, thirty from one address."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

EACH = RateLimitItemPerMinute(5)
TOGETHER = RateLimitItemPerMinute(30)


class Attempts:
    """The tries of the last minute in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, key: str, address: str) -> int:
        """Count a try; return 0, or the seconds to wait where there were too many (this one is not counted then)."""
        for item, names in ((TOGETHER, (address,)), (EACH, (key, address))):
            if not self._limiter.hit(item, *names):
                reset, _ = self._limiter.get_window_stats(item, *names)
                return max(1, round(reset - time.time()))
        return 0
