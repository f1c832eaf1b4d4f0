// A vector of one world's rows: time limits, automatic resets, infos and exact state around `WorldRows`.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { allocatePacked, type PackedArray, type Space } from '../../spaces/index.js';
import type { EnvSpec, VectorSettings } from '../define-env.js';
import type { EnvState, Info } from '../env.js';
import { RowClocks } from './row-clocks.js';
import {
  finishedError,
  requireActions,
  requireFittingActions,
  requireResetOptions,
  requireRows,
  rowSeed,
} from './rows.js';
import type { WorldRows } from './seeded-rows.js';
import type { AutoresetMode, VectorEnv, VectorResetOptions } from './vector-env.js';

const PHASES = ['created', 'running', 'over'] as const;
const [CREATED, RUNNING, OVER] = [0, 1, 2];
const [UNTOLD, STEP, RESET] = [0, 1, 2];

/**
 * Equal, number for number, to a {@link SyncVectorEnv} of single environments with the same seeds and time limit; the
 * states they save are the same too, and each loads the other's. Nothing is allocated in a step; infos are made when
 * they are read.
 *
 * @example
 * defineEnv({
 *   id: 'Corridor-v0',
 *   create: (options) => new Corridor(options),
 *   createVector: (settings) => new RowsVectorEnv(new CorridorRows(settings), settings),
 *   …
 * });
 */
export class RowsVectorEnv implements VectorEnv {
  readonly numEnvs: number;
  readonly singleObservationSpace: Space;
  readonly singleActionSpace: Space;
  readonly autoreset: AutoresetMode;
  readonly spec: EnvSpec;
  readonly observations: PackedArray;
  readonly finalObservations: PackedArray;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly infos: (Info | undefined)[];
  readonly actionMasks?: Uint8Array;
  readonly finalActionMasks?: Uint8Array;
  /** Index of each row's phase. */
  private readonly phases: Uint8Array;
  /** How many rows are not running. */
  private idle: number;
  private readonly clocks: RowClocks;
  private readonly isLimited: boolean;
  /** What the infos of each row tell of: `UNTOLD` at first, and again after a state was loaded. */
  private readonly told: Uint8Array;

  /** @throws UserError when there are not as many rows as environments. */
  constructor(
    private readonly rows: WorldRows,
    { numEnvs, autoreset, maxEpisodeSteps, spec }: Omit<VectorSettings, 'options'>,
  ) {
    if (rows.rewards.length !== numEnvs) {
      throw new UserError(
        `${spec.id}: createVector must make as many rows as environments are wanted, ${numEnvs}; got ${rows.rewards.length}.`,
      );
    }
    this.numEnvs = numEnvs;
    this.singleObservationSpace = rows.observationSpace;
    this.singleActionSpace = rows.actionSpace;
    this.autoreset = autoreset;
    this.spec = spec;
    this.observations = rows.observations;
    this.finalObservations = allocatePacked(rows.observationSpace.packedType, rows.observations.length);
    this.rewards = rows.rewards;
    this.terminated = rows.terminated;
    this.truncated = new Uint8Array(numEnvs);
    this.phases = new Uint8Array(numEnvs);
    this.idle = numEnvs;
    this.clocks = new RowClocks(numEnvs, maxEpisodeSteps);
    this.isLimited = maxEpisodeSteps !== undefined;
    this.told = new Uint8Array(numEnvs);
    this.infos = new Array<undefined>(numEnvs).fill(undefined);
    if (rows.info) for (let i = 0; i < numEnvs; i++) this.tellWhenRead(i);
    if (rows.mask) {
      this.actionMasks = new Uint8Array(numEnvs * rows.actionSpace.flatdim);
      this.finalActionMasks = new Uint8Array(this.actionMasks.length);
    }
  }

  private tellWhenRead(i: number): void {
    const get = () => {
      const of = this.told[i];
      return of === UNTOLD ? undefined : this.rows.info!(i, of === STEP ? 'step' : 'reset');
    };
    Object.defineProperty(this.infos, i, { get, enumerable: true, configurable: true });
  }

  /** @throws UserError for options that are not known. */
  reset(given: VectorResetOptions = {}): void {
    requireResetOptions(given, this.numEnvs);
    const { seed, options, mask } = given;
    if (options !== undefined)
      requireKnown(`reset({ options }) of ${this.spec.id}`, options, this.rows.resetOptions);
    for (let i = 0; i < this.numEnvs; i++) {
      if (mask && mask[i] !== 1) continue;
      this.rows.reset(i, rowSeed(seed, i), options);
      this.begun(i);
    }
  }

  /** Notes that an episode began which is all that the last call did in this row. */
  private begun(i: number): void {
    this.rewards[i] = 0;
    this.terminated[i] = 0;
    this.truncated[i] = 0;
    this.clocks.begin(i);
    this.setPhase(i, RUNNING);
    this.told[i] = RESET;
    if (this.actionMasks) this.rows.mask!(this.actionMasks, i, i + 1);
  }

  /** @throws UserError when a row was never reset or, with `disabled`, is over, or an action does not fit; nothing has moved then. */
  step(actions: PackedArray): void {
    const { numEnvs, phases, spec, singleActionSpace, clocks } = this;
    requireActions(actions.length, numEnvs, singleActionSpace);
    if (this.idle > 0) for (let i = 0; i < numEnvs; i++) this.requireSteppable(i);
    requireFittingActions(spec.id, singleActionSpace, actions, (i) => phases[i] === RUNNING);
    // Flags are set where a limit is due; those of the step before are the only ones to be cleared.
    if (clocks.isDue) this.truncated.fill(0);
    clocks.tick();
    if (this.idle === 0) this.advance(actions, 0, numEnvs);
    else this.stepStretches(actions);
  }

  /** Begins episodes where one is over, and moves what lies between on. */
  private stepStretches(actions: PackedArray): void {
    const { numEnvs, phases } = this;
    let from = 0;
    for (let i = 0; i <= numEnvs; i++) {
      if (phases[i] === RUNNING) continue;
      if (from < i) this.advance(actions, from, i);
      from = i + 1;
      if (i < numEnvs) {
        this.rows.reset(i);
        this.begun(i);
      }
    }
  }

  /** Moves rows on of which all are running. */
  private advance(actions: PackedArray, from: number, to: number): void {
    const { rows, clocks, rewards, terminated, truncated } = this;
    rows.step(actions, from, to);
    let astray = 0;
    for (let i = from; i < to; i++) astray += 0 * rewards[i]!;
    if (astray !== 0) this.refuseRewards(from);
    if (clocks.isDue) clocks.cut(truncated, from, to);
    for (let i = from; i < to; i++) if ((terminated[i]! | truncated[i]!) === 1) this.end(i);
    if (rows.info) this.told.fill(STEP, from, to);
    if (this.actionMasks) rows.mask!(this.actionMasks, from, to);
  }

  private end(i: number): void {
    if (this.autoreset !== 'same-step') {
      this.setPhase(i, OVER);
      return;
    }
    const { observations, finalObservations, rows } = this;
    const size = this.singleObservationSpace.packedSize;
    for (let k = i * size; k < (i + 1) * size; k++) finalObservations[k] = observations[k]!;
    if (this.finalActionMasks) rows.mask!(this.finalActionMasks, i, i + 1);
    rows.reset(i);
    this.clocks.begin(i);
  }

  /** The one result that shows whether a world went astray: what is observed and not finite soon reaches it. */
  private refuseRewards(from: number): never {
    const i = this.rewards.findIndex((reward, row) => row >= from && !Number.isFinite(reward));
    throw new UserError(
      `${this.spec.id}: the step of sub-environment ${i} gave the reward ${this.rewards[i]}; it must be a finite number.`,
      { kind: 'failure' },
    );
  }

  private requireSteppable(i: number): void {
    if (this.phases[i] === CREATED) {
      throw new UserError(
        `${this.spec.id}: step() was called before the first reset() of sub-environment ${i}.`,
      );
    }
    if (this.phases[i] === OVER && this.autoreset !== 'next-step') throw finishedError(i);
  }

  private setPhase(i: number, phase: number): void {
    this.idle += Number(this.phases[i] === RUNNING) - Number(phase === RUNNING);
    this.phases[i] = phase;
  }

  private phaseOf(name: unknown): number {
    const phase = PHASES.indexOf(name as (typeof PHASES)[number]);
    if (phase === -1) this.refuseState('phase', name);
    return phase;
  }

  private elapsedOf({ elapsed }: EnvState): number {
    if (!Number.isSafeInteger(elapsed)) this.refuseState('elapsed steps', elapsed);
    return elapsed as number;
  }

  private refuseState(what: string, value: unknown): never {
    throw new UserError(
      `${this.spec.id}: loadState() takes what saveState() gave, got the ${what} ${show(value)}.`,
    );
  }

  close(): void {}

  /** That of single environments inside their wrappers. */
  saveState(): EnvState {
    const { isLimited, clocks, phases } = this;
    const envs = Array.from(phases, (phase, i) => {
      const own = this.rows.save(i);
      return { phase: PHASES[phase], env: isLimited ? { elapsed: clocks.elapsed(i), env: own } : own };
    });
    return {
      envs,
      observations: [...this.observations],
      terminated: [...this.terminated],
      truncated: [...this.truncated],
    };
  }

  /** @throws UserError when the state is that of another number of environments. */
  loadState({ envs, observations, terminated, truncated }: EnvState): void {
    requireRows(envs as EnvState[], this.numEnvs);
    const { isLimited } = this;
    (envs as EnvState[]).forEach(({ phase, env }, i) => {
      const state = env as EnvState;
      this.setPhase(i, this.phaseOf(phase));
      this.clocks.setElapsed(i, isLimited ? this.elapsedOf(state) : 0);
      this.rows.load(i, isLimited ? (state.env as EnvState) : state);
    });
    this.observations.set(observations as number[]);
    this.terminated.set(terminated as number[]);
    this.truncated.set(truncated as number[]);
    this.clocks.isDue = true;
    this.rewards.fill(0);
    this.finalObservations.fill(0);
    this.told.fill(UNTOLD);
    if (this.actionMasks) this.rows.mask!(this.actionMasks, 0, this.numEnvs);
  }
}
