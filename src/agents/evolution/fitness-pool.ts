// Fitness by worker threads (Node): two integers down and a record up for each individual, whoever evaluates it.
import { make, makeVec, vectorize } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { portable, workerEntry } from '../../parallel/module-ref.js';
import { WorkerPool } from '../../parallel/worker-pool.js';
import { backend } from '../../tensor/index.js';
import { vectorKind } from '../vector-kind.js';
import type { EvolutionAgent } from './evolution-agent.js';

/** Numbers of records that are kept for threads to catch up with; then they get a new replica. */
const HISTORY = 2 ** 20;

/** What a thread makes its replica of. */
export interface ReplicaSource {
  /** The agent as a file, shared. */
  bytes: SharedArrayBuffer;
  /** Generation of that agent. */
  generation: number;
  /** Records of the generations since, one after the other, shared. */
  history: SharedArrayBuffer;
  env: { id: string; options: Record<string, unknown> };
  imports: readonly string[];
  backend: string;
}

/** All that goes to a thread for one individual. */
export type FitnessJob = [generation: number, index: number];

export class FitnessPool {
  private readonly pool: WorkerPool;
  private source: ReplicaSource | undefined;

  /** @throws UserError when threads cannot make the agent's environment. */
  constructor(private readonly agent: EvolutionAgent) {
    requirePortable(agent);
    const { workers, timeout, retries } = agent.config;
    this.pool = new WorkerPool({
      ...{ workers, timeout, retries },
      onCrash: ({ index, reason, retried }) => {
        const then = retried ? 'it is tried again' : 'it was tried often enough';
        const line = `A thread died while it evaluated individual ${index} of generation ${agent.generation} (${reason}); ${then}.`;
        agent.crashes.push(line);
        console.error(line);
      },
    });
  }

  /** Records of the whole generation, in the order of its individuals. */
  async evaluate(): Promise<Float64Array> {
    const { generation, search } = this.agent;
    const source = this.sourceFor(generation);
    const jobs = Array.from({ length: search.populationSize }, (_, index): FitnessJob => [generation, index]);
    const task = {
      module: workerEntry('./fitness-worker.js', import.meta.url),
      export: 'evaluateIndividual',
    };
    const all = await this.pool.map<FitnessJob, Float64Array>(task, jobs, { common: source });
    const records = new Float64Array(source.history, this.at(source, generation), this.width);
    for (const [i, record] of all.entries()) records.set(record, i * record.length);
    return records;
  }

  /** Hash of this generation's population as `jobs` threads have it. */
  populationHashes(jobs: number): Promise<[thread: number, hash: string][]> {
    const { generation } = this.agent;
    const task = { module: workerEntry('./fitness-worker.js', import.meta.url), export: 'populationHash' };
    return this.pool.map(
      task,
      Array.from({ length: jobs }, (_, index): FitnessJob => [generation, index]),
      { common: this.sourceFor(generation) },
    );
  }

  /** The agent was changed by other means than a generation: threads need another replica. */
  forget(): void {
    this.source = undefined;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  /** Numbers of a generation's records. */
  private get width(): number {
    const { search, config, recordWidth } = this.agent;
    return search.populationSize * config.episodes * recordWidth;
  }

  private at(source: ReplicaSource, generation: number): number {
    return 8 * this.width * (generation - source.generation);
  }

  private sourceFor(generation: number): ReplicaSource {
    const { source, agent, width } = this;
    const isFull = source && this.at(source, generation + 1) > source.history.byteLength;
    if (source && !isFull) return source;
    const bytes = agent.toBytes({ memory: true });
    const shared = new SharedArrayBuffer(bytes.length);
    new Uint8Array(shared).set(bytes);
    const { id, options, maxEpisodeSteps = Infinity } = agent.env.spec!;
    this.source = {
      ...{ bytes: shared, generation },
      history: new SharedArrayBuffer(8 * width * Math.max(1, Math.floor(HISTORY / width))),
      env: { id, options: { ...options, maxEpisodeSteps } },
      imports: agent.config.imports.map((module) => portable({ module }).module),
      backend: backend(),
    };
    return this.source;
  }
}

/** Threads make environments by their id, as `make` and `makeVec` do. */
function requirePortable({ env, algo }: EvolutionAgent): void {
  if (!env.spec) {
    throw new UserError(
      `workers: threads make environments by their id, and this one has none. Register yours, give the id, and name the registering module in \`imports\`; or evolve ${algo} with one worker.`,
    );
  }
  const { id, options } = env.spec;
  const plain = [makeVec(id, { options }), vectorize(() => make(id, options))].map(vectorKind);
  if (plain.includes(vectorKind(env))) return;
  throw new UserError(
    `workers: threads make ${id} by its id, without the wrappers or threads of its own that it has here. Register the wrapped environment under an id of its own, or evolve with one worker.`,
  );
}
