// A thread of A3C's mode `async`: an agent with one worker whose weights belong to all.
import { parentPort, workerData } from 'node:worker_threads';
import { loadEnv, makeVec, type VectorEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import type { Trajectory } from '../../memory/index.js';
import type { Adam } from '../../optim/index.js';
import { Answer, Lockstep } from '../../parallel/lockstep.js';
import type { ChannelData } from '../../parallel/worker-channel.js';
import { SeedSequence } from '../../random/index.js';
import { backendOptions } from '../../tensor/engine.js';
import { useBackend } from '../../tensor/index.js';
import type { EpisodeSummary } from '../agent.js';
import { requireSpaces, spacesFromJSON } from '../spaces.js';
import { A3C } from './a3c.js';
import type { AsyncWorkerSettings, WorkerReport } from './async-training.js';
import type { A3COptions } from './config.js';
import {
  addChange,
  Command,
  Counter,
  readWeights,
  type SharedTraining,
  writeWeights,
} from './shared-training.js';

const { settings, control, workers, index, port } = workerData as ChannelData<AsyncWorkerSettings>;

class AsyncWorker extends A3C {
  private readonly parameters = this.network.parameters();
  private readonly before: Float32Array;
  private seen: EpisodeSummary[] = [];
  /** Place of the current step among those of all workers in this round. */
  private ticket = 0;

  constructor(
    { env, spaces, config, worker }: AsyncWorkerSettings,
    private readonly shared: SharedTraining,
  ) {
    const own = { mode: 'inline', workers: 1, logInterval: Number.MAX_SAFE_INTEGER } as const;
    const seed = workerSeed(config.seed as number, worker);
    super(makeVec(env.id, { options: env.options }), { ...(config as A3COptions), ...own, seed });
    this.before = new Float32Array(shared.weights.length);
    requireSameSpaces(env.id, this.env, spaces);
  }

  /** Takes steps until none are left in this round. */
  run(): WorkerReport {
    const { counters, steps, weights } = this.shared;
    readWeights(this.parameters, weights);
    this.start();
    while (true) {
      this.ticket = Atomics.add(counters, Counter.claimed, 1);
      if (this.ticket >= Atomics.load(counters, Counter.limit)) break;
      this.iterate(1);
      steps[settings.worker]!++;
    }
    const report: WorkerReport = { episodes: this.seen, measured: this.measured.take() };
    this.seen = [];
    return report;
  }

  /** Adam's step goes to everybody's weights; the next segment begins with what the others have made of them. */
  protected override update(segments: Trajectory[], optimizer: Adam): void {
    const { weights, counters } = this.shared;
    writeWeights(this.parameters, this.before);
    super.update(segments, optimizer);
    addChange(this.parameters, this.before, weights);
    readWeights(this.parameters, weights);
    Atomics.add(counters, Counter.updates, 1);
  }

  /** Of the whole training, not of this worker. */
  override get progress(): number {
    const [before, total] = this.shared.progress;
    return Math.min((before! + this.ticket + 1) / total!, 1);
  }

  protected override recordEpisode(episode: EpisodeSummary): void {
    const step = this.shared.progress[0]! + this.ticket + 1;
    this.seen.push({ ...episode, env: settings.worker, step });
  }
}

/** The thread makes the environment by its id: wrappers put around it elsewhere are not there. */
function requireSameSpaces(id: string, env: VectorEnv, expected: Record<string, unknown>[]): void {
  try {
    requireSpaces('The agent', spacesFromJSON(expected), id, env);
  } catch (cause) {
    throw new UserError(
      `${(cause as Error).message} Mode "async" knows environments by their id only, without wrappers; register the wrapped one under an id of its own.`,
      { cause },
    );
  }
}

/** Worker 0 has the run's own seed, so that a single worker does exactly what mode \`inline\` does. */
function workerSeed(seed: number, worker: number): number {
  return worker === 0 ? seed : new SeedSequence(seed, [worker]).generateState(1)[0]!;
}

for (const module of settings.imports) await import(/* @vite-ignore */ module);
await loadEnv(settings.env.id);
// The same kernels in every thread.
useBackend(backendOptions(settings.backend));
const agent = new AsyncWorker(settings, settings.shared);
if (settings.state) agent.loadState(settings.state);
const lockstep = new Lockstep(control, workers);
let next = { round: 0, command: -1 };
while (next.command !== Command.stop) {
  next = lockstep.next(next.round);
  if (next.command === Command.run) parentPort!.postMessage(agent.run());
  if (next.command === Command.save) {
    port.postMessage(agent.saveState());
    lockstep.answer(index, next.round, Answer.doneWithMessage);
  }
}
port.close();
