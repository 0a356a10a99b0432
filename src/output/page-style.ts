/** How the page looks: light and dark, on a telephone, on paper. Colours come in pairs with a word or a sign. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --sheet: #f6f7f9; --ink: #1b2430; --soft: #566173; --line: #d9dee5; --strong-line: #aab3c0;
  --settled: #1f7a6d; --waiting: #2f6fb3; --held: #b4560f; --excluded: #8a93a1; --foreign: #7a4fa3; --closed: #5f6672; --toggl: #b8397c; --runn: #5b6b82;
  --in: #e3f2ee; --in-ink: #14574d;
  --l1: #fdeedd; --l2: #f9d3a8; --l3: #f2ab66; --m1: #efe7f7; --m2: #dcc8ee; --m3: #c19fe0; --drift-ink: #2b1a08;
  --good: #14683f; --good-back: #e6f4ec; --warning: #7d4a00; --warning-back: #fdf1dc; --error: #a3201b; --error-back: #fdeaea; --note: #24528a; --note-back: #e8f0fa;
  --link: #1d5fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171e; --sheet: #1a212b; --ink: #e6eaf0; --soft: #a3aebd; --line: #2d3744; --strong-line: #4b586a;
    --settled: #45b3a1; --waiting: #6aa7e8; --held: #e59147; --excluded: #7d8796; --foreign: #b58be0; --closed: #98a2b0; --toggl: #e889b8; --runn: #8fa0b8;
    --in: #15302c; --in-ink: #9fdccf;
    --l1: #3a2a17; --l2: #5b3b14; --l3: #8a5312; --m1: #2e2440; --m2: #45315f; --m3: #644389; --drift-ink: #fdf3e6;
    --good: #7fd6a8; --good-back: #13291e; --warning: #f0c06c; --warning-back: #322510; --error: #ff9c94; --error-back: #391b1b; --note: #9cc4f5; --note-back: #172638;
    --link: #8bbcf5;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1640px; padding: 24px clamp(12px, 3vw, 40px) 40px; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.word { display: inline-block; max-width: 100%; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header { border-bottom: 1px solid var(--line); padding-bottom: 20px; }
.eyebrow { color: var(--soft); font-weight: 600; letter-spacing: 0.04em; margin: 0; }
h1 { font-size: clamp(1.47rem, 3.2vw, 2.13rem); line-height: 1.2; margin: 2px 0 14px; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 12px; }
h3 { font-size: 1.067rem; margin: 24px 0 4px; }
.count { color: var(--soft); font-weight: 400; font-size: 0.72em; white-space: nowrap; }
h1 .count { white-space: normal; }
code + .count, h3 .count { font-size: 0.95em; }
header dl { display: grid; gap: 2px 32px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); margin: 0; }
header dl div { display: flex; gap: 10px; }
header dt { color: var(--soft); flex: 0 0 68px; }
header dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.live { color: var(--warning); }
.verdict { border-left: 5px solid currentcolor; border-radius: 4px; margin: 18px 0 0; padding: 10px 14px; }
.verdict code, .verdict a { color: inherit; }
.verdict.good, p.good { color: var(--good); } .verdict.good { background: var(--good-back); }
.verdict.waiting { color: var(--note); background: var(--note-back); }
.verdict.warning { color: var(--warning); background: var(--warning-back); } p.warning { color: var(--warning); }
.verdict.error { color: var(--error); background: var(--error-back); }

.tiles { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); margin: 20px 0 0; }
.tile { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
.tile dt { color: var(--soft); }
.tile dd { margin: 0; }
.tile b { display: block; font-size: 1.6rem; font-variant-numeric: tabular-nums; line-height: 1.3; }
.tile span { color: var(--soft); font-size: 0.867rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 22px; list-style: none; margin: 18px 0 0; padding: 0; }
section { border-top: 1px solid var(--line); margin-top: 26px; padding-top: 22px; scroll-margin-top: 8px; }
main > nav + section { border-top: 0; margin-top: 8px; }

table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: 600; text-align: left; }
th, td { padding: 5px 10px; vertical-align: top; }
tbody tr { border-top: 1px solid var(--line); }
tfoot tr { border-top: 2px solid var(--strong-line); }
tfoot th, tfoot td { font-weight: 700; }
tbody th { font-weight: 500; }
.n { text-align: right; white-space: nowrap; }
small { color: var(--soft); font-weight: 400; }
.zero { color: var(--soft); }
td code, th code { overflow-wrap: normal; white-space: nowrap; }
tbody th, td:not(.n) { min-width: 84px; }
.heat td:not(.n) { min-width: 0; }
.scroll { max-height: 88vh; max-width: 100%; overflow: auto; position: relative; }
thead th { background: var(--paper); color: var(--soft); position: sticky; top: 0; vertical-align: bottom; white-space: nowrap; z-index: 2; }
.scroll tfoot th, .scroll tfoot td { background: var(--paper); bottom: 0; position: sticky; }
thead button { all: unset; color: inherit; cursor: pointer; display: inline-block; min-height: 24px; }
thead button:hover { color: var(--ink); text-decoration: underline; }
thead button:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; border-radius: 3px; }
th[aria-sort] { color: var(--ink); }
th[aria-sort] button::after { content: " ▲"; font-size: 0.7em; }
th[aria-sort=descending] button::after { content: " ▼"; }

.swatch { border-radius: 2px; display: inline-block; height: 11px; margin-right: 7px; width: 11px; }
.swatch.settled { background: var(--settled); } .swatch.waiting { background: var(--waiting); } .swatch.toggl { background: var(--toggl); } .swatch.runn { background: var(--runn); }
.swatch.held { background: var(--held); } .swatch.excluded { background: var(--excluded); } .swatch.foreign { background: var(--foreign); }
.swatch.closed { background: var(--closed); }
.swatch.toggl-non { border: 2px solid var(--toggl); } .swatch.runn-non { border: 2px solid var(--runn); }
svg { display: block; overflow: visible; }
svg .settled { fill: var(--settled); } svg .waiting { fill: var(--waiting); } svg .toggl { fill: var(--toggl); } svg .runn { fill: var(--runn); } svg .held { fill: var(--held); }
svg .excluded { fill: var(--excluded); } svg .foreign { fill: var(--foreign); } svg .closed { fill: var(--closed); }
svg .toggl-non { fill: var(--paper); stroke: var(--toggl); stroke-width: 1.5; } svg .runn-non { fill: var(--paper); stroke: var(--runn); stroke-width: 1.5; }
.axis line { stroke: var(--line); } .axis text { fill: var(--soft); font-size: 0.733rem; } .axis.hours { text-anchor: end; }
.plot { display: grid; gap: 8px; grid-template-columns: 44px minmax(0, 1fr); }
.legend { color: var(--soft); font-size: 0.867rem; margin: 0 0 8px; }
.legend > span { margin-right: 14px; white-space: nowrap; }
figure { margin: 0; }
figcaption { margin-top: 14px; max-width: 75ch; }
.days { margin-bottom: 22px; }

.bars .bar { margin-bottom: 12px; }
.bridge { margin: -6px 0 2px; } .bridge line { stroke: var(--settled); stroke-width: 1.5; } .bridge text { fill: var(--soft); font-size: 0.8rem; paint-order: stroke; stroke: var(--paper); stroke-width: 8px; }
.bar .name { font-variant-numeric: tabular-nums; margin-bottom: 2px; }
.bar svg { background: var(--sheet); }
.bar rect { stroke: var(--paper); stroke-width: 1; }
.accounts { display: grid; gap: 20px 48px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); margin-top: 18px; }
.accounts table { width: 100%; align-self: start; }
.accounts caption { font-weight: 600; padding: 0 10px 4px 0; text-align: left; }
.accounts th { padding-left: 0; }

.find { align-items: center; display: flex; flex-wrap: wrap; gap: 6px 20px; margin: 0 0 12px; }
.find[hidden] { display: none; }
.find input[type=search] { background: var(--sheet); border: 1px solid var(--strong-line); border-radius: 5px; color: inherit; font: inherit; margin-left: 6px; padding: 3px 8px; width: 180px; }
.find output { color: var(--soft); }
.heat-legend { line-height: 2; }
.heat-legend .cell { border-radius: 3px; color: var(--ink); font-size: 0.733rem; margin-right: 5px; padding: 3px 6px; }
.heat { border-collapse: separate; border-spacing: 1px; font-size: 0.8rem; line-height: 1.25; }
.heat th, .heat td { padding: 3px 4px; }
.heat td:not(.n), .heat .d { padding-left: 1px; padding-right: 1px; }
.heat th:first-child { background: var(--paper); left: 0; max-width: 200px; min-width: 110px; overflow-wrap: anywhere; position: sticky; z-index: 1; }
.heat thead th:first-child { z-index: 3; }
.heat tfoot th, .heat tfoot td { border-top: 2px solid var(--strong-line); }
.heat .d { font-size: 0.733rem; font-weight: 500; min-width: 38px; text-align: center; }
.heat abbr { text-decoration: none; }
.heat td { border-radius: 2px; font-size: 0.7rem; text-align: center; vertical-align: middle; }
.heat tbody th { vertical-align: middle; }
.heat tbody td:not(.n) { position: relative; }
.heat .d.w { min-width: 0; padding: 3px 1px; }
.heat td.n { font-size: 0.8rem; text-align: right; }
.heat td b { display: block; }
.heat .w { background: var(--sheet); }
.heat i { font-style: normal; font-weight: 800; line-height: 1; position: absolute; right: 2px; top: 2px; }
.heat tfoot td:not(.n) { color: inherit; font-size: 0.6rem; }
.heat tfoot td:not(.n) i { display: none; }
.heat tfoot th, .heat tfoot td { z-index: 1; }
.heat tfoot td { background: var(--paper); }
.heat tfoot th:first-child { z-index: 3; }
.in { background: var(--in); color: var(--in-ink); } .heat td.s.in { background: none; color: inherit; }
.l1, .l2, .l3, .m1, .m2, .m3 { color: var(--drift-ink); } .heat-legend .l2, .heat-legend .m2 { color: var(--drift-ink); } .heat-legend .in { color: var(--in-ink); }
.l1 { background: var(--l1); } .l2 { background: var(--l2); } .l3 { background: var(--l3); }
.m1 { background: var(--m1); } .m2 { background: var(--m2); } .m3 { background: var(--m3); }
.heat .out { color: var(--soft); }
.gap { color: var(--soft); outline: 1px dashed var(--strong-line); outline-offset: -2px; } .heat-legend .gap { color: var(--soft); }

.chart { min-width: 120px; width: 20%; }
td.chart { padding-bottom: 0; padding-top: 0; vertical-align: middle; }
#projects { width: 100%; }
#projects thead th { white-space: normal; }
#projects th:first-child { background: var(--paper); left: 0; min-width: 160px; overflow-wrap: anywhere; position: sticky; z-index: 1; }
#projects th, #projects td { padding-left: 8px; padding-right: 8px; }
#projects small { white-space: nowrap; }
#projects thead th:first-child, #projects tfoot th:first-child { z-index: 3; }
.finding { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 10px; padding: 8px 14px; }
.finding summary { cursor: pointer; }
.finding ul { margin: 8px 0; padding-left: 20px; }
.finding .hint { color: var(--soft); margin: 6px 0 2px; }
.tag { border-radius: 4px; font-size: 0.8rem; font-weight: 600; margin-right: 4px; padding: 2px 7px; white-space: nowrap; }
.tag.error { background: var(--error-back); color: var(--error); } .tag.warning { background: var(--warning-back); color: var(--warning); } .tag.info { background: var(--note-back); color: var(--note); }
footer { border-top: 1px solid var(--line); color: var(--soft); font-size: 0.867rem; margin-top: 32px; padding-top: 12px; }

@media (max-width: 600px) {
  header dl div { display: block; } header dd { margin-bottom: 4px; }
  .tiles { grid-template-columns: repeat(2, 1fr); gap: 8px; } .tile { padding: 8px 10px; } .tile b { font-size: 1.333rem; }
  .heat th:first-child { max-width: 120px; min-width: 90px; }
  #projects th:first-child { max-width: 130px; min-width: 110px; }
  th, td { padding: 4px 7px; }
}
@media (forced-colors: active) {
  .swatch, svg { forced-color-adjust: none; }
}
@media print {
  @page { size: A4 landscape; margin: 10mm; }
  :root { color-scheme: light; }
  html { font-size: 10px; line-height: 1.4; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; }
  nav, .find, .aside { display: none; }
  header { padding-bottom: 8px; } h1 { font-size: 2rem; margin-bottom: 6px; } .verdict { margin-top: 8px; padding: 5px 10px; }
  .tiles { gap: 8px; grid-template-columns: repeat(6, 1fr); margin-top: 10px; } .tile { padding: 5px 9px; }
  section { margin-top: 12px; padding-top: 8px; } h2 { margin-bottom: 6px; } h3 { margin-top: 12px; } p { margin: 4px 0; }
  th, td { padding: 2px 8px; }
  .bars .bar { margin-bottom: 7px; } .bar svg { height: 18px; } .accounts { margin-top: 8px; } figcaption { margin-top: 8px; max-width: none; }
  .scroll { max-height: none; overflow: visible; }
  thead th, .scroll tfoot th, .scroll tfoot td, .heat th:first-child, #projects th:first-child { position: static; }
  .heat { font-size: 8px; } .heat td, .heat .d { font-size: 7px; } .heat td.n { font-size: 8px; } .heat th, .heat td { padding: 1px 2px; } .heat .d { min-width: 0; }
  .heat-legend .cell { font-size: 8px; padding: 1px 4px; } .heat-legend { line-height: 1.6; }
  thead button { display: contents; } th[aria-sort] button::after { content: none; }
  thead { break-inside: avoid; display: table-header-group; } tfoot { display: table-row-group; }
  tr, .bars, .days, .finding li, .tile { break-inside: avoid; }
  h2, h3, h3 + p, .legend, summary { break-after: avoid; }
}
`;
