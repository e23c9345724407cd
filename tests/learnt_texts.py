"""The six templates of a tea shop, in two versions each, for learning them backwards."""

from learnt_shop import Layout

EN_CARD = ("""Order confirmation {ORDER_NUMBER}
Dear {CUSTOMER_NAME},

thank you for your order {ORDER_NUMBER}.

Your order:
{ORDER_SUMMARY}
{OPTION_0}
Total: {ORDER_TOTAL}

Delivery address:
{SHIPPING_ADDRESS}

We expect to ship it in: {ESTIMATED_SHIPPING_TIME}
As soon as the parcel is on its way we will send you the tracking number.

Questions? Write to help@teas.example or call +44 113 496 0000, Monday to Friday 9:00-17:00.
Teas of the North, 4 Quay Lane, Leeds""", """Order confirmation {ORDER_NUMBER}
Dear {CUSTOMER_NAME},

thank you very much! We received your order {ORDER_NUMBER} and are packing it now.

Your order:
{ORDER_SUMMARY}
{OPTION_0}
Total: {ORDER_TOTAL}

Delivery address:
{SHIPPING_ADDRESS}

We expect to ship it in: {ESTIMATED_SHIPPING_TIME}
As soon as the parcel is on its way we will send you the tracking number.

Questions? Write to help@teas.example or call +44 113 496 0000, Monday to Friday 9:00-17:00.
Teas of the North, 4 Quay Lane, Leeds""")
DE_CARD = ("""Ihre Bestellung {ORDER_NUMBER} ist eingegangen
Guten Tag {CUSTOMER_NAME},

vielen Dank für Ihren Einkauf bei uns! Ihre Bestellung hat die Nummer {ORDER_NUMBER}.

Artikel
{ORDER_SUMMARY}
Gesamtbetrag
{ORDER_TOTAL}
Lieferanschrift
{SHIPPING_ADDRESS}
{OPTION_0}
Versand voraussichtlich: {ESTIMATED_SHIPPING_TIME}

Bezahlt haben Sie mit Ihrer Karte, Sie müssen also nichts weiter tun.

Mit freundlichen Grüßen
Ihre Teestube
Teestube Nord, Kai 4, 28195 Bremen, Telefon 0421 555 0100""",
"""Ihre Bestellung {ORDER_NUMBER} ist eingegangen
Guten Tag {CUSTOMER_NAME},

vielen Dank für Ihren Einkauf bei uns! Ihre Bestellung hat die Nummer {ORDER_NUMBER}.

Artikel
{ORDER_SUMMARY}
Gesamtbetrag
{ORDER_TOTAL}
Lieferanschrift
{SHIPPING_ADDRESS}
{OPTION_0}
Versand voraussichtlich: {ESTIMATED_SHIPPING_TIME}

Bezahlt haben Sie mit Ihrer Karte, Sie müssen also nichts weiter tun.
Bitte prüfen Sie, ob Ihre Anschrift stimmt.

Mit freundlichen Grüßen
Ihre Teestube
Teestube Nord, Kai 4, 28195 Bremen, Telefon 0421 555 0100""")
DE_ADVANCE = ("""Ihre Bestellung {ORDER_NUMBER} ist eingegangen
Guten Tag {CUSTOMER_NAME},

vielen Dank für Ihren Einkauf bei uns! Ihre Bestellung hat die Nummer {ORDER_NUMBER}.

Bitte überweisen Sie {ORDER_TOTAL} auf unser Konto.
Empfänger: Teestube Nord
IBAN: DE02 1203 0000 0000 2020 51
Verwendungszweck: {ORDER_NUMBER}
Sobald das Geld bei uns ist, packen wir Ihr Paket und Sie erhalten eine weitere Nachricht.

Artikel
{ORDER_SUMMARY}
Lieferanschrift
{SHIPPING_ADDRESS}

Mit freundlichen Grüßen
Ihre Teestube
Teestube Nord, Kai 4, 28195 Bremen, Telefon 0421 555 0100""",
"""Ihre Bestellung {ORDER_NUMBER} ist eingegangen
Guten Tag {CUSTOMER_NAME},

vielen Dank für Ihren Einkauf bei uns! Ihre Bestellung hat die Nummer {ORDER_NUMBER}.

Bitte überweisen Sie {ORDER_TOTAL} innerhalb von zehn Tagen auf unser Konto.
Empfänger: Teestube Nord
IBAN: DE02 1203 0000 0000 2020 51
Verwendungszweck: {ORDER_NUMBER}
Sobald das Geld bei uns ist, packen wir Ihr Paket und Sie erhalten eine weitere Nachricht.

Artikel
{ORDER_SUMMARY}
Lieferanschrift
{SHIPPING_ADDRESS}

Mit freundlichen Grüßen
Ihre Teestube
Teestube Nord, Kai 4, 28195 Bremen, Telefon 0421 555 0100""")
EN_SENT = ("""Your order {ORDER_NUMBER} has shipped
Hello {CUSTOMER_NAME},

good news: your order {ORDER_NUMBER} left our house today with {CARRIER}.

Tracking number: {TRACKING_NUMBER}
Follow your parcel: {TRACKING_LINK}
Estimated delivery: {ESTIMATED_DELIVERY_DATE}

In this parcel:
{ORDER_SUMMARY}

{OPTION_0}
Enjoy your tea!
Teas of the North, 4 Quay Lane, Leeds""", """Your order {ORDER_NUMBER} has shipped
Hello {CUSTOMER_NAME},

good news: your order {ORDER_NUMBER} left our house today with {CARRIER}.

Parcel number: {TRACKING_NUMBER}
Follow your parcel: {TRACKING_LINK}
Estimated delivery: {ESTIMATED_DELIVERY_DATE}

In this parcel:
{ORDER_SUMMARY}

{OPTION_0}
Enjoy your tea!
Teas of the North, 4 Quay Lane, Leeds""")
DE_SENT = ("""Ihr Paket zu {ORDER_NUMBER} ist unterwegs
Guten Tag {CUSTOMER_NAME},

Ihr Paket ist auf dem Weg zu Ihnen.

Bestellnummer
{ORDER_NUMBER}
Versanddienst
{CARRIER}
Sendungsnummer
{TRACKING_NUMBER}
Sendung verfolgen
{TRACKING_LINK}
Voraussichtliche Zustellung
{ESTIMATED_DELIVERY_DATE}
Inhalt
{ORDER_SUMMARY}
Empfänger
{SHIPPING_ADDRESS}

Mit freundlichen Grüßen
Ihre Teestube""", """Ihr Paket zu {ORDER_NUMBER} ist unterwegs
Guten Tag {CUSTOMER_NAME},

gerade hat Ihr Paket unser Lager verlassen und reist nun zu Ihnen.

Bestellnummer
{ORDER_NUMBER}
Paketdienst
{CARRIER}
Sendungsnummer
{TRACKING_NUMBER}
Hier verfolgen Sie Ihr Paket
{TRACKING_LINK}
Voraussichtliche Zustellung
{ESTIMATED_DELIVERY_DATE}
Inhalt
{ORDER_SUMMARY}
Empfänger
{SHIPPING_ADDRESS}

Herzliche Grüße
Ihre Teestube""")
FR_SENT = ("""Votre commande {ORDER_NUMBER} a été expédiée
Bonjour {CUSTOMER_NAME},

votre commande {ORDER_NUMBER} est en route.

Transporteur : {CARRIER}
Numéro de suivi : {TRACKING_NUMBER}
Suivre le colis : {TRACKING_LINK}
Livraison prévue le {ESTIMATED_DELIVERY_DATE}.

Dans ce colis :
{ORDER_SUMMARY}

Il est adressé à :
{SHIPPING_ADDRESS}

Merci de votre confiance et à bientôt.
Les Thés du Nord""", """Votre commande {ORDER_NUMBER} a été expédiée
Bonjour {CUSTOMER_NAME},

votre commande {ORDER_NUMBER} est en route.

Transporteur : {CARRIER}
Numéro de suivi : {TRACKING_NUMBER}
Suivre le colis : {TRACKING_LINK}
Livraison prévue le {ESTIMATED_DELIVERY_DATE}.

Dans ce colis :
{ORDER_SUMMARY}

Il est adressé à :
{SHIPPING_ADDRESS}

Les Thés du Nord""")
LAYOUTS = [
    Layout("en_card", "order_confirmation", "en", 5, EN_CARD,
           (("This is a gift: we left the prices out of the parcel.", 0.15),)),
    Layout("de_card", "order_confirmation", "de", 5, DE_CARD,
           (("Ihre Bestellung kommt in zwei Paketen.", 0.3),), "{title}\nMenge: {n}\n{price} EUR",
           changed_on=25),
    Layout("de_advance", "order_confirmation", "de", 3, DE_ADVANCE, (),
           "{title}\nMenge: {n}\n{price} EUR", changed_on=50, overlap_days=0.0),
    Layout("en_sent", "shipping_notice", "en", 4, EN_SENT,
           (("The rest of your order follows in a second parcel.", 0.2),), "{n} × {title}",
           changed_on=60, overlap_days=10.0),
    Layout("de_sent", "shipping_notice", "de", 4, DE_SENT, (), "{title} ({n})", changed_on=30),
    Layout("fr_sent", "shipping_notice", "fr", 2, FR_SENT, (), "{n} x {title}", changed_on=45),
]  # fmt: skip
NOISE = [
    ("order_confirmation", "Thank you for your order\nHi {a}, the workshop on {b} is booked.\nBye"),
    ("order_confirmation", "Bestellung erhalten\nHallo {a}, Ihr Katalog {b} kommt mit der Post."),
    ("order_confirmation", "Order confirmed\nDear {a},\nyour voucher {b} is valid for {c}."),
    ("order_confirmation", "Your order\n{a} asked us to add {c} to it; shall we? Ref {b}"),
    ("shipping_notice", "Tracking information\nHi team, please resend {c} to {a}, {b}.\nThanks"),
    ("shipping_notice", "Paket unterwegs\nHallo {a},\nanbei das Ersatzteil {c}.\nViele Grüße"),
    ("shipping_notice", "Colis envoyé\nBonjour {a}, le catalogue part demain, dossier {b}."),
    ("shipping_notice", "It is on its way\n{a}, the sample of {c} that you wanted left today."),
]
