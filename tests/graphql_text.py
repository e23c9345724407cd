"""Just enough of GraphQL to answer a query by what it asks: fields, arguments, fragments."""

import re
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:,\s*)?(\.\.\.|[A-Za-z_]\w*|\$\w+|"(?:[^"\\]|\\.)*"|-?\d+|[{}():!\[\]=])')


@dataclass
class Field:
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    fields: list["Field"] = field(default_factory=list)
    on: str | None = None  # asked for only where the record is of this type


class GraphQLError(Exception):
    def __init__(self, code: str, message: str, path: tuple = ()):
        super().__init__(message)
        self.code, self.path = code, path


def parse(text: str, variables: dict[str, Any]) -> tuple[str, list[Field]]:
    """The operation's name and what it asks for, with the variables put in."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"[\s,]", "", text):
        raise GraphQLError("PARSE_ERROR", "syntax")
    declared = set(re.findall(r"(\$\w+)\s*:", text))
    position = 2
    if tokens[position] == "(":
        while tokens[position] != ")":
            position += 1
        position += 1
    fields, end = _selection(tokens, position, None, declared, variables)
    if end != len(tokens):
        raise GraphQLError("PARSE_ERROR", "text after the query")
    return tokens[1], fields


def _selection(tokens, at, on, declared, variables) -> tuple[list[Field], int]:
    assert tokens[at] == "{", tokens[at]
    at, found = at + 1, []
    while tokens[at] != "}":
        if tokens[at] == "...":
            inner, at = _selection(tokens, at + 3, tokens[at + 2], declared, variables)
            found += inner
            continue
        one = Field(tokens[at], on=on)
        at += 1
        if tokens[at] == "(":
            at += 1
            while tokens[at] != ")":
                one.arguments[tokens[at]] = _value(tokens[at + 2], declared, variables)
                at += 3
            at += 1
        if tokens[at] == "{":
            one.fields, at = _selection(tokens, at, None, declared, variables)
        found.append(one)
    return found, at + 1


def _value(token: str, declared: set[str], variables: dict[str, Any]) -> Any:
    if token.startswith("$"):
        if token not in declared:
            raise GraphQLError("variableNotDefined", token)
        return variables.get(token[1:])
    if token.lstrip("-").isdigit():
        return int(token)
    if token in ("true", "false"):
        return token == "true"
    return token.strip('"')
