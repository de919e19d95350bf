"""The frame and the style of the pages of a class, on top of those of a student's page."""

from __future__ import annotations

from autograder.render.characters import visible
from autograder.render.style import STYLE

CLASS_STYLE = """
:root { --full: #1f6fb2; --part: #8fc1e8; --none: #f0b24a; --stopped: #b8452a; --absent: #c9c9c4;
  --on-dark: #fff; --on-light: #1c1f24; }
@media (prefers-color-scheme: dark) { :root { --full: #2f7fc4; --stopped: #c4553a;
  --absent: #6b6f76; --absent-text: #fff; } }
h1 { margin-bottom: .2rem; }
section { margin-top: 2.6rem; } section > p { max-width: 48rem; }
h2 { font: 600 1.3rem/1.3 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; margin: 0 0 .6rem; }
nav.sections { margin: 1rem 0 0; } nav.sections a { font-family: inherit; margin-right: 1.2rem; }
.note { color: var(--soft); font-size: .92rem; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem 2.6rem; margin: 1.2rem 0; padding: 0; }
.tiles div { min-width: 5rem; } .tiles dt { font-size: .85rem; }
.tiles dd { font: 600 1.7rem/1.2 system-ui, "Segoe UI", sans-serif; }
dl.tiles { grid-template-columns: none; }
.tiles dd small { font-size: .95rem; font-weight: 400; color: var(--soft); }
.lead ul { margin: .4rem 0; padding-left: 1.2rem; }
.attention { border-left: 5px solid var(--open); background: var(--tint); padding: .9rem 1.2rem;
  margin-top: 1.6rem; }
.attention.calm { border-left-color: var(--good); } .attention h2 { font-size: 1.1rem; }
details { margin: .25rem 0; } summary { cursor: pointer; }
summary::marker { color: var(--soft); } details details { margin-left: 1.2rem; }
.names { list-style: none; margin: .4rem 0 .8rem; padding: 0 0 0 1.1rem; columns: 15rem;
  column-gap: 2rem; font-size: .95rem; }
.names li { break-inside: avoid; overflow-wrap: anywhere; } .names small { color: var(--soft); }
.names.long { columns: 1; }
.wide { overflow-x: auto; }
.chart { width: 100%; max-width: 60rem; display: block; }
.chart text { font-size: 12.5px; } .chart .count { fill: var(--ink); font-size: 11.5px;
  paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.amount { fill: var(--full); }
.chart .mean, .chart .median { stroke: var(--ink); stroke-width: 1.5; fill: none; }
.chart .mean { stroke-dasharray: 5 4; }
.full { fill: var(--full); } .part { fill: var(--part); } .none { fill: var(--none); }
.stopped { fill: var(--stopped); } .absent { fill: var(--absent); }
svg.stack { min-width: 420px; display: block; }
svg text.in-full, svg text.in-stopped { fill: var(--on-dark); }
svg text.in-part, svg text.in-none { fill: var(--on-light); }
svg text.in-absent { fill: var(--absent-text, #1c1f24); }
.scale .track { stroke: var(--line); stroke-width: 8; } .scale { vertical-align: middle; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: 0;
  margin: .6rem 0; font-size: .92rem; } .legend svg { vertical-align: -1px; }
table { font-variant-numeric: tabular-nums; } table.auto { width: auto; }
td:first-child, thead th:first-child { width: auto; }
tbody th { font-weight: 400; } td.count, th.count { text-align: right; white-space: nowrap; }
th code, td code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .93em; }
.mistakes td { padding-right: 1.2rem; } .mistakes td:nth-child(3) { min-width: 20rem; }
.grid-of-scores td, .grid-of-scores th { padding: .15rem .5rem; white-space: nowrap;
  font-size: .92rem; } .grid-of-scores td { text-align: right; }
.grid-of-scores thead th { vertical-align: bottom; height: 9.5rem; padding: .2rem; }
.grid-of-scores thead span { writing-mode: vertical-rl; transform: rotate(180deg); }
.grid-of-scores tbody tr:nth-child(5n) > * { border-bottom-color: var(--soft); }
.grid-of-scores tbody th { text-align: left; max-width: 22rem; overflow: hidden;
  text-overflow: ellipsis; }
.grid-of-scores td i { font-style: normal; display: block; border-radius: 3px; padding: 0 .35rem;
  min-width: 2.2rem; }
.f i { background: color-mix(in srgb, var(--full) 26%, transparent); }
.p i { background: color-mix(in srgb, var(--part) 24%, transparent); }
.n i { background: color-mix(in srgb, var(--none) 38%, transparent); }
.s i { background: color-mix(in srgb, var(--stopped) 45%, transparent); }
.a i { color: var(--soft); }
@media print { .wide { overflow: visible; } nav { display: none; } section { break-inside: auto; }
  .attention, .chart, tr { break-inside: avoid; } a { color: inherit; text-decoration: none; } }
"""


def document(title: str, body: str) -> str:
    """Put a body into a page that needs no other file."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{visible(title)}</title>\n<style>{STYLE}{CLASS_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
