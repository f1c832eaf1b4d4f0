// The results as a Markdown page and learning curves as SVG, drawn from the collected numbers alone.

import { envSpec } from '../envs/index.js';
import { fileName } from '../io/file-name.js';
import { linePlot, meanCurve } from '../report/index.js';
import { isRegistered, type RunBackend } from '../train/index.js';
import { RL_ZOO3 } from './published.js';
import type { SeedResult } from './seed-run.js';
import { summarise, summaryDigits } from './summary.js';

/** All seeds of one algorithm on one environment. */
export interface Cell {
  algo: string;
  env: string;
  /** What is different from the preset, where cells are compared with each other; left out otherwise. */
  variant?: string;
  /** Kernels that were asked for, where they are not WASM. */
  backend?: Exclude<RunBackend, 'wasm'>;
  /** Episodes of each evaluation at the end. */
  episodes: number;
  seeds: SeedResult[];
}

/** The algorithm that learns nothing. */
export const BASELINE = 'random';
/** Episodes of the evaluation at the end, unless told otherwise. */
export const EPISODES = 300;

const INTRODUCTION = `# Results

Every number here was written by the command above its table and nothing else. Each seed trains from scratch with the
preset of that environment (\`trainyard list presets\`). The seeds are 100 and those after it: the presets were tuned on
others, so no setting was chosen for the runs shown; where a preset was changed after its results had been seen, seeds
after those show the new one. During training the policy is evaluated 25 times over 50 episodes of
its own and the best weights are kept; at the end those weights, and the last ones, play fresh episodes without
exploration. Where a command names native kernels, other machines may differ in the last bits of each step. The tables show the mean over seeds of these mean returns, with a 95 % bootstrap interval of that mean, and
beside it the interquartile mean (the mean without the lowest and the highest quarter, so without one seed of five at
either end; Agarwal et al. 2021), which one unlucky seed cannot move. rl-zoo3's column is its published table of
Stable-Baselines3 agents: one run each, deterministic policy. The time is that of one seed's training with its
evaluations while others trained beside it, and now and then much else: a hint, not a benchmark. \`random\` draws actions uniformly and learns
nothing: the baseline.
`;

const CURVES =
  'Mean return of the evaluations during training over all seeds; the band is a 95 % bootstrap interval.';

/** The page, and its pictures by file name. */
export function resultsDocument(all: readonly Cell[]): { page: string; plots: Record<string, string> } {
  const cells = all.filter(({ variant }) => variant === undefined);
  const sections = groupsOf(cells, ({ algo }) => algo).map(([algo, group]) => section(algo, group));
  const plots: Record<string, string> = {};
  const pictures = groupsOf(cells, ({ env }) => env).map(([env, group]) => {
    plots[`${fileName(env)}.svg`] = plot(env, group);
    return `![Learning curves on ${env}](results/${fileName(env)}.svg)`;
  });
  const parts = groupsOf(
    all.filter(({ variant }) => variant !== undefined),
    ({ env }) => env,
  ).map(([env, group]) => {
    const { text, file, picture } = partsSection(env, group);
    plots[file] = picture;
    return text;
  });
  const curves = pictures.length > 0 ? [`## Learning curves\n\n${CURVES}\n`, ...pictures, ''] : [];
  return { page: [INTRODUCTION, ...sections, ...parts, ...curves].join('\n'), plots };
}

/** In the order of the names. */
function groupsOf(cells: readonly Cell[], name: (cell: Cell) => string): [string, Cell[]][] {
  const names = [...new Set(cells.map(name))];
  return names.map((each) => [each, cells.filter((cell) => name(cell) === each)]);
}

function section(algo: string, cells: Cell[]): string {
  // A command measures all of its cells alike.
  const alike = groupsOf(
    cells,
    ({ episodes, seeds, backend }) => `${episodes} ${seeds.length} ${firstSeed(seeds)} ${backend}`,
  );
  const commands = alike.map(([, group]) => command(`results --algos ${algo}`, group));
  const head = [
    '| environment | steps | seeds | best weights | IQM | last weights | IQM | solved | rl-zoo3 | seconds per seed |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
  ];
  return [`## ${algo}\n`, '```bash', ...commands, '```\n', ...head, ...cells.map(row), ''].join('\n');
}

function command(what: string, cells: Cell[]): string {
  const { episodes, seeds, backend } = cells[0]!;
  const envs = [...new Set(cells.map(({ env }) => env))].join(',');
  const evaluated = episodes === EPISODES ? '' : ` --episodes ${episodes}`;
  const kernels = backend === undefined ? '' : ` --backend ${backend}`;
  return `trainyard bench ${what} --envs ${envs} --first-seed ${firstSeed(seeds)} --seeds ${seeds.length}${evaluated}${kernels}`;
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

const firstSeed = (seeds: readonly SeedResult[]): number => Math.min(...seeds.map(({ seed }) => seed));

/** Rainbow and what it is without each of its parts. */
function partsSection(env: string, cells: Cell[]): { text: string; file: string; picture: string } {
  const file = `${fileName(`${env}-rainbow-parts`)}.svg`;
  const rows = cells.map(({ variant, seeds }) => {
    const onTheWay = seeds.map(({ curve: { y } }) => y.reduce((sum, value) => sum + value, 0) / y.length);
    const columns = [onTheWay, seeds.map(({ best }) => best.mean), seeds.map(({ last }) => last.mean)];
    return `| ${[variant, ...columns.map((values) => columnsOf(values)[0])].join(' | ')} |`;
  });
  const text = [
    `## The parts of Rainbow on ${env}\n`,
    ...['```bash', command('rainbow-parts', cells), '```\n'],
    'On the way: the mean of all evaluations during training, which is higher the earlier an agent learns.\n',
    ...['| | on the way | best weights | last weights |', '|---|--:|--:|--:|', ...rows],
    `\n![Rainbow without each of its parts on ${env}](results/${file})\n`,
  ].join('\n');
  const picture = linePlot({
    title: `Rainbow without each of its parts, ${env}`,
    xLabel: 'environment steps',
    yLabel: 'mean return',
    series: cells.map(({ variant, seeds }) => ({
      label: variant!,
      ...meanCurve(seeds.map(({ curve }) => curve)),
    })),
  });
  return { text, file, picture };
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
