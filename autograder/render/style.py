"""The style of pages: light and dark as the reader's system is, and fit for paper."""

STYLE = """
:root { color-scheme: light dark;
  --paper: #fdfcf9; --card: #fff; --ink: #23262b; --soft: #62676f; --line: #dcd9d2;
  --good: #1f7a45; --bad: #b3372b; --open: #8a6a12; --tint: #f4f1ea; --accent: #24598f;
  --keyword: #8a3d8f; --string: #2d6a3e; --number: #9a4d00; --comment: #767a80; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #17191d; --card: #1e2126; --ink: #e6e4df; --soft: #a3a7ae; --line: #383c43;
  --good: #6cc493; --bad: #f08a7d; --open: #e0bd62; --tint: #26292f; --accent: #8bb9e8;
  --keyword: #d6a1dc; --string: #98cfa6; --number: #eab27c; --comment: #959aa2; } }
*, *::before { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 78rem; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.2rem; margin: 0; font-family: ui-monospace, Menlo, Consolas, monospace; }
h3 { font-size: .85rem; margin: 0 0 .4rem; color: var(--soft); font-weight: 600; }
a { color: var(--accent); }
p { margin: .4rem 0; }
.who { color: var(--soft); margin: 0 0 .2rem; overflow-wrap: anywhere; }
.score { font-size: 2.6rem; font-weight: 700; line-height: 1.1; margin: 1rem 0 .4rem; }
.score small { font-size: 1.2rem; font-weight: 400; color: var(--soft); }
.bar { display: block; width: 100%; height: 14px; border-radius: 7px; }
.bar .all { fill: var(--line); } .bar .earned { fill: var(--good); }
.lead { font-size: 1.1rem; margin: 1rem 0 1.5rem; max-width: 46rem; }
nav ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 0 2rem;
  grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
nav li { display: flex; gap: .6rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
nav a { font-family: ui-monospace, Menlo, Consolas, monospace; }
nav .mark { width: 1em; }
nav .points { margin-left: auto; }
.problems { border-left: 4px solid var(--open); background: var(--tint); margin: 1.5rem 0 0;
  padding: .7rem 1rem; overflow-wrap: anywhere; }
.problems ul { margin: 0; padding-left: 1.2rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  margin-top: 1.6rem; padding: 1.1rem 1.3rem 1.3rem; }
article header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .8rem; }
article header .points { margin-left: auto; font-weight: 700; }
.side { display: grid; grid-template-columns: minmax(0, 11fr) minmax(0, 10fr); gap: 1.4rem;
  margin-top: .9rem; align-items: start; }
@media (max-width: 60rem) { .side { grid-template-columns: minmax(0, 1fr); } }
.mark { font-weight: 700; } .points { white-space: nowrap; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.off { color: var(--soft); }
pre { margin: 0; padding: .7rem .9rem .7rem 0; background: var(--tint); border-radius: 8px;
  overflow: hidden; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 13.5px/1.5 ui-monospace, Menlo, Consolas, monospace;
  counter-reset: line var(--before); }
.line { display: block; padding-left: 3.2em; text-indent: -3.2em; }
.line::before { counter-increment: line; content: counter(line); display: inline-block;
  width: 3.2em; padding-right: 1.1em; text-indent: 0; text-align: right; color: var(--soft);
  user-select: none; opacity: .75; }
.cut { display: block; padding-left: 3.2em; color: var(--soft); }
.keyword { color: var(--keyword); font-weight: 600; } .defined { font-weight: 700; }
.string { color: var(--string); } .number { color: var(--number); }
.comment { color: var(--comment); font-style: italic; }
mark { background: #ffd54a; color: #000; border-radius: 3px; padding: 0 .2em; font-size: .85em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; font-weight: 400;
  border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: .85rem; }
td:first-child, thead th:first-child { width: 1.7rem; }
tr:last-child > * { border-bottom: 0; }
td.points, th.points { text-align: right; padding-right: 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 .8rem; margin: .2rem 0 0;
  font-size: .9rem; }
dt { color: var(--soft); } dd { margin: 0; font-family: ui-monospace, Menlo, Consolas, monospace; }
.said { display: block; font-size: .92rem; color: var(--soft); }
.hint { background: var(--tint); border-left: 4px solid var(--accent); border-radius: 0 8px 8px 0;
  margin: .9rem 0 0; padding: .6rem .9rem; }
.hint code { font-size: .85rem; color: var(--soft); }
figure { margin: 1rem 0 0; } figcaption { font-size: .9rem; color: var(--soft); }
svg { max-width: 100%; height: auto; } figure svg { display: block; width: 30rem; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
svg .axis { fill: none; stroke: var(--soft); } svg .grid { stroke: var(--line); }
polyline { fill: none; stroke-width: 2; }
polyline.expected { stroke: var(--accent); } polyline.yours { stroke: var(--bad);
  stroke-dasharray: 5 4; }
circle.expected { fill: var(--accent); } rect.yours { fill: var(--bad); fill-opacity: .75; }
footer { color: var(--soft); margin-top: 2rem; font-size: .9rem; }
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444;
    --line: #bbb; --good: #1f7a45; --bad: #a02a1f; --open: #7a5c00; --tint: #f4f4f4;
    --accent: #24598f; --keyword: #6d2a72; --string: #2d6a3e; --number: #8a4400;
    --comment: #555; }
  body { max-width: none; padding: 0; font-size: 11pt; } pre { font-size: 9pt; }
  article { break-inside: auto; } .side { grid-template-columns: 1fr 1fr; }
  figure, .hint, tr, header { break-inside: avoid; } h2 { break-after: avoid; }
  * { print-color-adjust: exact; } }
"""
