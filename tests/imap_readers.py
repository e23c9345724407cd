"""Settings of IMAP sources for tests: an account of a real server, or of a scripted one."""

from datetime import timedelta

from scripted_imap import Scripted

from ingest.sources import imap


def served_options(mailbox, **more) -> imap.Options:
    given = {
        "kind": "imap", "host": "127.0.0.1", "port": mailbox.server.tls_port, "user": mailbox.user,
        "password": "env:MAIL_PASSWORD", "ca": mailbox.server.ca, "folders": {"INBOX": "inbox"},
        "timeout": timedelta(seconds=10),
    }  # fmt: skip
    return imap.Options(**(given | more))


def scripted_options(server: Scripted, **more) -> imap.Options:
    given = {
        "kind": "imap", "host": "127.0.0.1", "port": server.port, "tls": "none", "user": "support",
        "password": "env:MAIL_PASSWORD", "folders": {"INBOX": "inbox"},
        "timeout": timedelta(seconds=0.5),
    }  # fmt: skip
    return imap.Options(**(given | more))
