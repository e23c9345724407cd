"""Templates, records and lists of a small shop."""

from datetime import datetime

PLACED = datetime(2026, 11, 16, 9)
SHIPPED = datetime(2026, 11, 17, 9)
UNTIL = datetime(2026, 11, 21, 12)
DHL = "00340431199857645120"
NUMBERS = {"P1": DHL, "P2": "00340430056244315602"}
ANCHOR = r'<a href="\1">\1</a>'
LINK = "https://www.dhl.de/sendung?piececode="

CONFIRM = """Subject: Order confirmation [ORDER_NUMBER]
Valid-From: 2026-01-01

Dear [CUSTOMER_NAME],
thank you for your order [ORDER_NUMBER].
Your order:
[ORDER_SUMMARY]
Total: [ORDER_TOTAL]
Shipping address:
[SHIPPING_ADDRESS]
Expected shipping: [ESTIMATED_SHIPPING_TIME]
As soon as your parcel leaves our house, you will receive its number.
You may return everything within 30 days.
Any questions? [CONTACT_INFO]
With kind regards from all of us
"""
SHIP = """Subject: Your order [ORDER_NUMBER] has shipped
Valid-From: 2026-01-01

Dear [CUSTOMER_NAME],
your order [ORDER_NUMBER] is on its way to you.
Shipped with: [CARRIER]
Tracking number: [TRACKING_NUMBER]
Follow your parcel: [TRACKING_LINK]
Estimated delivery: [ESTIMATED_DELIVERY_DATE]
In this parcel:
[ORDER_SUMMARY]
Somebody should be at home when the parcel comes.
Any questions? [CONTACT_INFO]
With kind regards from all of us
"""
GERMAN = """Subject: Ihre Bestellung [ORDER_NUMBER] wurde versandt
Valid-From: 2026-01-01

Guten Tag [CUSTOMER_NAME],
Ihre Bestellung [ORDER_NUMBER] ist auf dem Weg zu Ihnen.
Sendungsnummer: [TRACKING_NUMBER]
Sendung verfolgen: [TRACKING_LINK]
Voraussichtliche Zustellung: [ESTIMATED_DELIVERY_DATE]
Haben Sie Fragen? [CONTACT_INFO]
Freundliche Grüße von uns allen
"""
NEWER = SHIP.replace("Valid-From: 2026-01-01", "Valid-From: 2026-11-18").replace(
    "Somebody should be at home when the parcel comes.",
    "If nobody is at home, a neighbour may take the parcel for you.",
)
SLOTS = {
    "CUSTOMER_NAME": "Eva Marlow", "ORDER_NUMBER": "10001", "ORDER_TOTAL": "58.00 EUR",
    "ORDER_SUMMARY": "2 × Wool hat – 14.00\n1 × NaN Bread tin – 30.00",
    "SHIPPING_ADDRESS": "Eva Marlow\nLange Straße 12a\n20095 Hamburg\nDE",
    "ESTIMATED_SHIPPING_TIME": "by 18 November 2026", "CARRIER": "DHL", "TRACKING_NUMBER": DHL,
    "TRACKING_LINK": LINK + DHL, "ESTIMATED_DELIVERY_DATE": "Friday, 20 November 2026",
    "CONTACT_INFO": "help@nord.example or +49 40 1234567",
}  # fmt: skip
ORDERS = [
    "order_id,placed_at,email,name,street,postcode,city,country,locale,total,currency,ship_by_at,"
    "fulfilment,cancelled_at,shipping_method",
    f"10001,{PLACED},eva@post.example,Eva Marlow,Lange Straße 12a,20095,Hamburg,DE,en,58.00,EUR,"
    "2026-11-18 12:00:00,ship,,standard",
    f"10002,{PLACED},bo@post.example,Bo Quist,Kirchweg 3,50667,Köln,DE,de,20.00,EUR,,ship,,slow",
]
ITEMS = [
    "order_id,line_id,title,quantity,sku", "10001,1,Wool hat,2,H1", "10001,2,NaN Bread tin,1,B1",
    "10002,1,Scarf,1,S1",
]  # fmt: skip
PARCELS = [
    "shipment_id,order_id,tracking_number,carrier,shipped_at,promised_at,items,first_scan_at",
    f"P1,10001,{DHL},DHL,{SHIPPED},2026-11-20 12:00:00,,{SHIPPED}",
    f"P2,10002,{NUMBERS['P2']},DHL,{SHIPPED},2026-11-20 12:00:00,,{SHIPPED}",
]
SOURCES = """
[sources.wording]
kind = "templates"
shop = "nord"
folder = "templates"
zone = "UTC"
[sources.lines]
kind = "csv"
shop = "nord"
table = "items"
files = ["items.csv"]
zone = "UTC"
"""
SEEDS = {
    "senders": "shop,address,name,valid_from_day\nnord,shop@nord.example,Nord,2026-01-01\n",
    "contacts": "shop,kind,value,valid_from_day,valid_until_day\n"
                "nord,email,help@nord.example,2026-01-01,\nnord,phone,+49 40 1234567,2026-01-01,\n",
    "allowed_texts": "shop,kind,locale,pattern\nnord,*,*,^our shop is closed over the holidays\n",
    "mandatory_sentences": "shop,kind,locale,pattern\nnord,*,*,return everything\n",
    "shipping_promises": "shop,shipping_method,valid_from_day,fewest_days,most_days\n"
                         "nord,slow,2026-01-01,2,4\n",
}  # fmt: skip
