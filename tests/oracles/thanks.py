"""Mails that say nothing but thank you, praise, or that all is well (four languages)."""

import re

GREETING = re.compile(
    r"^(hi|hello|hallo|hey|dear|good (morning|afternoon|evening)|guten (tag|morgen|abend)|moin|"
    r"liebe\w*|sehr geehrte\w*|servus|bonjour|bonsoir|salut|ch[eè]re?s?|madame|monsieur|hola|"
    r"buen[oa]s (d[ií]as|tardes|noches)|estimad\w+)\b[^.!?]{0,40}[,!:.]?$",
    re.I,
)
SIGN_OFF = re.compile(
    r"^((with )?(kind|best|warm) (regards|wishes)|regards|cheers|best|yours\b.*|"
    r"(mit )?(freundlichen|"
    r"besten|lieben|vielen|schönen|herzlichen)\w* grü(ß|ss)en?|(viele|liebe|beste|freundliche|"
    r"schöne"
    r"|herzliche) grü(ß|ss)e|lg|vg|mfg|gru(ß|ss)|danke und gru(ß|ss)|bien (à vous|cordialement)|"
    r"cordialement|(bonne|belle) (journée|soirée)|(un )?(cordial )?saludos?|(un )?abrazo|"
    r"atentamente|thanks|(many|with) thanks|thank you|merci|(muchas )?gracias|(vielen |besten |"
    r"herzlichen )?dank|danke|salutations)\b.{0,30}$",
    re.I,
)
NEEDLESS = re.compile(
    r"\b(no need to (answer|reply)( to this)?|no (answer|reply) (is )?(needed|necessary|required)|"
    r"(eine )?antwort (ist )?nicht nötig|(sie )?(müssen|brauchen) (mir )?nicht (zu )?antworten|"
    r"keine antwort (nötig|erforderlich|notwendig)|(pas besoin|inutile) de (me )?répondre|"
    r"no (hace falta|es necesario) (que )?(me )?(responder|respondan|conteste[nr]?|contestar)|"
    r"no problem|kein problem|pas de (souci|problème)|nichts zu beanstanden|nothing (else|more)|"
    r"ningún problema|sin problemas?|no complaints?|pas un problème)\b",
    re.I,
)
GOOD = re.compile(
    r"\b(thank|thanks|thx|ty|danke\w*|dank|merci|remerci\w+|gracias|agradec\w+|perfect\w*|perfekt|"
    r"parfait\w*|perfecto|great|super|toll|klasse|prima|top|lovely|wonderful|wunderbar|"
    r"excellent\w*|"
    r"excelente|génial\w*|genial|happy|glücklich|zufrieden|content\w*|ravie?s?|contento|"
    r"satisfait\w*|"
    r"arrived|here|angekommen|gekommen|da|erhalten|reçu\w*|arrivée?s?|llegado|llegó|recibid\w+|"
    r"fits|passt|passen|works|funktioniert|fonctionne|funciona|all (good|well|fine)|alles (gut|"
    r"bestens|klar|in ordnung|bestens)|tout va bien|tout est (bon|en ordre|parfait)|todo (bien|"
    r"correcto|en orden|perfecto)|sorted|solved|erledigt|geklärt|gelöst|réglé|résolu|resuelto|"
    r"solucionado|keep it up|weiter so|recommend\w*|empfehl\w+|recommand\w+|recomend\w+|"
    r"(have a )?(nice|good) (day|weekend)|schöne[ns]? (tag|wochenende)|received|found|gefunden|"
    r"trouvé|encontrado|good|gut|bien|fine|love|liebe|quick|schnell\w*|rapide\w*|rápid\w*)\b",
    re.I,
)
WRAPPED = 50  # a shorter line was ended by its writer, not by a program
BUT = re.compile(
    r"\?|¿|\b(nothing|nobody|neither|nichts|niemand|weder|rien|aucune?|personne|nada|nadie|ningun\w*|"
    r"but|however|though|unfortunately|not|n['’]t|never|without|still|yet|please|could|can|"
    r"would|when|where|how|why|which|wait\w*|missing|wrong|broken|damaged|late|refund|return|"
    r"cancel|"
    r"instead|aber|jedoch|leider|nicht|kein\w*|nie|ohne|noch|bitte|könnt\w*|kann|wann|wo|wie lange|"
    r"warum|welche\w*|fehlt|fehlen|falsch\w*|kaputt|defekt|statt|erstatt\w*|storn\w*|mais|"
    r"cependant|"
    r"pourtant|malheureusement|pas|jamais|sans|encore|toujours|s['’]il|svp|pourriez|pouvez|puis-je|"
    r"quand|où|comment|pourquoi|manque\w*|cassée?|abîmé\w*|faux|mauvais\w*|rembours\w*|pero|aunque|"
    r"no|nunca|sin|todavía|aún|por favor|podr[ií]\w*|puede\w*|cuándo|dónde|cómo|por qué|falta\w*|"
    r"rot[oa]|equivocad\w*|reembols\w*|devol\w*|in advance|im voraus|d['’]avance|de antemano|"
    r"merci de|gracias por (enviar|mandar|confirmar)|thanks for (sending|confirming)|question|"
    r"frage|pregunta|need|brauche|besoin|necesito)\b|n['’]t\b|merci d['’]",
    re.I,
)


def is_mere_thanks(words: str) -> bool:
    """Every sentence between greeting and name says so, and none asks or complains."""
    said = NEEDLESS.sub(" thanks ", body(words))
    if not said or len(said) > 300 or BUT.search(said):
        return False
    sentences = [one for one in re.split(r"[.!;\n]+", said) if re.search(r"\w", one)]
    return all(GOOD.search(one) for one in sentences)


def body(words: str) -> str:
    """Its paragraphs, without greeting, sign-off and name; wrapped lines are one again."""
    lines = words.strip().splitlines()
    if lines and GREETING.match(lines[0]):
        lines = lines[1:]
    ends = [n for n, line in enumerate(lines)
            if any(lines[:n]) and SIGN_OFF.match(line) and ends_after(lines[n + 1 :])]  # fmt: skip
    lines = lines[: ends[0]] if ends else lines
    while len(lines) > 1 and (not lines[-1] or is_name(lines[-1])):
        lines = lines[:-1]
    return "".join(f"{line} " if len(line) > WRAPPED else f"{line}\n" for line in lines).strip()


def ends_after(lines: list[str]) -> bool:
    """Below a sign-off stand a name and little else; what goes on there was said as well."""
    rest = [line for line in lines if line]
    return len(rest) <= 2 and all(len(line) < 40 and not re.search(r"[?.!]", line) for line in rest)


def is_name(line: str) -> bool:
    return bool(re.fullmatch(r"([A-ZÀ-Ý][\w'’-]*\.?\s?){1,4}", line))
