"""Reading: bytes and rows of the outside world become facts."""
