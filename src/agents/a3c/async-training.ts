// Mode `async` of A3C as the main thread sees it: starts the threads, lets them run, hears of their deaths, joins them.
import { UserError } from '../../io/errors.js';
import { Lockstep } from '../../parallel/lockstep.js';
import { portable, workerEntry } from '../../parallel/module-ref.js';
import { WorkerChannel } from '../../parallel/worker-channel.js';
import { backend } from '../../tensor/index.js';
import type { EpisodeSummary, Metrics, Snapshot } from '../agent.js';
import { spacesToJSON } from '../spaces.js';
import type { A3C } from './a3c.js';
import {
  allocateShared,
  Command,
  Counter,
  readWeights,
  type SharedTraining,
  writeWeights,
} from './shared-training.js';

/** What a thread finds when it starts. */
export interface AsyncWorkerSettings {
  env: { id: string; options: Record<string, unknown> };
  /** Spaces of the environment that the agent was given, as JSON. */
  spaces: Record<string, unknown>[];
  imports: string[];
  config: Record<string, unknown>;
  /** Name of the kernels that the agent's own thread computes with. */
  backend: string;
  /** Number of the worker, and what it saved the last time. */
  worker: number;
  state: Snapshot | undefined;
  shared: SharedTraining;
}

/** What a thread tells at the end of a round. */
export interface WorkerReport {
  episodes: EpisodeSummary[];
  /** Means over the worker's updates; empty when it made none. */
  measured: Metrics;
}

interface Round {
  episodes: EpisodeSummary[];
  measured: Metrics[];
  steps: number;
  updates: number;
  /** One line for each worker that died in this round. */
  crashes: string[];
}

export class AsyncTraining {
  private readonly shared: SharedTraining;
  private readonly lockstep: Lockstep;
  private readonly channels: (WorkerChannel | undefined)[];
  /** Of all workers, also of those that died, once all have ended. */
  readonly exitCodes: Promise<number[]>;

  constructor(
    private readonly agent: A3C,
    states: readonly (Snapshot | undefined)[],
  ) {
    const { env, config, network } = agent;
    const workers = env.numEnvs;
    this.shared = allocateShared(network.parameters(), workers);
    this.lockstep = new Lockstep(Lockstep.allocate(workers), workers);
    const { id, options, maxEpisodeSteps = Infinity } = env.spec!;
    this.channels = Array.from({ length: workers }, (_, worker) => {
      const settings: AsyncWorkerSettings = {
        env: { id, options: { ...options, maxEpisodeSteps } },
        spaces: spacesToJSON(env),
        imports: config.imports.map((module) => portable({ module }).module),
        config: { ...config },
        backend: backend(),
        worker,
        state: states[worker],
        shared: this.shared,
      };
      return new WorkerChannel({
        entry: workerEntry('./async-worker.js', import.meta.url),
        settings,
        lockstep: this.lockstep,
        index: worker,
        describe: () => `A3C worker ${worker}`,
      });
    });
    this.exitCodes = Promise.all(this.channels.map((channel) => channel!.exited));
  }

  /** Workers that still live. */
  get alive(): number {
    return this.channels.filter((channel) => channel !== undefined).length;
  }

  /**
   * Lets the workers take `steps` environment steps in all, in whatever order they get to them.
   *
   * @throws when the last worker has died.
   */
  async run(steps: number, before: number, total: number): Promise<Round> {
    const { shared } = this;
    const parameters = this.agent.network.parameters();
    writeWeights(parameters, shared.weights);
    shared.counters.set([0, steps, 0]);
    shared.steps.fill(0);
    shared.progress.set([before, total]);
    this.lockstep.begin(Command.run);
    const crashes: { worker: number; error: Error }[] = [];
    const reports = await Promise.all(
      this.channels.map(async (channel, worker) => {
        try {
          return (await channel?.report()) as WorkerReport | undefined;
        } catch (error) {
          crashes.push({ worker, error: error as Error });
          return undefined;
        }
      }),
    );
    for (const { worker } of crashes) this.channels[worker] = undefined;
    if (this.alive === 0) {
      const { message } = crashes.at(-1)!.error;
      throw new UserError(`Every worker of A3C has died, the last one because: ${message}`, {
        kind: 'failure',
      });
    }
    readWeights(parameters, shared.weights);
    const there = reports.filter((report) => report !== undefined);
    return {
      steps: shared.steps.reduce((sum, count) => sum + count, 0),
      updates: shared.counters[Counter.updates]!,
      episodes: there.flatMap(({ episodes }) => episodes).sort((a, b) => a.step - b.step),
      measured: there.map(({ measured }) => measured).filter((row) => Object.keys(row).length > 0),
      crashes: crashes.map(({ error }) => error.message),
    };
  }

  /** What each worker needs to go on; nothing of those that died. The workers must be at rest. */
  states(): (Snapshot | undefined)[] {
    this.lockstep.begin(Command.save);
    return this.channels.map((channel) => {
      return channel && !channel.isLost ? (channel.join() as Snapshot) : undefined;
    });
  }

  /** Joins the threads; gives their last states. */
  async stop(): Promise<(Snapshot | undefined)[]> {
    const states = this.states();
    for (const channel of this.channels) channel?.keepAlive();
    this.lockstep.begin(Command.stop);
    await Promise.all(this.channels.map((channel) => channel?.exited));
    return states;
  }
}
