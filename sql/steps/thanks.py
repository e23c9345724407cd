"""Which mails only say thanks, so that nobody waits for an answer?

Careful on purpose: between greeting and sign-off stands nothing but thanks, praise and news that
all is well. One word outside of that, or a question, and the mail stays an inquiry: "merci
d'annuler ma commande" asks for something.
"""

import re

import pyarrow as pa

READS = {
    "mails": """
        select mails.message_key, texts.new_text, texts.from_name
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        where mails.direction = 'incoming' and len(texts.new_text) between 2 and 400
        union all
        select message_key, new_text, null as from_name
        from private.ticket_words
        where author_role = 'customer' and len(new_text) between 2 and 400
        order by message_key
    """,
}
COLUMNS = {"message_key": "varchar"}
KEY = ("message_key",)

MOST_WORDS = 40
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
THANKS = frozenset(
    "thanks thank thx ta cheers danke dank dankeschön bedanke merci remercie gracias agradezco"
    .split()
)
HARMLESS = THANKS | frozenset(
    """
    you so very much many a lot indeed for the your this that it is was all that's it's well good
    great fine perfect perfectly excellent super wonderful brilliant amazing lovely nice kind kindly
    really quick fast prompt swift speedy friendly help helping support reply answer response
    information info update works working worked now solved sorted done ok okay i we have has i've
    my our parcel package order arrived received got everything just wanted to say be and again of
    day weekend happy
    vielen herzlichen besten lieben tausend ganz sehr toll tolle prima perfekt klasse wunderbar
    alles gut bestens passt für die den das der ihre ihren eure deine schnelle rasche prompte
    freundliche gute hilfe antwort rückmeldung unterstützung info information auskunft mühe paket
    bestellung ist sind angekommen da erhalten bekommen hat geklappt funktioniert jetzt nun ich mich
    habe wir haben bei ihnen euch dir schönen schöne tag abend wochenende woche und ok okay erledigt
    geklärt gelöst freue sich damit somit mir uns super bestens
    beaucoup bien parfait parfaitement super génial excellent nickel pour votre vos ta aide réponse
    retour rapidité efficacité gentillesse rapide tout toute est c'est bon va reçu j'ai nous avons
    colis commande ma mon le la les arrivé arrivée à vous et bonne belle journée soirée week end
    très gentil infiniment de l'aide je réglé réglée résolu résolue ça marche
    muchas muchísimas mil perfecto genial excelente estupendo por su tu la el ayuda respuesta
    rápida rápido rapidez amable muy todo está bien ok ya he hemos recibido llegado ha paquete
    pedido y un buen día fin semana resuelto solucionado arreglado se
    """.split()
)
# A line that greets, or from which on only the sender's name and footer follow.
GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)"
    r"|moin|sehr geehrte\w*|liebe[rs]?|bonjour|bonsoir|madame|monsieur|cher|chère|hola|buenos|"
    r"buenas|estimad[oa]s?)\b[^.!?\n]{0,60}[,!.]?$"
)
SIGN_OFF = re.compile(
    r"(?:(?:kind |best |warm )?(?:regards|wishes)|best|cheers|sincerely|yours|many thanks|thanks|"
    r"thank you|lg|vg|mfg|(?:viele|liebe|beste|schöne) grüße|gruß|grüße|mit freundlichen grüßen|"
    r"danke und gruß|(?:bien )?cordialement|bien à vous|merci d'avance|salutations|"
    r"(?:un )?saludos?|atentamente)\b[^.!?\n]{0,40}$|^[-_*]{2,}"
)


def run(mails: pa.Table) -> dict[str, list]:
    found = [
        mail["message_key"]
        for mail in mails.to_pylist()
        if only_thanks(mail["new_text"], mail["from_name"] or "")
    ]
    return {"message_key": found}


def only_thanks(text: str, writer: str = "") -> bool:
    if "?" in text or "¿" in text:
        return False
    words = [word for line in message_lines(text) for word in WORD.findall(line)]
    allowed = HARMLESS.union(WORD.findall(writer.lower()))  # people sign without a sign-off
    return len(words) <= MOST_WORDS and not THANKS.isdisjoint(words) and allowed.issuperset(words)


def message_lines(text: str) -> list[str]:
    """The lines between greeting and sign-off, in lower case; a lone line is always kept."""
    lines = [line.strip().lower().replace("’", "'") for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > 1 and GREETING.match(lines[0]):
        lines = lines[1:]
    for number, line in enumerate(lines):
        if number and SIGN_OFF.match(line):
            return lines[:number]
    return lines
