"""What each provider's events say: type, time, recipient, reply, ids, order and kind."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from provider_bodies import KINDS, NOW, event, lines, reading
from testdata import needed_set

from sql.raw.facts import MailEvent

EXAMPLES = sorted((Path(__file__).parent / "events").glob("*.toml"))
# How the set's words are ours; what it calls opened ... is ignored by these reasons.
OURS = {"queued": "accepted", "delivered": "sent", "deferred": "deferred", "bounced": "bounced",
        "rejected": "rejected", "complained": "complained"}  # fmt: skip
REASONS = {"opened": "open", "clicked": "click", "unsubscribed": "subscription_change",
           "subscribed": "subscription_change"}  # fmt: skip


def all_events(folder, content, kind, **options) -> list[MailEvent]:
    """Every event of every item, not only the first."""
    (folder / "events.json").write_bytes(content)
    module = KINDS[kind]
    chosen = module.Options(kind=kind, files=(str(folder / "events.json"),), **options)
    return [fact for batch in module.read(chosen, "esp", {}, NOW)
            for item in batch.items for fact in item]  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_type_of_event_in_the_vendors_form_says_what_stands_beside_it(path, tmp_path):
    expected = tomllib.loads(path.read_text())
    content = path.with_suffix(".json").read_bytes()

    read = reading(tmp_path, content, expected["kind"])
    found = all_events(tmp_path, content, expected["kind"])

    assert (read.refused, read.deferred, read.trouble) == ([], {}, None)
    assert read.ignored == ({expected["ignored"]: 1} if "ignored" in expected else {})
    wanted = expected.get("events", [])
    assert len(found) == len(wanted)
    for fact, fields in zip(found, wanted, strict=True):
        fields["event_at"] = datetime.fromisoformat(fields["event_at"])
        assert {name: getattr(fact, name) for name in fields} == fields
        assert (fact.instance, fact.path, fact.host, fact.generation) == (
            expected["kind"], "esp", None, "")  # fmt: skip


def cases():
    return json.loads((needed_set("esp_events") / "cases.json").read_text())


def test_all_payloads_of_the_open_set_say_what_the_set_expects_of_them(tmp_path):
    wrong, told, ignored = [], 0, 0
    for case in cases():
        wants = case["expected"]
        read = reading(tmp_path, json.dumps(case["payload"]).encode(), case["provider"])
        if (read.refused, read.deferred, read.trouble) != ([], {}, None):
            wrong.append(case["id"])
        kind = wants.get("event_type", "delivered")
        if kind in REASONS:
            ignored += 1
            wrong += [case["id"]] * (read.ignored != {REASONS[kind]: 1} or read.facts != [])
            continue
        told += 1
        (fact,) = read.facts
        expected = {"event": OURS[kind]}
        if wants.get("timestamp"):
            at = datetime.fromisoformat(wants["timestamp"])
            expected["event_at"] = at.astimezone(UTC).replace(tzinfo=None)
        if "recipient" in wants:
            expected["recipient"] = wants["recipient"]
        if "mta_response" in wants:
            expected["reply"] = wants["mta_response"] and wants["mta_response"].strip()
        found = {name: getattr(fact, name) for name in expected}
        wrong += [(case["id"], found, expected)] * (found != expected)
    assert wrong == []
    assert (told, ignored) == (12, 7)


@pytest.mark.parametrize("number", range(10))
def test_a_mail_of_sendgrid_is_known_by_its_header_and_never_by_the_providers_own_id(
    number, tmp_path
):
    case = [case for case in cases() if case["provider"] == "sendgrid"][number]
    read = reading(tmp_path, json.dumps(case["payload"]).encode())

    header = case["payload"][0].get("smtp-id", "")
    assert [fact.message_id for fact in read.facts] == [header[1:-1]] * len(read.facts)


@pytest.mark.parametrize(
    ("word", "becomes"),
    [
        ("HardBounce", "bounced"), ("SoftBounce", "bounced"), ("Blocked", "bounced"),
        ("DMARCPolicy", "bounced"), ("VirusNotification", "bounced"),
        ("Transient", "deferred"), ("DnsError", "deferred"),
        ("BadEmailAddress", "rejected"), ("ManuallyDeactivated", "rejected"),
        ("Unconfirmed", "rejected"), ("SMTPApiError", "rejected"),
        ("TemplateRenderingFailed", "rejected"), ("SpamComplaint", "complained"),
        ("SpamNotification", "unknown"), ("Unknown", "unknown"), ("NeverHeardOf", "unknown"),
        ("Unsubscribe", "subscription_change"), ("Subscribe", "subscription_change"),
        ("AutoResponder", "auto_response"), ("AddressChange", "auto_response"),
        ("ChallengeVerification", "auto_response"), ("OpenRelayTest", "auto_response"),
        ("InboundError", "inbound"),
    ],
)  # fmt: skip
def test_each_type_of_bounce_of_postmark_is_a_fate_or_ignored_by_reason(word, becomes, tmp_path):
    record = {"RecordType": "Bounce", "Type": word, "ID": 7, "MessageID": "ab-12", "Details": "x",
              "Email": "mia@mail.example", "BouncedAt": "2026-03-02T09:00:00Z"}  # fmt: skip

    read = reading(tmp_path, json.dumps(record).encode(), "postmark")

    if read.facts:
        (fact,) = read.facts
        assert (fact.event, fact.classification) == (becomes, word)
        assert fact.message_id == "ab-12@mtasv.net"
    else:
        assert read.ignored == {becomes: 1}


@pytest.mark.parametrize(
    ("said", "becomes", "class_"),
    [
        ({"event": "processed"}, "accepted", None),
        ({"event": "delivered"}, "sent", None),
        ({"event": "deferred", "response": "452 4.2.2 full"}, "deferred", None),
        ({"event": "bounce", "type": "bounce", "reason": "550 5.1.1 no"}, "bounced", "bounce"),
        ({"event": "bounce", "type": "blocked", "reason": "550 spam",
          "bounce_classification": "Reputation"}, "bounced", "blocked/Reputation"),
        ({"event": "dropped", "reason": "Bounced Address"}, "rejected", "Bounced Address"),
        ({"event": "spamreport"}, "complained", None),
        ({"event": "open"}, "open", None),
        ({"event": "click"}, "click", None),
        ({"event": "unsubscribe"}, "subscription_change", None),
        ({"event": "group_unsubscribe"}, "subscription_change", None),
        ({"event": "group_resubscribe"}, "subscription_change", None),
        ({"event": "account_status_change"}, "account_status_change", None),
    ],
)  # fmt: skip
def test_each_type_of_event_of_sendgrid_is_a_fate_or_ignored_by_reason(
    said, becomes, class_, tmp_path
):
    read = reading(tmp_path, lines(event(1, **said)))

    if read.facts:
        (fact,) = read.facts
        assert (fact.event, fact.classification) == (becomes, class_)
    else:
        assert read.ignored == {becomes: 1}


@pytest.mark.parametrize(
    ("said", "options", "expected"),
    [
        ({"order_id": "A-7"}, {}, ("A-7", "order_confirmation", None)),
        ({"order_id": 1007}, {}, ("1007", "order_confirmation", None)),
        ({"order_id": None, "Order-Number": "8"}, {}, ("8", "order_confirmation", None)),
        ({"bestellung": "9"}, {"order_id": "bestellung"}, ("9", "order_confirmation", None)),
        ({"kind": "Order-Confirmation"}, {}, ("1001", "order_confirmation", None)),
        ({"kind": "newsletter"}, {}, ("1001", None, None)),
        ({"kind": None, "category": ["de", "versand"]},
         {"kinds": {"versand": "shipping_notice"}}, ("1001", "shipping_notice", None)),
        ({"kind": None, "category": "shipping_notice"}, {}, ("1001", "shipping_notice", None)),
        ({"sg_template_id": "d-17"}, {}, ("1001", "order_confirmation", "d-17")),
        ({"template": "v3", "sg_template_id": "d-17"}, {}, ("1001", "order_confirmation", "v3")),
    ],
)  # fmt: skip
def test_order_kind_and_template_come_from_what_the_shop_gave_along(
    said, options, expected, tmp_path
):
    read = reading(tmp_path, lines(event(1, **said)), **options)

    (fact,) = read.facts
    assert (fact.order_id, fact.mail_kind, fact.template) == expected


def test_the_shops_own_message_id_in_a_custom_argument_counts_over_the_header(tmp_path):
    read = reading(tmp_path, lines(event(1, mid="<own@nordlicht.example>")), message_id="mid")

    assert [fact.message_id for fact in read.facts] == ["own@nordlicht.example"]


@pytest.mark.parametrize("kind", KINDS)
def test_staff_stand_as_their_team_and_only_allowed_addresses_are_kept(kind, tmp_path):
    bodies = {
        "ses": {"eventType": "Delivery", "mail": {"source": "ann@nordlicht.example",
                "messageId": "x"}, "delivery": {"timestamp": "2026-03-02T09:00:00Z",
                "recipients": ["mia@mail.example", "ole@mail.example"]}},
        "sendgrid": event(1, email="mia@mail.example", **{"from": "ann@nordlicht.example"}),
        "mailgun": {"event": "delivered", "timestamp": 1772442000, "recipient": "mia@mail.example",
                    "envelope": {"sender": "ann@nordlicht.example"}},
        "postmark": {"RecordType": "Bounce", "Type": "HardBounce", "Email": "mia@mail.example",
                     "From": "ann@nordlicht.example", "BouncedAt": "2026-03-02T09:00:00Z"},
    }  # fmt: skip
    content = json.dumps(bodies[kind]).encode()

    events = all_events(tmp_path, content, kind, staff={"ann@nordlicht.example": "support"})
    assert {fact.sender for fact in events} == {"team:support"}
    events = all_events(tmp_path, content, kind, addresses=("mia@mail.example",))
    assert [fact.recipient for fact in events] == ["mia@mail.example"]
    read = reading(tmp_path, content, kind, since=datetime(2026, 3, 3))
    assert (read.facts, read.ignored) == ([], {"before_since": 1})
