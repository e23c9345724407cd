"""The words of the template: rules 16 and 18."""

from collections.abc import Callable
from functools import partial

from .mail_faults import CONFIRMATION, MAJOR, MINOR, NOTICE, Fault, Faults, Find, Told
from .mail_templates import KINDS
from .said import Said
from .template_lines import lines_of, mandatory, sentences, words_of

Change = Callable[[Said, Told], None]
KNOWN_SHARE = 0.58  # of the fixed words; from .55 on a template is known


def text_faults() -> Faults:
    return [*_unknown(), *_drift()]


def _unknown() -> Faults:
    """Nothing but the facts is as in any template, or only the sentences are not."""

    def rewrite(said: Said, told: Told) -> None:
        words = words_of(said)
        fresh, labels = iter(words["sentences"]), words["labels"]
        for line in lines_of(said):
            slot = line.partition("[")[2].partition("]")[0]
            new = labels[slot] if slot else next(fresh, None)
            said.edits.append((line, new))

    drift = Find("TEMPLATE_DRIFT", "text", MINOR)
    return [
        fault
        for kind in KINDS
        for fault in (
            Fault("TEMPLATE_UNKNOWN", kind, rewrite, (Find("TEMPLATE_UNKNOWN", "text", MAJOR),)),
            Fault("TEMPLATE_UNKNOWN", kind, thin, (drift,)),
        )
    ]


def thin(said: Said, told: Told) -> None:
    """As many sentences are gone as can be, while it is still known for what it is."""
    words = {line: len(line.partition("[")[0].split()) for line in lines_of(said)}
    total = left = sum(words.values())
    for line in sentences(said):
        if left - words[line] >= KNOWN_SHARE * total:
            left -= words[line]
            said.edits.append((line, None))


def _drift() -> Faults:
    minor, major = (Find("TEMPLATE_DRIFT", "text", word) for word in (MINOR, MAJOR))
    ways: list[tuple[Change, Find]] = [
        (_drop_line, minor), (_change_word, minor), (_add_word, minor),
        (partial(_relabel, "ORDER_TOTAL"), major), (partial(_relabel, "ORDER_NUMBER"), major),
    ]  # fmt: skip
    return [
        *(Fault("TEMPLATE_DRIFT", kind, _drop_mandatory, (major,), fits=_must_say)
          for kind in KINDS),
        *(Fault("TEMPLATE_DRIFT", CONFIRMATION, change, (find,)) for change, find in ways),
        *(Fault("TEMPLATE_DRIFT", NOTICE, change, (find,)) for change, find in ways[:3]),
        Fault("TEMPLATE_DRIFT", NOTICE, partial(_relabel, "CARRIER"), (major,)),
        *(Fault("TEMPLATE_DRIFT", kind, change) for kind in KINDS for change in
          (_capitals, _dashes, _blanks, _no_stop)),
    ]  # fmt: skip


def _drop_line(said: Said, told: Told) -> None:
    said.edits.append((sentences(said)[0], None))


def _change_word(said: Said, told: Told) -> None:
    line = sentences(said)[0]
    said.edits.append((line, line.replace(line.split()[2], words_of(said)["word"], 1)))


def _add_word(said: Said, told: Told) -> None:
    line = sentences(said)[0]
    said.edits.append((line, f"{line} {words_of(said)['word'].capitalize()}!"))


def _relabel(slot: str, said: Said, told: Told) -> None:
    line = next(line for line in lines_of(said) if f"{slot}]" in line)
    said.edits.append((line, f"{words_of(said)['word'].capitalize()}: {line[line.index('['):]}"))


def _must_say(told: Told) -> bool:
    return mandatory(told.said) is not None


def _drop_mandatory(said: Said, told: Told) -> None:
    line = mandatory(said)
    assert line
    said.edits.append((line, None))


def _capitals(said: Said, told: Told) -> None:
    line = sentences(said)[0]
    said.edits.append((line, line.upper()))


def _dashes(said: Said, told: Told) -> None:
    line = sentences(said)[0]
    said.edits.append((line, line.replace(".", " …").replace(",", " –")))


def _blanks(said: Said, told: Told) -> None:
    line = sentences(said)[0]
    said.edits.append((line, line.replace(" ", "\u00a0 ")))


def _no_stop(said: Said, told: Told) -> None:
    line = sentences(said)[0]
    said.edits.append((line, line.rstrip(".!")))
