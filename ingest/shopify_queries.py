"""What is asked of Shopify's Admin API, of version 2026-10 and those around it.

Lists within an order are asked for in the size that nearly all orders need, for the points count
by the size asked for; shopify_whole.py asks for the rest of longer ones.
"""

from collections.abc import Collection

PARCELS, REFUNDS, PAYMENTS = 3, 3, 5  # lists that cannot be paged: as long means maybe longer
MOST = 250
_MONEY = "presentmentMoney { amount currencyCode }"
_PAGE = "pageInfo { hasNextPage endCursor }"

LISTING = """query Listing($first: Int!, $after: String, $query: String, $sort: OrderSortKeys!) {
  orders(first: $first, after: $after, query: $query, sortKey: $sort) {
    nodes { id name updatedAt } pageInfo { hasNextPage endCursor }
  }
}"""
NEWEST = """query Newest {
  ordersCount { count }
  orders(first: 1, sortKey: UPDATED_AT, reverse: true) { nodes { id updatedAt } }
}"""
STAMP = "query Stamp($id: ID!) { order(id: $id) { updatedAt } }"

_LINE = f"""id sku title variantTitle quantity currentQuantity requiresShipping
  originalUnitPriceSet {{ {_MONEY} }}"""
_PARCEL_LINES = f"nodes {{ quantity lineItem {{ id }} }} {_PAGE}"
_EVENTS = f"nodes {{ status happenedAt }} {_PAGE}"
_PARCEL = f"""id createdAt updatedAt status displayStatus estimatedDeliveryAt inTransitAt
  deliveredAt requiresShipping trackingInfo(first: 5) {{ company number url }}
  fulfillmentLineItems(first: 10) {{ {_PARCEL_LINES} }}
  events(first: 5) {{ {_EVENTS} }}"""
_DELIVERY = f"""nodes {{
    status createdAt fulfillAt fulfillBy assignedLocation {{ name }}
    deliveryMethod {{ methodType maxDeliveryDateTime }}
  }} {_PAGE}"""
_REFUND = f"createdAt totalRefundedSet {{ {_MONEY} }}"
_PAYMENT = f"kind status processedAt amountSet {{ {_MONEY} }}"
_ADDRESS = "name address1 address2 city zip countryCodeV2 phone"

_ORDER = f"""id name createdAt processedAt updatedAt cancelledAt closedAt cancelReason edited test
  email phone customerLocale sourceName currencyCode presentmentCurrencyCode requiresShipping
  displayFinancialStatus displayFulfillmentStatus paymentGatewayNames tags
  channelInformation {{ channelDefinition {{ channelName }} }}
  customAttributes {{ key value }}
  originalTotalPriceSet {{ {_MONEY} }} totalPriceSet {{ {_MONEY} }}
  totalRefundedSet {{ {_MONEY} }}
  shippingAddress {{ {_ADDRESS} }} billingAddress {{ name phone }} shippingLine {{ title }}
  lineItems(first: 10) {{ nodes {{ {_LINE} }} {_PAGE} }}
  fulfillments(first: {PARCELS}) {{ {_PARCEL} }}
  refunds(first: {REFUNDS}) {{ {_REFUND} }}
  transactions(first: {PAYMENTS}) {{ {_PAYMENT} }}"""

PARCEL_IDS = """query ParcelIds($id: ID!, $first: Int!) {
  order(id: $id) { fulfillments(first: $first) { id } }
}"""
SOME_PARCELS = f"""query SomeParcels($ids: [ID!]!) {{
  nodes(ids: $ids) {{ ... on Fulfillment {{ {_PARCEL} }} }}
}}"""
ALL_REFUNDS = f"""query Refunds($id: ID!, $first: Int!) {{
  order(id: $id) {{ refunds(first: $first) {{ {_REFUND} }} }}
}}"""
ALL_PAYMENTS = f"""query Payments($id: ID!, $first: Int!) {{
  order(id: $id) {{ transactions(first: $first) {{ {_PAYMENT} }} }}
}}"""
EDITS = f"""query Edits($id: ID!, $first: Int!, $after: String) {{
  order(id: $id) {{
    agreements(first: $first, after: $after) {{ nodes {{ __typename happenedAt }} {_PAGE} }}
  }}
}}"""


def orders(with_deliveries: bool) -> str:
    """Whole orders by their ids."""
    more = f" fulfillmentOrders(first: 3) {{ {_DELIVERY} }}" if with_deliveries else ""
    return f"""query Orders($ids: [ID!]!) {{
  nodes(ids: $ids) {{ ... on Order {{ {_ORDER}{more} }} }}
}}"""


def further(kind: str, connection: str) -> str:
    """The next page of a connection of one record of that kind."""
    nodes = {
        "lineItems": f"nodes {{ {_LINE} }} {_PAGE}", "fulfillmentOrders": _DELIVERY,
        "fulfillmentLineItems": _PARCEL_LINES, "events": _EVENTS,
    }[connection]  # fmt: skip
    return f"""query Further($id: ID!, $first: Int!, $after: String) {{
  node(id: $id) {{ ... on {kind} {{ {connection}(first: $first, after: $after) {{ {nodes} }} }} }}
}}"""


def connections(with_deliveries: bool) -> Collection[str]:
    """Those of an order that are paged."""
    return ("lineItems", "fulfillmentOrders") if with_deliveries else ("lineItems",)
