// Intrinsic rewards in small settings, and what their models read, for tests.
import { makeVec } from '../src/envs/index.js';
import '../src/envs/small-worlds/index.js';
import {
  type Experience,
  ICM,
  type ICMOptions,
  icm,
  icmSchema,
  ObservationEncoder,
  Parts,
  rnd,
  visitCounts,
} from '../src/agents/index.js';
import { Generator } from '../src/random/index.js';
import { buffer } from '../src/tensor/index.js';

export const replay = {
  ...{ learningStarts: 40, batchSize: 16, trainFreq: 2, hiddenSizes: [8], targetUpdateInterval: 50 },
  logInterval: 1,
};
export const rollout = { nSteps: 16, hiddenSizes: [8], logInterval: 1 };
export const small = { encoderSizes: [8], hiddenSizes: [8] };
export const SETTINGS = {
  icm: icm(small),
  'icm random': icm({ ...small, encoder: 'random' }),
  'icm pixels': icm({ hiddenSizes: [8], encoder: 'pixels', extrinsic: 0 }),
  rnd: rnd({ size: 4, targetSizes: [8], predictorSizes: [8], batchSize: 10 }),
  count: visitCounts({ bits: 6 }),
};

/** A context as an agent gives it, for the environment with this id. */
export function contextOf(id: string, config: object = {}) {
  const env = makeVec(id);
  const encoder = new ObservationEncoder(env.singleObservationSpace);
  return { env, encoder, rng: new Generator(3), config: { features: 'auto', ...config }, parts: new Parts() };
}

export const icmFor = (id: string, options: Partial<ICMOptions> = {}, config: object = {}) =>
  new ICM(icmSchema.parse(options), contextOf(id, config));

/** Random inputs of `rows` transitions. */
export function inputsFor(rows: number, width: number, actions: number) {
  const rng = new Generator(5);
  const inputs = {
    pairs: buffer([2 * rows, width]),
    codes: buffer([rows, actions]),
    counts: buffer([rows]),
  };
  for (let i = 0; i < inputs.pairs.size; i++) inputs.pairs.data[i] = rng.normal();
  for (let i = 0; i < rows; i++) inputs.codes.data[i * actions + rng.integers(0, actions)] = 1;
  inputs.counts.data.fill(1);
  return inputs;
}

export function batchOf(states: number[][], nextStates: number[][], actions: number[]): Experience {
  const rows = states.length;
  const fill = (values: number[][]) => {
    const out = buffer([rows, values[0]!.length]);
    out.data.set(values.flat());
    return out;
  };
  const taken = buffer([rows, 1], 'int32');
  taken.data.set(actions);
  return { states: fill(states), nextStates: fill(nextStates), actions: taken, rewards: buffer([rows]) };
}
