"""A share over the weeks as a small line: points for an SVG, and the same in words."""

from dataclasses import dataclass

from reports.week import Rate
from sql import wording

WIDTH, HEIGHT, EDGE = 112.0, 34.0, 4.0


@dataclass(frozen=True)
class Spark:
    """Parts of the line (broken where a week says nothing), the last point and the target."""

    lines: tuple[str, ...]
    last: tuple[float, float] | None
    target_y: float | None
    words: str


def spark(rate: Rate) -> Spark | None:
    """None where fewer than two weeks have a share."""
    shares = [share for _, share in rate.trend]
    known = [share for share in shares if share is not None]
    if len(known) < 2:
        return None
    marks = known if rate.target is None else [*known, rate.target]
    low, high = min(marks), max(marks)
    span = max(high - low, 0.02)  # else a hundredth of a point would look like a fall

    def y(share: float) -> float:
        return round(HEIGHT - EDGE - (share - low) / span * (HEIGHT - 2 * EDGE), 1)

    step = (WIDTH - 2 * EDGE) / (len(shares) - 1)
    points = [
        None if share is None else (round(EDGE + number * step, 1), y(share))
        for number, share in enumerate(shares)
    ]
    words = (
        f"{len(known)} weeks between {wording.share(min(known))} and {wording.share(max(known))}"
    )
    target_y = None if rate.target is None else y(rate.target)
    return Spark(tuple(_pieces(points)), points[-1], target_y, words)


def _pieces(points: list[tuple[float, float] | None]) -> list[str]:
    pieces: list[list[str]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
