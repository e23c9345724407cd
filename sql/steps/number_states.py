"""Can each tracking number, as mails and records write it, be one of its carrier?"""

import pyarrow as pa

from sql.tracking_numbers import formats_of, number_state

READS = {
    "numbers": """
        with known as (
            select md5(string_agg(cast(hash(formats) as varchar), ' '
                order by carrier, pattern, valid_from_day)) as mark
            from seeds.tracking_formats as formats
        ),
        stated as (
            select distinct number, carrier_key from private.stated_numbers where number <> ''
        )
        select stated.*, known.mark as input_key
        from stated cross join known
        order by number, carrier_key
    """,
    "formats": "select * from seeds.tracking_formats",
}
SAME = ("numbers", "input_key")  # a number is looked at once
TABLE = "private.number_states"
COLUMNS = {
    "number": "varchar",
    "carrier_key": "varchar",
    "number_state": "varchar",
    "input_key": "varchar",
}
KEY = ("number", "carrier_key")


def run(numbers: pa.Table, formats: pa.Table) -> dict[str, list]:
    known = formats_of(formats.to_pylist())
    written, keys = (numbers[name].to_pylist() for name in ("number", "carrier_key"))
    states = [number_state(number, key or None, known)[0]
              for number, key in zip(written, keys, strict=True)]  # fmt: skip
    return {"number": written, "carrier_key": keys, "number_state": states,
            "input_key": numbers["input_key"].to_pylist()}  # fmt: skip
