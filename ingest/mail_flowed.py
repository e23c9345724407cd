"""Text whose lines were broken for sending (RFC 3676), as it was written."""


def unfolded(text: str, *, is_joined: bool) -> str:
    """Lines that end in a space go on in the next of the same quote depth.

    `is_joined`: the space itself was added for sending (DelSp=yes).
    """
    made: list[str] = []
    depth_before, flows = 0, False
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        if depth or bare.startswith(" "):
            bare = bare.removeprefix(" ")  # stuffed
        is_signature = bare == "-- "
        if flows and depth == depth_before and not is_signature:
            made[-1] += bare
        else:
            made.append(">" * depth + (" " if depth else "") + bare)
        flows = bare.endswith(" ") and not is_signature
        if flows and is_joined:
            made[-1] = made[-1][:-1]
        depth_before = depth
    return "\n".join(made)
