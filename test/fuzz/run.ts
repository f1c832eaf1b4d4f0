// `npm run test:fuzz -- --inputs N --seed S`: N damaged files; fails when one is not read or refused in plain words.
import * as fs from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from './harness.js';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '0' },
    first: { type: 'string', default: '0' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const [inputs, seed, first, jobs] = [values.inputs, values.seed, values.first, values.jobs].map(Number) as [
  number,
  number,
  number,
  number,
];
const root = fs.mkdtempSync(join(tmpdir(), 'trainyard-fuzz-'));
const begin = performance.now();
const share = Math.ceil(inputs / jobs);
const parts = await Promise.all(
  Array.from({ length: jobs }, (_, job) => {
    const part = { first: first + job * share, count: Math.min(share, inputs - job * share), seed };
    return fuzz(part, root, ({ input, target, kind, detail }) =>
      console.log(`FOUND input ${input} (${target}): ${kind}\n  ${detail}`),
    );
  }),
);
fs.rmSync(root, { recursive: true, force: true });

const sum = (key: 'inputs' | 'read' | 'refused') => parts.reduce((total, part) => total + part[key], 0);
const findings = parts.flatMap((part) => part.findings);
const found = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
const byTarget = new Map<string, number>();
for (const part of parts) {
  for (const [name, count] of Object.entries(part.byTarget))
    byTarget.set(name, (byTarget.get(name) ?? 0) + count);
}
for (const [name, count] of [...byTarget].sort())
  console.log(`${name.padEnd(32)}${String(count).padStart(8)}`);
console.log(
  `${sum('inputs')} inputs of seed ${seed}: ${sum('refused')} refused in plain words, ${sum('read')} harmless, ` +
    `${found('raw exception')} raw exceptions, ${found('hang')} hangs, ${found('end of the process')} ends of the process; ` +
    `at most ${Math.max(...parts.map(({ peak }) => peak))} MiB; ${Math.round((performance.now() - begin) / 1000)} s`,
);
if (findings.length > 0) process.exitCode = 1;
