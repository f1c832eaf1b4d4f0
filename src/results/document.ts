// The results as a Markdown page and learning curves as SVG, drawn from the collected numbers alone.

import { envSpec } from '../envs/index.js';
import { fileName } from '../io/file-name.js';
import { linePlot, meanCurve } from '../report/index.js';
import { isRegistered } from '../train/index.js';
import { RL_ZOO3 } from './published.js';
import type { SeedResult } from './seed-run.js';
import { summarise, summaryDigits } from './summary.js';

/** All seeds of one algorithm on one environment. */
export interface Cell {
  algo: string;
  env: string;
  /** Episodes of each evaluation at the end. */
  episodes: number;
  seeds: SeedResult[];
}

/** The algorithm that learns nothing. */
export const BASELINE = 'random';

const INTRODUCTION = `# Results

Every number here was written by the command above its table and nothing else. Each seed trains from scratch with the
preset of that environment (\`trainyard list presets\`). The seeds are 100 and those after it: the presets were tuned on
others, so no setting was chosen for the runs shown. During training the policy is evaluated 25 times over 50 episodes of
its own and the best weights are kept; at the end those weights, and the last ones, play fresh episodes without
exploration. The tables show the mean over seeds of these mean returns, with a 95 % bootstrap interval of that mean, and
beside it the interquartile mean (the mean without the lowest and the highest quarter, so without one seed of five at
either end; Agarwal et al. 2021), which one unlucky seed cannot move. rl-zoo3's column is its published table of
Stable-Baselines3 agents: one run each, deterministic policy. The time is that of one seed's training with its
evaluations while others trained beside it: a hint, not a benchmark. \`random\` draws actions uniformly and learns
nothing: the baseline.
`;

/** The page, and its pictures by file name. */
export function resultsDocument(cells: readonly Cell[]): { page: string; plots: Record<string, string> } {
  const algos = [...new Set(cells.map(({ algo }) => algo))].sort();
  const sections = algos.map((algo) =>
    section(
      algo,
      cells.filter((cell) => cell.algo === algo),
    ),
  );
  const envs = [...new Set(cells.map(({ env }) => env))];
  const plots = Object.fromEntries(
    envs.map((env) => [
      `${fileName(env)}.svg`,
      plot(
        env,
        cells.filter((cell) => cell.env === env),
      ),
    ]),
  );
  const curves = envs.map((env) => `![Learning curves on ${env}](results/${fileName(env)}.svg)`);
  const note =
    'Mean return of the evaluations during training over all seeds; the band is a 95 % bootstrap interval.';
  return {
    page: [INTRODUCTION, ...sections, `## Learning curves\n\n${note}\n`, ...curves, ''].join('\n'),
    plots,
  };
}

function section(algo: string, cells: Cell[]): string {
  const seeds = Math.max(...cells.map((cell) => cell.seeds.length));
  const numbers = cells.flatMap((cell) => cell.seeds.map(({ seed }) => seed));
  const envs = cells.map(({ env }) => env).join(',');
  const command = `trainyard bench results --algos ${algo} --envs ${envs} --first-seed ${Math.min(...numbers)} --seeds ${seeds}`;
  const head = [
    '| environment | steps | seeds | best weights | IQM | last weights | IQM | solved | rl-zoo3 | seconds per seed |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
  ];
  return [`## ${algo}\n`, '```bash', command, '```\n', ...head, ...cells.map(row), ''].join('\n');
}

function row({ algo, env, seeds }: Cell): string {
  const rewardThreshold = thresholdOf(env);
  const solved = seeds.filter(({ best }) => best.mean >= (rewardThreshold ?? Number.NaN)).length;
  const published = RL_ZOO3[algo]?.[env];
  const times = seeds.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const columns = [
    env,
    seeds[0]!.steps.toLocaleString('en-US'),
    seeds.length,
    ...columnsOf(seeds.map(({ best }) => best.mean)),
    ...columnsOf(seeds.map(({ last }) => last.mean)),
    rewardThreshold === undefined ? '–' : `${solved}/${seeds.length} (≥ ${rewardThreshold})`,
    published ? `${published.mean} (${published.steps.toLocaleString('en-US')} steps)` : '–',
    times[times.length >> 1]!.toFixed(1),
  ];
  return `| ${columns.join(' | ')} |`;
}

/** Of an environment that somebody's module defined, nothing is known here. */
function thresholdOf(env: string): number | undefined {
  return isRegistered(env) ? envSpec(env).rewardThreshold : undefined;
}

/** Mean with its interval, and interquartile mean. */
function columnsOf(values: number[]): [string, string] {
  const { mean, low, high, iqm } = summarise(values);
  const digits = summaryDigits(values);
  const interval = `[${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
  return [`${mean.toFixed(digits)} ${interval}`, iqm.toFixed(digits)];
}

function plot(env: string, cells: Cell[]): string {
  const rewardThreshold = thresholdOf(env);
  // What learns nothing is a level, not a curve.
  const learners = cells.filter(({ algo }) => algo !== BASELINE);
  const references = cells
    .filter(({ algo }) => learners.length > 0 && algo === BASELINE)
    .map(({ seeds }) => ({ y: summarise(seeds.map(({ last }) => last.mean)).mean, label: BASELINE }));
  if (rewardThreshold !== undefined) references.push({ y: rewardThreshold, label: 'solved' });
  const shown = learners.length > 0 ? learners : cells;
  return linePlot({
    title: env,
    xLabel: 'environment steps',
    yLabel: 'mean return',
    series: shown.map((cell) => ({ label: cell.algo, ...meanCurve(cell.seeds.map(({ curve }) => curve)) })),
    references,
  });
}
