// An agent as the bytes of one safetensors file: weights under PyTorch-style names, the rest under `state.`,
// configuration in the metadata. Works in Node and in browsers.
import { makeVec, type VectorEnv } from '../envs/index.js';
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import { fitting } from '../io/fitting.js';
import { requireKnown } from '../io/options.js';
import { type SafetensorsFile, safetensorsParts } from '../io/safetensors.js';
import { isTypedArray } from '../io/snapshot.js';
import type { Agent, SaveOptions, Snapshot, TypedArray, WeightArray } from './agent.js';
import { requireAgentSpaces, spacesFromJSON } from './spaces.js';

const STATE_PREFIX = 'state.';
const FORMAT = 'trainyard-agent-2';

/** Content of an agent file. */
export interface SavedAgent {
  algo: string;
  config: Record<string, unknown>;
  weights: Record<string, WeightArray>;
  state: Snapshot;
  /** Makes the environment that the agent was saved with; absent when that had no id. */
  env: (() => VectorEnv) | undefined;
}

/** The file of an agent in pieces that follow each other, none of them copied; without its memory unless asked for. */
export function agentParts(
  agent: Pick<Agent, 'algo' | 'env' | 'weights'> & { saveState(options: SaveOptions): Snapshot },
  config: Record<string, unknown>,
  options: SaveOptions,
): Uint8Array[] {
  requireKnown('save()', options, ['memory']);
  if (!['boolean', 'undefined'].includes(typeof options.memory))
    throw new UserError(`memory of save() must be true or false, got ${show(options.memory)}.`);
  const state = agent.saveState({ memory: options.memory ?? false });
  const tensors: Record<string, { shape: readonly number[]; data: TypedArray }> = { ...agent.weights() };
  for (const [name, data] of Object.entries(state.arrays)) {
    tensors[STATE_PREFIX + name] = { shape: [data.length], data };
  }
  const spec = agent.env?.spec;
  return safetensorsParts(tensors, {
    format: FORMAT,
    algo: agent.algo,
    config: toExactJson(config),
    state: toExactJson(state.meta),
    ...(spec && { env: toExactJson({ id: spec.id, options: spec.options }) }),
  });
}

/**
 * Reads what `agentParts` wrote.
 *
 * @param name what to call the file in errors, e.g. its path
 * @throws {UserError} when it is no agent, or is damaged.
 */
export function savedAgent({ tensors, metadata, owned }: SafetensorsFile, name = 'the file'): SavedAgent {
  if (metadata.format === 'trainyard-agent-1') {
    throw new UserError(`${name} was saved by trainyard 0.1.0, whose files this version does not read.`);
  }
  if (metadata.format !== FORMAT) {
    throw new UserError(`${name} is not a saved agent: expected a file written by agent.save().`);
  }
  const weights: Record<string, WeightArray> = {};
  const arrays: Snapshot['arrays'] = {};
  for (const [key, { shape, data }] of Object.entries(tensors)) {
    if (key.startsWith(STATE_PREFIX)) arrays[key.slice(STATE_PREFIX.length)] = data as TypedArray;
    else if (isTypedArray(data)) weights[key] = { shape, data };
    else throw new UserError(`${name} is damaged: the weight ${key} holds 64-bit integers.`);
  }
  const json = (key: string) => readJson(metadata[key], key, name);
  const env = metadata.env === undefined ? undefined : json('env');
  if (env && (typeof env.id !== 'string' || typeof env.options !== 'object' || env.options === null)) {
    throw new UserError(`${name} is damaged: its environment is not an id with options.`);
  }
  return {
    algo: String(metadata.algo),
    config: json('config'),
    weights,
    state: { meta: json('state'), arrays, owned },
    env: env && (() => makeVec(env.id as string, { options: env.options as Record<string, unknown> })),
  };
}

function readJson(text: string | undefined, key: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = fromExactJson(text ?? '');
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new UserError(`${name} is damaged: its metadata hold no ${key}.`);
}

/** @throws {UserError} when the file holds an agent of another algorithm. */
export function requireAlgorithm({ algo }: SavedAgent, expected: string, name: string): void {
  if (algo === expected) return;
  throw new UserError(
    `${name} holds a ${algo} agent, not ${expected}; load it with its own class, or with loadAgent, which finds it.`,
  );
}

/** Gives an agent the weights and the state of a file. @throws {UserError} when its spaces are others. */
export function restoreAgent(agent: Agent, { weights, state }: SavedAgent, name: string): void {
  fitting(name, () => {
    const { env, parts } = agent;
    if (env)
      requireAgentSpaces('The agent', spacesFromJSON(state.meta.spaces), 'the environment', { env, parts });
    agent.loadWeights(weights);
    agent.loadState(state);
  });
}
