-- Which words about the shop rather than an order does each customer's text hold?
-- grain: one row per text of a customer
-- key: message_key
-- Patterns in small letters without accents, as private.topic_texts holds the words.
select
    message_key,
    regexp_matches(words, 'do (you|u) (ship|deliver|have|sell|offer|accept|take|make|do|send|'
        || 'also|give)|before (i )?(buy|order)|if i (buy|order)|(want|like|love|thinking) (to|of|'
        || 'about) (buy|order|purchas|get)|how (to|do i) order|cod available|what (is|are) (the|'
        || 'your) (price|delivery|shipping)|how (much|long) (is|are|does|would|for)\b.{0,25}(ship|'
        || 'deliver|cost|take)|is (this|it) (available|original|suitable)|available in|(liefern|'
        || 'versenden|haben|bieten|nehmen|machen|fertigen|verkaufen) sie|(be)?vor (ich|dem|'
        || 'man) .{0,15}(bestell|kauf)|wenn ich .{0,15}bestell|wurde gern.{0,30}(bestell|kauf)|'
        || 'ich uberlege|gibt es (das|die|den|bald|auch)|was kostet|normalerweise|(livrez|avez|'
        || 'faites|acceptez|proposez|vendez|expediez)-vous|avant d.(acheter|commander)|'
        || 'si je commande|(aimerais|voudrais|pense) (commander|acheter)|existe.t.il|'
        || 'combien (coute|de temps)|\b(envian|tienen|venden|aceptan|ofrecen|hacen)\b|'
        || 'antes de (comprar|pedir)|si pido|(quisiera|quiero|gustaria|pienso|'
        || 'pensando) .{0,8}(comprar|pedir|hacer un)|cuanto (cuesta|tarda|suele)|'
        || 'hay en') as before_buying,
    regexp_matches(words, '(in|out of|back in|re) ?stock|available|\bprice|sold out|sale\b|'
        || 'offer\b|auf lager|verfugbar|ausverkauf|preis|rabatt|lieferbar|en stock|disponible|'
        || 'prix|epuise|soldes|precio|agotad|rebaja|oferta|stock') as stock_or_price,
    regexp_matches(words, 'password|log ?in|\baccount|newsletter|unsubscrib|emails? a day|'
        || 'passwort|konto|einlogg|abmeld|registrier|mot de passe|\bcompte|desinscri|desabonn|'
        || 'connecter|contrasena|cuenta|boletin|de baja|registrar|loyalty|bonus|fidel|puntos|'
        || 'points') as account,
    regexp_matches(words, 'opening hours|open on|\bstore\b|\bjobs?\b|application|internship|'
        || 'wholesale|franchis|\bseo\b|dealer|bulk|blog|interview|donat|charity|catalog|'
        || 'phone number|offnungszeit|bewerbung|praktik|handler|katalog|filiale|laden\b|'
        || 'telefonnummer|horaires|candidature|\bstage\b|grossiste|boutique|magasin|partenariat|'
        || 'collabor|catalogue|horario|empleo|curriculum|practicas|mayor\b|franquicia|tienda\b|'
        || 'telefono|presupuesto|devis|angebot uber|quote') as company,
    regexp_matches(words, 'which (size|one|is)|suitable|suggest|recommend|advi[cs]e|'
        || 'what (is the )?(best|difference|size)|vegan|ingredient|calor|vitamin|pregnan|skin|'
        || 'hair|welche (grosse|farbe|s)|geeignet|empfehl|unterschied|schwanger|haut\b|haare|'
        || 'quelle (taille|difference|prote|peinture)|convient|conseill|enceinte|peau|que talla|'
        || 'recomiend|aconsej|diferencia|sirve para|embaraz|piel') as advice,
    regexp_matches(words, 'web ?site|\bapp\b|browser|your (page|site)|captcha|home ?page|'
        || 'webseite|ihrer? seite|startseite|votre (site|page)|l.appli|navigateur|su (web|pagina)|'
        || 'la (web|app)\b|navegador|aplicacion|link with|does not load') as website
from private.topic_texts
