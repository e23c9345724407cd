"""How the two shop systems name the columns of their exports."""

# Our field -> the export's column; each shop system has names of its own.
ORDER_COLUMNS = {
    "nordlicht": {
        "order_id": "Bestellnummer", "placed_at": "Bestelldatum", "paid_at": "Bezahlt am",
        "cancelled_at": "Storniert am", "channel": "Kanal", "locale": "Sprache",
        "warehouse": "Lager", "shipping_method": "Versandart", "payment_method": "Zahlart",
        "fulfilment": "Lieferung", "email": "E-Mail", "name": "Name", "street": "Straße",
        "city": "Ort", "postcode": "PLZ", "country": "Land", "is_test": "Test",
        "is_imported": "Import", "is_in_store": "Filiale", "currency": "Währung",
        "total": "Summe", "confirmation_flag": "Bestätigung gesendet",
        "valid_from_at": "Geändert am", "edited_at": "Bestellung geändert am",
        "refunded_at": "Erstattet am", "refunded_total": "Erstattet", "verified_at": "Geprüft am",
        "ship_by_at": "Versand bis", "deliver_by_at": "Lieferung bis",
        "pickup_point": "Abholort", "is_gift": "Geschenk",
    },
    "fjordkind": {
        "order_id": "Name", "placed_at": "Created at", "paid_at": "Paid at",
        "cancelled_at": "Cancelled at", "channel": "Source", "locale": "Locale",
        "warehouse": "Location", "shipping_method": "Shipping Method",
        "payment_method": "Payment Method", "fulfilment": "Delivery Type", "email": "Email",
        "name": "Shipping Name", "street": "Shipping Street", "city": "Shipping City",
        "postcode": "Shipping Zip", "country": "Shipping Country", "is_test": "Test",
        "is_imported": "Imported", "is_in_store": "Point of Sale", "currency": "Currency",
        "total": "Total", "confirmation_flag": "Confirmation sent", "valid_from_at": "Updated at",
        "edited_at": "Edited at", "refunded_at": "Refunded at", "refunded_total": "Refunded Amount",
        "fulfilled_at": "Fulfilled at", "ship_by_at": "Ship by", "deliver_by_at": "Deliver by",
        "pickup_point": "Pickup Location", "is_gift": "Gift",
    },
}  # fmt: skip
ITEM_COLUMNS = {
    "nordlicht": {
        "order_id": "Bestellnummer", "line_id": "Position", "sku": "Artikelnummer",
        "title": "Artikel", "quantity": "Menge", "valid_from_at": "Geändert am", "price": "Preis",
        "availability": "Verfügbarkeit", "ship_by_at": "Versand bis",
    },
    "fjordkind": {
        "order_id": "Name", "line_id": "Line", "sku": "Lineitem sku", "title": "Lineitem name",
        "quantity": "Lineitem quantity", "valid_from_at": "Updated at", "price": "Lineitem price",
        "availability": "Availability", "ship_by_at": "Ship by",
    },
}  # fmt: skip
SHIPMENT_COLUMNS = {
    "nordlicht": {
        "shipment_id": "Paket", "order_id": "Bestellnummer", "carrier": "Versender",
        "tracking_number": "Sendungsnummer", "tracking_url": "Link", "shipped_at": "Versendet am",
        "promised_at": "Zugesagt bis", "first_scan_at": "Erster Scan am",
        "delivered_at": "Zugestellt am",
        "first_attempt_at": "Zustellversuch am", "items": "Inhalt", "cancelled_at": "Storniert am",
        "valid_from_at": "Geändert am",
    },
    "fjordkind": {
        "shipment_id": "Fulfillment", "order_id": "Order", "carrier": "Tracking Company",
        "tracking_number": "Tracking Number", "tracking_url": "Tracking URL",
        "shipped_at": "Fulfilled at", "promised_at": "Estimated delivery",
        "first_scan_at": "First scan at", "delivered_at": "Delivered at", "items": "Contents",
        "cancelled_at": "Voided at",
    },
}  # fmt: skip
COLUMNS = {
    shop: {
        "orders": ORDER_COLUMNS[shop],
        "items": ITEM_COLUMNS[shop],
        "shipments": SHIPMENT_COLUMNS[shop],
    }
    for shop in ORDER_COLUMNS
}
