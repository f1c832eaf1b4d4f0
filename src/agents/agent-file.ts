// One safetensors file per agent: weights under PyTorch-style names, the rest under `state.`, configuration in the metadata.
import { UserError } from '../io/errors.js';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import { readSafetensors, writeSafetensors } from '../io/safetensors.js';
import type { Agent, Snapshot, TypedArray, WeightArray } from './agent.js';

const STATE_PREFIX = 'state.';

interface AgentFile {
  algo: string;
  config: Record<string, unknown>;
  weights: Record<string, WeightArray>;
  state: Snapshot;
}

/** Writes the agent to `path` (Node only), atomically. */
export async function saveAgentFile(path: string, agent: Agent): Promise<void> {
  const { writeFileAtomic } = await import('../io/files.js');
  const state = agent.saveState();
  const tensors: Record<string, { shape: readonly number[]; data: TypedArray }> = { ...agent.weights() };
  for (const [name, data] of Object.entries(state.arrays)) {
    tensors[STATE_PREFIX + name] = { shape: [data.length], data };
  }
  const metadata = {
    format: 'trainyard-agent-1',
    algo: agent.algo,
    config: toExactJson(agent.config),
    state: toExactJson(state.meta),
  };
  await writeFileAtomic(path, writeSafetensors(tensors, metadata));
}

/** Reads a file written by `saveAgentFile`. */
export async function readAgentFile(path: string): Promise<AgentFile> {
  const { readFile } = await import('../io/files.js');
  const { tensors, metadata } = readSafetensors(await readFile(path));
  if (metadata.format !== 'trainyard-agent-1') {
    throw new UserError(`${path} is not a saved agent: expected a file written by agent.save()`);
  }
  const weights: Record<string, WeightArray> = {};
  const arrays: Snapshot['arrays'] = {};
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (name.startsWith(STATE_PREFIX)) arrays[name.slice(STATE_PREFIX.length)] = data as TypedArray;
    else weights[name] = { shape, data: data as Float32Array };
  }
  return {
    algo: metadata.algo,
    config: fromExactJson(metadata.config!) as Record<string, unknown>,
    weights,
    state: { meta: fromExactJson(metadata.state!) as Record<string, unknown>, arrays },
  };
}

/** Restores `agent` from `path`; it must be of the same algorithm and have the same spaces. */
export async function loadAgentFile(path: string, agent: Agent): Promise<void> {
  const file = await readAgentFile(path);
  if (file.algo !== agent.algo) {
    throw new UserError(
      `${path} holds a ${file.algo} agent, not ${agent.algo}; load it with the class that saved it`,
    );
  }
  agent.loadWeights(file.weights);
  agent.loadState(file.state);
}
