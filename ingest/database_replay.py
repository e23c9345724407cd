"""A refused row of a database read again, alone, with the values that it was kept with."""

from ingest.database_cells import restored
from ingest.database_facts import RowReader
from ingest.database_options import Options
from ingest.database_relation import relation_with
from ingest.still_refused import still_refused
from sql.raw.facts import Batch, Refused
from sql.trouble import Trouble

_BY_OTHERS = "row.conflict"


def row_again(options: Options, one: Refused) -> Batch:
    """Its fact, or why it is refused still."""
    if one.reason == _BY_OTHERS:
        return still_refused(one, "", "only all rows together can tell; mend them in the database")
    row = restored(one.payload)
    try:
        relation = relation_with(list(row), options)
        total = RowReader(relation, options).batch([tuple(row[name] for name in relation.names)])
    except Trouble as trouble:
        return still_refused(one, "", f"as it was kept: {trouble}")
    if total.refused:
        return still_refused(one, total.refused[0].reason, total.refused[0].detail)
    return Batch("", None, items=total.items, ignored=total.ignored)
