"""The SQL that turns the cells of an export into values, flags and problems, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["id", "text", "address", "time", "number", "truth", "choice"]
TRUE = ("true", "1", "yes", "y", "t")
FALSE = ("false", "0", "no", "n", "f")


@dataclass(frozen=True)
class Column:
    """A field of ours and the column of the file that holds it."""

    field: str
    kind: Kind
    name: str
    missing: str | None = None  # the reason to refuse a row without it


@dataclass(frozen=True)
class Wording:
    """How the export writes its values; what it leaves open is not guessed."""

    zone: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    true_values: Sequence[str] = TRUE
    false_values: Sequence[str] = FALSE
    choices: Mapping[str, str] = field(default_factory=dict)  # the file's word -> ours


@dataclass(frozen=True)
class Cast:
    """SQL over the cell `raw_<field>`: the value; over both: flag and problem.

    A time without offset is first read as it stands, as `local_<field>`.
    """

    value: str
    flag: str = "null"
    problem: str = "null"
    local: str | None = None


def cast_of(column: Column, wording: Wording) -> Cast:
    raw = f"raw_{column.field}"
    match column.kind:
        case "id":
            cast = Cast(f"id_of({raw})", f"id_flag({raw})")
        case "text":
            cast = Cast(raw)
        case "address":
            cast = Cast(f"first_address({raw})", f"address_flag({raw})")
        case "time":
            cast = _time(raw, column.field, wording)
        case "number":
            cast = _number(raw, column.field, wording)
        case "truth":
            cast = _truth(raw, column.field, wording)
        case "choice":
            cast = _choice(raw, column.field, wording)
    if column.missing:
        missing = f"when {column.field} is null or is_no_row({raw}) then {literal(column.missing)}"
        return replace(cast, problem=f"case {missing} else {cast.problem} end")
    return cast


def _time(raw: str, value: str, wording: Wording) -> Cast:
    local, zoned, at = f"iso_local({raw})", f"with_offset({raw})", f"local_{value}"
    if wording.date_format:
        parsed = f"try_strptime({raw}, {literal(wording.date_format)})"
        if "%z" in wording.date_format.lower():
            zoned = f"coalesce(make_timestamp(epoch_us({parsed})), {zoned})"
        else:
            local = f"coalesce({parsed}, {local})"
    return Cast(
        f"case when {at} is null then {zoned} else in_utc({at}) end",
        f"case when is_zero_date({raw}) then 'zero_date' else dst_flag_at({at}) end",
        f"""case
            when {raw} is null or is_zero_date({raw}) then null
            when {value} is null and {at} is not null then 'time.no_zone'
            when {value} is null then 'time.invalid'
            when {value} not between timestamp '1990-01-01' and timestamp '2100-01-01'
                then 'time.out_of_range'
        end""",
        local,
    )


def _number(raw: str, value: str, wording: Wording) -> Cast:
    mark, groups = literal(wording.decimal or "."), literal(wording.thousands or "")
    plain = f"plain_number(amount({raw}), {mark}, {groups})"
    if wording.decimal or wording.thousands:
        invalid = f"case when {raw} is not null and {value} is null then 'number.invalid' end"
        return Cast(plain, problem=invalid)
    return Cast(
        f"case when not is_ambiguous(amount({raw})) then {plain} end",
        problem=f"""case
            when {value} is not null or {raw} is null then null
            when is_ambiguous(amount({raw})) then 'number.ambiguous'
            else 'number.invalid'
        end""",
    )


def _truth(raw: str, value: str, wording: Wording) -> Cast:
    return Cast(
        f"case when lower({raw}) in ({_words(wording.true_values)}) then true"
        f" when lower({raw}) in ({_words(wording.false_values)}) then false end",
        problem=f"case when {raw} is not null and {value} is null then 'truth.invalid' end",
    )


def _choice(raw: str, value: str, wording: Wording) -> Cast:
    branches = " ".join(
        f"when {literal(word.lower())} then {literal(ours)}"
        for word, ours in wording.choices.items()
    )
    return Cast(
        f"case lower({raw}) {branches} end" if branches else "null::varchar",
        f"case when {raw} is not null and {value} is null then '{value}_unknown' end",
    )


def _words(words: Sequence[str]) -> str:
    return ", ".join(literal(word.lower()) for word in words) or "null"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
