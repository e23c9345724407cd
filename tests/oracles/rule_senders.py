"""Rules of who writes to whom: 11 to 15."""

import re

from .folding import code, folded
from .letters import Letter
from .parts import dmarc as dmarc_of
from .parts import from_name
from .rule_world import CRITICAL, MAJOR, Findings, Found, World, about_mail

DEAD = {"noreply", "donotreply", "nepasrepondre", "noresponder", "nichtantworten", "keineantwort"}
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\(?\d[\d\s()/.–-]{5,}\d")


def sender_findings(letter: Letter, world: World) -> Findings:
    about = about_mail(letter)
    if goes_astray(letter, world):
        yield Found("WRONG_RECIPIENT", about, "recipient", CRITICAL)
    sender, rows = letter.mail.sender, world.held("senders", letter.day)
    listed = {(row.get("address") or "").lower().lstrip("@") for row in rows} - {""}
    if not is_ours(sender, world) and not {sender, domain(sender)} & listed:
        yield Found("SENDER_WRONG", about, "domain", MAJOR)
    names = {folded(row["name"]) for row in rows if row.get("name")}
    if names and folded(from_name(letter.mail)) not in names:
        yield Found("SENDER_WRONG", about, "name", MAJOR)
    if dmarc_of(letter.mail) == "fail":
        yield Found("SENDER_WRONG", about, "dmarc", MAJOR)
    if is_dead_end(letter.mail.reply_to or sender, letter, world):
        yield Found("REPLY_DEAD_END", about, "reply_to", CRITICAL)


def domain(address: str) -> str:
    return address.rpartition("@")[2]


def is_ours(address: str, world: World) -> bool:
    host = domain(address)
    return any(host == one or host.endswith("." + one) for one in world.shop.domains)


def goes_astray(letter: Letter, world: World) -> bool:
    if not letter.is_named:
        return False
    whom = {mailbox(one) for one in letter.mail.recipients if not world.shop.is_own(one)}
    contacts = {
        mailbox(one)
        for row in world.shop.versions.get(letter.order_id, [])
        for name, value in row.fields.items() if "email" in name and value
        for one in re.split(r"[;,\s]+", value) if "@" in one
    }  # fmt: skip
    return bool(whom and contacts) and not whom & contacts


def mailbox(address: str) -> str:
    """Where it ends up, however it is written."""
    local, _, host = address.strip().lower().partition("@")
    local = local.partition("+")[0]
    if host in ("gmail.com", "googlemail.com"):
        return local.replace(".", "") + "@gmail.com"
    return f"{local}@{host}"


def is_dead_end(address: str, letter: Letter, world: World) -> bool:
    dead = DEAD | {row["pattern"] for row in world.lists["dead_ends"]}
    local = squeezed(address.partition("@")[0])
    if any(re.fullmatch(one, local) for one in dead) or not is_ours(address, world):
        return True
    official = contacts_of("email", letter, world)
    return bool(official) and address not in official


def squeezed(local: str | None) -> str:
    return re.sub(r"[._-]", "", (local or "").lower())


def contacts_of(kind: str, letter: Letter, world: World) -> set[str]:
    return {row["value"].strip().lower() for row in world.held("contacts", letter.day)
            if row["kind"] == kind}  # fmt: skip


def contact_findings(letter: Letter, world: World) -> Findings:
    """[CONTACT_INFO] names an address or a phone that is not the shop's."""
    told = letter.values.get("CONTACT_INFO") or ""
    mails = {one.lower().rstrip(".") for one in MAIL.findall(told)}
    official = contacts_of("email", letter, world)
    is_wrong = bool(official) and not mails <= official
    phones = {digits(one) for one in PHONE.findall(MAIL.sub(" ", re.sub(r"\S*//\S*", " ", told)))
              if len(code(one)) >= 7}  # fmt: skip
    lines = {digits(one) for one in contacts_of("phone", letter, world)}
    is_wrong = is_wrong or bool(lines) and not phones <= lines
    if is_wrong:
        yield Found("CONTACT_WRONG", about_mail(letter), "contact", MAJOR)


def digits(phone: str) -> str:
    """Without the country's code or the zero that stands for it: its last nine digits."""
    return re.sub(r"\D", "", phone.replace("(0)", "")).lstrip("0")[-9:]
