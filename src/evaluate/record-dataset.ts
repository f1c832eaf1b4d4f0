// Plays a policy and keeps what happens as a dataset.
import { requireSpaces } from '../agents/index.js';
import { asVectorEnv, type Env, makeVec, type VectorEnv } from '../envs/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { Dataset } from '../memory/index.js';
import { allocatePacked } from '../spaces/index.js';
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
 * Records `steps` transitions, episode after episode; the last one is cut where recording ends.
 *
 * @param env an id, or one environment that nothing trains on
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
  const { steps, seed = 0, deterministic = false, policy } = options;
  if (!Number.isSafeInteger(steps) || steps < 1 || steps > MOST_STEPS)
    throw new UserError(
      `recordDataset: steps must be a whole number from 1 to ${MOST_STEPS}, got ${show(steps)}.`,
    );
  const vector = typeof env === 'string' ? makeVec(env) : asVectorEnv(env);
  if (agent.env) requireSpaces('The agent', agent.env, 'this environment', vector);
  if (vector.numEnvs !== 1 || vector.autoreset !== 'same-step')
    throw new UserError('recordDataset plays one environment that resets within the step.');
  const { singleObservationSpace: observationSpace, singleActionSpace: actionSpace, spec } = vector;
  const { packedSize, packedType } = observationSpace;
  const observations = allocatePacked(packedType, steps * packedSize);
  const nextObservations = allocatePacked(packedType, steps * packedSize);
  const actions = allocatePacked(actionSpace.packedType, steps * actionSpace.packedSize);
  const rewards = new Float32Array(steps);
  const terminations = new Uint8Array(steps);
  const truncations = new Uint8Array(steps);
  const action = allocatePacked(actionSpace.packedType, actionSpace.packedSize);
  /** What a recurrent policy remembers of the episode. */
  let state: Record<string, Float32Array> = {};
  vector.reset({ seed });
  for (let t = 0; t < steps; t++) {
    observations.set(vector.observations as Float32Array, t * packedSize);
    agent.predictBatch(vector.observations, 1, action, {
      deterministic,
      state,
      actionMask: vector.actionMasks,
    });
    vector.step(action);
    actions.set(action as Float32Array, t * actionSpace.packedSize);
    rewards[t] = vector.rewards[0]!;
    terminations[t] = vector.terminated[0]!;
    const isOver = vector.terminated[0] === 1 || vector.truncated[0] === 1;
    truncations[t] = Number((isOver || t === steps - 1) && terminations[t] === 0);
    const next = isOver ? vector.finalObservations : vector.observations;
    nextObservations.set(next as Float32Array, t * packedSize);
    if (isOver) state = {};
  }
  if (typeof env === 'string') vector.close();
  return new Dataset(
    {
      observationSpace,
      actionSpace,
      ...(spec && { env: { id: spec.id, options: spec.options } }),
      ...(policy !== undefined && { policy }),
    },
    { observations, nextObservations, actions, rewards, terminations, truncations },
  );
}
