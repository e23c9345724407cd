"""A demo shop of two brands with planted faults and the truth about them."""

from .make import make
from .score import score

__all__ = ["make", "score"]
