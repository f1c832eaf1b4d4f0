// Kills real training processes at seeded moments, resumes them, and compares what they become with runs that were
// never interrupted.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Generator } from '../../src/random/index.js';
import type { TrainOptions } from '../../src/train/index.js';
import { differences, type Outcome, outcomeOf } from './outcome.js';
import type { Scenario } from './scenarios.js';

const PRELOAD = new URL('die-at.mjs', import.meta.url).href;
const SESSION = fileURLToPath(new URL('session.mjs', import.meta.url));
/** Lets a bundle that is a module use packages that are none. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
/** A run is killed at most so often before it may finish. */
const KILLS_PER_RUN = 8;
/** Share of the kills that strike from outside, at a time of the clock. */
const FROM_OUTSIDE = 0.1;

/** When a process dies: at a change to a file, of which a share still happens; or after some milliseconds. */
type Moment = { change: number; share: number } | { after: number };

export interface Tally {
  name: string;
  kills: number;
  /** Kills in the middle of a change to a file. */
  partial: number;
  runs: number;
  divergences: string[];
}

/** The training process as one file, which starts in half the time. */
export async function bundleSession(folder: string): Promise<string> {
  const outfile = join(folder, 'session.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', banner: { js: REQUIRE } } as const;
  await build({ entryPoints: [SESSION], outfile, ...options });
  return outfile;
}

/** Kills `kills` processes of one scenario; the moments follow from the seed (PCG64). */
export async function killRuns(
  { name, options, steps }: Scenario,
  kills: number,
  seed: number,
  { root, program }: { root: string; program: string },
): Promise<Tally> {
  const tally: Tally = { name, kills: 0, partial: 0, runs: 0, divergences: [] };
  const rng = new Generator(seed);
  const begin = performance.now();
  const whole = join(root, `${name}-whole`);
  const { changes, outcome } = await wholeRun(program, { ...options, out: whole });
  const milliseconds = performance.now() - begin;
  for (let run = 0; tally.kills < kills; run++) {
    const folder = join(root, `${name}-${run}`);
    const moments: string[] = [];
    for (let strike = 0; ; strike++) {
      const killing = strike < KILLS_PER_RUN && tally.kills < kills;
      const moment = killing ? draw(rng, changes, milliseconds) : undefined;
      const code = await session(program, { ...options, out: folder }, moment);
      if (code === 0) break;
      if (code !== 'SIGKILL') {
        tally.divergences.push(`${folder}: ended with ${code} after kills at ${moments.join(', ')}`);
        break;
      }
      tally.kills++;
      if (moment && 'share' in moment && moment.share > 0 && moment.share < 1) tally.partial++;
      moments.push(JSON.stringify(moment));
    }
    tally.runs++;
    const different = differences(outcome, outcomeOf(folder));
    if (different.length > 0) {
      tally.divergences.push(
        `${folder}: ${different.join(', ')} differ after kills at ${moments.join(', ')}`,
      );
    } else fs.rmSync(folder, { recursive: true });
  }
  // Whole generations may take more.
  const taken = fs.readdirSync(join(whole, 'checkpoints')).map((name) => Number(name.slice('step-'.length)));
  if (!taken.some((step) => step >= steps)) tally.divergences.push(`${whole}: did not take ${steps} steps`);
  return tally;
}

/** A run that nothing interrupts: its outcome, and how many changes to files it makes. */
async function wholeRun(
  program: string,
  options: TrainOptions,
): Promise<{ changes: number; outcome: Outcome }> {
  const counter = `${options.out}.count`;
  const code = await start(program, options, { DIE_COUNT: counter });
  if (code !== 0)
    throw new Error(`a run that nothing interrupts ended with ${code}: ${JSON.stringify(options)}`);
  return { changes: Number(fs.readFileSync(counter, 'utf8')), outcome: outcomeOf(options.out!) };
}

function draw(rng: Generator, changes: number, milliseconds: number): Moment {
  if (rng.random() < FROM_OUTSIDE) return { after: rng.random() * milliseconds };
  const change = 1 + (rng.integers(0, changes) as number);
  return { change, share: [0, rng.random(), 1][rng.integers(0, 3) as number]! };
}

/** Starts or resumes the run; it dies at the moment if it gets there. */
function session(program: string, options: TrainOptions, moment: Moment | undefined) {
  if (moment === undefined) return start(program, options, {});
  if ('after' in moment) return start(program, options, {}, moment.after);
  return start(program, options, { DIE_AT: String(moment.change), DIE_SHARE: String(moment.share) });
}

/** Exit code, or the name of the signal that ended the process. */
function start(
  program: string,
  options: TrainOptions,
  env: Record<string, string>,
  killAfter?: number,
): Promise<number | NodeJS.Signals> {
  const child = spawn(process.execPath, ['--import', PRELOAD, program, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code !== 0 && signal === null) process.stderr.write(errors);
      settle(code ?? signal!);
    });
  });
}
