"""The HTML part read by the same template: values of slots, and where the tracking link leads."""

from .fitting import fit_fast, fit_slowly
from .folding import code, folded
from .letters import Letter
from .parts import URL


def rich_values(letter: Letter) -> dict[str, str | None]:
    """As the plain part's, by the same version."""
    rich, fit = letter.parts.rich or [], letter.reading.fit
    if not fit or letter.parts.rich is letter.parts.lines:
        return {}
    found = fit_fast(fit.template, rich) or fit_slowly(fit.template, rich)
    return found.values


def targets_of(letter: Letter) -> list[str]:
    """Of the tracking links: anchors that fill the slot or bear its label, else the addresses
    that stand in the slot. '' or '#' where an anchor leads nowhere."""
    if not letter.reading.fit:
        links = [one.target for one in letter.anchors] + URL.findall(letter.text)
        numbers = letter.numbers
        return [one for one in dict.fromkeys(links) if any(no in code(one) for no in numbers)]
    value = letter.values.get("TRACKING_LINK")
    plain = [one.rstrip(".,") for one in URL.findall(value or "")]
    found = [one.target for one in letter.anchors if one.target in plain
             or is_the_link(letter, one.text, value or "", plain)]  # fmt: skip
    if found or plain:
        return list(dict.fromkeys(found or plain))
    if value and value.strip() == "#":
        return ["#"]
    if letter.parts.plain:
        return []
    return [one.target for one in letter.anchors
            if any(number in code(one.target) for number in letter.numbers)][:1]  # fmt: skip


def is_the_link(letter: Letter, text: str, value: str, plain: list[str]) -> bool:
    """By its words."""
    shown = folded(text)
    fit = letter.reading.fit
    if not shown or not fit:
        return False
    if value and shown in {folded(one) for one in [*value.split("\n"), *plain]}:
        return True
    labels = [" ".join(line.fixed) for line in fit.template.lines
              if any(slot.name == "TRACKING_LINK" for slot in line.slots)]  # fmt: skip
    return any(label and shown == label for label in labels)
