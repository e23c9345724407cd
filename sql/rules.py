"""The rules as models: what their headers say, and all their findings in one table."""

import re
from collections.abc import Iterable, Mapping

HEADERS = ("needs", "owner", "do", "version")
# What a check may say; the values and the span are people's data, the other columns are not.
EMPTY_FINDINGS = """select ''::varchar as rule, ''::varchar as finding_id, ''::varchar as identity,
    ''::varchar as shop, ''::varchar as order_id, ''::varchar as shipment_id,
    ''::varchar as message_key, ''::varchar as wait_id, ''::varchar as template,
    ''::varchar as version, ''::varchar as severity, ''::varchar as field, ''::varchar as cause,
    ''::varchar as expected, ''::varchar as observed, ''::varchar as evidence,
    ''::varchar as expected_value, ''::varchar as observed_value, ''::varchar as span,
    null::timestamp as found_at where false"""


def rule_header(text: str) -> dict[str, str]:
    """The five header lines of a check: rule and its sentence, needs, owner, do, version."""
    first = re.match(r"-- ([A-Z_]+): (.+)", text)
    if not first:
        return {}
    header = {"rule": first[1], "sentence": first[2].strip()}
    found = {name: re.search(rf"^-- {name}:\s*(.+)$", text, re.MULTILINE) for name in HEADERS}
    return header | {name: match[1].strip() if match else "" for name, match in found.items()}


def rules_text(headers: Iterable[Mapping[str, str]]) -> str:
    parts = ("rule", "sentence", *HEADERS)
    rows = ", ".join(
        f"({', '.join(_literal(header[part]) for part in parts)})" for header in headers
    ) or f"({', '.join('null' for _ in parts)})"
    return (
        f"select * from (values {rows}) as t(rule, sentence, needs, owner, next_step, version) "
        "where rule is not null"
    )


def findings_text(headers: Mapping[str, Mapping[str, str]]) -> str:
    """Every check's findings in one table, so that a new rule touches no other file."""
    parts = [EMPTY_FINDINGS]
    for name, header in headers.items():
        rule = _literal(header["rule"])
        parts.append(
            f"select {rule} as rule, md5({rule} || '|' || shop || '|' || identity) as finding_id, *"
            f" from {name}"
        )
    return "\nunion all by name\n".join(parts)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
