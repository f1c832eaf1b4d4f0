// Tasks of the fitness pool's threads: a replica of the agent that follows the search by the records of all.
import { threadId } from 'node:worker_threads';
import { loadEnv, makeVec } from '../../envs/index.js';
import { backendOptions } from '../../tensor/engine.js';
import { useBackend } from '../../tensor/index.js';
import { agentFromBytes } from '../load-agent.js';
import type { EvolutionAgent } from './evolution-agent.js';
import type { FitnessJob, ReplicaSource } from './fitness-pool.js';

let replica: { key: number; agent: EvolutionAgent } | undefined;

/** The records of an individual's episodes. */
export async function evaluateIndividual({ source, generation, index }: FitnessJob): Promise<Float64Array> {
  const agent = await replicaAt(source, generation);
  return agent.evaluate(index, index + 1);
}

/** Which thread this is, and the hash of the population that it has built. */
export async function populationHash({ source, generation }: FitnessJob): Promise<[number, string]> {
  const { search } = await replicaAt(source, generation);
  return [threadId, search.populationHash()];
}

async function replicaAt(source: ReplicaSource, generation: number): Promise<EvolutionAgent> {
  if (replica?.key !== source.key) replica = { key: source.key, agent: await replicaOf(source) };
  const { agent } = replica;
  const width = agent.search.populationSize * agent.config.episodes * agent.recordWidth;
  while (agent.generation < generation) {
    const at = 8 * width * (agent.generation - source.generation);
    agent.absorb(new Float64Array(source.history, at, width));
  }
  return agent;
}

async function replicaOf({ bytes, env, imports, backend }: ReplicaSource): Promise<EvolutionAgent> {
  for (const module of imports) await import(/* @vite-ignore */ module);
  await loadEnv(env.id);
  // The same kernels in every thread.
  useBackend(backendOptions(backend));
  const own = new Uint8Array(bytes.byteLength);
  own.set(new Uint8Array(bytes));
  return agentFromBytes(own, {
    env: makeVec(env.id, { options: env.options }),
  }) as unknown as EvolutionAgent;
}
