"""Words that learning needs: of languages, of dates and units, and before each slot."""

import re

LOCALES = {
    "en": "the and your you is of to for with our we this has will be any are have it from at as",
    "de": "der die das und ihre ihr sie ist wir mit für von zu im auf den haben wird nicht es bei",
    "fr": "le la les et votre vous est de du des pour avec nous une un sera dès en sur au merci",
    "es": "el los las y su sus es de del para con nos una un tu se en por pedido gracias será",
    "nl": "de het een en uw je is van voor met wij naar bestelling wordt op niet ons zijn bedankt",
    "it": "il lo gli e il tuo suo è di del per con noi una sarà ordine grazie al della ti vi",
}
STOPWORDS = {locale: frozenset(words.split()) for locale, words in LOCALES.items()}

DATES = frozenset("""
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober
    dezember mrz okt dez janvier février mars avril juin juillet août septembre octobre novembre
    décembre janv févr avr juil déc enero febrero marzo abril mayo junio julio agosto septiembre
    octubre noviembre diciembre ene abr ago dic monday tuesday wednesday thursday friday saturday
    sunday mon tue wed thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag
    lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes
    sábado domingo today tomorrow heute morgen demain mañana
""".split())  # fmt: skip
MONEY = frozenset("eur usd gbp chf dkk sek nok pln czk € $ £ kr zł".split())
SPELLS = frozenset("""
    day days hour hours week weeks working business tag tage
    tagen werktag werktage werktagen stunden woche wochen jour jours ouvrés ouvrables heures semaine
    semaines día días hábiles laborables horas semana semanas uhr pm am
""".split())  # fmt: skip
UNITS = MONEY | SPELLS | {"x", "×"}
JOINTS = frozenset("- – — / + . to bis and und à a y et de of".split())  # inside a date, a span

ORDER = r"order|bestell|auftrag|commande|pedido|compra|purchase|bestel|ordine|acquisto"
SENDING = (
    r"track|sendung|paket|parcel|consignment|shipment|suivi|colis|seguimiento|env[íi]o|rastreo"
    r"|zending|pakket|volg|spedizione|tracciamento"
)
BEFORE = {  # slot -> what stands before it, beside what its values look like
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "CUSTOMER_NAME": r"\b(?:dear|hello|hi|hey|hallo|moin|liebe[rs]?|guten (?:tag|morgen)"
        r"|sehr geehrte[rs]?|herrn?|frau|mrs?|ms|bonjour|ch[eè]re?|salut|madame|monsieur|hola"
        r"|estimad[oa]|querid[oa]|dag|hoi|beste|geachte|ciao|gentile|buenos días"
        r"|good (?:day|morning)|thank you|thanks|danke|merci"
        r"|gracias)\W*$",
        "TRACKING_NUMBER": SENDING,
        "TRACKING_LINK": rf"{SENDING}|follow|verfolg|suiv|seguir|hier|here|ici|aquí",
        "CARRIER": r"carrier|courier|shipped (?:with|by|via)|versand(?:art|dienst|partner|mit)"
        r"|zustelldienst|versendet mit|unterwegs mit|paketdienst|transporteur|transport|livreur"
        r"|vervoerder|corriere|transportista|mensajer|agencia|\b(?:with|via|by|mit|per|avec|par|con|por)\W*$",
        "ESTIMATED_DELIVERY_DATE": r"deliver|arriv|\beta\b|zustell|liefer|ankunft"
        r"|reach you|bezorg|lever|consegna|bei (?:ihnen|dir)|livrai|livré|arrivée|entrega|llega",
        "ESTIMATED_SHIPPING_TIME": r"ship|dispatch|leave|handling|processing|versand|lieferzeit"
        r"|bearbeitung|verschick|versend|expédi|préparation|envío|enviar|salid|preparación|despach"
        r"|verstu|verzend|spedi|leaves",
        "ORDER_TOTAL": r"total|\bsum\b|amount|summe|gesamt|betrag|montant|importe|suma|zu zahlen"
        r"|totaal|bedrag|totale",
        "ORDER": ORDER,
        "ORDER_NUMBER": rf"{ORDER}|reference|referen|number|nummer|\bnr\b|numéro|número|n°|#|ref\b",
        "SHIPPING_ADDRESS": r"address|deliver(?:ed|y|ing)? to|ship(?:ped|ping|s)? to|goes to"
        r"|anschrift|adress|geht an|liefern an|versand an|empfänger|recipient|destinat"
        r"|livr[ée]\w* (?:à|chez)"
        r"|bezorgen (?:op|bij)|indirizzo|we will deliver"
        r"|enviaremos a|dirección|enviar a|envía a|domicilio",
        "ORDER_SUMMARY": rf"{ORDER}|items?|products?|articles?|artikel|produkt|artículo|producto"
        r"|produit|contents?|inhalt|contenu|contenido|parcel|paket|colis|paquete|positionen|bought"
        r"|goods|waren|what you|producten|prodotti|articoli|what's in",
    }.items()
}  # fmt: skip
CARRIERS = re.compile(
    r"dhl|ups|brt|bpost|poste italiane"
    r"|fedex|dpd|gls|hermes|postnl|post|colissimo|chronopost|correos|seur|mrw|bring|tnt"
    r"|royal mail|evri|usps|mondial relay|nacex|go!",
    re.IGNORECASE,
)


def is_date_word(token: str) -> bool:
    return token.lower() in DATES


def locale_of(words: list[str]) -> str:
    """The language most of whose small words stand there; und where none or two do so."""
    hits = {locale: sum(word in small for word in words) for locale, small in STOPWORDS.items()}
    first, second = sorted(hits.values(), reverse=True)[:2]
    return max(hits, key=hits.__getitem__) if first > second and first >= 3 else "und"


def said(name: str, label: str) -> int:
    """Where the last word for the slot ends in the label, -1 without one."""
    return max((match.end() for match in BEFORE[name].finditer(label)), default=-1)


def is_total(label: str) -> bool:
    return said("ORDER_TOTAL", label) >= 0 and not re.search(r"sub|zwischen|sous", label, re.I)
