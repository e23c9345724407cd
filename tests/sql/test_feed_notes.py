"""What a source brings, beside what it used to bring: what changed stands at the source."""

NOTES = "select note from metrics.feed_notes where source = 'given' order by note"


def fill(postroom, day, count, **row):
    """So many orders that were read on that day of February."""
    for number in range(count):
        given = {"read_at": f"2026-02-{day:02} 09:00:00", "flags": [], **row}
        postroom.order(f"{day}-{number}-{len(row)}", "08:00", **given)


def test_o27_a_field_that_new_records_lack_is_told_with_the_figures_of_before(postroom):
    fill(postroom, 1, 30)
    fill(postroom, 20, 15, email=None)
    fill(postroom, 20, 10)

    assert postroom.ask(NOTES) == [
        ("email of orders: 10 of 25 new records hold one, before 30 of 30",),
    ]  # fmt: skip


def test_o27_a_few_odd_records_or_a_smaller_loss_are_no_change_of_the_feed(postroom):
    fill(postroom, 1, 30)
    fill(postroom, 20, 19, email=None)
    fill(postroom, 20, 20)

    assert postroom.ask(NOTES) == []


def test_o27_a_column_that_changes_its_meaning_is_told_by_words_never_heard_before(postroom):
    fill(postroom, 1, 30, channel="web")
    fill(postroom, 20, 15, channel="DHL")
    fill(postroom, 20, 10, channel="web", locale="de")

    assert postroom.ask(NOTES) == [
        ("channel of orders: 15 of 25 new records hold a word that none of 30 before held",),
    ]  # fmt: skip


def test_o27_a_new_word_among_many_known_or_free_text_is_no_change_of_meaning(postroom):
    for number in range(30):
        fill(postroom, 1, 1, channel="web", shipping_method=f"by hand, {number}",
             email=f"{number}@mail.example")  # fmt: skip
    fill(postroom, 20, 25, channel="web", shipping_method="by mule")
    fill(postroom, 20, 14, channel="shop", payment_method="cash")

    assert postroom.ask(NOTES) == []


def test_o27_what_lies_more_than_thirty_days_back_is_no_measure(postroom):
    for number in range(30):
        postroom.order(f"old-{number}", "08:00", read_at="2026-01-10 09:00:00", flags=[])
    fill(postroom, 20, 30, email=None)

    assert postroom.ask(NOTES) == []


def test_o13_o22_destroyed_numbers_and_impossible_times_are_counted_at_their_source(postroom):
    fill(postroom, 20, 2, flags=["excel_mangled"])
    fill(postroom, 20, 3, flags=["excel_float", "time_inconsistent"])
    postroom.parcel("P-1", "20-0-1", "09:00", flags=["excel_mangled"],
                    read_at="2026-02-19 09:00:00")  # fmt: skip

    notes = [note for (note,) in postroom.ask(NOTES)]

    assert notes == [
        "numbers that a spreadsheet destroyed: 3 (excel_mangled)",
        "records whose times contradict each other: 3 (time_inconsistent)",
    ]


def test_what_changed_stands_among_the_known_gaps_of_the_source(postroom):
    fill(postroom, 20, 1, flags=["excel_mangled"])
    postroom.read_until("12:00", roles=("orders",), holes=["2 lines are lost"])

    assert postroom.ask("select notes from metrics.sources where path = 'given/nordlicht/orders'"
                         " and shop = 'nordlicht'") == [
        ("2 lines are lost; numbers that a spreadsheet destroyed: 1 (excel_mangled)",),
    ]  # fmt: skip


def test_o23_a_mail_to_any_address_of_an_order_is_about_that_order(postroom):
    postroom.order("1001", "08:00", email="mia@mail.example", flags=[],
                   other_emails=["work@mail.example"])  # fmt: skip
    postroom.order("1002", "08:00", email="lee@mail.example", flags=[], other_emails=[])
    postroom.received("to-first", "10:00", by="mia@mail.example")
    postroom.received("to-other", "10:01", by="work@mail.example")
    postroom.received("stranger", "10:02", by="kim@mail.example")

    assert postroom.ask("""
        select message_key, order_id from facts.message_orders order by message_key
    """) == [("to-first", "1001"), ("to-other", "1001")]
