// The engine section: every workload on every contender, in alternating rounds, with a check that all compute the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCase } from './cases.js';
import { type Check, compare, type Difference } from './compare.js';
import { alternate, Contender, ours, theirs } from './contender.js';
import type { KernelTime } from './kernel-times.js';
import { hasNative } from './paths.js';
import type { Python } from './python.js';
import { median, microseconds, number, ratio, table } from './table.js';
import { BATCHES, type Workload, workloads } from './workloads.js';

export interface EngineOptions {
  only: string[] | null;
  rounds: number;
  /** Length of one round of one contender. */
  seconds: number;
  /** 128-bit peak with and without FMA, GF/s. */
  peaks: { plain: number; fma: number };
  python: Python | null;
}

/** Below this a plain 256-cube product tells that the kernels (or the machine) have got slower. */
const TRIPWIRE_GFLOPS = 40;

interface Result {
  workload: Workload;
  /** Median microseconds of an iteration by contender. */
  times: Map<string, number>;
  difference: Difference;
  kernels: KernelTime[];
}

/** Runs the section and answers its Markdown. */
export async function engineSection({
  only,
  rounds,
  seconds,
  peaks,
  python,
}: EngineOptions): Promise<string> {
  const chosen = workloads.filter(({ name }) => !only || only.includes(name));
  if (chosen.length === 0) return '';
  const contenders = await start(python);
  const folder = mkdtempSync(join(tmpdir(), 'trainyard-bench-'));
  try {
    const results: Result[] = [];
    for (const workload of chosen) {
      process.stderr.write(`${workload.name}: ${workload.title}\n`);
      results.push(await run(workload, contenders, rounds, seconds, join(folder, 'case.bin')));
    }
    return [notes(contenders), timesTable(results), ...tripwire(results), kernelTable(results, peaks)].join(
      '\n\n',
    );
  } finally {
    for (const { process } of contenders) process.close();
    rmSync(folder, { recursive: true });
  }
}

interface Entrant {
  id: string;
  process: Contender;
  about: { version: string; gflops?: number };
}

async function start(python: Python | null): Promise<Entrant[]> {
  const engine = (id: string, title: string, env: Record<string, string> = {}) =>
    ours(id, `Trainyard, ${title}`, 'trainyard.js', env);
  const [two, native] = [{ TRAINYARD_THREADS: '2' }, { TRAINYARD_BACKEND: 'native' }];
  const specs = [
    engine('plain', 'plain SIMD', { TRAINYARD_FMA: '0' }),
    engine('fma', 'FMA'),
    engine('fma2', 'FMA, 2 threads', two),
  ];
  if (hasNative) {
    specs.push(engine('native', 'native', native));
    specs.push(engine('native2', 'native, 2 threads', { ...native, ...two }));
  }
  if (python?.versions.torch) {
    const program: [string, string] = [python.program, 'pytorch.py'];
    specs.push(theirs('torch', 'PyTorch', program), theirs('torch2', 'PyTorch, 2 threads', program, '2'));
    // Which of OpenMP's ways to wait is faster depends on the operation and on the load: PyTorch gets the better one.
    const passive = { OMP_WAIT_POLICY: 'passive' };
    specs.push(theirs('torch2p', 'PyTorch, 2 threads, passive waiting', program, '2', passive));
  }
  const entrants: Entrant[] = [];
  for (const spec of specs) {
    const process = new Contender(spec);
    entrants.push({ id: spec.id, process, about: await process.ask({ command: 'about' }) });
  }
  return entrants;
}

async function run(
  workload: Workload,
  entrants: Entrant[],
  rounds: number,
  seconds: number,
  file: string,
): Promise<Result> {
  const { kind, sizes, tensors } = workload;
  const layout = writeCase(workload, file);
  const checks = new Map<string, Check[]>();
  for (const { id, process } of entrants) {
    const request = { command: 'prepare', kind, sizes, tensors, file, layout, iterations: 2 * BATCHES };
    checks.set(id, (await process.ask<{ checks: Check[] }>(request)).checks);
  }
  for (const { process } of entrants) await process.ask({ command: 'run', seconds: seconds / 2 });
  const answers = await alternate(entrants, rounds, ({ process }) =>
    process.ask<{ microseconds: number }>({ command: 'run', seconds }),
  );
  const times = new Map(
    entrants.map(({ id }, k) => [id, median(answers[k]!.map(({ microseconds }) => microseconds))]),
  );
  const passive = times.get('torch2p');
  if (passive !== undefined) times.set('torch2', Math.min(times.get('torch2')!, passive));
  const profiled = entrants.find(({ id }) => id === 'fma')!;
  const { kernels } = await profiled.process.ask<{ kernels: KernelTime[] }>({ command: 'kernels', seconds });
  return { workload, times, difference: compare(checks), kernels };
}

function notes(entrants: Entrant[]): string {
  const torch = entrants.find(({ id }) => id === 'torch')?.about;
  const text =
    'Median of alternating rounds, by the wall clock, or by processor time where that is less (on a busy machine). Every contender starts from the same weights and batches; *difference* is the ' +
    'largest relative deviation of losses (and gradient norms) over the first iterations, between all contenders.';
  if (!torch) {
    return (
      `${text} No \`python3\` with \`torch\` was found (Debian: python3-torch and libopenblas0-openmp), so there is ` +
      'nothing to compare with.'
    );
  }
  const slow = torch.gflops! < 30;
  const blas = slow
    ? `**PyTorch runs on a slow BLAS here (${number(torch.gflops)} GF/s): the ratios flatter us. Debian: install libopenblas0-openmp.**`
    : `Its matrix product reaches ${number(torch.gflops)} GF/s on one thread (512-cube).`;
  return `${text} ${torch.version}, eager, the way a user writes it. ${blas}`;
}

const COLUMNS: [string, string][] = [
  ['plain', 'plain'],
  ['fma', 'FMA'],
  ['fma2', 'FMA, 2 threads'],
  ['native', 'native'],
  ['native2', 'native, 2 threads'],
  ['torch', 'PyTorch'],
  ['torch2', 'PyTorch, 2 threads'],
];

const RATIOS: [string, string, string][] = [
  ['torch', 'fma', 'FMA / PyTorch'],
  ['torch2', 'fma2', '2 threads / 2 threads'],
  ['torch', 'native', 'native / PyTorch'],
];

function timesTable(results: Result[]): string {
  const has = (id: string) => results[0]!.times.has(id);
  const columns = COLUMNS.filter(([id]) => has(id));
  const ratios = RATIOS.filter(([a, b]) => has(a) && has(b));
  const rows = results.map(({ workload, times, difference }) => [
    `**${workload.name}** ${workload.title}`,
    ...columns.map(([id]) => microseconds(times.get(id))),
    ...ratios.map(([theirs, ours]) => ratio(times.get(theirs), times.get(ours))),
    difference.unequal.length === 0
      ? difference.largest.toExponential(0)
      : `**${difference.largest.toExponential(0)}: NOT EQUAL (${difference.unequal.join(', ')})**`,
  ]);
  return table(
    ['workload', ...columns.map(([, title]) => title), ...ratios.map(([, , title]) => title), 'difference'],
    rows,
  );
}

function tripwire(results: Result[]): string[] {
  const product = results.find(({ workload }) => workload.kind === 'matmul');
  if (!product) return [];
  const gflops = product.workload.flops / product.times.get('plain')! / 1000;
  const verdict =
    gflops < TRIPWIRE_GFLOPS
      ? `**below ${TRIPWIRE_GFLOPS}: the kernels have got slower, or the machine is busy**`
      : 'fine';
  return [`Tripwire: the plain matrix product runs at ${number(gflops)} GF/s (${verdict}).`];
}

/** The kernels that take at least this share of an iteration are listed; of iterations too short for the clock, none. */
const WORTH_LISTING = 0.03;
const SHORT_MICROSECONDS = 20;

function kernelTable(results: Result[], peaks: { fma: number }): string {
  const rows = results.flatMap(({ workload, kernels }) => {
    const total = kernels.reduce((sum, kernel) => sum + kernel.microseconds, 0);
    if (total < SHORT_MICROSECONDS) return [];
    return kernels
      .filter((kernel) => kernel.microseconds >= WORTH_LISTING * total)
      .map((kernel, i) => {
        const gflops = kernel.flops / kernel.microseconds / 1000;
        return [
          i === 0 ? `**${workload.name}**` : '',
          kernel.name === 'other' ? 'tape, memory, JavaScript' : `\`${kernel.name}\``,
          kernel.calls ? number(kernel.calls) : '',
          microseconds(kernel.microseconds),
          `${Math.round((100 * kernel.microseconds) / total)} %`,
          kernel.flops ? `${number(gflops)} (${Math.round((100 * gflops) / peaks.fma)} %)` : '',
        ];
      });
  });
  const header = ['workload', 'kernel', 'calls', 'time', 'share', 'GF/s (of the 128-bit peak)'];
  return `Where an iteration's time goes (FMA, one thread; a clock around every kernel call, which costs small ones some tenths of a microsecond):\n\n${table(header, rows)}`;
}
