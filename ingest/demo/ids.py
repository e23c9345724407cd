"""Message-IDs and queue ids as servers make them."""

from datetime import datetime
from random import Random

BASE52 = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"


def message_id(host: str, at: datetime, random: Random) -> str:
    return f"{at:%Y%m%d%H%M%S}.{random.randrange(16**8):08X}@{host}"


def queue_id(random: Random) -> str:
    """The short form: hexadecimal."""
    return f"{random.randrange(16**5, 16**10):X}"


def long_queue_id(random: Random) -> str:
    """The long form (enable_long_queue_ids): base 52 with a z before the inode."""
    head = "".join(random.choices(BASE52, k=10))
    return f"4{head}z{''.join(random.choices(BASE52[:-1], k=4))}"
