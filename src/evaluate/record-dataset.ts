// Plays a policy and keeps what happens as a dataset.
import { requireSpaces } from '../agents/index.js';
import { asVectorEnv, type Env, makeVec, type VectorEnv } from '../envs/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { Dataset } from '../memory/index.js';
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import type { Policy } from './evaluate.js';

export interface RecordDatasetOptions {
  /** Transitions to record. */
  steps: number;
  /** Of the environment's episodes. Default 0. */
  seed?: number;
  /** Greedy actions, or samples of the policy (default): they show what follows other actions too. */
  deterministic?: boolean;
  /** Who acts, for people to read. */
  policy?: string;
}

/** More do not fit in one array of a dataset. */
const MOST_STEPS = 50e6;

/**
 * Records `steps` transitions, episode after episode; the last one is cut where recording ends. Of a world with many agents
 * they are those of its agents, one agent after the other.
 *
 * @param env an id, or one environment or world that nothing trains on
 * @throws UserError for options that make no sense, and for other spaces than the agent's.
 * @example
 * const dataset = recordDataset(new RandomAgent('CartPole-v1'), 'CartPole-v1', { steps: 10_000 });
 */
export function recordDataset(
  agent: Policy,
  env: string | Env | VectorEnv,
  options: RecordDatasetOptions,
): Dataset {
  requireKnown('recordDataset()', options, ['steps', 'seed', 'deterministic', 'policy']);
  const { steps, policy } = options;
  if (!Number.isSafeInteger(steps) || steps < 1 || steps > MOST_STEPS)
    throw new UserError(
      `recordDataset: steps must be a whole number from 1 to ${MOST_STEPS}, got ${show(steps)}.`,
    );
  const vector = typeof env === 'string' ? makeVec(env) : asVectorEnv(env);
  if (agent.env) requireSpaces('The agent', agent.env, 'this environment', vector);
  if (vector.autoreset !== 'same-step' || vector.numEnvs !== (vector.agentsPerWorld ?? 1))
    throw new UserError('recordDataset plays one environment, or one world, that resets within the step.');
  const { singleObservationSpace: observationSpace, singleActionSpace: actionSpace, spec } = vector;
  const columns = playSteps(agent, vector, options);
  if (typeof env === 'string') vector.close();
  return new Dataset(
    {
      observationSpace,
      actionSpace,
      ...(spec && { env: { id: spec.id, options: spec.options } }),
      ...(policy !== undefined && { policy }),
    },
    columns,
  );
}

/** Transitions of each row one after the other; a row is cut where the recording ends. */
function playSteps(
  agent: Policy,
  vector: VectorEnv,
  { steps, seed = 0, deterministic = false }: RecordDatasetOptions,
) {
  const { numEnvs, singleObservationSpace: seen, singleActionSpace: acted } = vector;
  vector.reset({ seed });
  const masks = () => vector.actionMasks && new Uint8Array(steps * acted.flatdim);
  const [actionMasks, nextActionMasks] = [masks(), masks()];
  const columns = {
    ...(actionMasks && { actionMasks }),
    ...(nextActionMasks && { nextActionMasks }),
    observations: allocatePacked(seen.packedType, steps * seen.packedSize),
    nextObservations: allocatePacked(seen.packedType, steps * seen.packedSize),
    actions: allocatePacked(acted.packedType, steps * acted.packedSize),
    rewards: new Float32Array(steps),
    terminations: new Uint8Array(steps),
    truncations: new Uint8Array(steps),
  };
  const action = allocatePacked(acted.packedType, numEnvs * acted.packedSize);
  /** Which of the transitions, in the order they were taken, are of each row. */
  const ofRow = Array.from({ length: numEnvs }, (): number[] => []);
  /** What a recurrent policy remembers of the episode. */
  let state: Record<string, Float32Array> = {};
  for (let t = 0; t < steps; ) {
    const alive = vector.alive?.slice();
    const before = vector.observations.slice();
    const actionMask = vector.actionMasks?.slice();
    const { neighbours } = vector;
    agent.predictBatch(before, numEnvs, action, { deterministic, state, actionMask, neighbours });
    vector.step(action);
    for (let i = 0; i < numEnvs && t < steps; i++) {
      if (alive?.[i] === 0) continue;
      const isOver = vector.terminated[i] === 1 || vector.truncated[i] === 1;
      const next = isOver ? vector.finalObservations : vector.observations;
      copyRow(before, i, columns.observations, t, seen.packedSize);
      copyRow(next, i, columns.nextObservations, t, seen.packedSize);
      copyRow(action, i, columns.actions, t, acted.packedSize);
      if (actionMasks) copyRow(actionMask!, i, actionMasks, t, acted.flatdim);
      if (nextActionMasks) copyRow(masksAfter(vector, i), 0, nextActionMasks, t, acted.flatdim);
      columns.rewards[t] = vector.rewards[i]!;
      columns.terminations[t] = vector.terminated[i]!;
      columns.truncations[t] = Number(isOver && vector.terminated[i] === 0);
      ofRow[i]!.push(t++);
    }
    const hasEnded = vector.terminated.includes(1) || vector.truncated.includes(1);
    if (hasEnded && !vector.alive?.includes(0)) state = {};
  }
  for (const taken of ofRow) {
    const last = taken.at(-1);
    if (last !== undefined && columns.terminations[last] === 0) columns.truncations[last] = 1;
  }
  return numEnvs === 1 ? columns : inOrder(columns, ofRow.flat());
}

/** Legal actions of what followed in row `i`; all of them where nobody tells, and after a termination. */
function masksAfter(vector: VectorEnv, i: number): Uint8Array {
  const { terminated, truncated, singleActionSpace } = vector;
  const { flatdim } = singleActionSpace;
  const told = truncated[i] === 1 ? vector.finalActionMasks : vector.actionMasks;
  if (!told || terminated[i] === 1) return new Uint8Array(flatdim).fill(1);
  return told.subarray(i * flatdim, (i + 1) * flatdim);
}

function copyRow(from: PackedArray, row: number, to: PackedArray, at: number, size: number): void {
  to.set(from.subarray(row * size, (row + 1) * size) as Float32Array, at * size);
}

/** The same transitions in another order. */
function inOrder<C extends Record<string, PackedArray>>(columns: C, order: readonly number[]): C {
  const sorted = Object.entries(columns).map(([name, column]) => {
    const size = column.length / order.length;
    const out = column.slice() as PackedArray;
    for (const [at, row] of order.entries()) copyRow(column, row, out, at, size);
    return [name, out];
  });
  return Object.fromEntries(sorted) as C;
}
