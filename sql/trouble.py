"""Faults that a person can mend."""


class Trouble(Exception):
    """One line: the place, the fact and the way out. Caught once, at the front door."""

    exit_code = 1


class Misuse(Trouble):
    """The settings or the command are wrong; nothing was started."""

    exit_code = 2


class StoreTrouble(Trouble):
    """The raw store cannot be written (disk full, file damaged): everything stops here."""
