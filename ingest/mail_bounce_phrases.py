"""By which words a report in plain text is known, is one of delay, and where the copy begins."""

import re

# Openings and labels of mail servers' own texts, in lower case; none is what people write.
REPORTING = (
    "could not be delivered",  # Postfix, Exim, many others
    "couldn't be delivered",  # Exchange online
    "cannot be delivered",  # Courier
    "can't be delivered",
    "could not deliver",
    "unable to deliver",  # Yahoo
    "not able to deliver",
    "wasn't able to deliver your message",  # qmail
    "was not delivered to",  # Domino
    "has not been delivered",
    "has not yet been delivered",  # Exim
    "not reach some or all of the intended recipients",  # Exchange 5.5 to 2003
    "did not reach the following recipient",
    "following recipient(s) could not be reached",  # Exchange, MailEnable
    "following recipient(s) cannot be reached",
    "delivery has failed to these recipients",  # Exchange 2007 and later
    "delivery to the following recipient",  # IIS SMTP; Gmail's old form
    "delivery of the following message failed",
    "delivery to these recipients or groups",
    "is delayed",
    "had permanent fatal errors",  # Sendmail
    "had delivery errors",
    "had transient non-fatal errors",
    "transcript of session follows",
    "returned mail:",
    "mailbox is full",
    "unknown user:",  # IMail
    "recipient addresses that were",  # Exim: incorrectly constructed
    "undeliverable",
    "delivery failed",
    "delivery failure",
    "delivery status notification",
    "failed addresses follow",  # Smail
    "zustellung fehlgeschlagen",
    "konnte nicht zugestellt werden",
    "konnten nicht zugestellt werden",
    "n'a pas pu être remis",
    "n'a pas pu être distribué",
    "échec de la remise",
    "no se ha podido entregar",
    "no se pudo entregar",
    "error de entrega",
)
DELAYED = (
    "has not yet been delivered",
    "will continue to try",
    "will keep trying",
    "still being retried",
    "will be retried",
    "delivery attempts will continue",
    "this is a warning message only",
    "you do not need to resend",
    "delivery is delayed",
    "delivery to these recipients or groups has been delayed",
    "is delayed",
    "had transient non-fatal errors",
    "smtp server: errors from",  # of a session with us: its client tries again
    "zustellung verzögert",
    "remise retardée",
    "entrega retrasada",
)
SUBJECTS = (
    "undeliver",
    "returned mail",
    "delivery status notification",
    "delivery failure",
    "delivery failed",
    "failure notice",
    "mail failure",
    "mail delivery",
    "message delivery",
    "message delayed",
    "delayed mail",
    "warning: could not send",
    "unzustellbar",
    "nicht zustellbar",
    "non remis",
    "non distribué",
    "no entregado",
    "no se puede entregar",
)
COPY = re.compile(
    r"^[ \t]{0,40}(?:[-=|*_ ]{2,80}[ \t]?"
    r"(?:this is a copy of|below this line is|original message|message header follows"
    r"|unsent message follows|returned message|message text follows|forwarded message"
    r"|the (?:body|header) of the (?:original )?message|copy of|undelivered message"
    r"|the original message|original message follows|included is a copy|original headers)"
    r"|original message headers:|the header of the original message"
    r"|original message follows|message headers follow:?|included below is the"
    r"|the following text was generated)",
    re.IGNORECASE,
)


def is_about_delivery(text: str) -> bool:
    """Whether a report's own words are those of a mail server about a mail."""
    return any(words in text for words in REPORTING)


def is_about_delay(text: str) -> bool:
    return any(words in text for words in DELAYED)


def is_bounce_subject(subject: str) -> bool:
    return any(words in subject for words in SUBJECTS)
