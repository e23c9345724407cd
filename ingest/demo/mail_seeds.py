"""The demo shop's own rows about its mails: who sends them, who answers, what may be added."""

from typing import Any

from .cast import BRANDS
from .events import Script
from .mail_templates import KINDS
from .slot_tracking import HOMES
from .slot_values import PHONES
from .statements import PROMISED

Rows = list[tuple[Any, ...]]
ALWAYS = "2000-01-01"
HEADS = {
    "senders": ("shop", "address", "name", "valid_from_day"),
    "contacts": ("shop", "kind", "value", "valid_from_day", "valid_until_day"),
    "allowed_texts": ("shop", "kind", "locale", "pattern", "valid_from_day"),
    "shipping_promises": ("shop", "shipping_method", "valid_from_day", "fewest_days", "most_days"),
    "mandatory_sentences": ("shop", "kind", "locale", "pattern", "valid_from_day"),
}
# Without letters that some programs spell otherwise, nor signs that some take away.
GIFTS = {
    "de": "(?i)als geschenk verpackt", "en": "(?i)wrapped as a gift",
    "fr": "(?i)comme cadeau,? sans prix", "es": "(?i)para regalo",
}  # fmt: skip
SPLITS = {
    "de": "(?i)kommt in mehreren paketen", "en": "(?i)comes in more than one parcel",
    "fr": "(?i)arrive en plusieurs colis", "es": "(?i)llega en varios paquetes",
}  # fmt: skip
ORDERED = {
    "de": "(?i)^bestellt am ", "en": "(?i)^ordered on ", "fr": "(?i)^command.{1,2} le ",
    "es": "(?i)^pedido realizado el ",
}  # fmt: skip
CARRIERS = f"(?i)^({'|'.join(HOMES)}).{{1,3}}https"
OLD_PHONES = {"nordlicht": "040 66969 100", "fjordkind": "0117 496 0100"}  # before the demo
MUST_SAY = {
    ("nordlicht", "order_confirmation"): dict.fromkeys(
        ("de", "en", "fr", "es"), "(?i)www.?nordlicht.?example"
    ),
    ("fjordkind", "shipping_notice"): {
        "en": "(?i)send it back", "fr": "(?i)le rendre|le renvoi",
        "de": "(?i)einen monat zeit|kostet sie nichts",
    },
}  # fmt: skip


def mail_seeds(script: Script) -> dict[str, Rows]:
    tables: dict[str, Rows] = {name: [] for name in HEADS}
    for brand in BRANDS:
        shop, old = brand.shop, OLD_PHONES[brand.shop]
        tables["senders"].append((shop, brand.order_from, brand.name, ALWAYS))
        tables["contacts"] += [
            (shop, "email", brand.support, ALWAYS, ""),
            (shop, "phone", PHONES[shop], ALWAYS, ""),
            (shop, "phone", old, ALWAYS, script.start.date()),
            (shop, "url", f"https://www.{brand.domain}", ALWAYS, ""),
        ]
        for locale in brand.languages:
            for kind in KINDS:
                tables["allowed_texts"] += [
                    (shop, kind, locale, pattern, ALWAYS)
                    for pattern in (GIFTS[locale], SPLITS[locale], ORDERED[locale], CARRIERS)
                ]
    tables["shipping_promises"] = [
        (shop, method, ALWAYS, *days) for (shop, method), days in PROMISED.items()
    ]
    tables["mandatory_sentences"] = [
        (*about, locale, pattern, ALWAYS)
        for about, patterns in MUST_SAY.items()
        for locale, pattern in patterns.items()
    ]
    return tables
