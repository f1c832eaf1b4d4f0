// The page of a lab: one file with its table, pictures, code and command.
import { htmlPage } from '../../report/page.js';
import { escapeXml, linePlot } from '../../report/plot.js';
import { chapterTitle } from './chapters.js';
import type { Lab } from './lab.js';
import { type LabFigure, type LabResult, type LabRow, passed } from './run-lab.js';

const style = `
.verdict { font-weight: 600; }
.pass { color: #1a7f37; } .fail { color: #cf222e; }
@media (prefers-color-scheme: dark) { .pass { color: #56d364; } .fail { color: #ff7b72; } }
.lab { overflow-x: auto; margin-bottom: 20px; }
.lab td, .lab th { padding: 4px 18px 4px 0; text-align: left; vertical-align: top; overflow-wrap: normal; }
.lab td:nth-child(2) { min-width: 10em; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 20px; margin-bottom: 20px; }
.figures svg, .figures img { display: block; max-width: 100%; height: auto; border-radius: 6px; }
pre { margin: 0; overflow-x: auto; font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
section + details { margin-top: 0; }
`;

/**
 * @param source the program as it was run
 * @param command what makes this page again
 */
export function labHtml(lab: Lab, result: LabResult, source: string, command: string): string {
  const good = passed(result);
  const figures = result.figures.map(figure).join('\n');
  const body = `<h1>${escapeXml(lab.title)}</h1>
<p class="subtitle">${escapeXml(chapterTitle(lab.chapter))} · <span class="verdict ${good ? 'pass' : 'fail'}">${good ? 'PASS' : 'FAIL'}</span>${result.quick ? ' · quick run: small budgets' : ''}</p>
<section class="lab"><p>${escapeXml(lab.asks)}</p>
<table><tr><th></th><th>what</th><th>here</th><th>expected</th><th>reported</th></tr>
${result.rows.map(row).join('\n')}</table></section>
${figures && `<div class="figures">${figures}</div>`}
<section class="lab"><h2>Again</h2><pre>${escapeXml(command)}</pre><p class="hint">${escapeXml(settings(result))}; kernels: ${result.backend}; ${result.seconds.toFixed(1)} s</p></section>
<details class="card" open><summary>The program</summary><pre>${escapeXml(source)}</pre></details>`;
  return htmlPage({ title: `${lab.title} · Trainyard`, body, style });
}

function row({ what, reported, expected, here, passed, loosened }: LabRow): string {
  const verdict = passed === undefined ? '' : passed ? 'PASS' : 'FAIL';
  const cells = [what, here, loosened ? `${expected} (quick)` : expected, reported];
  return `<tr><td class="verdict ${verdict.toLowerCase()}">${verdict}</td>${cells.map((cell) => `<td>${escapeXml(cell)}</td>`).join('')}</tr>`;
}

function figure(each: LabFigure): string {
  const head = each.title && each.kind !== 'plot' ? `<h2>${escapeXml(each.title)}</h2>` : '';
  return `<section>${head}${content(each)}</section>`;
}

function content(each: LabFigure): string {
  if (each.kind === 'plot') return linePlot(each.plot);
  if ('text' in each) return each.kind === 'svg' ? each.text : `<pre>${escapeXml(each.text)}</pre>`;
  const data = Buffer.from(each.bytes).toString('base64');
  return `<img alt="${escapeXml(each.title)}" src="data:image/${each.kind};base64,${data}">`;
}

function settings({ settings }: LabResult): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(' ') : value}`)
    .join(', ');
}
