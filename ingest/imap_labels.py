"""Gmail's labels: one mail in All Mail, at a place for each label that the settings name."""

from dataclasses import replace

from imapclient import IMAPClient
from imapclient.imap_utf7 import decode

from ingest.folders import Folder, ignored_reason
from ingest.imap_fetch import Held
from ingest.imap_options import ImapOptions

_IGNORED = {"draft": "draft", "drafts": "draft", "trash": "deleted", "spam": "junk", "junk": "junk"}


class Labels:
    """What an account's labels mean; without labels in the settings a mail lies in its folder."""

    def __init__(self, folder: Folder, options: ImapOptions, client: IMAPClient) -> None:
        is_known = bool(options.labels) and client.has_capability("X-GM-EXT-1")
        named = options.labels if is_known else {}
        self.places = {
            _plain(label): replace(folder, name=label, role=role) for label, role in named.items()
        }
        self.folder = folder
        self.items = b" X-GM-LABELS" if is_known else b""

    def ignored_reason(self, held: Held) -> str | None:
        """Why a mail with these flags and labels is none that was sent or received."""
        system = (label for label in held.labels if label.startswith("\\"))
        by_label = (_IGNORED.get(_plain(label)) for label in system)
        return ignored_reason(held.flags) or next(filter(None, by_label), None)

    def of(self, held: Held) -> set[str]:
        """The labels that the settings name; "" where there is none of them."""
        found = {_plain(label) for label in held.labels} & self.places.keys()
        return found or {""}

    def place(self, label: str) -> Folder:
        return self.places[label] if label else self.folder

    @property
    def all_places(self) -> list[Folder]:
        return [self.folder, *self.places.values()]


def _plain(label: str) -> str:
    r"""\Inbox and INBOX are one; a label of one's own may be in any script."""
    text = decode(label.encode("ascii")) if label.isascii() else label
    return text.removeprefix("\\").lower()
