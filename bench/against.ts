// `npm run bench -- --against FOLDER`: this build beside an older one (its package folder, with dist/), alternating.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeCase } from './cases.js';
import { alternate, askOnce, type ContenderSpec, inProcesses, ours } from './contender.js';
import { coreIds, VECTOR } from './environments.js';
import { geometricMean, median, number, table } from './table.js';
import { trainingTasks } from './training-tasks.js';
import { workloads } from './workloads.js';

interface Options {
  folder: string;
  only: string[] | null;
  rounds: number;
  quick: boolean;
}

interface Comparison {
  name: string;
  unit: string;
  /** Medians, in `unit`. */
  before: number;
  after: number;
  /** How many times faster the new build is. */
  ratio: number;
}

/** No slower than before, but for what a machine's noise can do. */
const WANTED_MEAN = 0.97;
const WANTED_EACH = 0.93;

/** Runs everything on both builds; answers Markdown, and whether the new build is fast enough. */
export async function against(options: Options): Promise<{ text: string; passed: boolean }> {
  const folder = resolve(options.folder);
  if (!existsSync(join(folder, 'dist', 'index.js')))
    throw new Error(`--against: ${folder} has no dist/index.js; give the folder of a built package.`);
  const builds = (program: string): [ContenderSpec, ContenderSpec] => [
    ours('before', 'the older build', program, { TRAINYARD_PACKAGE: folder }),
    ours('after', 'this build', program),
  ];
  const results = [
    ...(await engine(options, builds('trainyard.js'))),
    ...(await environments(options, builds('stepping.js'))),
    ...(await trainings(options, builds('training.js'))),
  ];
  const ratios = results.map(({ ratio }) => ratio);
  const [mean, least] = [geometricMean(ratios), Math.min(...ratios)];
  const passed = mean >= WANTED_MEAN && least >= WANTED_EACH;
  const rows = results.map(({ name, unit, before, after, ratio }) => [
    name,
    `${number(before)} ${unit}`,
    `${number(after)} ${unit}`,
    ratio < WANTED_EACH ? `**${ratio.toFixed(3)}**` : ratio.toFixed(3),
  ]);
  const verdict =
    `Geometric mean of the ratios ${mean.toFixed(3)} (at least ${WANTED_MEAN} wanted), smallest ${least.toFixed(3)} ` +
    `(at least ${WANTED_EACH}): ${passed ? 'not slower' : '**slower**'}.`;
  const text = `${table(['workload', 'before', 'after', 'times faster'], rows)}\n\n${verdict}\n`;
  return { text, passed };
}

async function engine({ only, rounds, quick }: Options, specs: ContenderSpec[]): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-against-'));
  const file = join(folder, 'case.bin');
  const seconds = quick ? 0.05 : 0.2;
  const results: Comparison[] = [];
  try {
    for (const workload of workloads) {
      if (only && !only.includes(workload.name)) continue;
      process.stderr.write(`${workload.name}\n`);
      const { kind, sizes, title } = workload;
      const request = {
        command: 'prepare',
        kind,
        sizes,
        file,
        layout: writeCase(workload, file),
        iterations: 8,
      };
      const answers = await inProcesses(specs, async (contenders) => {
        for (const contender of contenders) await contender.ask(request);
        for (const contender of contenders) await contender.ask({ command: 'run', seconds });
        return alternate(contenders, rounds, (contender) =>
          contender.ask<{ microseconds: number }>({ command: 'run', seconds }),
        );
      });
      const times = answers.map((runs) => runs.map(({ microseconds }) => microseconds));
      results.push(compared(title, 'µs', times, (before, after) => before / after));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return results;
}

async function environments({ only, rounds, quick }: Options, specs: ContenderSpec[]): Promise<Comparison[]> {
  if (only && !only.includes('environments')) return [];
  const seconds = quick ? 0.05 : 0.1;
  const results: Comparison[] = [];
  for (const id of coreIds()) {
    process.stderr.write(`${id}\n`);
    await inProcesses(specs, async (contenders) => {
      for (const vector of [undefined, VECTOR]) {
        const answers = await alternate(contenders, rounds, (contender) =>
          contender.ask<Speed>({ command: 'steps', env: id, seconds, vector }),
        );
        results.push(speeds(vector ? `${id}, vector of ${vector}` : id, answers));
      }
    });
  }
  return results;
}

async function trainings(
  { folder, only, rounds, quick }: Options,
  specs: ContenderSpec[],
): Promise<Comparison[]> {
  const results: Comparison[] = [];
  const older = await import(pathToFileURL(join(resolve(folder), 'dist', 'index.js')).href);
  for (const { name, title, ...task } of trainingTasks) {
    if (only && !only.includes(name)) continue;
    if (!(task.agent in older)) {
      process.stderr.write(`${title}: the older build has no ${task.agent}\n`);
      continue;
    }
    process.stderr.write(`${title}\n`);
    const totalSteps = quick ? task.totalSteps / 4 : task.totalSteps;
    const answers = await alternate(specs, Math.min(rounds, 5), (spec, seed) =>
      askOnce<Speed>(spec, { ...task, command: 'time', totalSteps, seed }),
    );
    results.push(speeds(title, answers));
  }
  return results;
}

interface Speed {
  stepsPerSecond: number;
}

function speeds(name: string, answers: Speed[][]): Comparison {
  const values = answers.map((runs) => runs.map(({ stepsPerSecond }) => stepsPerSecond));
  return compared(name, 'steps/s', values, (before, after) => after / before);
}

/** The ratio is the median of those of single rounds: what slows a machine for a while slows both builds. */
function compared(
  name: string,
  unit: string,
  [before, after]: number[][],
  ratio: (before: number, after: number) => number,
): Comparison {
  const ratios = before!.map((value, round) => ratio(value, after![round]!));
  return { name, unit, before: median(before!), after: median(after!), ratio: median(ratios) };
}
