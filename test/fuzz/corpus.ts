// Whole files of every kind the project reads, to be damaged.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { DQN, PPO, RandomAgent } from '../../src/agents/index.js';
import { recordDataset } from '../../src/evaluate/index.js';
import { writeSafetensors } from '../../src/io/safetensors.js';
import { Linear, saveSafetensors } from '../../src/nn/index.js';
import { Box, Dict, Discrete, MultiBinary, MultiDiscrete, Tuple } from '../../src/spaces/index.js';
import { train } from '../../src/train/index.js';
import { lock } from '../../src/train/lock.js';

export interface Corpus {
  /** Run folders, with everything in them. */
  runs: string[];
  agents: { algo: 'dqn' | 'ppo'; bytes: Uint8Array }[];
  tensors: Uint8Array;
  /** Recorded transitions as safetensors, and as lines of JSON. */
  dataset: Uint8Array;
  datasetLines: string;
  network: Uint8Array;
  spaces: string[];
  lock: string;
  result: string;
}

/** Transitions of CartPole, one a line. */
function lines(): string {
  const row = {
    ...{ observation: [0, 0.1, 0, 0.1], action: 1, reward: 1, next_observation: [0, 0.2, 0, 0.1] },
    ...{ terminated: false, truncated: false },
  };
  return `${JSON.stringify(row)}\n`.repeat(5);
}

/** Trains what it takes in `folder`; the same every time. */
export async function makeCorpus(folder: string): Promise<Corpus> {
  const runs = [join(folder, 'dqn'), join(folder, 'ppo')];
  const common = { env: 'CartPole-v1', totalSteps: 300, seed: 1, preset: false, finalEpisodes: 2 };
  const every = { evaluation: { every: 100, episodes: 2 }, checkpoint: { every: 100 } };
  const dqn = { learningStarts: 50, bufferSize: 200, targetUpdateInterval: 100, hiddenSizes: [8] };
  await train({ ...common, ...every, algo: 'dqn', out: runs[0], config: dqn });
  const ppo = { nSteps: 16, batchSize: 16, hiddenSizes: [8] };
  await train({ ...common, ...every, algo: 'ppo', out: runs[1], config: ppo, numEnvs: 2 });
  const agents = [];
  for (const [algo, agent] of [
    ['dqn', new DQN('CartPole-v1', dqn)],
    ['ppo', new PPO('CartPole-v1', ppo)],
  ] as const) {
    await agent.learn({ totalSteps: 100 });
    const file = join(folder, `${algo}.safetensors`);
    await agent.save(file);
    agents.push({ algo, bytes: fs.readFileSync(file) });
  }
  const dataset = recordDataset(new RandomAgent('CartPole-v1'), 'CartPole-v1', { steps: 40 }).toTensors();
  const unlock = lock(join(folder, 'lock'));
  const holder = fs.readFileSync(join(folder, 'lock'), 'utf8');
  unlock();
  return {
    runs,
    agents,
    lock: holder,
    dataset: writeSafetensors(dataset.tensors, dataset.metadata),
    datasetLines: lines(),
    tensors: writeSafetensors(
      {
        a: { shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) },
        b: { shape: [3], data: new BigInt64Array([1n, 2n, 3n]) },
        c: { shape: [], data: new Uint8Array([1]), dtype: 'BOOL' },
      },
      { format: 'pt' },
    ),
    network: saveSafetensors(new Linear(3, 2)),
    spaces: spaces().map((space) => JSON.stringify(space)),
    result: JSON.stringify({
      ...{ seed: 0, steps: 300, seconds: 1.5, best: { mean: 10, std: 1, step: 100 } },
      ...{ last: { mean: 9, std: 1 }, curve: { x: [100, 200], y: [9, 10] } },
    }),
  };
}

function spaces() {
  const box = new Box({ low: [-1, -2], high: [1, Number.POSITIVE_INFINITY], shape: [2], dtype: 'float32' });
  return [
    box,
    new Discrete(3, { start: 1 }),
    new MultiDiscrete([2, 3]),
    new MultiBinary([4]),
    new Tuple([box, new Discrete(2)]),
    new Dict({ a: box, b: new Tuple([new Discrete(5)]) }),
  ];
}
