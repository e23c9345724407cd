"""A mail beside a template, line by line: what is lost, reworded, added, and what fills slots."""

from dataclasses import dataclass, field

from .folding import words
from .line_fit import Hit, exact, hit
from .slot_shapes import ITEM, LONG_SLOTS, SEVERAL, may_hold
from .template_files import Line, Template


@dataclass
class Fit:
    """One reading. `values`: None where the slot's line is gone, '' where nothing fills it."""

    template: Template
    found: int = 0
    values: dict[str, str | None] = field(default_factory=dict)
    missing: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    last: int = -1  # the template's line at which the mail ends
    kept: set[int] = field(default_factory=set)

    @property
    def coverage(self) -> float:
        return self.found / self.template.fixed_words if self.template.fixed_words else 0.0

    def takes(self, n: int, line: Line, text: str, told: Hit) -> None:
        self.found += told.found
        self.kept.add(n)
        for name, value in told.values.items():
            if self.values.get(name) is None or value and not self.values[name]:
                self.values[name] = value
        if told.found < len(line.fixed) or told.extra:
            self.changed.append((line, text))

    def goes_on(self, line: Line, text: str) -> None:
        name = line.slots[-1].name
        before = self.values.get(name)
        self.values[name] = f"{before}\n{text}" if before else text


def fit_fast(template: Template, lines: list[str]) -> Fit | None:
    """The usual mail: every line stands where it should."""
    fit, at = Fit(template, values=dict.fromkeys(template.slot_names)), 0
    for n, line in enumerate(template.lines):
        told = exact(line, lines[at]) if at < len(lines) else None
        if told is None or not line.fixed and not may_hold(line, lines[at], True):
            return None
        fit.takes(n, line, lines[at], told)
        at += 1
        after = template.lines[n + 1] if n + 1 < len(template.lines) else None
        while at < len(lines) and not (after and exact(after, lines[at]) and after.fixed):
            if after and not after.fixed or not may_hold(line, lines[at], False):
                break
            fit.goes_on(line, lines[at])
            at += 1
    fit.last = len(template.lines) - 1
    return fit if at == len(lines) else None


def fit_slowly(template: Template, lines: list[str]) -> Fit:
    """The cheapest way to turn one into the other (lines lost, added, reworded, filling slots)."""
    rows, count = template.lines, len(lines)
    hits = [[hit(row, text) for text in lines] for row in rows]
    extra = [len(words(text)) + 0.5 for text in lines]
    best = [[(0.0, "")] * (count + 1) for _ in range(len(rows) + 1)]
    held = [[1e9] * (count + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) + 1):
        for j in range(count + 1):
            if i and j:
                before = best[i - 1][j - 1][0] + unlabelled(rows, i - 1, best[i - 1][j - 1][1])
                told = hits[i - 1][j - 1]
                held[i][j] = held_cost(rows[i - 1], lines[j - 1], told, before, held[i][j - 1])
            ways = [(held[i][j], "held")]
            if i:
                row = rows[i - 1]
                ways.append((best[i - 1][j][0] + max(len(row.fixed), 0.6), "lost"))
            if j:
                ways.append((best[i][j - 1][0] + extra[j - 1], "added"))
            best[i][j] = min(ways) if i or j else (0.0, "")
    return traced(Fit(template, values=dict.fromkeys(template.slot_names)), lines, hits, best, held)


def unlabelled(rows: list[Line], n: int, step: str) -> float:
    """A slot below its label is hard to find where the label is not."""
    is_below = n > 0 and not rows[n].fixed and not rows[n - 1].slots
    return 1.5 if is_below and rows[n - 1].text.endswith(":") and step != "held" else 0.0


def held_cost(row: Line, text: str, told: Hit | None, before: float, held: float) -> float:
    """As the line itself, or as one more line of the slot that ends it."""
    first = later = 1e9
    extra = len(words(text)) + 0.5
    if told is not None:
        fits = bool(row.fixed) or may_hold(row, text, True)
        first = before + told.cost(row) + (0.2 if not row.fixed and fits else 0.0)
        first += doubt(row, text) if fits and not row.fixed else 0.0 if fits else extra
    if row.slots and row.slots[-1].name in LONG_SLOTS.keys() | SEVERAL:
        later = held + (0.3 + doubt(row, text) if may_hold(row, text, False) else extra + 0.1)
    return min(first, later)


def doubt(row: Line, text: str) -> float:
    """A line among the products that counts none may as well be a stranger's."""
    is_odd = row.slots[-1].name == "ORDER_SUMMARY" and not ITEM.search(text)
    return 0.6 * len(words(text)) if is_odd else 0.0


def traced(fit: Fit, lines: list[str], hits: list, best: list, held: list) -> Fit:
    rows, i, j, steps = fit.template.lines, len(fit.template.lines), len(lines), []
    while i or j:
        step = best[i][j][1]
        if step == "lost":
            i -= 1
            steps.append((i, None, None))
            continue
        j -= 1
        if step == "added":
            steps.append((None, j, None))
            continue
        while goes_further(rows, i, j, lines, hits, best, held):
            steps.append((i - 1, j, None))  # a further line of the slot
            j -= 1
        i -= 1
        steps.append((i, j, hits[i][j]))
    for n, m, told in reversed(steps):
        if n is None:
            fit.added.append(lines[m])
        elif m is None:
            fit.missing.append(rows[n])
        elif told is None:
            fit.goes_on(rows[n], lines[m])
        else:
            fit.takes(n, rows[n], lines[m], told)
        fit.last = max(fit.last, n) if n is not None and m == len(lines) - 1 else fit.last
    return fit


def goes_further(rows, i: int, j: int, lines: list[str], hits, best, held) -> bool:
    before = best[i - 1][j][0] + unlabelled(rows, i - 1, best[i - 1][j][1])
    return held[i][j + 1] < held_cost(rows[i - 1], lines[j], hits[i - 1][j], before, 1e9)
