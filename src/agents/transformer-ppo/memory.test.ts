// Memories of running episodes outlive the engine's memory that they lay in. In a process of its own (vitest.config.ts), as a
// memory that threads share grows without detaching what was read from it before.
import { expect, it } from 'vitest';
import { makeVec } from '../../envs/index.js';
import { buffer, type Tensor } from '../../tensor/index.js';
import { TransformerPPO } from './transformer-ppo.js';

const small = { nSteps: 16, batchSize: 32, hiddenSizes: [16], memorySize: 8, memoryLength: 6, heads: 2 };

it('saves what it remembers after the memory of the engine has grown', async () => {
  const create = () => new TransformerPPO(makeVec('CueMemory-v0', { numEnvs: 2 }), { ...small, seed: 1 });
  const agent = create();
  await agent.learn({ totalSteps: 40 });
  const { buffer: pages } = buffer([1]).data;
  const large: Tensor[] = [];
  while (buffer([1]).data.buffer === pages) large.push(buffer([4_000_000]));
  for (const each of large) each.dispose();
  expect(pages.byteLength).toBe(0);
  const other = create();
  other.loadWeights(agent.weights());
  other.loadState(agent.saveState());
  for (const each of [agent, other]) await each.learn({ totalSteps: 72 });
  expect(other.weights()).toEqual(agent.weights());
});
