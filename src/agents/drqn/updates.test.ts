// One update of recurrent DQN by hand: a memory of two episodes, unrolled step by step from what it holds.
import { describe, expect, it } from 'vitest';
import { recordedSpaces } from '../../../test/sb3-updates.js';
import type { ReplayMemory, Sampler, Transitions } from '../../memory/index.js';
import { Generator } from '../../random/index.js';
import { scope, type Tensor, tensor } from '../../tensor/index.js';
import type { Update } from '../off-policy-agent.js';
import type { TransitionBatch, TransitionBatches } from '../transition-batch.js';
import type { DRQNOptions } from './config.js';
import { DRQN } from './drqn.js';
import type { RecurrentQNetwork } from './recurrent-q-network.js';

const GAMMA = 0.9;
const [BURN_IN, LENGTH] = [2, 4];
/** The last steps of the two episodes: rows 0 to 5, which were cut, and 6 to 9, which ended. */
const [CUT, END] = [5, 9];
/** Rows that sequences begin to learn from: all before and after it; cut; its episode's second; its last but one. */
const DRAWN = [2, 3, 7, 8];

interface Learner {
  memory: ReplayMemory;
  sampler: Sampler;
  batches: TransitionBatches;
  update(batch: TransitionBatch): Update;
}

const observation = (row: number) => Float32Array.from([0, 1, 2, 3, 4], (i) => Math.sin(3 * row + 2 * i));
/** Of the state that step `row` led to. */
const following = (row: number) =>
  row === CUT || row === END ? observation(100 + row) : observation(row + 1);
/** One action at least is illegal. */
const legal = (row: number) => Uint8Array.from([0, 1, 2], (a) => Number(a !== row % 3));
const reward = (row: number) => Math.cos(7 * row);

function step(row: number): Transitions {
  return {
    count: 1,
    observations: observation(row),
    actions: Int32Array.of((row * 2) % 3),
    rewards: [reward(row)],
    terminated: Uint8Array.of(Number(row === END)),
    truncated: Uint8Array.of(Number(row === CUT)),
    nextObservations: following(row),
    finalObservations: following(row),
    nextActionMasks: legal(row),
    finalActionMasks: legal(row),
  };
}

function makeLearner(options: DRQNOptions): { agent: DRQN; learner: Learner; states: Float32Array[] } {
  const agent = new DRQN(recordedSpaces('masked'), {
    ...{ gamma: GAMMA, burnIn: BURN_IN, sequenceLength: LENGTH, batchSize: DRAWN.length, seed: 1 },
    ...{ hiddenSizes: [5], memorySize: 3, maxGradNorm: 1e9, bufferSize: 20, learningRate: 0, ...options },
  });
  // Far from zero, so that nothing that is left out could hide.
  const rng = new Generator(4);
  for (const network of [agent.qNetwork, agent.targetNetwork])
    for (const { data } of network.parameters()) for (const i of data.keys()) data[i] = rng.normal(0, 0.8);
  const learner = agent as unknown as Learner;
  const { memory } = learner;
  for (let row = 0; row <= END; row++) memory.add(step(row));
  const states = Array.from({ length: END + 1 }, (_, row) => {
    const state = Float32Array.from({ length: agent.qNetwork.stateSize }, () => rng.normal(0, 1));
    memory.column('remembered').write(row, state, 0);
    return state;
  });
  return { agent, learner, states };
}

/** Q of `network` after each of `inputs`, one step at a time; the tape begins at step `from`. */
function unroll(
  network: RecurrentQNetwork,
  inputs: Float32Array[],
  state: Float32Array,
  from: number,
): Tensor[] {
  let now = tensor([[...state]]);
  return inputs.map((input, t) => {
    const out = network.forward(tensor([[...input]]), t === from ? now.detach() : now);
    now = out.state;
    return out.values;
  });
}

describe.each(['lstm', 'gru'] as const)('a step of recurrent DQN by hand (%s)', (cell) => {
  it.each([true, false])('double Q-learning %s', (doubleQ) => {
    const { agent, learner, states } = makeLearner({ cell, doubleQ });
    const drawn = [...DRAWN];
    const draw = learner.sampler.draw(DRAWN.length, { integers: () => drawn.shift()! } as never as Generator);
    const { metrics } = learner.update(learner.batches.load(draw, GAMMA));
    const gradients = agent.qNetwork.parameters().map(({ grad }) => [...grad!.toArray()]);

    let [counted, illegalBest] = [0, 0];
    scope(() => {
      const losses: Tensor[] = [];
      for (const row of DRAWN) {
        const [start, last] = row <= CUT ? [0, CUT] : [CUT + 1, END];
        const first = Math.max(row - BURN_IN, start);
        const rows = Array.from(
          { length: Math.min(row + LENGTH - 1, last) - first + 1 },
          (_, t) => first + t,
        );
        const inputs = [...rows.map(observation), following(rows.at(-1)!)];
        const online = unroll(agent.qNetwork, inputs, states[first]!, row - first);
        const target = unroll(agent.targetNetwork, inputs, states[first]!, row - first);
        for (let t = row - first; t < rows.length; t++) {
          const chooser = [...(doubleQ ? online : target)[t + 1]!.toArray()];
          // After an end nothing is to come, whatever is legal.
          const best = chooser.indexOf(Math.max(...chooser.filter((_, a) => legal(rows[t]!)[a])));
          if (chooser[best]! < Math.max(...chooser)) illegalBest++;
          const future = rows[t] === END ? 0 : GAMMA * target[t + 1]!.toArray()[best]!;
          const error = online[t]!.slice(1, (rows[t]! * 2) % 3, ((rows[t]! * 2) % 3) + 1).sub(
            reward(rows[t]!) + future,
          );
          const size = Math.abs(error.item());
          losses.push(size < 1 ? error.mul(error).mul(0.5) : error.mul(Math.sign(error.item())).sub(0.5));
          counted++;
        }
      }
      const loss = losses
        .reduce((sum, each) => sum.add(each))
        .div(losses.length)
        .sum();
      for (const parameter of agent.qNetwork.parameters()) parameter.zeroGrad();
      loss.backward();
      expect(metrics['train/loss']).toBeCloseTo(loss.item(), 5);
    });
    // Rows 2 … 5, 3 … 5, 7 … 9, 8 and 9.
    expect(counted).toBe(4 + 3 + 3 + 2);
    expect(illegalBest).toBeGreaterThan(2);
    for (const [i, parameter] of agent.qNetwork.parameters().entries()) {
      const byHand = [...parameter.grad!.toArray()];
      const largest = Math.max(...byHand.map(Math.abs));
      byHand.forEach((value, k) => void expect((gradients[i]![k]! - value) / largest).toBeCloseTo(0, 4));
    }
  });
});
