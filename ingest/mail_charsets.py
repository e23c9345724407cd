"""Bytes of a mail as valid text, whatever their label claims."""

import codecs
import re

# Only codecs that turn bytes into text; a label is the sender's word, and `zlib_codec` is one too.
_TEXT_CODECS = frozenset(
    """utf-8 utf-16 utf-16-le utf-16-be utf-7 ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4
    iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14
    iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8-r
    koi8-u gb2312 gbk gb18030 hz big5 big5hkscs shift_jis cp932 euc_jp iso2022_jp iso2022_jp_1
    iso2022_jp_2 iso2022_jp_ext euc_kr cp949 iso2022_kr johab tis-620 cp874 mac-roman mac-cyrillic
    cp437 cp850 cp852 cp855 cp858 cp866 ptcp154""".split()
)
# What senders mean by these labels: the wider set that contains the named one.
_WIDER = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_SINGLE_BYTE = ("cp125", "iso8859", "cp4", "cp8", "mac-")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_known: dict[str, str | None] = {}


def codec_of(label: str) -> str | None:
    """The text codec that a charset label means; None for no label or an unknown one."""
    label = label.strip().strip("\"'").lower()
    if label not in _known:
        if len(_known) > 1000:  # labels come from strangers
            _known.clear()
        _known[label] = _looked_up(label)
    return _known[label]


def _looked_up(label: str) -> str | None:
    if not label or len(label) > 64 or "\0" in label:
        return None
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if name in _TEXT_CODECS else None


def decode(data: bytes, label: str, flags: set[str]) -> str:
    """Text of `data`: as labelled, else UTF-8, else Windows-1252 with the holes replaced."""
    codec = codec_of(label)
    if data.isascii() and (codec is None or codec in ("utf-8", "cp1252")):
        if label and codec is None:
            flags.add("charset_guessed")
        return storable(data.decode("ascii"))
    guesses = ["utf-8"] if codec is None else [codec, "utf-8"]
    if codec and codec.startswith(_SINGLE_BYTE):
        # Every byte string is valid in a one-byte charset; hardly any is by chance valid UTF-8.
        guesses.reverse()
    for guess in guesses:
        try:
            text = data.decode(guess)
        except (UnicodeError, ValueError):
            continue
        if guess != codec:
            flags.add("charset_guessed")
        return storable(text) if guess.startswith("utf-7") or "\0" in text else text
    flags.add("charset_guessed")
    return storable(data.decode("cp1252", "replace"))


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which no column takes."""
    if text.isascii():
        return text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


def one_line(text: str) -> str:
    """A header's text: no control characters, no white space around it."""
    text = text.strip()
    return text if text.isprintable() else _CONTROLS.sub(" ", storable(text)).strip()
