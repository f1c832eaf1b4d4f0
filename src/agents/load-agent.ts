// Reads saved agents of any algorithm.
import { type EnvOptions, makeVec } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { readSafetensors } from '../io/safetensors.js';
import type { Agent } from './agent.js';
import { restoreAgent, type SavedAgent, savedAgent } from './agent-bytes.js';
import type { EnvSource } from './env-agent.js';
import type { OwnParts } from './own-parts.js';
import { algorithm } from './registry.js';
import { isFreeOfSize } from './spaces.js';

export interface LoadAgentOptions {
  /** Where it acts from now on; default: the environment it was saved with, made by its id. */
  env?: EnvSource;
  /** The parts of your own that it was made with. */
  parts?: OwnParts;
}

/**
 * The agent in the bytes of a file that `agent.save` or `agent.toBytes` wrote; its algorithm is found by name.
 *
 * @param name what to call the bytes in errors
 * @throws UserError when they are no agent, are damaged, or do not fit the environment.
 * @example
 * const agent = agentFromBytes(new Uint8Array(await (await fetch('agent.safetensors')).arrayBuffer()));
 */
export function agentFromBytes(bytes: Uint8Array, options: LoadAgentOptions = {}, name = 'the file'): Agent {
  requireKnown('agentFromBytes()', options, ['env', 'parts']);
  return revived(savedAgent(readSafetensors(bytes, name), name), options, name);
}

function revived(saved: SavedAgent, options: LoadAgentOptions, name: string): Agent {
  const { create, spaces } = algorithm(saved.algo);
  const env = options.env ?? saved.env?.();
  if (env === undefined && spaces) {
    throw new UserError(`${name} does not say which environment its agent acts in; give one, { env }.`);
  }
  const agent = create(env as EnvSource, saved.config, options.parts);
  restoreAgent(agent, saved, name);
  return agent;
}

/** The agent as it plays in another environment: itself, or a copy of it where observations may have another size. */
export function inEnv(agent: Agent, id: string, options: EnvOptions): Agent {
  if (!isFreeOfSize(agent.parts)) return agent;
  return agentFromBytes(agent.toBytes(), { env: makeVec(id, { options }) }, 'the agent');
}

/**
 * Reads an agent that `agent.save` wrote (Node only).
 *
 * @example const agent = await loadAgent('cartpole.safetensors');
 */
export async function loadAgent(path: string, options: LoadAgentOptions = {}): Promise<Agent> {
  requireKnown('loadAgent()', options, ['env', 'parts']);
  const { readSafetensorsFile } = await import('../io/safetensors-file.js');
  return revived(savedAgent(readSafetensorsFile(path), path), options, path);
}
