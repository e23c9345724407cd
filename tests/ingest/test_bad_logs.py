"""L02-L25 of the bad inputs that stand in a line: each between two good ones that both arrive."""

import pytest
from bad_logs import Logs, good_line

WHOLE = (
    "2026-11-23T07:00:00+00:00 mx1 postfix/smtp[9]: CD12345: to=<kim@customer.example>, "
    "orig_to=<all@nordlicht.example>, relay=mx[192.0.2.4]:25, delay=2, delays=0/0/1/1, dsn=5.1.1, "
    "status=bounced (host mx[192.0.2.4] said: 550 5.1.1 no such user)\n"
)
EXIM_WHOLE = (
    "2026-11-23 07:00:00 1xWWCR-00037y-2s => kim@customer.example R=away T=smtp H=mx [192.0.2.4] "
    'C="250 2.0.0 Ok"\n'
)
NAMED = "2026-11-{}:00+00:00 {} postfix/cleanup[9]: {}: message-id=<{}@n.example>\n"
EXIM_GOOD = "2026-11-23 06:00:0{0} 1xWWCR-0000{0}y-2s => k{0}@c.example R=away T=smtp\n"


@pytest.fixture
def logs(warehouse):
    return Logs(warehouse)


def sandwiched(logs: Logs, *bad: str | bytes):
    """Good lines around the bad ones; both have arrived."""
    run = logs.write(logs.good(), *bad, logs.good()).read()
    good = [f"AB{number:05}" for number in range(logs.written)]
    assert [queue_id for queue_id in logs.held() if queue_id in good] == good
    return run


@pytest.mark.parametrize("end", [
    "to=", "<kim@cust", "orig_to=<al", "relay=mx", "delay=2", "delays=0/0", "dsn=5.1", "status=",
    "status=bou",
])  # fmt: skip
def test_l02_a_line_broken_off_is_kept_as_such_and_tells_nothing(logs, end):
    cut = WHOLE[:WHOLE.index(end) + len(end)]
    run = sandwiched(logs, cut + "\n")

    assert (run.reasons, run.accepted) == (["log.truncated"], 2)
    ((place, _, payload),) = run.quarantined
    assert (place, payload) == (f"mail.log byte {len(good_line(0))}", cut.encode())


@pytest.mark.parametrize(
    "end", ["to=<kim@cust", "orig_to=<al", "relay=mx", "delays=0/0", "status="])
def test_l02_half_a_line_does_not_borrow_the_fate_of_the_line_written_behind_it(logs, end):
    cut = WHOLE[:WHOLE.index(end) + len(end)]
    run = sandwiched(logs, cut, WHOLE.replace("CD12345", "EF12345"))

    assert (run.reasons, run.accepted) == (["log.truncated"], 2)


EXIM_CUTS = [4, 10, 18, 20, 26, 36, 37, 38, 39, 40, 54, 60, 61]


@pytest.mark.parametrize("size", EXIM_CUTS)
def test_l02_a_line_of_exim_broken_off_is_kept_as_such(warehouse, size):
    logs = Logs(warehouse, kind="exim")
    cut = EXIM_WHOLE[:size]
    run = logs.write(EXIM_GOOD.format(1), cut + "\n", EXIM_GOOD.format(2)).read()

    assert (run.reasons, run.accepted) == (["log.truncated"], 2)
    assert run.quarantined[0][2] == cut.encode()


@pytest.mark.parametrize("size", EXIM_CUTS)
def test_l02_half_a_line_of_exim_does_not_borrow_the_fate_of_the_line_behind_it(warehouse, size):
    logs = Logs(warehouse, kind="exim")
    behind = "2026-11-23 07:00:09 1xWWCR-00038y-2s => lee <lee@n.example> R=ours T=maildir\n"
    run = logs.write(EXIM_GOOD.format(1), EXIM_WHOLE[:size] + behind, EXIM_GOOD.format(2)).read()

    assert run.accepted == 2
    assert run.reasons == ["log.truncated" if size >= 20 else "log.unparsed"]


@pytest.mark.parametrize("kind", ["postfix", "exim"])
@pytest.mark.parametrize("letter", ["x", "ü", "€", "\U0001f600"])
def test_l03_a_line_beyond_64_kib_is_refused_and_the_next_line_counts(warehouse, kind, letter):
    good = EXIM_GOOD.format if kind == "exim" else good_line
    whole = EXIM_WHOLE if kind == "exim" else WHOLE
    long = whole.replace("550 5.1.1" if kind == "postfix" else "250 2.0.0",
                         letter * ((65 << 10) // len(letter.encode())))
    logs = Logs(warehouse, kind=kind)
    run = logs.write(good(1), long, good(2)).read()

    assert (run.reasons, run.accepted) == (["log.line_too_long"], 2)
    assert len(run.quarantined[0][2]) <= (64 << 10) + 1


def test_l03_a_line_of_many_megabytes_costs_no_more(logs):
    run = sandwiched(logs, "2026-11-23T07:00:00+00:00 mx1 " + "x" * (9 << 20) + "\n")
    assert run.reasons == ["log.line_too_long"]


def test_l15_the_same_queue_id_on_two_hosts_is_two_mails(logs):
    tried = WHOLE.replace("CD12345", "AB777")
    sandwiched(logs, *(NAMED.format("23T06:59", host, "AB777", host) for host in ("mx1", "mx2")),
               tried, tried.replace("mx1", "mx2"))

    assert [row for row in logs.held("host, message_id") if row[1]] == [
        ("mx1", "mx1@n.example"), ("mx2", "mx2@n.example")]


def test_l16_a_queue_id_used_again_after_its_end_is_another_mail(logs):
    life = (NAMED.format("23T07:{0}", "mx1", "AB777", "c-{0}") +
            "2026-11-23T07:{0}:01+00:00 mx1 postfix/qmgr[9]: AB777: from=<a@n.example>, size=1, "
            "nrcpt=1 (queue active)\n"
            + WHOLE.replace("07:00:00", "07:{0}:02").replace("CD12345", "AB777"))
    ended = "2026-11-23T07:{0}:03+00:00 mx1 postfix/qmgr[9]: AB777: removed\n"
    sandwiched(logs, life.format("10"), ended.format("10"), life.format("20"), life.format("30"))

    told = logs.held("event, message_id, generation")[2:]
    assert [row[:2] for row in told] == [
        (event, f"c-{number}@n.example") for number in (10, 20, 30)
        for event in ("accepted", "bounced")]
    assert len({generation for *_, generation in told}) == 3


def test_l17_a_life_stays_open_over_rotated_files_and_lines_out_of_order(logs):
    line = "2026-11-23T0{0}:00:00+00:00 mx1 postfix/{1}\n"
    logs.write(
        logs.good(),
        line.format(7, "qmgr[9]: AB777: from=<a@n.example>, size=1, nrcpt=1 (queue active)"),
        line.format(6, "cleanup[9]: AB777: message-id=<c-1@n.example>"))
    logs.read()
    logs.log.rename(logs.folder / "mail.log.1")
    logs.write(WHOLE.replace("CD12345", "AB777").replace("T07", "T09"), logs.good())
    logs.read()

    assert [row for row in logs.held("event, message_id") if row[1]] == [
        ("accepted", "c-1@n.example"), ("bounced", "c-1@n.example")]


def test_l17_a_life_whose_end_was_never_logged_closes_by_time_and_that_is_said(logs):
    for day, name in (("01T07:00", "a"), ("12T07:00", "b")):
        assert logs.write(NAMED.format(day, "mx1", "AB777", name)).read().holes == []
    logs.write(NAMED.format("12T07:00", "mx1", "CD777", "c"))
    run = logs.write(logs.good()).read()

    assert run.holes == ["the end of 2 mails was never logged"]
    assert logs.has_all_good()


@pytest.mark.parametrize("kind", ["postfix", "exim"])
def test_l20_bytes_that_are_no_text_stand_as_what_they_are(warehouse, kind):
    good = EXIM_GOOD.format if kind == "exim" else good_line
    whole, said = (EXIM_WHOLE, "250 2.0.0 Ok") if kind == "exim" else (WHOLE, "no such user")
    logs = Logs(warehouse, kind=kind)
    odd = whole.encode().replace(said.encode(), b"550 \xe4\xff \x1b[31mred\x1b[0m")
    run = logs.write(good(1), b"\0" * 4096 + b"\n", odd, b"\0" * 512 + good(2).encode()).read()

    assert (run.accepted, run.reasons, run.ignored["blank"]) == (3, [], 1)
    (reply,) = [reply for reply in logs.held("reply") if reply and "red" in reply]
    assert "550 \ufffd\ufffd \x1b[31mred" in reply  # escapes are taken out where it is shown
    assert run.holes == [
        "lines may have been lost: mail.log held 4608 zero bytes, as a crash leaves them, before "
        "2026-11-23 12:00 UTC"]


LIES = (
    "to=<x@y.example>, relay=mx, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
    "2026-11-23T08:00:00+00:00 mx1 postfix/smtp[9]: EF12345: to=<x@y.example>, relay=mx, delay=1, "
    "dsn=2.0.0, status=sent (250 ok)",
    "#012Nov 23 08:00:00 mx1 postfix/smtp[9]: EF12345: to=<x@y.example>, relay=mx, delay=1, "
    "dsn=2.0.0, status=sent (250 ok)",
)  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_l21_what_another_server_says_is_never_read_as_a_line(logs, lie):
    sandwiched(
        logs, WHOLE.replace("no such user", lie),
        f"2026-11-23T07:00:00+00:00 mx1 postfix/smtpd[9]: warning: header x: {lie}\n",
        f"2026-11-23T07:00:00+00:00 mx1 postfix/smtpd[9]: NOQUEUE: reject: RCPT from x: {lie}\n",
        f"2026-11-23T07:00:00+00:00 mx1 app[9]: postfix/smtp[9]: EF12345: {lie}\n",
        f"2026-11-23T07:00:00+00:00 mx1 sshd[9]: invalid user EF12345: {lie}\n")

    assert [row for row in logs.held("queue_id, event, recipient") if row[0][:2] != "AB"] == [
        ("CD12345", "bounced", "kim@customer.example")]


def test_l21_what_another_server_says_to_exim_is_never_read_as_a_line(warehouse):
    lie = "2026-11-23 08:00:00 1xWWCR-00099y-2s => x@y.example R=a T=smtp C=\\\"250 ok\\\""
    logs = Logs(warehouse, kind="exim")
    run = logs.write(
        EXIM_GOOD.format(1),
        "2026-11-23 07:00:00 1xWWCR-00037y-2s ** kim@customer.example R=a T=smtp H=mx [192.0.2.4]: "
        f"SMTP error from remote mail server after RCPT TO:<kim@customer.example>: 550 {lie}\n",
        f'2026-11-23 07:00:01 1xWWCR-00038y-2s => lee@customer.example R=a T=smtp C="250 {lie}"\n',
        f"2026-11-23 07:00:02 1xWWCR-00038y-2s H=mx [192.0.2.4]: {lie}\n",
        f"2026-11-23 07:00:03 rejected HELO from [192.0.2.9]: {lie}\n", EXIM_GOOD.format(2)).read()

    assert (run.accepted, run.reasons) == (4, [])
    assert logs.held("event, recipient, reply_code") == [
        ("sent", "k1@c.example", None), ("sent", "k2@c.example", None),
        ("bounced", "kim@customer.example", "550"), ("sent", "lee@customer.example", "250")]


@pytest.mark.parametrize(("line", "times"), [
    ("mx1 postfix/smtp[9]: message repeated 5 times: [ CD12345: to=<kim@customer.example>, relay="
     "mx, delay=1, delays=0/0/0/1, dsn=4.0.0, status=deferred (later)]", 5),
    ("mx1 postfix/smtpd[9]: message repeated 12 times: [ connect from unknown[192.0.2.9]]", 12),
    ("mx1 last message repeated 3 times", 3),
])  # fmt: skip
def test_l22_a_line_repeated_n_times_counts_as_n(logs, line, times):
    run = sandwiched(logs, f"2026-11-23T07:00:00+00:00 {line}\n")

    assert (run.ignored, run.reasons) == ({"repeated": times}, [])
    assert logs.has_all_good()


@pytest.mark.parametrize("year", ["1970", "3000"])
def test_l25_a_time_at_which_no_file_was_written_is_refused(warehouse, year):
    logs = Logs(warehouse, kind="exim")
    run = logs.write(EXIM_GOOD.format(1), EXIM_WHOLE.replace("2026", year),
                     EXIM_GOOD.format(2)).read()

    assert (run.reasons, run.accepted) == (["time.out_of_range"], 2)
