"""Lines of the shop's own mails in a customer's mail, where no mark and no head tells of them."""


def without_own(lines: list[str], own: frozenset[str]) -> list[str]:
    """Without the stretch that is mostly the shop's, or else without those lines alone."""
    places = [number for number, line in enumerate(lines) if line.strip() in own]
    if not places:
        return lines
    first, behind = places[0], places[-1] + 1
    said = sum(1 for line in lines[first:behind] if line.strip())
    if 2 * len(places) >= said:
        return lines[:first] + lines[behind:]
    taken = set(places)
    return [line for number, line in enumerate(lines) if number not in taken]
