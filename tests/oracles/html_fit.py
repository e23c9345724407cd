"""The HTML part read by the same template: values of slots, and where the tracking link leads."""

from .fitting import fit_fast, fit_slowly
from .folding import code, folded
from .letters import Letter
from .parts import URL


def rich_values(letter: Letter) -> dict[str, str | None]:
    """Quick where every value of the plain part stands in the HTML part as well."""
    rich, fit = letter.parts.rich or [], letter.reading.fit
    if not fit or letter.parts.rich is letter.parts.lines:
        return {}
    said = folded(" ".join(rich))
    if all(folded(value) in said for name, value in fit.values.items()
           if value and name != "TRACKING_LINK"):  # fmt: skip
        return dict(fit.values)
    found = fit_fast(fit.template, rich) or fit_slowly(fit.template, rich)
    return found.values


def target_of(letter: Letter) -> str | None:
    """Of the tracking link: the anchor that fills the slot or bears its label, else the address
    that stands in the slot. '' or '#' where an anchor leads nowhere; None: there is no link."""
    if not letter.reading.fit:
        links = [one.target for one in letter.anchors] + URL.findall(letter.text)
        return next((one for one in links if any(no in code(one) for no in letter.numbers)), None)
    value = letter.values.get("TRACKING_LINK")
    plain = URL.search(value or "")
    for anchor in letter.anchors:
        if is_the_link(letter, anchor.text, anchor.target, value or "", plain[0] if plain else ""):
            return anchor.target
    if plain:
        return plain[0].rstrip(".,")
    if value and value.strip() == "#":
        return "#"
    if letter.parts.plain:
        return None
    holding = [one.target for one in letter.anchors
               if any(number in code(one.target) for number in letter.numbers)]  # fmt: skip
    return holding[0] if holding else None


def is_the_link(letter: Letter, text: str, target: str, value: str, plain: str) -> bool:
    """By its words, else by what it leads to."""
    if plain and target == plain:
        return True
    shown = folded(text)
    fit = letter.reading.fit
    if not shown or not fit:
        return False
    if value and (shown == folded(value) or plain and folded(plain) == shown):
        return True
    labels = [" ".join(line.fixed) for line in fit.template.lines
              if any(slot.name == "TRACKING_LINK" for slot in line.slots)]  # fmt: skip
    return any(label and shown == label for label in labels)
