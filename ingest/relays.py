"""Hops that hand a mail on: content filters and relay hosts, whose taking it delivers nothing."""

import re
from collections.abc import Sequence
from functools import cache

_HOP = re.compile(r"(?:unix:)?(?P<name>[^\[\]]*?)(?:\[(?P<ip>[^\]]*)\])?(?P<port>:\d+)?")

# Where Postfix's own documents and amavis let a filter listen.
KNOWN = ("127.0.0.1:10024", "127.0.0.1:10025", "127.0.0.1:10026", "[::1]:10024", "[::1]:10026")


class Relays:
    """The configured hops: a name, an address or a transport, each with or without its port."""

    def __init__(self, hops: Sequence[str]):
        self._hops = frozenset(hop.strip().lower() for hop in hops)
        self.take = cache(self._take)

    def _take(self, relay: str | None) -> bool:
        """Is it one of them? A log writes NAME[IP]:PORT, a NAME alone or a transport."""
        found = _HOP.fullmatch(relay.lower()) if relay else None
        if not found:
            return False
        port = found["port"] or ""
        names = {found["name"], found["ip"] or "", f"[{found['ip']}]"} - {""}
        return any(f"{name}{end}" in self._hops for name in names for end in {port, ""})
