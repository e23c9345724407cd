-- Which words about goods that came does each customer's text hold?
-- grain: one row per text of a customer
-- key: message_key
-- Patterns in small letters without accents, as private.topic_texts holds the words.
select
    message_key,
    regexp_matches(words, '(wrong|different|other|another|incorrect|someone else|falsch|ander|'
        || 'verwechsel|mauvais|autre|erreur|interverti|equivocad|erroneo|otro|'
        || 'otra)\w*.{0,30}(item|product|article|size|colou?r|model|order|parcel|artikel|produkt|'
        || 'grosse|farbe|modell|ware|taille|couleur|modele|produit|gout|articulo|producto|talla|'
        || 'color|modelo|sabor)|not what i|nicht (wie|das was|was ich) .{0,10}bestell|'
        || 'pas (du tout )?(ce que|celui)|no es (lo|el|la) (que )?|falschliefer|'
        || 'non conforme') as not_as_ordered,
    regexp_matches(words, 'instead of|in place of|rather than|and not\b|statt\b|anstelle|au lieu|'
        || 'a la place|et non|en (vez|lugar) de|\by no\b|i ordered .{0,60}(got|received|sent|'
        || 'came)|bestell\w* .{0,60}(gekommen|bekommen|geschickt)') as instead_of,
    regexp_matches(words, 'missing|(not|n.?t|was not) (in|included|inside|there)|only (one|two|0|'
        || 'the)|incomplete|forgot|fehl(t|en|end)|unvollst|nicht (dabei|drin|bei)|nur (eine?|zwei|'
        || '0|die)|manqu|incompl|(n.est|etait) pas d|oublie|falta|no (venia|viene|estaba|esta) |'
        || 'solo (una?|dos|0|los|las)|empty|\bleer\b|\bvide\b|vacia') as missing,
    regexp_matches(words, 'broken|damag|defect|fault|crack|leak|smash|shatter|scratch|\btorn|'
        || '\bdent|chipped|bent\b|crush|peel|melt|mould|spoil|rancid|rattl|ruined|in pieces|(not|'
        || 'n.?t|stopped|stops|never) (work|turn|charg|clos|power)|\bdead\b|flicker|came (off|'
        || 'loose)|tore\b|hole\b|kaputt|beschad|defekt|zerbr|geriss|\briss|sprung|kratzer|'
        || 'ausgelauf|delle|verbog|scherben|schimm|mangel|geht (nicht|schon)|funktioniert nicht|'
        || 'ladt nicht|undicht|lose|abgebroch|zersplitt|blatter|\bcass|abim|defectu|fissur|\braye|'
        || 'rayure|brise|\bcoul|tordu|ecras|marche (pas|plus)|fonctionne (pas|plus)|en panne|'
        || 's.allume pas|ne charge|dechir|bossel|ebreche|moisi|fele|\brot[oa]|danad|defectuos|'
        || 'grieta|aranazo|derram|dobl(ad|ada)|aplast|no (funciona|enciende|carga|va)\b|estrope|'
        || 'agujero|aboll|mojad|moho|derretid|se (rompio|apaga|para|abrio)') as broken,
    regexp_matches(words, 'warrant|guarantee|garantie|gewahr|reklam|garantia|reclamacion|repair|'
        || 'repar|claim\b') as warranty,
    regexp_matches(words, '\breturn|sen[dt]\b.{0,15}back|give .{0,12}back|take .{0,8}back|'
        || 'zuruck(schick|geb|send|gesch|gesandt|nehm)|ruck(send|gab|porto)|retour|renvoy|rendre|'
        || 'devol|devuelv') as sends_back,
    regexp_matches(words, '(how|where|label|form|address|procedure|free|cost|'
        || 'who pays).{0,40}\breturn|return.{0,30}(label|form|policy|pickup|address|process)|(wie|'
        || 'wo|etikett|schein|label|kosten).{0,40}(zuruck|ruck|retour)|retourenl|(comment|'
        || 'etiquette|frais|adresse).{0,40}(retour|renvoy|rendre)|(como|etiqueta|porte|'
        || 'direccion).{0,40}devol') as asks_how_to_return,
    regexp_matches(words, 'refund|money back|reimburs|erstatt|geld (zuruck|wieder)|gutschrift|'
        || 'rembours|avoir\b|reembols|(devuelv|devol)\w*.{0,20}dinero|mi dinero|abono|'
        || 'my money') as refund,
    regexp_matches(words, '(sent|returned|shipped|posted|handed in).{0,25}(back|return)|'
        || 'have returned|my return|zuruckgesch|zuruckgesandt|meine (retoure|rucks)|j.ai (renvoye|'
        || 'retourne|rendu|depose)|mon retour|devolvi|mi devolucion|he devuelto') as did_send_back,
    regexp_matches(words, 'exchang|swap|next size|bigger size|umtausch|im tausch|echang|cambi(o|'
        || 'ar|arlo|arla)\b.{0,30}(talla|otr|por)') as exchange,
    regexp_matches(words, 'too (small|big|tight|large|short|long|wide)|n.?t (fit|like|suit)|'
        || 'not (for me|my taste|suit)|hates?\b|passt nicht|zu (klein|gross|eng|weit)|'
        || 'gefallt .{0,6}nicht|nichts fur|trop (petit|grand|serre|large)|ne .{0,4}va pas|'
        || 'pas pour moi|pas a mon gout|n.aime pas|me queda|no me (vale|gusta|queda)|me aprieta|'
        || 'no es para mi|grande\b|pequen') as does_not_suit,
    regexp_matches(words, 'unpack|open(ed|ing)? (the|my|it)|in (the|my) (box|parcel|package)|'
        || 'came today|arrived (today|yesterday)|ausgepackt|beim offnen|im (paket|karton)|'
        || 'aufgemacht|deball|ouvert|dans (le|mon) (colis|carton)|al abrir|abri\b|en (la caja|'
        || 'el paquete)|acabo de') as opened_it,
    regexp_matches(words, 'attach|photo|picture|anbei|im anhang|foto|bild|ci-joint|en piece|'
        || 'adjunt|imagen') as shows_picture
from private.topic_texts
