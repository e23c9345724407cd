"""A third shop for learning backwards, scored once: other texts around the second one's values."""

SALE_EN = """Spoke & Co: receipt for $ORDER_NUMBER
Order no: $ORDER_NUMBER | Date: $ORDER_DATE | Paid by: $PAYMENT

Dear $CUSTOMER_NAME,
$HEAD

------------------------------
$ORDER_SUMMARY
------------------------------
TOTAL $ORDER_TOTAL

Deliver to
$SHIPPING_ADDRESS

Despatch: $ESTIMATED_SHIPPING_TIME
$POINTS
You can change or cancel until the parcel is packed; just answer this message.
With best wishes from the bench, Spoke & Co"""
SALE_NL = """Orderbevestiging $ORDER_NUMBER
Beste $CUSTOMER_NAME,

we hebben je order met nummer $ORDER_NUMBER van $ORDER_DATE ontvangen. Fijn!

Dit heb je gekozen:
$ORDER_SUMMARY

Te betalen bedrag: $ORDER_TOTAL met $PAYMENT
$TAIL
Adres voor de levering:
$SHIPPING_ADDRESS

Verwachte verzending: $ESTIMATED_SHIPPING_TIME

Met vriendelijke groet,
de werkplaats van Spoke & Co"""
SALE_ES_1 = """Confirmación de compra $ORDER_NUMBER
Estimado cliente $CUSTOMER_NAME:

Gracias por confiar en nosotros. Su compra $ORDER_NUMBER está registrada.

$ORDER_SUMMARY

Total a pagar: $ORDER_TOTAL
Medio de pago: $PAYMENT
Dirección:
$SHIPPING_ADDRESS

Saldrá $ESTIMATED_SHIPPING_TIME de nuestro taller.
Conserve este mensaje, por favor.
Atentamente, Spoke & Co"""
SALE_ES_2 = """Confirmación de compra $ORDER_NUMBER
Estimado cliente $CUSTOMER_NAME:

Nos alegra mucho que haya elegido nuestro taller. Anotamos su compra con el número $ORDER_NUMBER.

$ORDER_SUMMARY

Total a pagar: $ORDER_TOTAL
Medio de pago: $PAYMENT
Dirección:
$SHIPPING_ADDRESS

Calculamos que saldrá $ESTIMATED_SHIPPING_TIME de nuestro taller.
Conserve este mensaje, por favor, es su garantía.
Atentamente, Spoke & Co"""
SENT_EN = """Despatched: $ORDER_NUMBER
Dear $CUSTOMER_NAME,

we handed your order $ORDER_NUMBER to $CARRIER today. You can follow it under $TRACKING_NUMBER here:
$TRACKING_LINK
The courier plans to ring your bell on $ESTIMATED_DELIVERY_DATE.

$LABEL
$ORDER_SUMMARY
$SECOND
With best wishes from the bench, Spoke & Co"""
SENT_NL = """Je pakket met order $ORDER_NUMBER komt eraan
Beste $CUSTOMER_NAME,

goed nieuws, je pakket is onderweg!

Ordernummer: $ORDER_NUMBER
Zendingsnummer: $TRACKING_NUMBER
Volgen: $TRACKING_LINK
Bezorging: $ESTIMATED_DELIVERY_DATE
$LABEL

Inhoud:
$ORDER_SUMMARY

Met vriendelijke groet,
de werkplaats van Spoke & Co"""
SENT_ES = """Envío en marcha ($ORDER_NUMBER)
$CUSTOMER_NAME, su paquete está en marcha.

Lo lleva $CARRIER con el código $TRACKING_NUMBER y debería llegar el $ESTIMATED_DELIVERY_DATE.
$HEAD
$TRACKING_LINK

Contiene:
$ORDER_SUMMARY

Destino:
$SHIPPING_ADDRESS

Atentamente, Spoke & Co"""

SOLD, SENT = "order_confirmation", "shipping_notice"
TOOL_PLANS = [
    ("sale_en", SOLD, "en", 24, 50, 5, SALE_EN,
     {"HEAD": "your order is safely with us. Please check it over."},
     {"HEAD": "your order is safely with us. Please look it over "
              "and tell us if a thing is amiss."}),
    ("sale_nl", SOLD, "nl", 18, 28, 0, SALE_NL, {"TAIL": ""},
     {"TAIL": "Je ontvangt de factuur in een aparte mail.\n"}),
    ("sale_es", SOLD, "es", 16, 66, 10, None, SALE_ES_1, SALE_ES_2),
    ("sent_en", SENT, "en", 18, 40, 7, SENT_EN, {"LABEL": "Inside:"}, {"LABEL": "We packed:"}),
    ("sent_nl", SENT, "nl", 13, 58, 2, SENT_NL,
     {"LABEL": "Niet thuis? We proberen het morgen weer."},
     {"LABEL": "Niet thuis? Dan ligt je pakket bij de buren of in een afhaalpunt."}),
    ("sent_es", SENT, "es", 11, 35, 14, SENT_ES,
     {"HEAD": "Puede seguirlo aquí:"}, {"HEAD": "Siga el recorrido de su paquete en esta página:"}),
]  # fmt: skip
