// What presets come to on one seed, with the fastest kernels there are; docs/results.md shows five seeds of each.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { collectResults } from '../../src/results/index.js';

/** Mean return of the best weights over 100 episodes, by algorithm. */
export async function presetMeans(algos: string[], env: string): Promise<Record<string, number>> {
  const out = mkdtempSync(join(tmpdir(), 'trainyard-results-'));
  const cells = await collectResults({ algos, envs: [env], seeds: 1, episodes: 100, out, backend: 'auto' });
  const means = Object.fromEntries(cells.map(({ algo, seeds }) => [algo, seeds[0]!.best.mean]));
  expect(Object.keys(means)).toEqual(algos);
  console.log(env, means);
  return means;
}
