"""Charts of a class as SVG inside a page: axes, direct numbers, a sentence for who cannot see them.

The page gives the colours, by class; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

from autograder.classroom.statistics import Distribution
from autograder.classroom.summary import Band

WIDTH, HEIGHT = 760, 300
LEFT, RIGHT, TOP, BOTTOM = 70, 16, 46, 52
BAR, BAR_HEIGHT = 420, 22
DIGIT = 6.5
"""About as wide is a digit of a label."""
BAND_CLASS = {
    Band.FULL: "full",
    Band.PART: "part",
    Band.NONE: "none",
    Band.STOPPED: "stopped",
    Band.NOT_ATTEMPTED: "absent",
}


def round_ticks(most: int, count: int = 5) -> list[int]:
    """Choose whole round numbers from zero to at least a number.

    Examples
    --------
    >>> round_ticks(28), round_ticks(3), round_ticks(1501)
    ([0, 10, 20, 30], [0, 1, 2, 3], [0, 500, 1000, 1500, 2000])
    """
    rough = max(most, 1) / count
    size = 10 ** max(floor(log10(rough)), 0)
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    return list(range(0, step * ceil(max(most, 1) / step) + 1, step))


def histogram(spread: Distribution) -> str:
    """Draw how scores are spread, with the mean and the median."""
    ticks = round_ticks(max(spread.counts))
    across = (WIDTH - LEFT - RIGHT) / 100
    up = (HEIGHT - TOP - BOTTOM) / ticks[-1]
    floor_at = HEIGHT - BOTTOM
    said = (
        f"Scores of {sum(spread.counts)} submissions in percent: "
        f"mean {spread.mean:.1f}, median {spread.median:.1f}"
    )
    shapes = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">']
    for tick in ticks:
        y = floor_at - tick * up
        shapes.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        shapes.append(_text(LEFT - 8, y + 4, f"{tick:,}", "end"))
    shapes += _averages(spread, across)
    for number, count in enumerate(spread.counts):
        low = number * spread.width
        x, width = LEFT + low * across + 1.5, spread.width * across - 3
        y = floor_at - count * up
        closing = "]" if low + spread.width == 100 else ")"
        shapes.append(
            f'<rect class="amount" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
            f'height="{count * up:.1f}"><title>[{low}, {low + spread.width}{closing} %: '
            f"{count:,}</title></rect>"
        )
        if count:
            shapes.append(_text(x + width / 2, y - 5, f"{count:,}", "middle", "count"))
    shapes += [
        _text(LEFT + percent * across, floor_at + 17, str(percent), "middle")
        for percent in range(0, 101, 10)
    ]
    shapes.append(f'<path class="axis" d="M{LEFT} {TOP - 6}V{floor_at}H{WIDTH - RIGHT}"/>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    shapes.append(_text(middle, HEIGHT - 10, "score, in percent of the points possible", "middle"))
    shapes.append(
        f'<text transform="translate(14 {(TOP + floor_at) / 2:.0f}) rotate(-90)" '
        'text-anchor="middle">submissions</text></svg>'
    )
    return "\n".join(shapes)


def _averages(spread: Distribution, across: float) -> Iterator[str]:
    """Mark mean and median; their names stand on the sides where they do not collide."""
    is_left = spread.mean <= spread.median
    for kind, value, left in (
        ("mean", spread.mean, is_left),
        ("median", spread.median, not is_left),
    ):
        x = LEFT + value * across
        # Close to an edge there is room on one side alone.
        before = x > WIDTH - 110 or (left and x > LEFT + 90)
        row = 12 if kind == "mean" else 27
        yield f'<path class="{kind}" d="M{x:.1f} {row - 9}V{HEIGHT - BOTTOM}"/>'
        yield _text(
            x + (-6 if before else 6), row, f"{kind} {value:.1f}", "end" if before else "start"
        )


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<text{marked} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def stacked_bar(bands: Mapping[Band, int], name: str) -> str:
    """Draw how many earned what, as the parts of one bar; numbers stand where there is room."""
    total = sum(bands.values()) or 1
    said = ", ".join(f"{band.value}: {count:,}" for band, count in bands.items() if count)
    size = f'viewBox="0 0 {BAR} {BAR_HEIGHT}" width="{BAR}" height="{BAR_HEIGHT}"'
    shapes = [f'<svg class="stack" {size} role="img" aria-label="{escape(name)}: {said}">']
    x = 0.0
    for band, count in bands.items():
        width = BAR * count / total
        if not count:
            continue
        kind = BAND_CLASS[band]
        shapes.append(
            f'<rect class="{kind}" x="{x:.1f}" y="1" width="{max(width - 1, 1):.1f}" '
            f'height="{BAR_HEIGHT - 2}"><title>{band.value}: {count:,} '
            f"({count / total:.0%})</title></rect>"
        )
        label = f"{count:,}"
        if width > DIGIT * len(label) + 4:
            shapes.append(_text(x + width / 2, 15.5, label, "middle", f"in-{kind}"))
        x += width
    return "".join(shapes) + "</svg>"


def scale(value: float, low: float = 0.0, width: int = 90) -> str:
    """Draw a number between a lower end and 1 as a bar that starts at zero."""
    unit = width / (1 - low)
    zero, end = -low * unit, (min(max(value, low), 1) - low) * unit
    return (
        f'<svg class="scale" viewBox="0 0 {width} 12" width="{width}" height="12" '
        f'aria-hidden="true"><path class="track" d="M0 6H{width}"/>'
        f'<rect class="{"amount" if value >= 0 else "stopped"}" x="{min(zero, end):.1f}" y="2" '
        f'width="{abs(end - zero):.1f}" height="8"/>'
        f'<path class="axis" d="M{zero:.1f} 0V12"/></svg>'
    )


def sparkline(spread: Distribution, width: int = 120, height: int = 26) -> str:
    """Draw how scores are spread, small enough for a line of a table."""
    step, most = width / len(spread.counts), max(spread.counts)
    said = f"mean {spread.mean:.1f} %, median {spread.median:.1f} %"
    bars = "".join(
        f'<rect class="amount" x="{number * step:.1f}" y="{height - count / most * height:.1f}" '
        f'width="{step - 1:.1f}" height="{count / most * height:.1f}"/>'
        for number, count in enumerate(spread.counts)
    )
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{said}">{bars}<path class="axis" d="M0 {height}H{width}"/></svg>'
    )


def legend(bands: Sequence[Band] = tuple(Band)) -> str:
    """Name the colours of the parts of a bar."""
    items = "".join(
        f'<li><svg width="12" height="12" aria-hidden="true"><rect class="{BAND_CLASS[band]}" '
        f'width="12" height="12"/></svg> {band.value}</li>'
        for band in bands
    )
    return f'<ul class="legend">{items}</ul>'
