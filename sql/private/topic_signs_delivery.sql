-- Which words about a delivery that is awaited does each customer's text hold?
-- grain: one row per text of a customer
-- key: message_key
-- Patterns in small letters without accents, as private.topic_texts holds the words.
select
    message_key,
    regexp_matches(words, 'where ?(is|s|''s|are)\b|whereabouts|\bwo (ist|sind|bleib|steck|befind)|'
        || 'was ist mit mein|\bou (est|sont|en est|se trouve)|\bil est ou|donde (esta|anda|se)|'
        || 'por donde|en que punto|kab aa|reach where') as asks_where,
    regexp_matches(words, '\bwhen\b.{0,30}(arriv|come|coming|ship|deliver|get|receiv|expect|sent|'
        || 'leave|here|dispatch)|how many (more )?days|\beta\b|wann .{0,30}(komm|gelief|versen|'
        || 'versch|ankomm|raus|rechnen|da\b|krieg)|(quand|quelle date|quel jour).{0,40}(arriv|'
        || 'recev|recoi|livre|part|expedi|aura|envoy)|(cuando|que dia|que fecha).{0,30}(lleg|sale|'
        || 'envi|entreg|tendre|recib|viene)') as asks_when,
    regexp_matches(words, '\bstatus|(any|latest) (news|update)|how far|on (its|the) way|'
        || 'stand meiner|(was |etwas )neues|unterwegs|ou en est|en (route|chemin)|(des|aux|'
        || 'du) (nouvelles|nouveau)|novedades|estado de|como va\b|en camino') as asks_status,
    regexp_matches(words, '(has|have|did|was|is|been|not|already)\b.{0,30}(shipped|dispatch|'
        || 'despatch|sent out|left (the|your|you))|schon .{0,25}(verschickt|versandt|versendet|'
        || 'raus|abgeschickt)|(deja|est.{0,3}il|a-t-elle|est-ce) .{0,25}(parti|expedi|envoye)|'
        || 'ha(n)? (salido|enviado|despachado|mandado)') as asks_sent,
    regexp_matches(words, '(no|not|never|without|send|share|need|haven.?t|have no|give|'
        || 'get)\b.{0,45}(track|link|consignment)|(keine|noch kein|nicht).{0,30}(sendungsn|'
        || 'trackingn|paketn|versandm|link)|(sendungs|tracking|paket)nummer.{0,25}(schick|'
        || 'nachsend|geben|bitte)|(pas|aucun|besoin|envo|donne).{0,40}(suivi|numero d[ue] colis|'
        || 'lien)|(no|sin|aun|necesit|mand|envi)\w*\b.{0,40}(seguimiento|codigo d|enlace|'
        || 'rastreo)') as wants_tracking,
    regexp_matches(words, 'track|sendungs(nummer|verfolg|status)|paketnummer|barcode|\bsuivi|'
        || 'seguimiento|rastre|consignment|code-barre|numero d.envoi') as names_tracking,
    regexp_matches(words, '(track|sendungs|number|nummer|link|suivi|numero|seguimiento|rastreo|'
        || 'enlace|lien)[^.]{0,90}(invalid|unknown|not (found|work|recogn|valid|open|moved|chang)|'
        || 'n.?t (work|exist|move|moved|changed|recogn|open)|no (such|movement|data|event)|wrong|'
        || 'error|stuck|blank|broken|someone|another)|(nummer|link|sendungs\w+|'
        || 'tracking)[^.]{0,90}(unbekannt|ungult|funktioniert nicht|geht nicht|fehlerseite|'
        || 'nicht (gefunden|erkannt|bewegt|geand)|falsch|keine (bewegung|daten|such|ereign)|'
        || 'bewegt sich|hangt|steht nur)|(suivi|numero|lien|seguimiento|enlace|'
        || 'rastreo)[^.]{0,90}(inconnu|invalide|introuvable|marche pas|fonctionne pas|erreur|'
        || 'bouge pas|bloque|pas (change|reconnu|valable)|desconocid|no (funciona|existe|va\b|'
        || 'se mueve|ha cambiado|encontrad|reconoc)|error|atascad|invalido|'
        || 'roto)') as tracking_fails,
    regexp_matches(words, '(delivered|signed|handed|collected|picked up|left (in|at|with|on|by)|'
        || 'neighbou?r|safe place|zugestellt|ausgeliefert|abgegeben|abgelegt|ubergeben|nachbar|'
        || 'als geliefert|abgeholt)|(\blivree?s?\b|distribue|remis|depose|voisin|lieu sur|'
        || 'entregad|dejad|dejaron|firmad|vecin|recogid|en mano)') as says_delivered,
    regexp_matches(words, '(delivered|signed|neighbou?r|zugestellt|geliefert|abgegeben|nachbar|'
        || 'livree?\b|remis|voisin|distribue|entregad|vecin).{0,120}(nothing|not (here|get|got|'
        || 'receiv)|n.?t (get|got|receiv|have|here)|nobody|no parcel|never|nicht(s| da| bekommen|'
        || ' erhalten)|kein|niemand|\brien|pas (la|recu|eu)|aucun|personne|jamais|nada|no (lo |'
        || 'la )?(tengo|recib|esta|aparece|hay)|nadie|nunca|ningun)') as delivered_but_not_here,
    regexp_matches(words, '\blate\b|delay|overdue|still (wait|no|not|nothing|have)|(should|'
        || 'supposed|meant|due).{0,25}(been|arriv|come|deliver|here|last|yesterday|on\b)|too long|'
        || 'so long|taking|passed|behind schedule|promised|expected (arriv|on|between)|'
        || 'immer noch (nicht|kein)|noch immer|noch nicht|verspat|uberfallig|verzug|verzoger|'
        || 'verstrich|hatte.{0,35}(sollen|mussen|kommen)|sollte.{0,40}(da|hier|kommen|ankommen)|'
        || 'zu spat|so lange|viel zu lang|versprochen|termin.{0,20}vorbei|retard|toujours (pas|'
        || 'rien)|devait|depasse|trop long|si long|tarde\b|encore rien|promis|prevu|repousse|'
        || 'retras|demora|todavia (no|nada)|sigo (sin|esper)|debia|tenia que|tarda|plazo|prometi|'
        || 'aun no|previst') as says_late
from private.topic_texts
