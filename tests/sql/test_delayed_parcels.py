"""What a delay mail is about, what a record repeats, and whom nobody owes a mail."""

NUMBER = "00340434161094042557"
SAID = """select shipment_id, made_in from facts.promises where kind = 'deliver'
    order by made_at, made_in"""


def delayed(postroom, text):
    postroom.order("1001", "09:00:00")
    postroom.parcel("P1", "1001", "10:00:00", number=NUMBER)
    postroom.sent("d1", "12:00:00", "Your order #1001 is delayed",
                  text=f"{text}\nEstimated delivery: 9 March 2026\nhttps://dhl.example/{NUMBER}"
                  if NUMBER in text else f"{text}\nEstimated delivery: 9 March 2026")  # fmt: skip
    postroom.read_until("20:00:00", roles=("archive", "orders", "shipments"))


def test_a_delay_mail_is_about_the_parcel_it_names_and_else_about_the_order(postroom):
    delayed(postroom, "Sorry.")

    assert postroom.ask(SAID) == [(None, "delay_notice")]


def test_a_delay_mail_that_names_its_parcel_announces_no_tracking(postroom):
    delayed(postroom, f"Tracking number: {NUMBER}")

    assert postroom.ask(SAID) == [("P1", "delay_notice")]
    assert postroom.ask("select verdict, rung from facts.shipping_notices") == [
        ("missing", "none")]  # fmt: skip


def test_a_record_left_as_it_was_promises_nothing_anew(postroom):
    postroom.order("1001", "09:00:00")
    for version, at in (("a", "10:00:00"), ("b", "14:00:00")):
        postroom.add("shipments", shop="nordlicht", shipment_id="P1", order_id="1001",
                     shipped_at="2026-03-02 10:00:00", tracking_number=NUMBER, carrier=version,
                     content_hash=version, promised_at="2026-03-05 12:00:00",
                     valid_from_at=f"2026-03-02 {at}")  # fmt: skip
    postroom.sent("d1", "12:00:00", "Your order #1001 is delayed", text="Tracking number: "
                  f"{NUMBER}\nEstimated delivery: 9 March 2026")  # fmt: skip
    postroom.read_until("20:00:00", roles=("archive", "orders", "shipments"))

    assert postroom.ask(SAID) == [("P1", "record"), ("P1", "delay_notice")]


def test_nobody_owes_a_confirmation_for_a_checkout_that_was_never_finished(postroom):
    postroom.order("1001", "09:00:00", flags=["not_placed"])
    postroom.read_until("20:00:00")

    assert postroom.ask("select verdict, excluded_reason from facts.order_confirmations") == [
        ("excluded", "not_placed")]  # fmt: skip
