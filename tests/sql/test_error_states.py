"""What becomes of an error by what people decide, and by the mails that went out since."""

import hashlib
import math
from datetime import datetime, timedelta

import pytest
from error_house import ErrorHouse

DE = "order_confirmation.de"
MONDAY = datetime(2026, 1, 5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIX = MONDAY + 20 * DAY
RULE = "PLACEHOLDER_LEFT"


@pytest.fixture
def house():
    house = ErrorHouse()
    house.version(DE, "1", valid_until=FIX)
    house.version(DE, "2", FIX)
    house.read_until(FIX + 40 * DAY)
    yield house
    house.close()


def key_of(cause, field="text"):
    return hashlib.md5(f"2|{RULE}|nordlicht|{DE}|{field}|{cause}".encode()).hexdigest()


def found(house, key, at, version="1", shows="{{ x }}"):
    return house.finding(RULE, house.mail(key, at, version=version), at, cause=shows)


def one_in_ten(house, mails=100):
    """From a Monday on every tenth has the error: 10 of 100. Before, none had."""
    clean(house, 50, first=MONDAY - 3 * DAY, name="long ago", version="1")
    for number in range(mails):
        at = MONDAY + number * HOUR
        if number % 10:
            house.mail(f"before-{number}", at)
        else:
            found(house, f"before-{number}", at)


def clean(house, mails, first=FIX + HOUR, name="after", version="2", **mail):
    for number in range(mails):
        house.mail(f"{name}-{number}", first + number * HOUR, version=version, **mail)


def error(house, columns="state"):
    return house.row(f"select {columns} from cases.recurring_errors")


def state(house):
    return error(house)[0]


ERROR = key_of("{{x}}")
# The smallest n with .9^n <= .05: .9^28 = .0523, .9^29 = .0471
NEEDED = 29


def test_the_key_of_an_error_in_these_tests_is_the_one_that_models_make(house):
    found(house, "a", MONDAY)
    assert error(house, "fingerprint, state, state_since_at") == (ERROR, "new", MONDAY)


def test_a_state_that_people_gave_holds_since_they_gave_it(house):
    said = ("acknowledged", "being_fixed", "accepted", "not_an_error", "new")
    for word in (*said, "nonsense"):
        found(house, word, MONDAY, shows=word)
        house.decided(key_of(word), FIX, reason="because", state=word)

    assert set(house.rows("select cause, state, state_since_at from cases.recurring_errors")) == {
        *((word, word, FIX) for word in said), ("nonsense", "new", MONDAY)}  # fmt: skip


def test_owner_and_due_day_stay_until_others_are_named_and_the_rule_names_the_first(house):
    found(house, "a", MONDAY)
    found_elsewhere = house.finding(RULE, house.mail("b", MONDAY), MONDAY, "subject")
    house.decided(ERROR, FIX, state="acknowledged", owner='Ida "the eye"', due_day="2026-02-01")
    house.decided(ERROR, FIX + DAY, state="being_fixed")

    assert found_elsewhere
    assert house.rows("select owner, due_day::varchar from cases.recurring_errors order by 1") == [
        ('Ida "the eye"', "2026-02-01"), ("team", None)]  # fmt: skip


def test_the_time_to_acknowledge_runs_from_the_first_finding_to_the_first_reaction(house):
    found(house, "a", MONDAY)
    house.decided(ERROR, MONDAY + DAY, state="new", owner="Ida")
    house.decided(ERROR, MONDAY + 2 * DAY, state="acknowledged")
    house.decided(ERROR, MONDAY + 5 * DAY, state="being_fixed")

    assert error(house, "acknowledged_at, seconds_to_acknowledge") == (
        MONDAY + 2 * DAY, 2 * 86_400)  # fmt: skip


def test_what_was_taken_back_never_counted(house):
    """The desk hands over only what was not taken back; what held before holds again."""
    from sql.desk_decisions import kept

    found(house, "a", MONDAY)
    acknowledged = house.decided(ERROR, MONDAY + DAY, state="acknowledged")
    fixed = house.decided(ERROR, MONDAY + 2 * DAY, state="fixed")
    undone = type(fixed)("u", fixed.kind, fixed.subject, "null", "", FIX, "bob", fixed.decision_id)

    house.events = kept([acknowledged, fixed, undone])

    assert error(house, "state, state_since_at, fixed_at, clean_needed") == (
        "acknowledged", MONDAY + DAY, None, None)  # fmt: skip


# On probation


@pytest.mark.parametrize("mails, shown", [(NEEDED - 1, "on_probation"), (NEEDED, "resolved")])
def test_probation_ends_with_the_last_clean_mail_that_is_needed(house, mails, shown):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    clean(house, mails)

    assert error(house, "state, clean_needed, clean_since_fix") == (shown, NEEDED, mails)
    assert house.untrue("error_states_are_known") == []


def test_a_fix_is_resolved_when_the_last_mail_it_needed_was_sent(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    clean(house, NEEDED + 5)

    resolved = FIX + NEEDED * HOUR
    assert error(house, "resolved_at, state_since_at, seconds_to_resolve") == (
        resolved, resolved, (resolved - MONDAY).total_seconds())  # fmt: skip


def test_what_had_gone_out_before_somebody_said_fixed_resolves_it_then(house):
    one_in_ten(house)
    clean(house, NEEDED)
    house.decided(ERROR, FIX + 10 * DAY, state="fixed", fixed_version="2")

    assert error(house, "state, resolved_at, fixed_at") == ("resolved", FIX + 10 * DAY, FIX)


def test_needed_is_the_smallest_number_at_which_the_old_rate_would_show_itself(house):
    """Of 1 mail in 1 one clean mail is enough, of 19 in 20 as well: .05^1 = .05."""
    mails = 840
    for number in range(mails):
        house.mail(f"m{number}", MONDAY + number * timedelta(minutes=1))
    for faulty in (1, 42, 360, 798, 840):
        for number in range(faulty):
            at = MONDAY + number * timedelta(minutes=1)
            house.finding(RULE, f"m{number}", at, str(faulty))
        house.decided(key_of("", str(faulty)), FIX, state="fixed", fixed_version="2")

    needed = house.rows("select findings, clean_needed from cases.recurring_errors order by 1")
    assert [faulty for faulty, _ in needed] == [1, 42, 360, 798, 840]
    for faulty, number in needed:
        kept = 1 - faulty / mails
        assert kept**number <= 0.05 + 1e-9
        assert number == 1 or kept ** (number - 1) > 0.05 + 1e-9


def test_mails_of_the_old_version_and_of_other_templates_prove_nothing(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    clean(house, NEEDED - 1)
    clean(house, 50, name="old", version="1")
    clean(house, 50, name="other", template="order_confirmation.en")

    assert error(house, "state, clean_since_fix") == ("on_probation", NEEDED - 1)


def test_what_nobody_could_judge_yet_proves_nothing(house):
    for number, verdict in enumerate(("missing", "on_time", "waiting", "unknown", "late")):
        house.add("facts.order_confirmations", shop="nordlicht", order_id=verdict,
                  placed_at=FIX + number * HOUR, verdict=verdict, is_history=False)  # fmt: skip
    house.finding("CONF_MISSING", None, FIX + 8 * HOUR, "order_confirmation", order_id="missing",
                  identity="order missing")  # fmt: skip
    error_of_orders = hashlib.md5(b"2|CONF_MISSING|nordlicht||order_confirmation|").hexdigest()
    house.decided(error_of_orders, FIX + timedelta(minutes=1), state="fixed")

    assert error(house, "state, clean_needed, clean_since_fix, came_back_at") == (
        "resolved", 1, 2, None)  # fmt: skip


@pytest.mark.parametrize("sent, named, clean_ones", [
    (FIX, {}, 0), (FIX + timedelta(seconds=1), {}, 1),
    (FIX + timedelta(seconds=1), {"fixed_version": "nobody knows it"}, 1),
])  # fmt: skip
def test_where_no_version_is_known_the_sending_time_decides(house, sent, named, clean_ones):
    found(house, "a", MONDAY)
    house.decided(ERROR, FIX, state="fixed", **named)
    house.mail("b", sent, version="2")

    assert error(house, "clean_since_fix, fixed_at") == (clean_ones, FIX)


def test_a_time_of_the_fix_goes_before_the_time_at_which_it_was_said(house):
    found(house, "a", MONDAY)
    house.decided(ERROR, FIX + 5 * DAY, state="fixed", fixed_at="2026-01-26 12:00:00")
    house.mail("b", datetime(2026, 1, 26, 12, 30), version="2")

    assert error(house, "clean_since_fix, fixed_at") == (1, datetime(2026, 1, 26, 12))


# Come back


def test_a_finding_by_the_version_with_the_fix_is_a_come_back(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    clean(house, 3)
    found(house, "again", FIX + 4 * HOUR, version="2")

    assert error(house, "state, came_back_at, state_since_at, resolved_at, clean_since_fix") == (
        "come_back", FIX + 4 * HOUR, FIX + 4 * HOUR, None, 3)  # fmt: skip


def test_a_finding_by_the_old_version_after_the_fix_is_old_wording_and_no_come_back(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    clean(house, NEEDED)
    found(house, "old", FIX + DAY, version="1")

    assert error(house, "state, still_old_findings, came_back_at") == ("resolved", 1, None)
    assert house.rows("""select template, version, retired_at, mails_since, last_sent_at,
        newest_version from cases.old_wording""") == [(DE, "1", FIX, 1, FIX + DAY, "2")]


@pytest.mark.parametrize("version, shown", [("1", "on_probation"), ("2", "come_back")])
def test_without_a_version_named_only_retired_wording_is_old(house, version, shown):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed")
    found(house, "again", FIX + DAY, version=version)

    assert state(house) == shown


def test_what_was_resolved_can_come_back(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    clean(house, NEEDED)
    found(house, "again", FIX + 10 * DAY, version="2")

    assert error(house, "state, resolved_at, seconds_to_resolve") == (
        "come_back", FIX + NEEDED * HOUR, None)  # fmt: skip


def test_who_fixes_it_again_begins_anew_and_what_came_back_before_is_past(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    found(house, "again", FIX + HOUR, version="2")
    house.decided(ERROR, FIX + DAY, state="fixed", fixed_version="2", owner="Ida")
    clean(house, 3, first=FIX + 2 * DAY)

    assert error(house, "state, clean_since_fix, fixed_at") == ("on_probation", 3, FIX + DAY)


def test_a_come_back_that_was_no_error_is_none(house):
    one_in_ten(house)
    house.decided(ERROR, FIX, state="fixed", fixed_version="2")
    again = found(house, "again", FIX + HOUR, version="2")
    house.decided(again, FIX + DAY, kind="finding_judged", is_error="false")

    assert state(house) == "on_probation"


# Muted


@pytest.mark.parametrize("until, shown", [("2026-03-06", "muted"), ("2026-03-05", "acknowledged")])
def test_a_mute_holds_through_its_last_day_and_then_what_held_before(house, until, shown):
    found(house, "a", MONDAY)  # all was read until 2026-03-06 in the night
    house.decided(ERROR, MONDAY + DAY, state="acknowledged")
    house.decided(ERROR, MONDAY + 2 * DAY, reason="sale", state="muted", until_day=until)

    assert error(house, "state, muted_until_day is null") == (shown, shown != "muted")


def test_after_a_mute_nothing_was_decided_before_the_error_is_new_again(house):
    found(house, "a", MONDAY)
    house.decided(ERROR, MONDAY + 2 * DAY, reason="sale", state="muted", until_day="2026-02-01")

    assert error(house, "state, state_since_at, reason") == ("new", MONDAY, None)


def test_a_mute_without_an_end_mutes_nothing(house):
    found(house, "a", MONDAY)
    house.decided(ERROR, MONDAY + 2 * DAY, reason="sale", state="muted")

    assert state(house) == "new"


def test_the_day_of_a_mute_is_the_shops_own(house):
    house.given["staging.coverage"].clear()
    house.read_until(datetime(2026, 2, 1, 23, 30))  # in Berlin it is the second of February
    found(house, "a", MONDAY)
    house.decided(ERROR, MONDAY, reason="sale", state="muted", until_day="2026-02-01")

    assert state(house) == "new"


# Is the rule right?


def test_a_finding_that_is_no_error_leaves_the_figures_and_stays_a_finding(house):
    found(house, "a", MONDAY)
    wrong = found(house, "b", MONDAY + HOUR)
    house.decided(wrong, FIX, kind="finding_judged", is_error="false")

    assert error(house, "findings, customers, last_seen_at, example_finding_ids") == (
        1, 1, MONDAY, [f"{RULE} a text"])  # fmt: skip
    assert house.rows("select finding_id, is_error from cases.findings order by 1") == [
        (f"{RULE} a text", True), (wrong, False)]  # fmt: skip
    assert house.untrue("findings_have_one_error") == []


def test_the_findings_of_what_is_no_error_are_none_but_for_those_confirmed_singly(house):
    right = found(house, "a", MONDAY)
    found(house, "b", MONDAY + HOUR)
    house.decided(right, FIX, kind="finding_judged", is_error="true")
    house.decided(ERROR, FIX, reason="is so", state="not_an_error")

    assert house.rows("select is_error from cases.findings order by finding_id") == [
        (True,), (False,)]  # fmt: skip
    assert error(house, "state, findings") == ("not_an_error", 2)


def precision(house):
    return house.row("select judged, confirmed, speaks from metrics.rule_precision")


def test_a_rule_that_people_called_wrong_too_often_speaks_in_the_digest_only(house):
    told = {(15, 5): "digest", (16, 4): "everywhere", (0, 19): "everywhere", (0, 20): "digest"}
    for number in range(20):
        house.mail(f"m{number}", MONDAY)
    for right, wrong in told:
        for number in range(right + wrong):
            key = house.finding(f"RULE_{right}_{wrong}", f"m{number}", MONDAY)
            said = "true" if number < right else "false"
            house.decided(key, FIX, kind="finding_judged", is_error=said)

    rows = house.rows("select rule, judged, confirmed, speaks, low, share, high"
                      " from metrics.rule_precision")
    assert {row[:4] for row in rows} == {
        (f"RULE_{right}_{wrong}", right + wrong, right, speaks)
        for (right, wrong), speaks in told.items()}  # fmt: skip
    assert all(low <= right / judged <= high and math.isclose(share, right / judged)
               for _, judged, right, _, low, share, high in rows)


def test_no_error_judges_what_was_found_until_then_and_at_most_20(house):
    for number in range(25):
        found(house, f"m{number}", FIX - timedelta(minutes=number))
    for number in range(3):
        found(house, f"later-{number}", FIX + HOUR)
    house.decided(ERROR, FIX, reason="is so", state="not_an_error")

    assert precision(house) == (20, 0, "digest")


def test_a_person_who_changes_their_mind_judges_once(house):
    key = found(house, "a", MONDAY)
    house.decided(key, FIX, kind="finding_judged", is_error="false")
    house.decided(key, FIX + HOUR, kind="finding_judged", is_error="true")
    house.decided(ERROR, FIX + HOUR, reason="is so", state="not_an_error")

    assert precision(house) == (1, 1, "everywhere")


@pytest.mark.parametrize("said", ["being_fixed", "fixed", "accepted"])
def test_who_mends_or_accepts_an_error_confirms_it(house, said):
    found(house, "a", MONDAY)
    house.decided(ERROR, FIX, reason="is so", state=said)

    assert precision(house) == (1, 1, "everywhere")


def test_a_mail_whose_only_finding_is_no_error_is_clean_and_no_week_counts_it(house):
    found(house, "right", MONDAY)
    wrong = found(house, "wrong", MONDAY)
    house.decided(wrong, FIX, kind="finding_judged", is_error="false")
    db = house.lay()
    db.execute("""create table facts.judged_mails as select shop, message_key, 'o' as order_id,
        kind, null as template, null as version, happened_at as accepted_at, 'template' as how
        from facts.messages""")
    db.execute("create table staging.orders as select '' as shop, '' as order_id, '' as channel,"
               " '' as locale")  # fmt: skip
    house.made |= {"facts.judged_mails", "staging.orders"}

    assert house.rows("select message_key, verdict from cases.mail_verdicts order by 1") == [
        ("right", "faulty"), ("wrong", "clean")]  # fmt: skip
    assert house.rows("select findings from metrics.findings_weekly") == [(1,)]
