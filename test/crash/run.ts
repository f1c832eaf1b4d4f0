// `npm run test:crash -- --kills N --seed S`: N kills over all algorithms; fails when a run diverges.
import * as fs from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSession, killRuns, type Tally } from './harness.js';
import { scenarios } from './scenarios.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '0' },
    only: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const kills = Number(values.kills);
const chosen = scenarios().filter(({ name }) => !values.only || values.only.split(',').includes(name));
const root = fs.mkdtempSync(join(tmpdir(), 'trainyard-crash-'));
const program = await bundleSession(root);
const begin = performance.now();

const share = Math.ceil(kills / chosen.length);
const waiting = [...chosen.entries()];
const tallies: Tally[] = [];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [index, scenario] = next;
    const tally = await killRuns(scenario, share, 1000 * Number(values.seed) + index, { root, program });
    tallies.push(tally);
    for (const divergence of tally.divergences) console.log(`DIVERGED ${divergence}`);
    console.log(row(tally));
  }
};
console.log(
  row({
    name: 'algorithm',
    kills: 'kills',
    partial: 'in mid-change',
    runs: 'runs',
    divergences: 'divergences',
  }),
);
await Promise.all(Array.from({ length: Number(values.jobs) }, lane));

const sum = (key: 'kills' | 'partial' | 'runs') => tallies.reduce((total, tally) => total + tally[key], 0);
const divergences = tallies.flatMap((tally) => tally.divergences);
console.log(
  row({ name: 'all', kills: sum('kills'), partial: sum('partial'), runs: sum('runs'), divergences }),
);
console.log(`seed ${values.seed}, ${Math.round((performance.now() - begin) / 1000)} s`);
if (divergences.length > 0) {
  console.log(`What is left of the runs: ${root}`);
  process.exitCode = 1;
} else fs.rmSync(root, { recursive: true });

function row(tally: Record<keyof Tally, unknown>): string {
  const { name, kills: killed, partial, runs, divergences: diverged } = tally;
  const cells = [killed, partial, runs, Array.isArray(diverged) ? diverged.length : diverged];
  return `${String(name).padEnd(16)}${cells.map((cell) => String(cell).padStart(15)).join('')}`;
}
