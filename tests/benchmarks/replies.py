"""The customer's own words of 20,000 mails, as a support mailbox holds them, on one core.

Beside it the bound: to split the same mails into lines, strip each and join them again, which is
the least that whoever looks at every line does. The seed makes the mails; MIX is of a hundred.
"""

import json
import random
import time
from pathlib import Path

PEER = None
MAILS = 20_000
MIX = {
    "fresh": 30, "gmail": 25, "outlook": 15, "thread": 10, "ours": 10, "between": 5,
    "forward": 3, "form": 2,
}  # fmt: skip
SAID = """where is my parcel it was to come on friday and the tracking has not moved since i
ordered two mugs a tent and the lamp but one is broken please send me new one or my money back das
paket ist noch nicht da ich warte seit einer woche auf die lieferung der bestellung bitte um
antwort le colis est arrivé ouvert il manque une tasse je voudrais un échange el pedido llegó roto
quiero devolver la tienda cuándo me devuelven el dinero""".split()
NAMES = ("Ada Winter", "Jonas Feld", "Chloé Martin", "Inés Vega")
SIGN_OFFS = ("Kind regards,", "Viele Grüße", "Cordialement,", "Un saludo,")
INTROS = (
    "On Mon, Nov 2, 2026 at 9:14 AM Nordlicht Outdoor <help@nordlicht.example> wrote:",
    "Am Mo., 2. Nov. 2026 um 09:14 Uhr schrieb Nordlicht <help@nordlicht.example>:",
    "Le lun. 2 nov. 2026 à 09:14, Nordlicht Outdoor\n<help@nordlicht.example> a écrit :",
    "El lun, 2 nov 2026 a las 9:14, Nordlicht (<help@nordlicht.example>) escribió:",
)
HEAD = """________________________________
Von: Nordlicht Outdoor <help@nordlicht.example>
Gesendet: Montag, 2. November 2026 09:14
An: Ada Winter <ada@winter.example>
Betreff: Ihre Bestellung 20817
"""


def said(chance: random.Random, low: int, high: int) -> str:
    words = chance.choices(SAID, k=chance.randint(low, high))
    starts = range(0, len(words), 11)
    sentences = [" ".join(words[at : at + 11]).capitalize() + "." for at in starts]
    pairs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    return "\n".join(pairs)


def signed(chance: random.Random) -> str:
    return f"\n\n{chance.choice(SIGN_OFFS)}\n{chance.choice(NAMES)}\n"


def marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def ours_sent(chance: random.Random) -> str:
    """What the shop sends: some thirty lines, half of them a footer."""
    items = "\n".join(f"{n} x Mug: {n * 9},90 EUR" for n in range(1, 6))
    footer = "\n".join(f"https://nordlicht.example/{n}\nNordlicht GmbH, Kai {n}" for n in range(7))
    return f"Hello,\n\n{said(chance, 60, 120)}\n\n{items}\n\nYour Nordlicht team\n--\n{footer}"


def mail(kind: str, chance: random.Random) -> str:
    own, sent = said(chance, 15, 70) + signed(chance), ours_sent(chance)
    intro = chance.choice(INTROS)
    match kind:
        case "fresh":
            return "Hello,\n\n" + said(chance, 30, 120) + signed(chance)
        case "gmail":
            return f"{own}\n{intro}\n\n{marked(sent)}\n"
        case "outlook":
            return f"{own}\n{HEAD}\n{sent}\n"
        case "thread":
            older = f"{own}\n{INTROS[0]}\n{marked(sent)}"
            return f"{said(chance, 5, 30)}\n\n{intro}\n{marked(older)}\n\n{marked(marked(older))}"
        case "ours":
            return sent
        case "between":
            return intro + "".join(f"\n> {said(chance, 8, 11)}\n{own}" for _ in range(3))
        case "forward":
            return f"---------- Forwarded message ---------\n{HEAD[33:]}\n{own}"
        case _:
            return f"Name: Ada Winter\nEmail: ada@winter.example\nMessage: {own}"


def prepare(folder: Path) -> None:
    chance = random.Random(20817)
    kinds = chance.choices(list(MIX), list(MIX.values()), k=MAILS)
    texts = [mail(kind, chance) for kind in kinds]
    (folder / "mails.json").write_text(json.dumps(texts), "utf-8")


def ours(folder: Path) -> dict[str, float]:
    from sql.steps.new_texts import new_text

    return timed(folder, new_text)


def bound(folder: Path) -> dict[str, float]:
    return timed(folder, lambda text: "\n".join([line.strip() for line in text.split("\n")]))


def timed(folder: Path, read) -> dict[str, float]:
    texts = json.loads((folder / "mails.json").read_text("utf-8"))
    started = time.process_time()
    kept = [read(text) for text in texts]
    seconds = time.process_time() - started
    characters = sum(map(len, texts))
    return {
        "mails": len(texts),
        "mean_characters": characters / len(texts),
        "kept_share": sum(map(len, kept)) / characters,
        "mails_per_cpu_second": len(texts) / seconds,
    }


CONTESTANTS = {"ours": ours, "bound": bound}
