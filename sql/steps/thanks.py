"""Which mails only say thanks, so that nobody waits for an answer?

Careful on purpose: short, says thanks, asks nothing, and holds no word that could carry a wish,
a doubt or a complaint. Whatever is not surely thanks stays an inquiry.
"""

import re

import pyarrow as pa

READS = {
    "mails": """
        select mails.message_key, texts.new_text
        from staging.messages as mails
        inner join private.messages as texts using (message_key)
        where mails.direction = 'incoming' and len(texts.new_text) between 2 and 400
        order by mails.message_key
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
DOUBTS = frozenset(
    """
    but however not no never don't didn't isn't can't won't haven't hasn't doesn't still yet missing
    wrong broken damaged when where why what which who how could would should can please need want
    wish cancel return refund exchange change send resend wait waiting late again instead problem
    issue help question questions reply answer invoice tell let ask advance if unless until except
    aber jedoch nicht kein keine keinen nie noch fehlt fehlen falsch defekt kaputt wann wo wieso
    warum weshalb was welche welcher wer wie könnte könnten könnt kann können würde würden bitte
    brauche möchte will wollte stornieren zurück rückgabe erstattung umtausch ändern senden schicken
    warte warten spät wieder statt problem hilfe frage fragen antwort rechnung sagen voraus falls
    wenn bis außer leider
    mais cependant pas jamais rien encore toujours manque faux cassé abîmé quand où pourquoi quoi
    quel quelle qui comment pourriez pouvez peux pourrais voudrais veux besoin annuler retour
    rembourser remboursement échanger changer envoyer attends attente retard problème aide question
    réponse facture avance si sauf malheureusement
    pero sin no nunca nada aún todavía falta roto dañado cuándo cuando dónde donde por-qué qué cuál
    quién cómo podría pueden puede puedo quisiera quiero necesito cancelar devolver devolución
    reembolso cambiar enviar espero esperando tarde problema ayuda pregunta respuesta factura
    antemano si excepto desgraciadamente favor
    """.split()
)


def run(mails: pa.Table) -> dict[str, list]:
    keys = mails["message_key"].to_pylist()
    texts = mails["new_text"].to_pylist()
    return {"message_key": [k for k, text in zip(keys, texts, strict=True) if only_thanks(text)]}


def only_thanks(text: str) -> bool:
    if "?" in text or "¿" in text:
        return False
    words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
    return (
        len(words) <= MOST_WORDS
        and not THANKS.isdisjoint(words)
        and DOUBTS.isdisjoint(words)
    )
