// A small share of `npm run test:crash`: other moments than those of the tests in one process, every time the same.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleSession, killRuns } from './harness.js';
import { scenarios } from './scenarios.js';

const KILLS = 4;
let root: string;
let program: string;
beforeAll(async () => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-crash-'));
  program = await bundleSession(root);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

it.each(scenarios().filter(({ name }) => name === 'dqn' || name === 'ppo'))(
  `gives bit for bit the run that was never interrupted, wherever SIGKILL strikes: $name`,
  async (scenario) => {
    const { kills, divergences } = await killRuns(scenario, KILLS, 7, { root, program });
    expect(divergences).toEqual([]);
    expect(kills).toBe(KILLS);
  },
  180_000,
);
