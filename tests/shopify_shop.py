"""A shop at Shopify held in memory: its orders, what happens to them, and how they look in its API.

Its clock stands still unless it is told to go on. What the API shows of an order is made from the
plain values here, so a test can compare what was read with them.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 11, 20, 8)


@dataclass
class Line:
    number: int
    sku: str
    quantity: int
    current: int
    ships: bool = True


@dataclass
class Parcel:
    number: int
    created_at: datetime
    updated_at: datetime
    tracking: str | None
    lines: list[tuple[int, int]]
    delivered_at: datetime | None = None
    attempts: list[datetime] = field(default_factory=list)
    cancelled: bool = False


@dataclass
class Order:
    number: int
    placed_at: datetime
    updated_at: datetime
    email: str
    city: str
    lines: list[Line]
    way: str = "SHIPPING"
    name: str = ""
    source: str = "web"
    test: bool = False
    cancelled_at: datetime | None = None
    parcels: list[Parcel] = field(default_factory=list)
    payments: list[tuple[datetime, float]] = field(default_factory=list)
    refunds: list[tuple[datetime, float]] = field(default_factory=list)
    edits: list[datetime] = field(default_factory=list)
    fulfil_by: datetime | None = None
    overrides: dict[str, Any] = field(default_factory=dict)  # of the record as the API gives it

    def __post_init__(self):
        self.name = self.name or f"#{1000 + self.number}"
        self.first_total = self.total

    @property
    def total(self) -> float:
        return sum(line.quantity * 10.0 for line in self.lines)


class Shop:
    """Orders by number; `now` is the shop's clock."""

    def __init__(self, orders: int = 0, seed: int = 1):
        self.random = random.Random(seed)
        self.now = START
        self.orders: dict[int, Order] = {}
        self._next = 1
        for _ in range(orders):
            self.place()

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def second(self) -> datetime:
        """Shopify's times have no fractions."""
        return self.now.replace(microsecond=0)

    def place(self, lines: int | None = None, **more: Any) -> Order:
        number, some = self._number(), self.random
        wanted = lines or some.choice((1, 1, 2, 3, 12))
        made = [Line(self._number(), f"SKU-{n}", some.randint(1, 3), 1) for n in range(wanted)]
        for line in made:
            line.current = line.quantity
        given = {"placed_at": self.second, "updated_at": self.second,
                 "email": f"kim{number}@customer.example", "city": "Dresden"} | more  # fmt: skip
        self.orders[number] = Order(number, lines=made, **given)
        return self.orders[number]

    def pay(self, order: Order) -> None:
        order.payments.append((self.second, order.total))
        self.touch(order)

    def refund(self, order: Order, amount: float = 10.0) -> None:
        order.refunds.append((self.second, amount))
        self.touch(order)

    def cancel(self, order: Order) -> None:
        order.cancelled_at = self.second
        self.touch(order)

    def edit(self, order: Order) -> None:
        """A line is taken out, and another put in."""
        order.edits.append(self.second)
        order.lines[0].current = 0
        order.lines.append(Line(self._number(), "SKU-EXTRA", 2, 2))
        self.touch(order)

    def move(self, order: Order) -> None:
        order.city = self.random.choice(("Leipzig", "Halle", "Jena", "Gera"))
        self.touch(order)

    def fulfil(self, order: Order, tracking: str | None = None) -> Parcel:
        lines = [(line.number, line.current) for line in order.lines if line.current]
        number = self._number()
        parcel = Parcel(number, self.second, self.second, tracking or f"NR{number}", lines)
        order.parcels.append(parcel)
        self.touch(order)
        return parcel

    def deliver(self, order: Order, parcel: Parcel) -> None:
        parcel.attempts.append(self.second)
        parcel.delivered_at = parcel.updated_at = self.second
        self.touch(order)

    def call_back(self, order: Order, parcel: Parcel) -> None:
        parcel.cancelled, parcel.updated_at = True, self.second
        self.touch(order)

    def delete(self, order: Order) -> None:
        del self.orders[order.number]

    def touch(self, order: Order) -> None:
        order.updated_at = self.second

    def anything(self) -> None:
        """Something happens in the shop."""
        some = self.random
        if not self.orders or some.random() < 0.2:
            self.place()
            return
        order = some.choice(list(self.orders.values()))
        open_parcels = [one for one in order.parcels if not one.cancelled]
        happen = [self.pay, self.cancel, self.edit, self.fulfil, self.refund, self.move, self.move]
        if open_parcels:
            parcel = some.choice(open_parcels)
            happen += [lambda order: self.deliver(order, parcel),
                       lambda order: self.call_back(order, parcel)]  # fmt: skip
        if some.random() < 0.4:
            happen.append(self.delete)
        some.choice(happen)(order)

    def _number(self) -> int:
        self._next += 1
        return self._next - 1


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def stamp(at: datetime | None) -> str | None:
    return at.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z") if at else None


def money(amount: float) -> dict[str, Any]:
    return {"presentmentMoney": {"amount": f"{amount:.2f}", "currencyCode": "EUR"}}


def record(order: Order) -> dict[str, Any]:
    """The order as the API holds it; lists stand for connections too."""
    sent = [one for one in order.parcels if not one.cancelled]
    paid = sum(amount for _, amount in order.payments) >= order.total and order.payments
    address = {"name": "Kim Muster", "address1": "Elbweg 3", "address2": None, "phone": None,
               "city": order.city, "zip": "01067", "countryCodeV2": "DE"}  # fmt: skip
    return {
        "__typename": "Order", "id": gid("Order", order.number), "name": order.name,
        "createdAt": stamp(order.placed_at), "processedAt": stamp(order.placed_at),
        "updatedAt": stamp(order.updated_at), "cancelledAt": stamp(order.cancelled_at),
        "closedAt": None, "cancelReason": None, "edited": bool(order.edits), "test": order.test,
        "email": order.email, "phone": None, "customerLocale": "de-DE", "sourceName": order.source,
        "currencyCode": "EUR", "presentmentCurrencyCode": "EUR", "tags": [],
        "requiresShipping": any(line.ships for line in order.lines),
        "displayFinancialStatus": "PAID" if paid else "PENDING",
        "displayFulfillmentStatus": "FULFILLED" if sent else "UNFULFILLED",
        "paymentGatewayNames": ["shopify_payments"], "customAttributes": [],
        "channelInformation": {"channelDefinition": {"channelName": "Online Store"}},
        "originalTotalPriceSet": money(order.first_total), "totalPriceSet": money(order.total),
        "totalRefundedSet": money(sum(amount for _, amount in order.refunds)),
        "shippingAddress": address if order.way == "SHIPPING" else None,
        "billingAddress": address, "shippingLine": {"title": "Standard"},
        "lineItems": [_line(line) for line in order.lines],
        "fulfillments": [_parcel(one) for one in order.parcels],
        "refunds": [{"createdAt": stamp(at), "totalRefundedSet": money(amount)}
                    for at, amount in order.refunds],
        "transactions": [
            {"kind": "SALE", "status": "SUCCESS", "processedAt": stamp(at),
             "amountSet": money(amount)} for at, amount in order.payments],
        "agreements": [{"__typename": "OrderAgreement", "happenedAt": stamp(order.placed_at)}] + [
            {"__typename": "OrderEditAgreement", "happenedAt": stamp(at)} for at in order.edits],
        "fulfillmentOrders": [{
            "status": "OPEN", "createdAt": stamp(order.placed_at),
            "fulfillAt": stamp(order.placed_at.replace(minute=0, second=0)),
            "fulfillBy": stamp(order.fulfil_by), "assignedLocation": {"name": "Radebeul"},
            "deliveryMethod": {"methodType": order.way, "maxDeliveryDateTime": None},
        }],
    } | order.overrides  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    return {
        "__typename": "LineItem", "id": gid("LineItem", line.number), "sku": line.sku,
        "title": "Tent", "variantTitle": "Green", "quantity": line.quantity,
        "currentQuantity": line.current, "requiresShipping": line.ships,
        "originalUnitPriceSet": money(10.0),
    }  # fmt: skip


def _parcel(parcel: Parcel) -> dict[str, Any]:
    return {
        "__typename": "Fulfillment", "id": gid("Fulfillment", parcel.number),
        "createdAt": stamp(parcel.created_at), "updatedAt": stamp(parcel.updated_at),
        "status": "CANCELLED" if parcel.cancelled else "SUCCESS",
        "displayStatus": "DELIVERED" if parcel.delivered_at else "FULFILLED",
        "estimatedDeliveryAt": stamp(parcel.created_at + timedelta(days=2)), "inTransitAt": None,
        "deliveredAt": stamp(parcel.delivered_at), "requiresShipping": True,
        "trackingInfo": [{"company": "DHL", "number": parcel.tracking,
                          "url": f"https://carrier.example/{parcel.tracking}"}],
        "fulfillmentLineItems": [
            {"quantity": quantity, "lineItem": {"id": gid("LineItem", number)}}
            for number, quantity in parcel.lines],
        "events": [{"status": "ATTEMPTED_DELIVERY", "happenedAt": stamp(at)}
                   for at in parcel.attempts],
    }  # fmt: skip
