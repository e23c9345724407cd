"""Lines of a mail log that cannot be read, as refused items."""

from collections.abc import Iterator, Sequence

from ingest.files import LONGEST_LINE
from ingest.log_walk import Block
from sql.raw.facts import Refused

DETAILS = {
    "log.unparsed": "no readable line of a mail log",
    "log.truncated": "the line breaks off before it says what became of the mail",
    "log.line_too_long": "longer than 64 KiB",
    "time.invalid": "no such date or time",
    "time.out_of_range": "a time at which the file cannot have been written",
}
_KEPT_OF_A_LINE = LONGEST_LINE + 1  # one that is longer stays too long when it is read again


def refusals(
    block: Block, lines: Sequence[str], bad: Sequence[tuple[int, str]]
) -> Iterator[Refused]:
    """Bad lines by number and reason, with their place in bytes from the start of the file."""
    at, done = block.start, 0
    for number, reason in bad:
        at += sum(len(line.encode(errors="surrogateescape")) + 1 for line in lines[done:number])
        done = number
        payload = lines[number].encode(errors="surrogateescape")[:_KEPT_OF_A_LINE]
        yield Refused(f"{block.file_name} byte {at}", reason, DETAILS[reason], payload)
