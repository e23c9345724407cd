-- Which words about paying an order does each customer's text hold?
-- grain: one row per text of a customer
-- key: message_key
-- Patterns in small letters without accents, as private.topic_texts holds the words.
select
    message_key,
    regexp_matches(words, 'invoice|receipt|\bbill\b|\bgst\b|\bvat\b|rechnung|beleg|quittung|'
        || 'mahnung|facture|\btva\b|relance|factura|recibo|\biva\b|reminder') as names_invoice,
    regexp_matches(words, 'charged|debit|deducted|taken (from|twice)|abgebucht|belastet|'
        || 'lastschrift|gebucht|preleve|debite|cobr|cargo|cargad|overcharg|'
        || 'too much') as was_charged,
    regexp_matches(words, 'twice|double|two (times|debits|charges)|doppelt|zweimal|zwei abbuch|'
        || 'deux fois|dos (veces|cargos)|doble') as twice,
    regexp_matches(words, '\bpay|\bpaid|paypal|klarna|transfer|\bzahl|bezahl|uberw[ie]|vorkasse|'
        || '\bpai|\bpay|virement|\bpag[oaue]|transferencia|bank|konto\b|iban') as pays,
    regexp_matches(words, 'voucher|coupon|discount|promo|gift card|gutschein|rabatt|bon d.achat|'
        || 'remise|carte cadeau|\bvale\b|descuento|cupon|tarjeta regalo') as voucher
from private.topic_texts
