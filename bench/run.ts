// `npm run bench`: measures the engine, the environments and whole training runs, and writes docs/benchmarks.md.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { algorithmSection, algorithms } from './algorithms.js';
import { engineSection } from './engine.js';
import { environmentSection } from './environments.js';
import { peak } from './peak.js';
import { number } from './table.js';
import { workloads } from './workloads.js';

const usage = `npm run bench -- [options]
  --only A,B     only these: ${[...workloads.map((w) => w.name), 'environments', ...algorithms.map((a) => a.name)].join(', ')}
  --rounds N     rounds per contender (default 7)
  --quick        short rounds, fewer of them: for a look, not for the record
  --output FILE  where to write the tables (default docs/benchmarks.md; nowhere with --only or --quick)`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    output: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) return console.log(usage);
  const only = values.only?.split(',') ?? null;
  const known = [...workloads, { name: 'environments' }, ...algorithms].map(({ name }) => name);
  const unknown = only?.find((name) => !known.includes(name));
  if (unknown) throw new Error(`--only: there is no '${unknown}'. Known: ${known.join(', ')}.`);
  const { quick } = values;
  const rounds = Number(values.rounds ?? (quick ? 3 : 7));
  const peaks = { plain: await peak('plain'), fma: await peak('fma') };
  const sections = [
    `# Benchmarks\n\nWritten by \`npm run bench\`. ${machine(peaks)}`,
    titled('Engine', await engineSection({ only, rounds, seconds: quick ? 0.1 : 0.3, peaks })),
    titled('Environments', environmentSection({ only, rounds, quick })),
    titled('Training', await algorithmSection({ only, rounds, quick })),
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
    `${processors.length} x ${processors[0].model.trim()}, ${gigabytes} GB, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)} at the start. ` +
    `128-bit peak of one core: ${number(peaks.fma)} GF/s with fused multiply-add, ${number(peaks.plain)} without.`
  );
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
