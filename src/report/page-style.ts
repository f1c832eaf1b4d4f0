// The style sheet of report.html: light and dark, one column on narrow screens.

export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #1c2128; --muted: #68717d; --edge: #e2e5ea; --grid: #edeff2;
  --line: #2563eb; --faint-line: rgba(37, 99, 235, 0.28); --marks: #d9480f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --card: #181d24; --ink: #e8ebef; --muted: #98a2ae; --edge: #2a313b; --grid: #242a33;
    --line: #6ea8fe; --faint-line: rgba(110, 168, 254, 0.30); --marks: #ff9d5c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 0; font-size: 28px; letter-spacing: -0.01em; }
h2 { margin: 0 0 8px; font-size: 15px; }
.subtitle { margin: 2px 0 24px; color: var(--muted); }
.top { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 20px; margin-bottom: 20px; align-items: stretch; }
section, .card { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; padding: 18px 20px; }
.card.picture { display: flex; align-items: center; }
.picture img { display: block; width: 400px; max-width: 100%; border-radius: 6px; }
.score { display: flex; flex-wrap: wrap; gap: 8px 36px; margin-bottom: 14px; padding-bottom: 14px; border-bottom: 1px solid var(--edge); }
.score b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.score span { color: var(--muted); font-size: 13px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; font-weight: normal; color: var(--muted); padding: 3px 16px 3px 0; vertical-align: top; white-space: nowrap; }
td { padding: 3px 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
#charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
#charts section:first-child { grid-column: 1 / -1; }
details { margin-top: 20px; }
summary { cursor: pointer; font-weight: 600; }
.columns { columns: 3 240px; margin-top: 10px; }
.columns div { display: flex; justify-content: space-between; gap: 12px; break-inside: avoid; border-bottom: 1px solid var(--edge); padding: 3px 0; font-size: 13px; }
.columns code { text-align: right; overflow-wrap: anywhere; }
.columns span { color: var(--muted); }
.hint { color: var(--muted); font-size: 13px; margin: 14px 0 0; }
.u-legend { font-size: 13px; color: var(--muted); text-align: left; }
.u-legend .u-value { color: var(--ink); font-variant-numeric: tabular-nums; }
.u-select { background: rgba(120, 140, 170, 0.2); }
@media (max-width: 820px) {
  .top, #charts { grid-template-columns: minmax(0, 1fr); }
  .card.picture { justify-content: center; }
}
`;
