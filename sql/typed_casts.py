"""The SQL that turns a cell into a value, its flags and its problems, one kind of field each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sql.typed_columns import Column, Wording, literal

_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True)
class Cast:
    """SQL over the cell `raw_<field>`: the value; over both: flags, and conditions of problems.

    A time without offset is first read as it stands, as `local_<field>`.
    """

    value: str
    flags: Sequence[str] = ()  # each gives a word or null
    problems: Sequence[tuple[str, str]] = ()  # condition, reason; the first one counts
    local: str | None = None


def cast_of(column: Column, wording: Wording) -> Cast:
    raw, value = f"raw_{column.field}", column.field
    match column.kind:
        case "id" | "counted" | "key":
            cast = Cast(f"id_of({raw})", [_if_changed(value, raw, f"id_flag({raw})")])
        case "list":
            cast = Cast(f"list_of({raw})")
        case "text" | "extra":
            cast = Cast(raw)
        case "address" | "staff":
            address, flag = f"first_address({raw})", f"address_flag({raw})"
            cast = Cast(_team(address, column, wording), [_if_changed(value, raw, flag)])
        case "other_addresses":
            cast = Cast(f"other_addresses({raw})")
        case "time" | "promise":
            cast = _time(raw, column, wording)
        case "number":
            cast = _number(raw, value, wording)
        case "truth":
            cast = _truth(raw, value, wording)
        case "choice":
            cast = _choice(raw, column, wording)
        case "currency":
            cast = Cast(f"currency_of({raw})", [f"currency_flag({raw})"])
    if column.missing:
        missing = f"{value} is null or is_no_row({raw})", column.missing
        return replace(cast, problems=[*cast.problems, missing])
    return cast


def _if_changed(value: str, raw: str, flag: str) -> str:
    """What is as long as before says all: most cells do, and need no second look."""
    return f"case when strlen({value}) = strlen({raw}) then null else {flag} end"


def team_case(address: str, wording: Wording, otherwise: str) -> str:
    """The team of own people instead of their address."""
    if not wording.staff:
        return otherwise
    teams = " ".join(f"when {literal(one)} then {literal('team:' + team)}"
                     for one, team in wording.staff.items())  # fmt: skip
    return f"case {address} {teams} else {otherwise} end"


def _team(address: str, column: Column, wording: Wording) -> str:
    return team_case(address, wording, address) if column.kind == "staff" else address


def _time(raw: str, column: Column, wording: Wording) -> Cast:
    value = column.field
    local, zoned, at = f"iso_local({raw})", f"with_offset({raw})", f"local_{value}"
    if column.kind == "promise":  # a day alone holds until it ends
        local = f"until_its_end({local}, length({raw}) = 10)"
    if form := wording.date_format:
        parsed = f"try_strptime({raw}, {literal(form)})"
        if "%z" in form.lower():
            zoned = f"coalesce(make_timestamp(epoch_us({parsed})), {zoned})"
        else:
            whole_day = column.kind == "promise" and not _names_an_hour(form)
            local = f"coalesce(until_its_end({parsed}, {whole_day}), {local})"
    flags = [f"case when is_zero_date({raw}) then 'zero_date' else dst_flag_at({at}) end"]
    wrong = [f"{value} < {column.not_before}"] if column.not_before else []
    if wording.now and column.kind == "time":
        wrong.append(f"{value} > timestamp '{wording.now + _CLOCKS_DIFFER}'")
    if wrong:
        flags.append(f"case when {' or '.join(wrong)} then 'time_inconsistent' end")
    return Cast(
        f"case when {at} is null then {zoned} else in_utc({at}) end",
        flags,
        [
            (f"{value} is null and {at} is not null", "time.no_zone"),
            (f"{value} is null and {raw} is not null and not is_zero_date({raw})", "time.invalid"),
            (f"{value} not between timestamp '1990-01-01' and timestamp '2100-01-01'",
             "time.out_of_range"),
        ],
        local,
    )  # fmt: skip


def _names_an_hour(date_format: str) -> bool:
    return any(sign in date_format for sign in ("%H", "%I", "%c", "%X", "%-H", "%-I"))


def _number(raw: str, value: str, wording: Wording) -> Cast:
    mark, groups = literal(wording.decimal or "."), literal(wording.thousands or "")
    plain = f"plain_number(amount({raw}), {mark}, {groups})"
    invalid = f"{raw} is not null and {value} is null", "number.invalid"
    quick = f"when is_short({raw}) then try_cast({raw} as double)" * (
        wording.decimal in (None, ".") and wording.thousands != "."
    )
    if wording.decimal or wording.thousands:
        return Cast(f"case {quick} else {plain} end" if quick else plain, problems=[invalid])
    ambiguous = f"{value} is null and is_ambiguous(amount({raw}))", "number.ambiguous"
    return Cast(
        f"case {quick} when not is_ambiguous(amount({raw})) then {plain} end",
        problems=[ambiguous, invalid],
    )


def _truth(raw: str, value: str, wording: Wording) -> Cast:
    return Cast(
        f"case when lower({raw}) in ({_listed(wording.true_values)}) then true"
        f" when lower({raw}) in ({_listed(wording.false_values)}) then false end",
        problems=[(f"{raw} is not null and {value} is null", "truth.invalid")],
    )


def _choice(raw: str, column: Column, wording: Wording) -> Cast:
    words = wording.words.get(column.field, {})
    branches = " ".join(
        f"when {literal(word.lower())} then {literal(ours)}" for word, ours in words.items()
    )
    unknown = literal(f"{column.field}_unknown")
    otherwise = literal(column.otherwise) if column.otherwise else "null::varchar"
    return Cast(
        f"case lower({raw}) {branches} else {otherwise} end" if branches else otherwise,
        [f"case when lower({raw}) not in ({_listed(words)}) then {unknown} end"],
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(literal(word.lower()) for word in words) or "''"
