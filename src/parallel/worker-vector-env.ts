// Environments stepped by worker threads: the same vector, number for number, with its work spread over the cores.
import { availableParallelism } from 'node:os';
import type { ResourceLimits } from 'node:worker_threads';
import type { GoalMethod, GoalMethods } from '../envs/goal-methods.js';
import type { AutoresetMode, EnvSpec, EnvState, Info, VectorEnv, VectorResetOptions } from '../envs/index.js';
import {
  requireActions,
  requireAutoreset,
  requireCount,
  requireResetOptions,
  requireRows,
  rowSeed,
} from '../envs/vector/rows.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { type PackedArray, type Space, spaceFromJSON } from '../spaces/index.js';
import { Lockstep } from './lockstep.js';
import { workerEntry } from './module-ref.js';
import { WorkerChannel } from './worker-channel.js';
import {
  allocateShared,
  Command,
  type EnvSource,
  type GoalQuestion,
  type InfoMessage,
  sendable,
  shares,
  type VectorState,
  type WorkerIntroduction,
  type WorkerSettings,
} from './worker-protocol.js';

export interface WorkerVectorEnvOptions {
  /** Sub-environments (default 1). */
  numEnvs?: number;
  /** Threads, each with an equal share of the sub-environments (default: one per core, at most `numEnvs`). */
  workers?: number;
  autoreset?: AutoresetMode;
  /** Memory limits of each thread, as of Node's `Worker`. */
  resourceLimits?: ResourceLimits;
  /**
   * Milliseconds that a thread may take for one command, the first one with its imports included; a thread that
   * hangs is ended and an error names its environment (default 10 minutes; `Infinity`: wait for ever).
   */
  timeout?: number;
}

const TIMEOUT = 600_000;

/**
 * Gives bit for bit what a `SyncVectorEnv` gives for the same seeds, however many workers there are. Worth its
 * threads where an environment takes tens of microseconds and more per step; for lighter ones use `makeVec`.
 *
 * `step` sleeps until all workers are done; observations, rewards, flags and masks are shared memory, and only infos
 * that are not empty are sent as messages. An error inside an environment is thrown here, with the number of the
 * environment; a dead thread is noticed within a tenth of a second, one that hangs after `timeout`.
 *
 * @example
 * const envs = new WorkerVectorEnv('Acrobot-v1', { numEnvs: 16 });
 * const mine = new WorkerVectorEnv({ module: new URL('./maze.js', import.meta.url), export: 'Maze' }, { numEnvs: 8 });
 */
export class WorkerVectorEnv implements VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode;
  readonly spec?: EnvSpec;
  readonly observations: PackedArray;
  readonly finalObservations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  readonly actionMasks?: Uint8Array;
  readonly finalActionMasks?: Uint8Array;
  /** Exit codes of the threads, once `close` was called and all have ended. */
  readonly exited: Promise<number[]>;
  /** These are present when every sub-environment has them. */
  computeReward?: NonNullable<GoalMethods['computeReward']>;
  computeTerminated?: NonNullable<GoalMethods['computeTerminated']>;
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  private readonly actions: PackedArray;
  private readonly lockstep: Lockstep;
  private readonly channels: WorkerChannel[];
  private readonly settings: WorkerSettings[];
  private closed = false;
  private stepping = false;

  /** @throws {UserError} when the environments cannot be made; the message names the first that failed. */
  constructor(source: string | EnvSource, options: WorkerVectorEnvOptions = {}) {
    const known = ['numEnvs', 'workers', 'autoreset', 'resourceLimits', 'timeout'];
    requireKnown('WorkerVectorEnv', options, known);
    const { numEnvs = 1, workers, autoreset = 'same-step', resourceLimits, timeout = TIMEOUT } = options;
    requireCount('numEnvs', numEnvs);
    if (workers !== undefined) requireCount('workers', workers);
    requireAutoreset(autoreset);
    if (!(timeout > 0)) throw new UserError(`timeout must be milliseconds above 0, got ${timeout}.`);
    const threads = Math.min(workers ?? availableParallelism(), numEnvs);
    this.numEnvs = numEnvs;
    this.autoreset = autoreset;
    this.infos = new Array<undefined>(numEnvs).fill(undefined);
    this.settings = shares(numEnvs, threads).map((share) => ({
      ...share,
      autoreset,
      source: sendable(source),
    }));
    this.lockstep = new Lockstep(Lockstep.allocate(threads), threads);
    this.channels = this.settings.map((settings, i) => this.start(settings, i, { resourceLimits, timeout }));
    this.exited = Promise.all(this.channels.map((channel) => channel.exited));

    const { observationSpace, actionSpace, spec, masked, savable, goalMethods } = this.introduce();
    this.singleObservationSpace = spaceFromJSON(observationSpace);
    this.singleActionSpace = spaceFromJSON(actionSpace);
    this.spec = spec;
    const arrays = allocateShared(numEnvs, this.singleObservationSpace, this.singleActionSpace, masked);
    this.observations = arrays.observations;
    this.finalObservations = arrays.finalObservations;
    this.rewards = arrays.rewards;
    this.terminated = arrays.terminated;
    this.truncated = arrays.truncated;
    this.actions = arrays.actions;
    this.actionMasks = arrays.actionMasks;
    this.finalActionMasks = arrays.finalActionMasks;
    this.round(Command.attach, () => arrays);
    for (const method of goalMethods) this[method] = this.ask(method) as never;
    if (savable) {
      this.saveState = () => this.save();
      this.loadState = (state) => this.load(state as VectorState);
    }
  }

  /** A method that the first environment answers. */
  private ask(method: GoalMethod) {
    return (achieved: unknown, desired: unknown, info: Info) => {
      const question: GoalQuestion = { method, achieved, desired, info };
      return (this.round(Command.judge, () => question)[0] as { answer: number | boolean }).answer;
    };
  }

  private start(
    settings: WorkerSettings,
    index: number,
    limits: Pick<WorkerVectorEnvOptions, 'resourceLimits' | 'timeout'>,
  ): WorkerChannel {
    return new WorkerChannel({
      entry: workerEntry('./vector-env-worker.js', import.meta.url),
      settings,
      lockstep: this.lockstep,
      index,
      describe: () => `Sub-environment ${settings.first + this.lockstep.position(index)}`,
      ...limits,
    });
  }

  private introduce(): WorkerIntroduction {
    try {
      return this.round(Command.introduce)[0] as WorkerIntroduction;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  reset(given: VectorResetOptions = {}): void {
    requireResetOptions(given, this.numEnvs);
    const { seed, options, mask } = given;
    this.round(Command.reset, ({ first, count }) => ({
      seed: typeof seed === 'object' ? seed.slice(first, first + count) : rowSeed(seed, first),
      options,
      mask: mask?.slice(first, first + count),
    }));
  }

  step(actions: PackedArray): void {
    this.stepAsync(actions);
    this.stepWait();
  }

  stepAsync(actions: PackedArray): void {
    requireActions(actions.length, this.numEnvs, this.singleActionSpace);
    this.requireIdle();
    this.actions.set(actions);
    this.lockstep.begin(Command.step);
    this.stepping = true;
  }

  stepWait(): void {
    if (!this.stepping) throw new UserError('stepWait: no step is under way; begin one with stepAsync.');
    this.stepping = false;
    this.readInfos(this.join());
  }

  /** Closes the environments and ends the threads; see `exited`. Further calls are errors. */
  close(): void {
    if (this.closed) return;
    try {
      if (this.stepping) this.stepWait();
      this.round(Command.close);
    } catch (error) {
      // A dead worker was reported when it died.
      if (!this.channels.some((channel) => channel.isLost)) throw error;
    } finally {
      this.closed = true;
      for (const channel of this.channels) channel.keepAlive();
    }
  }

  /** One command to all workers. Every answer is awaited before the first error is thrown. */
  private round(command: number, message?: (settings: WorkerSettings) => unknown): unknown[] {
    this.requireIdle();
    for (const [i, channel] of this.channels.entries()) {
      if (message) channel.send(message(this.settings[i]!));
    }
    this.lockstep.begin(command);
    const answers = this.join();
    if (command === Command.reset) this.readInfos(answers);
    return answers;
  }

  private requireIdle(): void {
    if (this.closed) throw new UserError('This WorkerVectorEnv was closed; make a new one.');
    if (this.stepping) {
      throw new UserError('The environments are in the middle of a step: end it with stepWait first.');
    }
  }

  /** The answers of all workers. */
  private join(): unknown[] {
    let failure: unknown;
    const answers = this.channels.map((channel) => {
      try {
        return channel.join();
      } catch (error) {
        failure ??= error;
        return undefined;
      }
    });
    if (failure) throw failure;
    return answers;
  }

  private readInfos(answers: unknown[]): void {
    this.infos.fill(undefined);
    for (const answer of answers) {
      for (const [row, info] of (answer as InfoMessage | undefined)?.infos ?? []) this.infos[row] = info;
    }
  }

  private save(): EnvState {
    const states = this.round(Command.save) as VectorState[];
    const { observations, terminated, truncated } = this;
    const state: VectorState = {
      envs: states.flatMap(({ envs }) => envs),
      observations: [...observations],
      terminated: [...terminated],
      truncated: [...truncated],
    };
    if (states[0]?.actionMasks) state.actionMasks = [...this.actionMasks!];
    return state;
  }

  private load({ envs, observations, terminated, truncated, actionMasks }: VectorState): void {
    requireRows(envs, this.numEnvs);
    const { packedSize } = this.singleObservationSpace;
    const { flatdim } = this.singleActionSpace;
    this.round(Command.load, ({ first, count }) => {
      const rows = <T>(list: T[], size = 1) => list.slice(first * size, (first + count) * size);
      return {
        envs: rows(envs),
        observations: rows(observations, packedSize),
        terminated: rows(terminated),
        truncated: rows(truncated),
        actionMasks: actionMasks && rows(actionMasks, flatdim),
      } satisfies VectorState;
    });
    this.finalObservations.fill(0);
    this.infos.fill(undefined);
  }
}
