// report.html of a study: history, importance, parallel coordinates and all trials, in one file.
import { formatValue } from '../../io/setting-text.js';
import { htmlPage } from '../../report/page.js';
import { escapeXml } from '../../report/plot.js';
import type { Chart } from '../../report/run-data.js';
import { settingsOf } from '../dimensions.js';
import { ranked } from '../ranking.js';
import type { StudyResult } from '../results.js';
import type { TrialRecord } from '../settings.js';
import { parallelCoordinates } from './parallel-coordinates.js';

const style = `
.bars div { display: grid; grid-template-columns: 190px 1fr 56px; gap: 12px; align-items: center; font-size: 14px; padding: 3px 0; }
.bars i { display: block; height: 14px; border-radius: 3px; background: var(--line); min-width: 1px; }
.bars span { color: var(--muted); overflow: hidden; text-overflow: ellipsis; }
.bars b { font-weight: normal; font-variant-numeric: tabular-nums; text-align: right; }
.wide { margin-top: 20px; overflow-x: auto; }
.wide svg { display: block; min-width: 720px; width: 100%; height: auto; }
.trials td, .trials th { padding: 3px 16px 3px 0; white-space: nowrap; text-align: left; color: inherit; }
.trials th, .pruned, .failed { color: var(--muted) !important; }
#charts { grid-template-columns: minmax(0, 1fr); }
`;

export function studyHtml(result: StudyResult): string {
  const { settings } = result;
  const title = `${settings.env} · ${String(settings.run.algo).toUpperCase()} · tuning`;
  const body = `<h1>${escapeXml(title)}</h1>
<p class="subtitle">${escapeXml(subtitle(result))}</p>
<div class="card">${score(result)}</div>
<div id="charts" class="wide"></div>
<p class="hint">Of trials that were pruned, the value is that of the moment when they were.</p>
${bars(result)}
<section class="wide"><h2>Parallel coordinates</h2>${parallelCoordinates(result)}
<p class="hint">A line for each trial: the better, the stronger; the best in the colour of marks; pruned ones dashed.</p></section>
${trialTable(result)}`;
  return htmlPage({ title, body, charts: [history(result.trials)], style });
}

function subtitle({ settings, trials }: StudyResult): string {
  const { sampler, pruner, seeds, seed, objective } = settings;
  const count = (status: TrialRecord['status']) => trials.filter((each) => each.status === status).length;
  const states = `${count('complete')} complete, ${count('pruned')} pruned, ${count('failed')} failed`;
  return `${trials.length} trials (${states}) · sampler ${sampler.name} · pruner ${pruner.name} · ${seeds} seed${seeds > 1 ? 's' : ''} from ${seed} · objective ${objective}`;
}

function score({ best, settings }: StudyResult): string {
  const rows = Object.entries(settingsOf(settings.space, best.params)).map(
    ([key, value]) =>
      `<tr><th>${escapeXml(key)}</th><td><code>${escapeXml(formatValue(value))}</code></td></tr>`,
  );
  return `<div class="score"><div><b>${number(best.value!)}</b><span>best: trial ${best.trial}</span></div></div><table>${rows.join('')}</table>`;
}

/** Values in the order of the trials, and the best so far. */
function history(trials: readonly TrialRecord[]): Chart {
  const valued = trials.filter(({ value }) => Number.isFinite(value));
  const complete = valued.filter(({ status }) => status === 'complete');
  const points = (some: readonly TrialRecord[]) => ({
    x: some.map(({ trial }) => trial),
    y: some.map(({ value }) => value!),
  });
  let best = -Infinity;
  const record = complete.map(({ value }) => {
    best = Math.max(best, value!);
    return best;
  });
  return {
    title: 'History',
    xLabel: 'trial',
    series: [
      { label: 'best so far', ...points(complete), y: record, kind: 'line' },
      { label: 'value', ...points(complete), kind: 'dots' },
      { label: 'pruned', ...points(valued.filter(({ status }) => status === 'pruned')), kind: 'faint-dots' },
    ].filter(({ x }) => x.length > 0) as Chart['series'],
  };
}

function bars({ importance }: StudyResult): string {
  const entries = Object.entries(importance);
  if (entries.length === 0) return '';
  const most = Math.max(...entries.map(([, share]) => share));
  const rows = entries.map(
    ([key, share]) =>
      `<div><span>${escapeXml(key)}</span><i style="width:${((100 * share) / most).toFixed(1)}%"></i><b>${(100 * share).toFixed(0)} %</b></div>`,
  );
  return `<section class="wide bars"><h2>Importance</h2>${rows.join('')}
<p class="hint">PED-ANOVA (Watanabe et al. 2023): how far the best quarter of the trials is from all of them in each parameter alone.</p></section>`;
}

function trialTable({ trials, settings }: StudyResult): string {
  const keys = Object.keys(settings.space);
  const head = ['trial', 'value', 'state', ...keys].map((name) => `<th>${escapeXml(name)}</th>`).join('');
  const rows = ranked(trials).map(({ trial, value, status, share, params, reason }) => {
    const state = status === 'pruned' ? `pruned at ${Math.round(100 * share)} %` : status;
    const values = settingsOf(settings.space, params);
    const cells = [
      trial,
      value === undefined ? '–' : number(value),
      state,
      ...keys.map((key) => formatValue(values[key])),
    ];
    const why = reason === undefined ? '' : ` title="${escapeXml(reason)}"`;
    return `<tr class="${status}"${why}>${cells.map((cell) => `<td>${escapeXml(String(cell))}</td>`).join('')}</tr>`;
  });
  return `<details class="card wide" open><summary>Trials</summary><table class="trials"><tr>${head}</tr>${rows.join('')}</table></details>`;
}

function number(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(3) : value.toFixed(1);
}
