"""Where does each order mail say when something will be shipped or delivered?

A phrase is what stands behind words such as "estimated delivery" on their line, else on the next;
in German also what stands before the verb. Which days it names is read by mail_promises. What
happened already ("was shipped on") and addresses are no promises. Where a mail speaks of several
parcels, each phrase is about those whose numbers stand before it. Windows are bounded.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa

from sql.steps.mail_signs import written_numbers

READS = {
    "mails": r"""
        select mails.message_key, mails.shop, texts.text
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        inner join private.subjects as subjects using (message_key)
        left join staging.told_kinds as told on told.mail_key = mails.message_id
        where mails.direction = 'outgoing'
            and (subjects.kind in ('order_confirmation', 'order_edited', 'delay_notice',
                    'shipping_notice', 'delivery_update')
                or told.mail_kind in ('order_confirmation', 'order_edited', 'delay_notice',
                    'shipping_notice', 'delivery_update'))
            -- most mails promise nothing: they are let go before they are looked at closely
            and regexp_matches(texts.text, '(?i)\beta\b|ships? (by|on|in|with|betw|from|bef|aro|no)'
                || '|(will|can|to|should) (be )?(ship|dispatch|send|sent|post|deliver|with)|trifft'
                || '|(shipping|shipment|ship|dispatch|delivery) ?(:|date|time|day|window|est|is|by'
                || '|on|in|with|betw|from|bef|aro|no|exp|plan|sched|antic|new|rev)|arriv|ankunft'
                || '|(estimated|exp|plan|sched|antic|new|rev)\w* (to )?(ship|disp)|reach you'
                || '|delivered (by|with|betw|no)|our warehouse|voraussichtlich|verschick|zugestellt'
                || '|versand(fertig|datum|termin|zeit| (am|bis|in|binnen|zwischen|spät))|versandt'
                || '|versend|abgeschickt|liefer(ung|termin|datum|tag|zeit)|zustell|geliefert'
                || '|eintreffen|ankommen|expédi|envoi|envoy|livraison|livrée|recevrez|env[íi]'
                || '|entreg|llega|recibir|saldrá')
        order by mails.message_key
    """,
    "shipments": "select distinct shop, number_key from staging.shipments order by all",
}
TABLE = "private.promise_phrases"
COLUMNS = {
    "message_key": "varchar",
    "place": "integer",
    "kind": "varchar",  # ship, deliver
    "phrase": "varchar",
    "numbers": "varchar[]",  # of the parcels it is about; none: of all in the mail
}
KEY = ("message_key", "place")

LONGEST = 200_000  # characters of a mail that are looked at
MOST = 100  # phrases of one mail
VALUE = 120  # characters behind or before the words
EXPECTED = r"(?:estimated|expected|planned|scheduled|anticipated|new|revised)"
WHEN = r"(?:by|on|in|within|between|from|before|around|no later)\b"
SHIP = (
    rf"ships?(?= {WHEN})|(?:will|can|to) (?:ship|dispatch|send|post)\b"
    r"|(?:will|to|should) be (?:shipped|dispatched|sent|posted)\b"
    rf"|{EXPECTED} (?:to )?(?:ship(?:ping|ment|s)?|dispatch)\b(?: date| time)?"
    rf"|(?:shipping|shipment|ship|dispatch) (?:date|time)\b|dispatch(?= {WHEN})"
    r"|leaves? our warehouse\b"
    r"|voraussichtliche[rsnm]? versand\w*|versand(?:datum|termin|zeit)\b|versandfertig\b"
    r"|versand(?= (?:am|bis|in|innerhalb|binnen|zwischen|spätestens|voraussichtlich)\b)"
    r"|wir (?:verschicken|versenden)\b"
    r"|(?:expédition|envoi)(?= (?:prévue?|estimée?|sous|dans|le|entre|avant|au plus|du)\b)"
    r"|date d['’](?:expédition|envoi)\b|(?:sera|seront) (?:expédi|envoy)ée?s?\b"
    r"|expédierons\b|env[íi]o(?= (?:previsto|estimado|en|el|antes|entre)\b)"
    r"|fecha de env[íi]o\b|se enviará\b|será enviad[oa]\b|enviaremos\b|saldrá\b"
)
DELIVER = (
    rf"{EXPECTED} (?:delivery|arrival)\b(?: date| day| time| window)?"
    rf"|delivery(?: date| day| time| window| estimate)?(?= ?:| (?:is|{EXPECTED}|{WHEN}))"
    r"|arriv(?:es?|ing|al)\b|(?:will|to|should) be (?:delivered|with you)\b"
    r"|delivered(?= (?:by|within|between|no later)\b)|reach you\b|eta\b"
    r"|zustell(?:ung|termin|datum|tag)\b|liefer(?:termin|datum|tag|zeit|zeitraum)\b"
    r"|lieferung(?! (?:an|nach|von)\b)|ankunft\b|trifft\b"
    r"|livraison\b|arriv(?:era|ée)\b|(?:sera|seront) livrée?s?\b|vous (?:l[ea] )?recevrez\b"
    r"|entrega\b|lleg(?:ará|ada)\b|se entregará\b|será entregad[oa]\b|recibirás?\b"
)
LABEL = re.compile(rf"\b(?:(?P<ship>{SHIP})|(?P<deliver>{DELIVER}))")  # of a text in lower case
NO_LABEL = re.compile(
    r"(?:adresse|bon|frais|points?|lieu|modes?|options?|direcci[óo]n|lugar|gastos|punto|nota|n.mero"
    r"|n°) de (?:la )?$"
)
VERB = re.compile(  # "wird am 5. März zugestellt": what is promised stands before it
    r"\b(?:(?P<ship>versandt|verschickt|versendet|abgeschickt)"
    r"|(?P<deliver>zugestellt|geliefert|eintreffen|ankommen))\b"
)
TO_COME = re.compile(r"\b(?:wird|werden|soll|sollte|dürfte|voraussichtlich)\b")
DONE = re.compile(r"\b(?:wurden?|worden|haben?|hat|ist|sind)\b")
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})[.!?](?=\s|$)")
OTHER_DAY = re.compile(  # the day of something else, and links
    r"http|\b(?:ordered|order date|return|invoice|bestellt|bestelldatum|rückgabe|rechnung"
    r"|commandée?|retour|facture|devolución|factura)\b"
)
BARE, NEXT_LABEL = " \t\r:.-–*|>", re.compile(r"[^:\d]{1,40}:")


def run(mails: pa.Table, shipments: pa.Table) -> dict[str, list]:
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in shipments.to_pylist():
        numbers[row["shop"]].add(row["number_key"])
    rows = []
    for mail in mails.to_pylist():
        text = (mail["text"] or "")[:LONGEST].lower()
        found = list(islice(phrases(text), MOST))
        about = parcels_of(text, [one[2] for one in found], numbers[mail["shop"]])
        rows += [(mail["message_key"], place, kind, phrase, about[place])
                 for place, (kind, phrase, _) in enumerate(found)]  # fmt: skip
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def parcels_of(text: str, starts: list[int], numbers: set[str]) -> list[list[str]]:
    """The parcels' numbers that stand between each phrase and the one before it."""
    if len(starts) < 2:
        return [[] for _ in starts]
    parts = zip([0, *starts], starts, strict=False)
    return [sorted(written_numbers(text[start:end]) & numbers) for start, end in parts]


def phrases(text: str) -> Iterator[tuple[str, str, int]]:
    """Each place that may promise a day: ship or deliver, the words that may name it, where."""
    found = [one for one in LABEL.finditer(text) if not NO_LABEL.search(text, *before(one))]
    for place, label in enumerate(found):
        until = found[place + 1].start() if place + 1 < len(found) else len(text)
        value = behind(text[label.end() : min(until, label.end() + VALUE)])
        if any(map(str.isdigit, value)):
            yield label.lastgroup or "", value, label.start()
    for verb in VERB.finditer(text):
        value = SENTENCE_END.split(text[slice(*before(verb, VALUE))].rpartition("\n")[2])[-1]
        come = TO_COME.search(value)
        if come and not DONE.search(value) and any(map(str.isdigit, value)):
            yield verb.lastgroup or "", value[come.end() :], verb.start()


def before(match: re.Match, reach: int = 30) -> tuple[int, int]:
    return max(0, match.start() - reach), match.start()


def behind(window: str) -> str:
    """The rest of the line, or the next line where that is bare; up to the end of the sentence."""
    line, _, rest = window.partition("\n")
    if not line.strip(BARE):
        line = rest.lstrip("\r\n \t").partition("\n")[0]
        line = "" if NEXT_LABEL.match(line) else line
    return OTHER_DAY.split(SENTENCE_END.split(line)[0])[0].strip()
