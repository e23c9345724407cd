"""Addresses and domains in the one form in which they are compared."""

_LONGEST = 255


def comparable(address: str) -> str:
    """Lower case without white space around it, the domain in punycode: what looks alike differs.

    A domain that is none stays as it is.
    """
    address = address.strip().lower()
    if address.isascii():
        return address
    local, at, domain = address.rpartition("@")
    if len(domain) > _LONGEST:
        return address
    try:
        return local + at + domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return address


def written(address: str) -> set[str]:
    """The forms in which mails write an address or domain: punycode, or the letters behind it."""
    local, at, domain = comparable(address).rpartition("@")
    try:
        return {local + at + domain, local + at + domain.encode("ascii").decode("idna")}
    except UnicodeError:
        return {local + at + domain}
