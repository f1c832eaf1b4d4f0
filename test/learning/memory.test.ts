// Attention that learns: over the steps of an episode (transformer PPO), and over places of an image (glimpses).
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { type Agent, algorithm, presetFor } from '../../src/agents/index.js';
import { makeVec } from '../../src/envs/index.js';
import { evaluatePolicy } from '../../src/train/index.js';

it('transformer PPO remembers the cue with 2 of 2 seeds in half of the steps of its preset; PPO guesses', async () => {
  const id = 'CueMemory-v0';
  const score = async (algo: string, seed: number) => {
    const { config, numEnvs } = presetFor(algo, id)!;
    const agent: Agent = algorithm(algo).create(makeVec(id, { numEnvs }), { ...config, seed });
    await agent.learn({ totalSteps: 25_000 });
    const { mean } = evaluatePolicy(agent, id, { episodes: 100, seed: 1_000_000 });
    console.log(`${id}, ${algo}, seed ${seed}: ${mean.toFixed(2)}`);
    return mean;
  };
  for (const seed of [0, 1]) expect(await score('transformer-ppo', seed)).toBeGreaterThanOrEqual(0.95);
  expect(Math.abs(await score('ppo', 0))).toBeLessThan(0.4);
});

it('glimpses.ts learns where to look: it reads far more digits than an eye that looks anywhere', async () => {
  const picture = join(mkdtempSync(join(tmpdir(), 'trainyard-glimpses-')), 'glimpses.png');
  const example = fileURLToPath(new URL('../../examples/glimpses.ts', import.meta.url));
  const { stdout } = await promisify(execFile)('npx', ['tsx', example, '1', '80', picture]);
  console.log(stdout.trim());
  const [learnt, random] = ['learnt', 'random'].map((kind) =>
    Number(new RegExp(`${kind} places ([\\d.]+) %`).exec(stdout)?.[1]),
  );
  expect(learnt).toBeGreaterThanOrEqual(60);
  expect(learnt! - random!).toBeGreaterThanOrEqual(20);
  const png = readFileSync(picture);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 120]);
});
