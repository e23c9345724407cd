"""What a person reads of tracking: how far shipping mails came, what they lacked, who saw them."""

LOST_REASONS = {
    "no_mail": "no shipping mail found",
    "bounced": "the shipping mail came back",
    "no_number": "no tracking number in the mail",
    "wrong_number": "not the number on record",
    "bad_number": "a number that cannot be right",
    "wrong_carrier": "number or link of another carrier",
    "no_link": "no working tracking link in the mail",
    "no_date": "no delivery date in the mail",
    "bad_date": "a delivery date that cannot be right",
}
RUNGS = {
    "none": "no shipping mail found",
    "mail": "shipping mail sent",
    "number": "with a tracking number",
    "record": "with the number on record",
    "format": "with a number that can be right",
    "carrier": "of the right carrier",
    "link": "with a working link",
    "date": "with a delivery date",
    "clear": "with a date that can be right",
}
WITNESSES = {
    "all_three": "flag, copy and log agree",
    "not_logged": "flag and copy, not in the log",
    "not_archived": "flag and log, no copy",
    "not_flagged": "copy and log, no flag",
    "only_flagged": "only the shop's flag says so",
    "only_archived": "only a copy says so",
    "only_logged": "only the log says so",
    "none": "nobody saw a confirmation",
    "not_comparable": "not all three can be seen",
}
DELIVERY_STATES = {
    "accepted": "taken by a mail server",
    "delivered": "arrived",
    "deferred": "still waiting",
    "bounced": "came back",
    "rejected": "refused",
    "expired": "given up",
    "complained": "arrived, called spam",
    "unknown": "not known",
}
