// Tasks of the fitness pool's threads: a replica of the agent that follows the search by the records of all.
import { threadId } from 'node:worker_threads';
import { loadEnv, makeVec } from '../../envs/index.js';
import { readSafetensors } from '../../io/safetensors.js';
import { backendOptions } from '../../tensor/engine.js';
import { useBackend } from '../../tensor/index.js';
import { restoreAgent, savedAgent } from '../agent-bytes.js';
import { catalogue } from '../define.js';
import type { EvolutionAgent } from './evolution-agent.js';
import type { FitnessJob, ReplicaSource } from './fitness-pool.js';

/** Ours, each loaded alone: threads start faster without all the others. */
const ours: Record<string, () => Promise<unknown>> = {
  es: () => import('./es/index.js'),
  cem: () => import('./cem/index.js'),
  'cma-es': () => import('./cma-es/index.js'),
  ars: () => import('./ars/index.js'),
  neuroevolution: () => import('./neuroevolution/index.js'),
};

let replica: { source: ReplicaSource; agent: EvolutionAgent } | undefined;

/** The records of an individual's episodes. */
export async function evaluateIndividual(
  [generation, index]: FitnessJob,
  _: number,
  source: ReplicaSource,
): Promise<Float64Array> {
  const agent = await replicaAt(source, generation);
  return agent.evaluate(index, index + 1);
}

/** Which thread this is, and the hash of the population that it has built. */
export async function populationHash(
  [generation]: FitnessJob,
  _: number,
  source: ReplicaSource,
): Promise<[number, string]> {
  const { search } = await replicaAt(source, generation);
  return [threadId, search.populationHash()];
}

async function replicaAt(source: ReplicaSource, generation: number): Promise<EvolutionAgent> {
  if (replica?.source !== source) replica = { source, agent: await replicaOf(source) };
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
  const saved = savedAgent(readSafetensors(own, 'the agent'), 'the agent');
  await ours[saved.algo]?.();
  const agent = catalogue.get(saved.algo, []).create(makeVec(env.id, { options: env.options }), saved.config);
  restoreAgent(agent, saved, 'the agent');
  return agent as unknown as EvolutionAgent;
}
