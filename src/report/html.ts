// report.html: one file with everything in it, readable without a network.
import { formatReturn, formatScore, formatSuccess } from '../evaluate/score.js';
import type { FinalEvaluation, RunConfig } from '../train/index.js';
import { htmlPage } from './page.js';
import { escapeXml } from './plot.js';
import type { Chart } from './run-data.js';

export interface ReportContent {
  config: RunConfig;
  charts: Chart[];
  step: number;
  episodes: number;
  seconds: number;
  evaluation?: FinalEvaluation;
  /** Means over all episodes of the training of what is tracked. */
  tracked: Readonly<Record<string, number>>;
  /** Mean return at which the task counts as solved. */
  rewardThreshold?: number;
  gif?: Uint8Array;
  /** Command that makes the run again. */
  command: string;
}

export function reportHtml(content: ReportContent): string {
  const { config, charts } = content;
  const title = `${config.env.id} · ${config.algo.toUpperCase()}`;
  const body = `<h1>${escapeXml(title)}</h1>
<p class="subtitle">${escapeXml(subtitle(content))}</p>
<div class="top">
<div class="card">${score(content)}${facts(content)}</div>
${picture(content.gif)}
</div>
<div id="charts"></div>
<p class="hint">Drag across a chart to zoom into a range of steps, double-click to see all of them again.</p>
${hyperparameters(config)}`;
  return htmlPage({ title, body, charts });
}

function subtitle({ config, step }: ReportContent): string {
  const steps = `${group(step)} of ${group(config.budget.amount)} ${config.budget.unit}`;
  return `Seed ${config.config.seed} · ${steps} · trainyard ${config.versions.trainyard}`;
}

function score({ evaluation, tracked, step, seconds, rewardThreshold }: ReportContent): string {
  const entries: [string, string][] = [];
  if (evaluation) {
    const { mean, std, returns, checkpoint, successRate, tracked: played = {} } = evaluation;
    const episodes = `${returns.length} greedy episodes, ${checkpoint} weights (step ${group(evaluation.step)})`;
    entries.push([formatScore({ mean, std }, rewardThreshold), `mean return ± std of ${episodes}`]);
    if (successRate !== undefined) entries.push([formatSuccess(successRate), 'ended with success']);
    for (const [name, value] of Object.entries(played))
      entries.push([formatReturn(value), `${name}, their mean`]);
    if (rewardThreshold !== undefined) {
      const solved = mean >= rewardThreshold ? 'Solved' : 'Not solved';
      entries.push([solved, `threshold ${rewardThreshold}`]);
    }
  } else entries.push(['Not finished', `stopped after ${group(step)} steps`]);
  for (const [name, value] of Object.entries(tracked))
    entries.push([formatReturn(value), `${name}, mean of all episodes of the training`]);
  if (seconds > 0) entries.push([group(Math.round(step / seconds)), 'steps per second']);
  const boxes = entries.map(
    ([value, what]) => `<div><b>${escapeXml(value)}</b><span>${escapeXml(what)}</span></div>`,
  );
  return `<div class="score">${boxes.join('')}</div>`;
}

function facts({ config, step, episodes, seconds, command }: ReportContent): string {
  const { env, versions } = config;
  const options = Object.entries(env.options).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const rows: [string, string][] = [
    ['Environment', [env.id, ...options].join(' ')],
    ['In parallel', env.numEnvs === 1 ? '1 environment' : `${env.numEnvs} environments`],
    ['Taken', `${group(step)} steps, ${group(episodes)} episodes`],
    ['Time', duration(seconds)],
    ['Kernels', config.backend],
    ['Versions', `trainyard ${versions.trainyard}, Node ${versions.node}, ${versions.platform}`],
  ];
  const lines = rows.map(([name, value]) => `<tr><th>${name}</th><td>${escapeXml(value)}</td></tr>`);
  return `<table>${lines.join('')}<tr><th>Again</th><td><code>${escapeXml(command)}</code></td></tr></table>`;
}

function picture(gif: Uint8Array | undefined): string {
  if (!gif) return '';
  const data = Buffer.from(gif).toString('base64');
  return `<div class="card picture"><img alt="An episode of the trained agent" src="data:image/gif;base64,${data}"></div>`;
}

function hyperparameters({ config }: RunConfig): string {
  const rows = Object.entries(config).map(
    ([key, value]) =>
      `<div><span>${escapeXml(key)}</span><code>${escapeXml(JSON.stringify(value))}</code></div>`,
  );
  return `<details class="card" open><summary>Hyperparameters</summary><div class="columns">${rows.join('')}</div></details>`;
}

function group(value: number): string {
  return value.toLocaleString('en-US');
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds.toFixed(1)} s` : `${minutes} min ${Math.round(seconds % 60)} s`;
}
