"""Who wrote a line of the log: told once for all lines whose heads say the same."""

from collections.abc import Collection
from dataclasses import dataclass

from ingest.postfix_lines import PROGRAMS


@dataclass(frozen=True, slots=True)
class Origin:
    """A program on a host. `ignored_as`: why its lines are not read at all, else None."""

    host: str
    instance: str
    program: str
    ignored_as: str | None
    life_key: str  # what stands before the queue id in the key of a life
    path: str  # as in Poll.path


class Origins(dict[str, Origin]):
    """By "host tag", as a line says it."""

    def __init__(self, source: str, only_hosts: Collection[str]):
        self._source, self._only_hosts = source, only_hosts  # no hosts: all

    def __missing__(self, writer: str) -> Origin:
        host, _, tag = writer.partition(" ")
        instance, _, program = tag.rpartition("/")
        ignored_as = None if instance and program in PROGRAMS else "not_postfix"
        if not self.is_allowed(host):
            ignored_as = "host_not_allowed"
        key, path = f"{host} {instance} ", f"{self._source}/{host}"
        origin = self[writer] = Origin(host, instance, program, ignored_as, key, path)
        return origin

    def is_allowed(self, host: str) -> bool:
        return not self._only_hosts or host in self._only_hosts
