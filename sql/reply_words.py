"""The words by which a quote is known; those below a mail stand in reply_farewells."""


def phrases(block: str) -> tuple[str, ...]:
    """What stands between bars and line ends."""
    parts = (part.strip() for line in block.splitlines() for part in line.split("|"))
    return tuple(part for part in parts if part)


# "Anna wrote:". Not "you wrote": that is a customer who tells a story, see NO_QUOTE.
WROTE = phrases("""
    wrote | writes | schrieb | schreibt | a écrit | escribió | ha escrito | ha scritto | scrisse
    schreef | escreveu | skrev | kirjoitti | napisał | napisała | napisał(a) | napsal | napsala
    napsal(a) | пишет | писал | написал | написала | написал(а)
""")
# How such a line begins when no address stands in it; or with a number or a day of the week.
OPENERS = phrases("""
    on | am | le | el | il | in data | il giorno | op | em | no dia | den | dne | dnia | w dniu
    mon | tue | wed | thu | fri | sat | sun | mo | di | mi | do | fr | sa | so | lun | mar | mer
    jeu | ven | sam | dim | mié | jue | vie | sáb | dom | man | tir | ons | tor | lør | søn | mån
    tis | lör | sön | ma | ti | ke | to | pe | la | su | po | út | st | čt | pá | ne
""")
# Such a line speaks of the writer or the reader, and is the writer's own.
NO_QUOTE = phrases("""
    i | we | you | your | my | our | ich | wir | sie | ihr | ihre | ihrer | mir | mein | meine
    je | j'ai | nous | vous | votre | vos | mon | ma | yo | me | usted | ustedes | su | nuestro
""")

HEADS = {
    "sender": phrases("""
        from | von | de | da | van | fra | från | od | от | expéditeur | remitente | mittente
        afzender | nadawca | avsändare | lähettäjä | odesílatel | отправитель | от кого
    """),
    "sent": phrases("""
        sent | date | gesendet | datum | envoyé | envoyé le | message du | enviado | enviado el
        enviada | enviado em | fecha | data | inviato | verzonden | sendt | dato | skickat
        wysłano | wysłane | lähetetty | päiväys | odesláno | дата | отправлено
    """),
    "to": phrases("""
        to | an | à | a | para | pour | aan | til | till | do | komu | vastaanottaja | кому | cc
        kopie | copie | copie à | kopi | kopia | dw | reply-to | antwort an | répondre à
    """),
    "subject": phrases("""
        subject | betreff | objet | sujet | asunto | assunto | oggetto | onderwerp | emne | ämne
        temat | aihe | předmět | тема
    """),
}

ORIGINALS = phrases("""
    original message | reply message | ursprüngliche nachricht | originalnachricht
    message d'origine | message original | mensaje original | mensagem original
    messaggio originale | oorspronkelijk bericht | oprindelig meddelelse | oprindelig besked
    opprinnelig melding | ursprungligt meddelande | originalmeddelande | wiadomość oryginalna
    alkuperäinen viesti | původní zpráva | исходное сообщение
""")
FORWARDS = phrases("""
    forwarded message | begin forwarded message | weitergeleitete nachricht
    anfang der weitergeleiteten nachricht | message transféré | début du message transféré
    début du message réexpédié | mensaje reenviado | inicio del mensaje reenviado
    messaggio inoltrato | inizio messaggio inoltrato | doorgestuurd bericht
    mensagem encaminhada | videresendt meddelelse | videresendt besked | videresendt melding
    vidarebefordrat meddelande | wiadomość przekazana | välitetty viesti | přeposlaná zpráva
    пересылаемое сообщение
""")
ABOVE_THIS = phrases("""
    above this line | über dieser zeile | oberhalb dieser zeile | au-dessus de cette ligne
    por encima de esta línea
""")
FORWARD_PREFIXES = phrases("fw | fwd | wg | tr | rv | enc | vb | vl | pd | doorst")
# With these few words a forward is still all that the writer says.
POINTERS = phrases("""
    see below | below | fyi | siehe unten | unten | s.u. | weiter unten | ci-dessous
    ci-après | véase abajo | ver abajo | más abajo | abajo
""")
MOST_POINTER_WORDS = 8
