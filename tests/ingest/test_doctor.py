"""Doctor tries every source and says what to mend and what to connect next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from ingest import doctor
from ingest.provider_options import ProviderOptions
from sql.settings import MailRole, Probe, Settings, Shop, SourceOptions
from sql.trouble import Trouble

NOW = datetime(2026, 11, 23, 8)
FRESH = NOW - timedelta(minutes=5)


class Mail(SourceOptions):
    folders: dict[str, MailRole]


class Feed(SourceOptions):
    table: str


@pytest.fixture
def examine(tmp_path, monkeypatch):
    """Doctor's word on sources, given with what their probes see (or raise)."""

    def go(**sources) -> doctor.Diagnosis:
        seen = {options.kind: probed for options, probed in sources.values()}
        modules = {kind: SimpleNamespace(probe=probe_of(probed)) for kind, probed in seen.items()}
        monkeypatch.setattr(doctor, "kinds", lambda: modules)
        shop = Shop(name="Nordlicht", zone="Europe/Berlin")
        other = Shop(name="Fjordkind", zone="Europe/London")
        settings = Settings(
            path=tmp_path / "trackrecord.toml",
            data=tmp_path / "data",
            desk_url="sqlite://",
            shops={"nordlicht": shop, "fjordkind": other},
            sources={name: options for name, (options, _) in sources.items()},
        )
        return doctor.examine(settings, NOW)

    return go


def probe_of(probed):
    def probe(options, name) -> Iterator[Probe]:
        if isinstance(probed, Exception):
            raise probed
        yield from probed

    return probe


def seen(place="a", items=3, newest=FRESH, trouble=None) -> list[Probe]:
    return [Probe(place, items, newest, trouble)]


def orders(kind="orders", **more):
    return Feed(kind=kind, shop="nordlicht", table="orders", **more)


def archive(kind="archive", **more):
    return Mail(kind=kind, shop="nordlicht", folders={".": "archive"}, **more)


def facts(diagnosis) -> list[tuple[str, str, str]]:
    return [(one.source, one.state, one.fact) for one in diagnosis.seen]


CONFIRMED = "Do customers get their order confirmation at once?"
ANNOUNCED = "Do customers hear at once that their parcel is on its way?"
ANSWERED = "Is every message of a customer answered in time?"
COME_BACK = "Do order mails come back?"
COPIES = "Connect the mailbox that keeps a copy of every order mail."


def steps(diagnosis, shop="nordlicht") -> dict[str, tuple[str, ...]]:
    return {one.question: one.next_steps for one in diagnosis.measures if one.shop == shop}


def test_a_source_that_answers_is_counted_with_its_age(examine):
    diagnosis = examine(orders=(orders(), seen(items=12345)))
    assert facts(diagnosis) == [("orders", "ok", "12\u2009345 mails, newest 5 min ago")]
    assert diagnosis.is_well


def test_a_wrong_password_is_one_line_and_hides_no_other_source(examine):
    refused = Trouble("[sources.mail] imap.example refused the login; is env:PASSWORD right?")
    diagnosis = examine(mail=(archive(), refused), orders=(orders(), seen()))

    assert [state for _, state, _ in facts(diagnosis)] == ["wrong", "ok"]
    assert facts(diagnosis)[0][2] == "imap.example refused the login; is env:PASSWORD right?"
    assert not diagnosis.is_well
    assert "1 place to mend" in diagnosis.text()


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied", "mail.log")])
def test_a_file_that_cannot_be_read_is_no_crash(examine, error):
    diagnosis = examine(log=(SourceOptions(kind="log"), error))
    assert "Permission denied: 'mail.log'" in facts(diagnosis)[0][2]


def test_one_missing_folder_of_a_mailbox_is_named_beside_the_good_one(examine):
    places = seen("mail/INBOX") + seen(
        "mail/Sent", None, None, "no such folder; LIST shows Gesendet"
    )
    diagnosis = examine(mail=(archive(), places))
    assert "  ok     mail INBOX  archive: 3 mails, newest 5 min ago" in diagnosis.text()
    assert "  wrong  mail Sent   archive: no such folder; LIST shows Gesendet" in diagnosis.text()


def test_files_are_named_as_the_settings_name_them(examine, tmp_path):
    class Files(Feed):
        files: tuple[str, ...] = ("input/orders.csv",)

    options = Files(kind="csv", shop="nordlicht", table="orders")
    text = examine(orders=(options, seen(place=f"{tmp_path}/input/orders.csv", items=1))).text()
    assert "  ok     orders input/orders.csv  csv: 1 file, newest 5 min ago" in text


def test_what_lies_in_a_spool_is_counted_as_files(examine, tmp_path):
    options = ProviderOptions(kind="sendgrid", shop="nordlicht", spool=tmp_path / "spool")
    text = examine(esp=(options, seen(place=f"{tmp_path}/spool", items=2))).text()
    assert "  ok     esp spool  sendgrid: 2 files, newest 5 min ago" in text


def test_a_silent_source_is_pointed_out_but_not_called_wrong(examine):
    options = orders(quiet_after="2h")
    at_the_limit = examine(orders=(options, seen(newest=NOW - timedelta(hours=2))))
    past_it = examine(orders=(options, seen(newest=NOW - timedelta(hours=2, seconds=1))))

    assert [state for _, state, _ in facts(at_the_limit)] == ["ok"]
    assert [state for _, state, _ in facts(past_it)] == ["quiet"]
    assert past_it.is_well


def test_an_export_that_states_its_end_is_never_silent(examine):
    options = orders(complete_until=datetime(2026, 1, 1))
    diagnosis = examine(orders=(options, seen(newest=datetime(2025, 12, 31))))
    assert [state for _, state, _ in facts(diagnosis)] == ["ok"]


def test_a_source_that_finds_nothing_at_all_is_wrong(examine):
    assert not examine(orders=(orders(), [])).is_well
    assert facts(examine(orders=(orders(), seen(items=0, newest=None))))[0][1] == "quiet"


def test_orders_and_an_archive_measure_confirmations_and_say_what_comes_next(examine):
    diagnosis = examine(orders=(orders(), seen()), mail=(archive(), seen()))

    assert steps(diagnosis)[CONFIRMED] == ()
    assert steps(diagnosis)[ANNOUNCED] == ("Connect the shipments as a CSV export.",)
    assert steps(diagnosis)[ANSWERED] == (
        "Connect the support mailbox or the helpdesk.",
        "Connect the Sent folder of every mailbox that answers customers or the helpdesk.",
    )


def test_a_log_alone_cannot_tell_confirmations_but_can_tell_what_came_back(examine):
    log = SourceOptions(kind="log")
    diagnosis = examine(orders=(orders(), seen()), log=(log, seen()))

    assert steps(diagnosis)[CONFIRMED] == (COPIES,)
    assert steps(diagnosis)[COME_BACK] == ()


def test_a_providers_events_can_tell_confirmations_if_they_name_order_and_kind(examine):
    esp = ProviderOptions(kind="sendgrid", shop="nordlicht", files=("esp/*",))
    diagnosis = examine(orders=(orders(), seen()), esp=(esp, seen()))
    broken = examine(orders=(orders(), seen()), esp=(esp, Trouble("gone")))
    proviso = "By the events of the mail provider, if they name each mail's order and kind."

    assert steps(diagnosis)[CONFIRMED] == ()
    assert f"  measured  {CONFIRMED}\n            {proviso}\n" in diagnosis.text()
    assert steps(diagnosis)[ANNOUNCED] == ("Connect the shipments as a CSV export.",)
    assert COPIES in steps(diagnosis)["Can customers follow their parcel?"]
    assert steps(broken)[CONFIRMED] == ("Mend [sources.esp].",)


def test_where_copies_are_kept_nothing_depends_on_what_events_name(examine):
    esp = ProviderOptions(kind="sendgrid", shop="nordlicht", files=("esp/*",))
    both = examine(orders=(orders(), seen()), mail=(archive(), seen()), esp=(esp, seen()))
    assert steps(both)[CONFIRMED] == () and "By the events" not in both.text()


def test_a_broken_source_measures_nothing_until_it_is_mended(examine):
    diagnosis = examine(orders=(orders(), seen()), mail=(archive(), Trouble("gone")))
    assert steps(diagnosis)[CONFIRMED] == ("Mend [sources.mail].",)


def test_one_broken_folder_leaves_the_others_of_its_mailbox_in_use(examine):
    options = Mail(kind="m", shop="nordlicht", folders={"INBOX": "inbox", "Sent": "replies"})
    diagnosis = examine(m=(options, seen("m/INBOX") + seen("m/Sent", trouble="no such folder")))
    assert steps(diagnosis)[ANSWERED] == ("Mend [sources.m].",)
    assert steps(diagnosis)[COME_BACK] == ()


def test_one_shops_sources_measure_nothing_for_another_shop(examine):
    diagnosis = examine(orders=(orders(), seen()), mail=(archive(), seen()))
    assert steps(diagnosis, "fjordkind")[CONFIRMED] == (
        "Connect the orders as a CSV export.",
        COPIES,
    )


def test_without_sources_the_text_says_what_to_add(examine):
    text = examine().text()
    assert "none yet; add [sources.NAME] to the settings" in text
    assert "  not yet   Do customers" in text and "What can be measured for Nordlicht" in text


def test_a_data_folder_that_is_a_file_is_wrong(examine, tmp_path):
    (tmp_path / "data").write_text("")
    diagnosis = examine()
    assert not diagnosis.is_well
    assert "cannot be written by this user" in diagnosis.seen[0].fact
