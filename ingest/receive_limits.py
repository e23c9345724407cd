"""How much is taken: requests in a second, and how many at once."""

import time
from collections.abc import Callable


class Bucket:
    """Tokens that refill at `rate` a second, up to `burst`; not for several threads."""

    def __init__(
        self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate = rate
        self.burst = max(burst, 1.0)
        self.clock = clock
        self._tokens = self.burst
        self._filled_at = clock()

    def take(self) -> float:
        """Seconds to wait until a token is there; 0 when one was taken."""
        now = self.clock()
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.rate)
        self._filled_at = now
        if self._tokens < 1:
            return (1 - self._tokens) / self.rate
        self._tokens -= 1
        return 0.0
