// `npm run bench`: measures the engine, the environments and whole trainings beside their peers, and writes
// docs/benchmarks.md.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { against } from './against.js';
import { algorithmSection } from './algorithms.js';
import { engineSection } from './engine.js';
import { environmentSection } from './environments.js';
import { GRADIENT_FREE, gradientFreeSection } from './gradient-free.js';
import { peak } from './peak.js';
import { findPython } from './python.js';
import { number } from './table.js';
import { trainingTasks } from './training-tasks.js';
import { workloads } from './workloads.js';

const known = [
  ...workloads.map((w) => w.name),
  'environments',
  ...trainingTasks.map((t) => t.name),
  GRADIENT_FREE,
];

const usage = `npm run bench -- [options]
  --only A,B        only these: ${known.join(', ')}
  --rounds N        rounds per contender (default 7)
  --quick           short rounds, fewer of them: for a look, not for the record
  --python PATH     the Python with our peers (default: python3 or /usr/bin/python3, whichever has more of them):
                    PyTorch, Gymnasium (minigrid, minatar, mujoco), Stable-Baselines3, JAX (with optax); what it has not is not compared
  --output FILE     where to write the tables (default docs/benchmarks.md; nowhere with --only or --quick)
  --against FOLDER  instead: this build beside an older one, alternating; FOLDER is a package with dist/. Exit code 1
                    if the new one is slower`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    python: { type: 'string' },
    output: { type: 'string' },
    against: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) return console.log(usage);
  const only = values.only?.split(',') ?? null;
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown) throw new Error(`--only: there is no '${unknown}'. Known: ${known.join(', ')}.`);
  const { quick } = values;
  const rounds = Number(values.rounds ?? (quick ? 3 : 7));
  if (values.against !== undefined) {
    const { text, passed } = await against({ folder: values.against, only, rounds, quick });
    console.log(text);
    if (!passed) process.exitCode = 1;
    return;
  }
  const python = findPython(values.python);
  const peaks = { plain: await peak('plain'), fma: await peak('fma') };
  const sections = [
    `# Benchmarks\n\nWritten by \`npm run bench\`. ${machine(peaks)}`,
    titled('Engine', await engineSection({ only, rounds, seconds: quick ? 0.1 : 0.3, peaks, python })),
    titled('Environments', await environmentSection({ only, rounds, quick, python })),
    titled('Training', await algorithmSection({ only, rounds, quick, python, peak: peaks.fma })),
    titled(
      'Without a gradient',
      !only || only.includes(GRADIENT_FREE) ? await gradientFreeSection(rounds, quick ? 0.1 : 0.3) : '',
    ),
  ];
  const text = `${sections.filter(Boolean).join('\n\n')}\n`;
  console.log(text);
  const output = values.output ?? (only || quick ? null : 'docs/benchmarks.md');
  if (output) writeFileSync(output, text);
}

function titled(title: string, body: string): string {
  return body && `## ${title}\n\n${body}`;
}

function machine(peaks: { plain: number; fma: number }): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return (
    `${processors.length} x ${processors[0]!.model.trim()}, ${gigabytes} GB, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)} at the start. ` +
    `128-bit peak of one core: ${number(peaks.fma)} GF/s with fused multiply-add, ${number(peaks.plain)} without.`
  );
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
