"""Lines of an export that are no records and say so: totals, comments, footers."""

import re
from dataclasses import replace

from sql.typed_columns import literal
from sql.typed_sheet import BadRow

_TOTALS = (
    "totals?|sums?|summe|gesamt|gesamtsumme|gesamtbetrag|zwischensumme|totale|totaal|somme|suma"
)
_KINDS = {
    "row.total": rf"(grand |sub[ -]?)?({_TOTALS})"
                 r"( *[:=].*| +[-0-9(€$£].*| +(of|for|all|orders) .*)?",
    "row.comment": r"(#+|//+|--+|;+|rem) +.*[a-z].*",
    "row.footer": r"[^a-z0-9]*(exported|generated|created|printed|downloaded|exportiert|erstellt"
                  r"|erzeugt|gedruckt)( (by|on|at|from|via|von|am|aus|mit)\b.*|:.*)"
                  r"|[^a-z0-9]*end of (file|export|report|data)\b.*"
                  r"|\(?[0-9]+ (rows?|records?|orders|lines|zeilen|datens.tze|bestellungen)\b.*",
}  # fmt: skip
_PATTERNS = {reason: re.compile(pattern, re.DOTALL) for reason, pattern in _KINDS.items()}
_DETAILS = {
    "row.total": "a line of totals", "row.comment": "a comment", "row.footer": "a footer",
}  # fmt: skip
_UNFIT = {"order.no_id", "csv.too_few_columns", "csv.too_many_columns", "csv.quote"}


def no_row_macro() -> str:
    """is_no_row(x): the cell of an order's number says that its line is no order."""
    words = re.sub(r"s\?", "", _TOTALS).split("|") + ["totals", "sums", "subtotal"]
    any_kind = "|".join(f"({pattern})" for pattern in _KINDS.values())
    # Nearly every number is one word: only the others need the patterns.
    return f"""create temp macro is_no_row(x) as case
        when contains(x, ' ') or contains(x, ':') then
            regexp_full_match(lower(x), {literal(any_kind)}, 's')
        else lower(x) in ({", ".join(map(literal, words))})
    end;"""


def named(row: BadRow, delimiter: str) -> BadRow:
    """A row that fits no table, under the name of what it is."""
    if row.reason not in _UNFIT:
        return row
    text = row.payload[:4096].decode(errors="replace")
    cells = (cell.strip().strip('"').strip().lower() for cell in text.split(delimiter))
    first = next(filter(None, cells), "")
    reason = next((name for name, kind in _PATTERNS.items() if kind.fullmatch(first)), None)
    return replace(row, reason=reason, detail=_DETAILS[reason]) if reason else row
