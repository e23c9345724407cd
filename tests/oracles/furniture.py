"""What machines, lists and swindlers write, by the words alone (four languages)."""

import re

from .thanks import GREETING

THANKED = re.compile(
    r"^(thank you|thanks|vielen dank|danke|merci|(muchas )?gracias)\b[^.!?]{0,80}[.!]\s*", re.I
)
ABSENT = re.compile(
    r"^(i am|i'm|i will be|we are) (currently |away|at present |now )?.{0,30}"
    r"(out of (the |my )?office|away from|on (holiday|vacation|annual leave|leave)|travelling)|"
    r"^ich (befinde mich|habe|bin) (derzeit|zur ?zeit|momentan|aktuell|ab|bis|vom|im|nicht|"
    r"heute)?.{0,40}(nicht im büro|"
    r"abwesend|(im )?urlaub|außer haus|nicht (erreichbar|am platz)|verreist)|"
    r"^je suis (actuellement |en ce moment )?.{0,40}(absente?|en congés?|en vacances|"
    r"hors du bureau)|"
    r"^(actualmente |en este momento )?(estoy|estaré|me encuentro) .{0,40}(fuera de la oficina|"
    r"ausente|de vacaciones)",
    re.I | re.S,
)
RECEIPT = re.compile(
    r"^(your|this is) .{0,20}(request|message|inquiry|enquiry|e-?mail|ticket)\b.{0,40}(received|"
    r"registered|created)|^we (have )?received your (request|message|inquiry|enquiry|e-?mail|"
    r"ticket)|"
    r"^ihre? (anfrage|nachricht|e-?mail|ticket)\b.{0,50}(eingegangen|erhalten|registriert|"
    r"erstellt)|"
    r"^wir haben ihre (anfrage|nachricht|e-?mail) .{0,20}(erhalten|registriert)|"
    r"^votre (demande|message|ticket)\b.{0,50}(reçue?|enregistrée?|créée?)|"
    r"^nous avons bien reçu votre (demande|message|e-?mail)|"
    r"^(su|tu) (solicitud|mensaje|consulta|ticket)\b.{0,50}(recibid[oa]|registrad[oa]|cread[oa])|"
    r"^hemos recibido (su|tu) (solicitud|mensaje|consulta|correo)",
    re.I | re.S,
)
ASKS = re.compile(
    r"\?|¿|\b(order|parcel|package|deliver\w*|bestell\w*|paket\w*|liefer\w*|sendung|commande\w*|"
    r"colis|"
    r"livr\w+|pedido\w*|paquete\w*|entreg\w+)\b",
    re.I,
)
FURNITURE = re.compile(
    r"(unsubscribe|ab(zu)?melden|ab(zu)?bestellen|désabonner|désinscrire|darse de baja|"
    r"cancelar la suscripción)"
    r"\W{0,4}(here\W*|hier\W*|ici\W*|aquí\W*)?https?://|"
    r"^(to unsubscribe|zum abmelden|pour vous désabonner|para darse de baja)\b|"
    r"you (are receiving|receive|received) this (e-?mail|newsletter|message) because|"
    r"sie erhalten diese (e-?mail|nachricht|newsletter)\b.{0,20}weil|"
    r"sie erhalten diesen newsletter|vous recevez (cet e-?mail|cette newsletter|"
    r"ce message)\b.{0,20}car|"
    r"(recibe|recibes) (este correo|este boletín|esta newsletter)\b.{0,20}porque|"
    r"(view|read) (this (e-?mail|newsletter) )?in (your )?browser|im browser (ansehen|anzeigen|"
    r"öffnen)|"
    r"(voir|afficher|ouvrir) .{0,25}dans (le|votre) navigateur|ver .{0,20}en (el|su|tu) navegador",
    re.I | re.M,
)
SIGNS = [re.compile(words, re.I) for words in (
    r"\b(prize|lottery|jackpot|winner|you (have )?won|gewonnen|gewinnspiel|lotterie|loterie|"
    r"vous avez gagné|lotería|ha ganado|premio)\b",
    r"\b(inheritance|beneficiary|erbschaft|héritage|herencia|million(s|en)? (of )?(dollars?|euros?|"
    r"usd|eur)|bank transfer of)\b",
    r"\b(bitcoin|crypto\w*|krypto\w*|forex|investment opportunity|passive income|daily profits?|"
    r"passives einkommen|revenus passifs|ingresos pasivos)\b",
    r"\b(seo|backlinks?|search engine|top of (every |the )?search|first page of google|"
    r"suchmaschinen"
    r"\w*|référencement|posicionamiento|rank\w* (higher|#?1)|more traffic|guest posts?)\b",
    r"\b(loans?|kredite?|sofortkredit|prêts? (sans|rapide)|préstamos?|credit line)\b",
    r"\b(viagra|cialis|pharmacy|pills|weight loss|abnehmen|casino|betting|dating|singles)\b",
    r"\b(guarantee\w*|100 ?%|risk[- ]free|garantiert|garantie?s?|garanti[eszad]+o?|no risk|"
    r"sans risque|"
    r"sin riesgo|ohne risiko)\b",
    r"\b(act now|answer today|only today|limited (time )?offer|urgent\w*|nur heute|jetzt handeln|"
    r"agissez maintenant|offre limitée|solo hoy|oferta limitada|claim (your|it)|last chance)\b",
    r"\b(click (here|below|the link)|hier klicken|klicken sie hier|cliquez ici|haga clic|"
    r"pulse aquí)\b",
    r"\b(verify your account|password (expires|will expire)|mailbox is (almost )?full|"
    r"konto (gesperrt|"
    r"bestätigen)|compte (suspendu|bloqué)|cuenta (suspendida|bloqueada))\b",
    r"https?://(\d{1,3}(\.\d{1,3}){3}|bit\.ly|tinyurl\.)|\.(xyz|top|click|icu)\b",
    r"!{2,}|\${2,}|€{2,}",
    r"\b(dear (sir|madam|friend|webmaster|business owner)|my dear)\b",
)]  # fmt: skip


def is_automatic_text(words: str) -> bool:
    """An absence note or a receipt begins so, and asks for nothing."""
    said = [line for line in words.splitlines() if line]
    said = said[1:] if said and GREETING.match(said[0]) else said
    text = THANKED.sub("", " ".join(said))
    return bool(ABSENT.search(text) or RECEIPT.search(text)) and not ASKS.search(text)


def is_list_text(text: str) -> bool:
    return bool(FURNITURE.search(text))


def signs_of_spam(subject: str, text: str) -> int:
    shouts = subject.isupper() and len(subject) > 8
    return shouts + sum(bool(sign.search(f"{subject}\n{text}")) for sign in SIGNS)
