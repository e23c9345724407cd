-- Which words of thanks, of asking or of an order at all does each customer's text hold?
-- grain: one row per text of a customer
-- key: message_key
-- Patterns in small letters without accents, as private.topic_texts holds the words.
select
    message_key,
    regexp_matches(words, 'thank|\bthx|cheers|danke|\bdank\b|merci|gracias|agradez') as thanks,
    regexp_matches(words, 'all (good|well|sorted|fine|is well)|(has|have|just|now) (arrived|come|'
        || 'turned up)|arrived (safely|this)|no (need|reply)|need(n.?t| not) (to )?(do|answer|'
        || 'reply)|solved|never ?mind|ignore my|forget my|perfect|lovely|wonderful|works (now|'
        || 'perfect)|happy|pleased|sorry to have|alles (gut|bestens|geklart|heil)|erledigt|'
        || 'nicht (zu )?antworten|keine antwort notig|perfekt|wunderbar|zufrieden|vergessen sie|'
        || 'ignorier|geht jetzt|ist da, |tout (va bien|est (bon|regle|arrive|la))|inutile|'
        || 'pas besoin de rep|oubliez|parfait|ravi|laissez tomber|resolu|regle\b|todo (bien|'
        || 'arreglado|llego|esta)|no hace falta|resuelto|olvid(en|a)|ignor(en|a)|perfecto|encant|'
        || 'content|maravill|ya llego|dejenlo') as all_is_well,
    regexp_matches(words, '[?]') as asks,
    regexp_matches(words, 'please|kindly|\bpls|\bplz|could you|can you|would you|\bbitte|'
        || 'konnen sie|konnten sie|konnt ihr|s.il vous|\bsvp|pouvez|pourriez|merci d|veuillez|'
        || 'por favor|pueden|podrian|\bporfa|ruego|rogamos') as wants_something,
    regexp_matches(words, '(no|not|never|nobody|any|without|awaiting|waiting for|'
        || 'n.?t)\b.{0,30}(repl|answer|respon|react)|keine? (antwort|ruckmeld|reaktion)|'
        || 'nicht geantwortet|niemand.{0,20}(antwort|reag)|(pas|sans|aucune|attends|'
        || 'personne).{0,25}(repon|reag|repondu)|(sin|nadie|espero|no).{0,20}(respuesta|contest|'
        || 'respond|reacc)|call me|ruf\w* .{0,15}(an|zuruck)|rappel|llam(en|ar)me|last (mail|'
        || 'message)') as no_reply,
    regexp_matches(words, 'gift.?wrap|customs|manual|instruction|assembl|sign for|signature|'
        || 'both (my )?orders|two orders|combine|serial|als geschenk|\bzoll|anleitung|aufbau|'
        || 'unterschr|zwei bestell|beide\w* bestell|zusammen|seriennum|emballer|douane|notice|'
        || '\bmonter|signer|deux commandes|envolver|aduana|montar|montaje|firmar|dos pedidos|'
        || 'letterbox|briefkasten passt') as gift_or_customs,
    regexp_matches(words, '\b(0|two|three|four|five|six|seven|eight|nine|ten|a|several|many|'
        || 'few)( more)? (full )?(days?|weeks?|months?)|\bages\b|tage[n]?\b|wochen?\b|monat|'
        || 'jours?\b|semaines?\b|\bmois\b|\bdias?\b|semanas?\b|\bmes(es)?\b') as names_a_wait,
    regexp_matches(words, 'order|purchase|parcel|package|shipment|bestellung|auftrag|paket|'
        || 'sendung|lieferung|commande|colis|livraison|pedido|paquete|envio|'
        || 'entrega') as names_order,
    regexp_matches(words, '(my|our|the) (order|parcel|package|delivery|shipment|purchase|product|'
        || 'item)|mein\w* (bestell|paket|sendung|lieferung|auftrag|ware)|unser\w* (bestell|'
        || 'lieferung)|(ma|notre|la) commande|(mon|notre) (colis|paquet)|(mi|nuestro|el) (pedido|'
        || 'paquete|envio)|order (no|number|id|0)|bestellnummer|commande 0|pedido 0') as my_order,
    regexp_matches(words, '\bi (have |just )?(ordered|bought|purchased|placed)|'
        || 'we (have )?(ordered|bought)|(habe|haben|hab) .{0,60}(bestellt|gekauft)|'
        || 'j.ai .{0,10}(commande|achete|pris)|nous avons .{0,10}(commande|achete)|\b(pedi|compre|'
        || 'pedimos|compramos|he (pedido|comprado)|hice un pedido)\b|'
        || 'placed (an )?order') as has_bought
from private.topic_texts
