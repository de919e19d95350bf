"""Drawings of a report as SVG: no library, no script; the page gives the colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

from autograder.report import Plot, PlotKind

WIDTH, HEIGHT = 440.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 14.0, 34.0, 40.0
REACH = 1.5
"""What came is drawn as far outside what is expected as this many times the expected range."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers along one side of a drawing, and the pixels that they fall on."""

    low: float
    high: float
    start: float
    stop: float

    def place(self, number: float) -> float:
        """Find the pixel of a number; beyond the range it is that of the edge."""
        share = (min(max(number, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.stop - self.start)

    def ticks(self) -> Iterator[float]:
        """Choose round numbers inside the range.

        Examples
        --------
        >>> list(Range(0.0, 1.0, 0, 100).ticks())
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        """
        rough = (self.high - self.low) / 5
        size = 10.0 ** floor(log10(rough))
        step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * 0.999)
        number = -floor(-self.low / step)
        while number * step <= self.high + step * 1e-9:
            yield float(f"{number * step:.12g}")
            number += 1


def as_figure(plot: Plot) -> str:
    """Draw numbers, with a caption that says in words what there is to see."""
    draw = {PlotKind.CURVE: _curve, PlotKind.PAIRS: _pairs}[plot.kind]
    drawing, caption = draw(plot)
    name = escape(f"{plot.check}: what your function gives, and what is expected")
    return (
        f'<figure><svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{name}">\n'
        f"<title>{name}</title>\n{drawing}\n</svg>\n"
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _curve(plot: Plot) -> tuple[str, str]:
    """Draw two lists of numbers over their places."""
    length = max(len(plot.expected), len(plot.got))
    across = Range(0.0, max(length - 1.0, 1.0), LEFT, WIDTH - RIGHT)
    up = Range(*_limits(plot), HEIGHT - BOTTOM, TOP)
    ours, theirs = _points(plot.expected, across, up), _points(plot.got, across, up)
    shapes = [
        *_frame(across, up, f"number in the list {plot.check}", plot.check),
        *_line(ours, "expected"),
        *_line(theirs, "yours"),
        *_legend(),
    ]
    return "\n".join(shapes), _describe_curve(plot) + _describe_outside(plot.got, up)


def _pairs(plot: Plot) -> tuple[str, str]:
    """Draw each number that came above the one that is expected; right ones lie on the line."""
    expected = [number for number in plot.expected if number is not None]
    across = Range(*_widened(min(expected), max(expected)), LEFT, WIDTH - RIGHT)
    up = Range(*_limits(plot), HEIGHT - BOTTOM, TOP)
    low, high = max(across.low, up.low), min(across.high, up.high)
    ends = [(across.place(number), up.place(number)) for number in (low, high)]
    marks = [
        _mark((across.place(x), up.place(y)), "yours")
        for x, y in zip(plot.expected, plot.got, strict=True)
        if x is not None and y is not None
    ]
    shapes = [
        *_frame(across, up, "expected", "yours"),
        *_line(ends, "expected", marked=False),
        *marks,
    ]
    right = sum(map(_agree, plot.expected, plot.got))
    caption = (
        f"{plot.check} on “{plot.case}”: each mark is one number; right ones lie on the line. "
        f"{right} of {len(plot.expected)} do." + _describe_outside(plot.got, up)
    )
    return "\n".join(shapes), caption


def _describe_curve(plot: Plot) -> str:
    said = f"{plot.check} on “{plot.case}”: "
    if len(plot.got) != len(plot.expected):
        return said + f"yours has length {len(plot.got)}, {len(plot.expected)} is expected."
    if all(map(_agree, plot.expected, plot.got)):
        return said + "yours lie on the expected ones."
    last, wanted = plot.got[-1], plot.expected[-1]
    end = "is no finite number" if last is None else f"ends at {last:.4g}"
    return said + f"yours {end}" + (f", {wanted:.4g} is expected." if wanted is not None else ".")


def _describe_outside(numbers: Sequence[float | None], up: Range) -> str:
    """Say what the frame does not hold."""
    beyond = sum(number is not None and not up.low <= number <= up.high for number in numbers)
    lost = sum(number is None for number in numbers)
    parts = [f"beyond the frame: {beyond}"] if beyond else []
    parts += [f"nan or infinite: {lost}"] if lost else []
    return f" Of yours, {', '.join(parts)}." if parts else ""


def _agree(first: float | None, second: float | None) -> bool:
    if first is None or second is None:
        return first is second
    return abs(first - second) <= 1e-9 + 1e-6 * abs(first)


def _limits(plot: Plot) -> tuple[float, float]:
    """Choose what to show: all that is expected, and what came unless it is far away."""
    expected = [number for number in plot.expected if number is not None] or [0.0]
    got = [number for number in plot.got if number is not None] or expected
    low, high = min(expected), max(expected)
    room = REACH * (_widened(low, high)[1] - low)
    return _widened(min(low, max(min(got), low - room)), max(high, min(max(got), high + room)))


def _widened(low: float, high: float) -> tuple[float, float]:
    """Leave some room around numbers, and some width to numbers that are all the same."""
    room = 0.08 * (high - low) or 0.5 * abs(high) or 1.0
    return (low - room, high + room)


def _points(numbers: Sequence[float | None], across: Range, up: Range) -> list[Point]:
    return [
        (across.place(place), up.place(number))
        for place, number in enumerate(numbers)
        if number is not None
    ]


def _line(points: Sequence[Point], kind: str, *, marked: bool = True) -> Iterator[str]:
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline class="{kind}" points="{joined}"/>'
    if marked:
        yield from (_mark(point, kind) for point in points)


def _mark(point: Point, kind: str) -> str:
    x, y = point
    if kind == "expected":
        return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    return f'<rect class="{kind}" x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7"/>'


def _frame(across: Range, up: Range, below: str, beside: str) -> Iterator[str]:
    """Draw the axes, their round numbers and their names."""
    floor_at, wall_at = up.start, across.start
    yield f'<path class="axis" d="M{wall_at:g} {up.stop:g}V{floor_at:g}H{across.stop:g}"/>'
    for tick in across.ticks():
        x = across.place(tick)
        yield f'<text x="{x:.1f}" y="{floor_at + 15:g}" text-anchor="middle">{tick:g}</text>'
    for tick in up.ticks():
        y = up.place(tick)
        yield f'<path class="grid" d="M{wall_at:g} {y:.1f}H{across.stop:g}"/>'
        yield f'<text x="{wall_at - 6:g}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    middle = (across.start + across.stop) / 2
    yield f'<text x="{middle:g}" y="{HEIGHT - 6:g}" text-anchor="middle">{escape(below)}</text>'
    yield (
        f'<text transform="translate(12 {(up.start + up.stop) / 2:g}) rotate(-90)" '
        f'text-anchor="middle">{escape(beside)}</text>'
    )


def _legend() -> Iterator[str]:
    """Name the two kinds of marks, above the drawing, where nothing can cover them."""
    for kind, x in (("expected", LEFT), ("yours", LEFT + 110)):
        yield from _line([(x, 14), (x + 24, 14)], kind, marked=False)
        yield _mark((x + 12, 14), kind)
        yield f'<text x="{x + 32:g}" y="18">{kind}</text>'
