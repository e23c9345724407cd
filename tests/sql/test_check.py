"""What `trackrecord check` says of the data itself: nothing that needs a look stays silent."""

from sql.check import check


def told(warehouse, condition):
    return [line.removeprefix(f"{condition}: ") for line in check(warehouse)
            if line.startswith(condition)]


def test_a_source_that_failed_is_told_until_it_was_read_again(warehouse):
    warehouse.given("raw.runs", """
        run_id  source  kind     started_at        error
        r1      log     postfix  2026-03-02 10:00  gone
        r2      log     postfix  2026-03-02 11:00  –
        r3      mails   imap     2026-03-02 10:00  –
        r4      mails   imap     2026-03-02 11:00  no folder INBOX
        r5      mails   replay   2026-03-02 12:00  –
    """)
    assert told(warehouse, "source failed") == ["mails: no folder INBOX"]


def test_what_may_be_missing_of_a_place_is_told_once_by_its_newest_look(warehouse):
    warehouse.given("raw.polls", """
        source  kind     path     role  polled_at         newest_item_at    holes
        log     postfix  log/mx1  log   2026-03-02 10:00  2026-03-02 10:00  ['old hole']
        log     postfix  log/mx1  log   2026-03-02 11:00  2026-03-02 11:00  ['x', 'lost lines']
        log     postfix  log/mx2  log   2026-03-02 11:00  2026-03-02 11:00  []
    """)
    assert told(warehouse, "something may be missing") == ["log/mx1: lost lines; x"]


def test_refused_items_are_told_until_they_were_read_again(warehouse):
    warehouse.given("raw.quarantine", """
        source  location  reason        quarantined_at    replayed_at
        log     a         log.unparsed  2026-03-02 10:00  –
        log     b         log.unparsed  2026-03-02 10:00  2026-03-02 11:00
    """)
    assert told(warehouse, "items are in quarantine") == ["log: 1 log.unparsed"]
