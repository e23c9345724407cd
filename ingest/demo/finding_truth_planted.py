"""What the planted faults must bring: in the mails that carry them, from when they were sent."""

from collections.abc import Iterator

from .events import Script
from .fault_table import FAULTS
from .findings import Found, found, is_read, of_mail


def planted_findings(script: Script) -> Iterator[Found]:
    for order in script.orders:
        for mail in order.mails:
            if not is_read(script, order, mail):
                continue
            for name in mail.faults:
                for rule, field, severity in FAULTS[name].finds:
                    spell = mail.accepted_at, None
                    yield found(rule, of_mail(order, mail), field, severity, spell)
