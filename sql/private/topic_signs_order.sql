-- Which words about changing or confirming an order does each customer's text hold?
-- grain: one row per text of a customer
-- key: message_key
-- Patterns in small letters without accents, as private.topic_texts holds the words.
select
    message_key,
    regexp_matches(words, '(no|not|never|n.?t|without|nothing|resend|again|missing|'
        || 'still)\b.{0,50}(confirm|acknowledg)|confirm\w*.{0,40}(missing|never|not|no\b|again)|'
        || '(kein|nicht|nie|erneut|noch einmal|fehlt)\w*.{0,50}bestatigung|'
        || 'bestatigung.{0,50}(fehlt|nie|nicht|noch|erneut|bekommen)|(pas|aucune?|jamais|'
        || 'renvo\w+).{0,50}(confirmation|accuse)|confirmation.{0,30}(manqu|pas)|(no|ningun|sin|'
        || 'reenvi|nunca|falta)\w*\b.{0,50}(confirmacion|acuse)') as no_confirmation,
    regexp_matches(words, '(go|went|gone|get|got) thr(ough|u)|order.{0,25}(placed|success|'
        || 'registered|accepted|exist|valid)|did (it|you get|my order)|(bestellung|das|'
        || 'es).{0,40}(geklappt|angekommen|eingegangen|aufgenommen|erfolgreich|registriert)|'
        || 'commande.{0,30}(passee|enregistree|abouti|acceptee|existe)|ca a marche|bien passe|'
        || '(pedido|compra).{0,30}(realizad|tramitad|registrad|acept|existe|entr)|salio bien|'
        || 'funciono\b') as asks_went_through,
    regexp_matches(words, 'addres|adress|anschrift|direccion|post ?code|zip|pin code|'
        || 'postleitzahl|\bplz\b|(code|codigo) postal|(house|flat|apartment|street) (number|name|'
        || 'no)|hausnummer|strasse|numero de (rue|piso|calle)|empfanger|'
        || 'destinatai?r') as names_address,
    regexp_matches(words, '(wrong|chang|correct|incomplete|missing|different|instead|update|mov|'
        || 'old|forgot|typo|redirect|another|falsch|ander|korrigier|umgezogen|alte|vergessen|'
        || 'vertippt|berichtig|unvollst|ergan)\w*.{0,50}(addres|adress|anschrift|post ?code|zip|'
        || 'plz|postleit|house|hausn)|(addres|adress|anschrift|post ?code|zip|plz|postleit|'
        || 'hausn)\w*.{0,50}(wrong|chang|correct|incomplete|missing|instead|falsch|ander|korrig|'
        || 'fehlt|statt)|(mauvais|chang|corrig|modif|incompl|manqu|oubli|demenag|ancien|autre|'
        || 'rediri)\w*.{0,50}(adresse|code postal|numero|rue)|(mal|cambi|correg|corrij|incompl|'
        || 'falta|olvid|mudad|equivoc|otra|desvi)\w*.{0,50}(direccion|codigo postal|numero|calle|'
        || 'piso)') as address_wrong,
    regexp_matches(words, 'pick.?up (point|shop)|collect it|redirect|packstation|paketshop|'
        || 'umleit|umgeleitet|point relais|redirig|punto de recogida|desviar|(to|at) my (work|'
        || 'office|neighbou?r|mother|sister)|ins? buro|an meine arbeit|au bureau|mon travail|'
        || 'oficina|mi trabajo|moved house|i have moved|umgezogen|demenage|mudado') as elsewhere,
    regexp_matches(words, 'cancel|storn|widerruf|annul|\banul|cancel|resili|zurucktret|rucktritt|'
        || 'vom kauf|desist|retract|withdraw|(no longer|not|n.?t) (want|need)|nicht mehr (haben|'
        || 'brauch|will)|n.en veux plus|plus besoin|(ya )?no (lo )?(quiero|necesito)|'
        || 'changed my mind|anders uberlegt|change d.avis|don.?t (send|ship)|nicht (verschick|'
        || 'versend)|n.envoyez|no lo (envi|mand)') as cancels,
    regexp_matches(words, '(please|kindly|pls|plz|want( to)?|like to|can i|how (do|can|to)|'
        || 'wish to|herewith|bitte|mochte|will|kann ich|wie|hiermit|merci d|je (veux|voudrais|'
        || 'souhaite)|puis-je|comment|quiero|por favor|puedo|favor)\b.{0,40}(cancel|storn|annul|'
        || 'anul|widerruf)|^(cancel|storn|annul|anul)') as asks_to_cancel,
    regexp_matches(words, '(if|otherwise|or i|may|shall|have to think|wenn|sonst|falls|muss ich|'
        || 'si (demain|ca|vous|d)|sinon|devrai|si (manana|esto|no)|tendre que)\b.{0,80}(cancel|'
        || 'storn|annul|anul|refund|money|trete)') as threatens,
    regexp_matches(words, '(chang|switch|swap|amend|add\b|remov|replac|take .{0,12}off|postpone|'
        || 'hold|delay|ander|umstell|tausch|dazu|streich|verleg|verschieb|zuruckhalt|modif|ajout|'
        || 'retir|remplac|enlev|deplac|cambi|anad|quit|aplaz|guard)\w*.{0,45}(size|colou?r|order|'
        || 'item|quantity|express|slot|engrav|grosse|farbe|bestellung|menge|versand|gravur|taille|'
        || 'couleur|commande|creneau|gravure|talla|color|pedido|franja|grabado)') as changes,
    regexp_matches(words, 'by (mistake|accident)|accidental|aus versehen|versehentlich|'
        || 'par erreur|por error|sin querer|twice by|zweimal geklickt|clicked twice|'
        || 'deux fois clique') as by_mistake
from private.topic_texts
