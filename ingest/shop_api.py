"""Asking a shop's API: its limits kept, what fails for now asked again, never redirected.

The answers are the shop's records, so no error repeats them; nor does any repeat a token.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import requests

from sql.trouble import Trouble

TRIES = 6
TIMEOUT_SECONDS = (10, 60)  # to connect, and between two bytes
LONGEST_WAIT_SECONDS = 120.0  # what asks for more comes in the next run
LARGEST_ANSWER = 64 << 20
_PASSING = {408, 425, 429, 500, 502, 503, 504}


class NoAnswer(Trouble):
    """Asked again and again in vain; `is_slow`: less at once may be answered."""

    def __init__(self, line: str, *, is_slow: bool):
        super().__init__(line)
        self.is_slow = is_slow


class Refusal(Trouble):
    """The server says no, and would again."""

    def __init__(self, line: str, status: int):
        super().__init__(line)
        self.status = status


class Answer(NamedTuple):
    """JSON as it came, and the headers beside it."""

    value: Any
    headers: Mapping[str, str]


@dataclass
class ShopApi:
    """One shop's API; `place` names the source and the address in errors."""

    place: str
    address: str
    headers: Mapping[str, str] = field(repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    sleep: Callable[[float], None] = time.sleep
    session: requests.Session = field(default_factory=requests.Session, repr=False)
    tries: int = TRIES

    def __post_init__(self) -> None:
        self.session.trust_env = False  # neither .netrc nor a proxy of this machine

    def get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        return self._asked("GET", path, params=parameters)

    def post(self, path: str, body: Any) -> Answer:
        return self._asked("POST", path, json=body)

    def _asked(self, method: str, path: str, **what: Any) -> Answer:
        """The answer; Trouble where it is refused, or fails again and again."""
        fact, is_slow = "", True
        for attempt in range(self.tries):
            wait: float | None = None
            try:
                with self.session.request(
                    method, self.address.rstrip("/") + "/" + path.lstrip("/"), stream=True,
                    timeout=TIMEOUT_SECONDS, allow_redirects=False, headers=dict(self.headers),
                    auth=self.auth, **what,
                ) as answer:  # fmt: skip
                    if answer.status_code in _PASSING:
                        fact, wait = f"answers {answer.status_code}", _asked_to_wait(answer)
                        is_slow = answer.status_code != 429
                    elif answer.status_code != 200:
                        raise self._refusal(answer.status_code)
                    else:
                        return Answer(_json(answer), answer.headers)
            except (requests.RequestException, ValueError) as error:
                # The error's own text may hold the address with its parameters.
                fact = f"gave no whole answer ({type(error).__name__})"
                is_slow = True
                if isinstance(error, json.JSONDecodeError):
                    fact = "gave no whole JSON: cut off, or a page for people (maintenance, login)"
            wait = 2.0**attempt if wait is None else wait
            if wait > LONGEST_WAIT_SECONDS:
                break
            if attempt + 1 < self.tries:
                self.sleep(wait)
        line = f"{self.place} {fact}; what was read stands, the next run goes on from there"
        raise NoAnswer(line, is_slow=is_slow)

    def _refusal(self, status: int) -> Refusal:
        if status in (401, 403):
            way_out = "is the token right, and may it read orders?"
        elif status == 404:
            way_out = "is the address right?"
        elif 300 <= status < 400:
            way_out = "it points elsewhere; write the address that it points to"
        else:
            way_out = "is the address of an API of this kind and version?"
        return Refusal(f"{self.place} refuses ({status}); {way_out}", status)


def _asked_to_wait(answer: requests.Response) -> float | None:
    """Seconds, of a number or a date; None where the server does not say."""
    said = answer.headers.get("Retry-After", "")
    try:
        return max(float(said), 0.0)
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max((until.astimezone(UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def _json(answer: requests.Response) -> Any:
    """ValueError where the answer is cut or no JSON."""
    read = bytearray()
    for chunk in answer.iter_content(64 << 10):
        read += chunk
        if len(read) > LARGEST_ANSWER:
            raise Trouble("an answer of the API is over 64 MB; ask for fewer orders at once")
    return json.loads(bytes(read))
