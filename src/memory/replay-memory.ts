// Experience replay (Lin 1992; Mnih et al. 2015): the last transitions of an agent, a ring of rows.
import { UserError } from '../io/errors.js';
import type { Snapshot } from '../io/snapshot.js';
import { Discrete, MultiBinary, MultiDiscrete, type Space } from '../spaces/index.js';
import type { Column, ColumnSpec } from './column.js';
import { ColumnStore } from './column-store.js';
import { EpisodeLinks } from './episode-links.js';
import type { FixedColumn } from './fixed-column.js';
import { type Channels, ObservationColumns, observationSpecs } from './observation-columns.js';
import type { Transitions } from './transitions.js';

export interface ReplayOptions {
  observationSpace: Space;
  actionSpace: Space;
  /** Whether the frames of 8-bit images lie first or last: they are then stored once. */
  channels?: Channels;
  /** Flags per row of the legal actions of next observations, where the environment has masks: kept as `nextMasks`. */
  maskSize?: number;
  /** Keeps those of the observations too, as `masks`: for learners of a policy. */
  keepsMasks?: boolean;
  /** Keeps which rows follow each other in an episode, as `episodes`: for n-step returns, hindsight and sequences. */
  linked?: boolean;
  /** Columns of your own, written by whoever reads them. */
  columns?: Record<string, ColumnSpec>;
}

/**
 * Keeps the last `capacity` transitions (s, a, r, s', terminated). Observations stay packed (one number for a Discrete
 * one, bytes for images) and are encoded only when drawn. A million CartPole-v1 transitions take 38 MB; `linked` adds 4.
 *
 * @example
 * const memory = new ReplayMemory(10_000, { observationSpace, actionSpace });
 * memory.add(collector.step());
 */
export class ReplayMemory extends ColumnStore {
  readonly observations: ObservationColumns;
  readonly nextObservations: ObservationColumns;
  readonly actions: FixedColumn;
  readonly rewards: FixedColumn;
  readonly terminated: FixedColumn;
  /** Legal actions of next observations, 1 or 0 each; all 1 after a termination, where none is taken. */
  readonly nextMasks: FixedColumn | undefined;
  /** Legal actions of observations, where they are kept; all 1 where the environment did not tell. */
  readonly masks: FixedColumn | undefined;
  readonly episodes: EpisodeLinks | undefined;

  private readonly actionSpace: Space;
  private readonly anyAction: Uint8Array;

  constructor(capacity: number, options: ReplayOptions) {
    const { observationSpace, actionSpace, channels, maskSize = 0, linked = false, columns = {} } = options;
    const keepsMasks = maskSize > 0 && options.keepsMasks === true;
    super(
      {
        ...observationSpecs(observationSpace, ['observation', 'next'], channels),
        action: { dtype: actionSpace.packedType, size: actionSpace.packedSize },
        reward: { dtype: 'float32' },
        terminated: { dtype: 'uint8' },
        ...(maskSize > 0 && { nextMask: { dtype: 'uint8', size: maskSize } }),
        ...(keepsMasks && { mask: { dtype: 'uint8', size: maskSize } }),
        ...(linked && { following: { dtype: 'int32' } }),
        ...columns,
      },
      capacity,
    );
    this.actionSpace = actionSpace;
    this.anyAction = new Uint8Array(maskSize).fill(1);
    this.observations = new ObservationColumns(this, observationSpace, 'observation');
    this.nextObservations = new ObservationColumns(this, observationSpace, 'next');
    this.actions = this.scalar('action');
    this.rewards = this.scalar('reward');
    this.terminated = this.scalar('terminated');
    this.nextMasks = maskSize > 0 ? this.scalar('nextMask') : undefined;
    this.masks = keepsMasks ? this.scalar('mask') : undefined;
    this.episodes = linked ? new EpisodeLinks(this.scalar('following')) : undefined;
  }

  /** Stores a row per living environment; `onAdd` hears of each. The oldest make room. */
  add(transitions: Transitions, onAdd?: (row: number, env: number) => void): void {
    const { count, observations, actions, rewards, terminated, truncated, alive } = transitions;
    if (this.episodes && count > this.capacity)
      throw new UserError(
        `A memory of ${this.capacity} rows cannot follow ${count} environments; give it as many.`,
      );
    for (let i = 0; i < count; i++) {
      if (alive && alive[i] === 0) continue;
      const row = this.claim();
      // A cut episode (truncated) still has a future: only `terminated` stops the bootstrap.
      const done = terminated[i] === 1 || truncated[i] === 1;
      const next = done ? transitions.finalObservations : transitions.nextObservations;
      this.observations.write(row, observations, i);
      this.nextObservations.write(row, next, i);
      this.actions.write(row, actions, i * this.actions.size);
      this.rewards.set(row, rewards[i]!);
      this.terminated.set(row, terminated[i]!);
      if (this.nextMasks) this.writeNextMask(row, transitions, i);
      if (this.masks) this.writeMask(row, transitions, i);
      this.episodes?.add(i, count, row, done);
      onAdd?.(row, i);
    }
  }

  private writeMask(row: number, { actionMasks }: Transitions, i: number): void {
    const masks = this.masks!;
    masks.write(row, actionMasks ?? this.anyAction, actionMasks ? i * masks.size : 0);
  }

  private writeNextMask(row: number, transitions: Transitions, i: number): void {
    const { terminated, truncated, nextActionMasks, finalActionMasks } = transitions;
    const columns = this.nextMasks!;
    const known = truncated[i] === 1 ? finalActionMasks : nextActionMasks;
    const isTold = known !== undefined && terminated[i] === 0;
    const from = i * columns.size;
    columns.write(row, isTold ? known : this.anyAction, isTold ? from : 0);
    if (!isTold) return;
    for (let a = from; a < from + columns.size; a++) if (known[a] !== 0) return;
    throw noNextAction(i);
  }

  override saveState(): Snapshot {
    const { meta, arrays } = super.saveState();
    return { meta: { ...meta, ...(this.episodes && { newest: this.episodes.save() }) }, arrays };
  }

  override clear(): void {
    super.clear();
    this.episodes?.abandon();
  }

  /** @throws UserError also when a row holds a choice that its space does not have. */
  override loadState(snapshot: Snapshot): void {
    super.loadState(snapshot);
    this.episodes?.load(snapshot.meta.newest, this.size, this.size === this.capacity);
    for (const leaf of this.actionSpace.leaves())
      requireChoices('action', leaf.space, this.actions, leaf.offset, this.size);
    for (const { space, columns } of [this.observations, this.nextObservations]) {
      for (const [i, leaf] of space.leaves().entries())
        requireChoices('observation', leaf.space, columns[i]!, 0, this.size);
    }
  }
}

function noNextAction(env: number): UserError {
  return new UserError(
    `The action mask after the last step of environment ${env} allows no action, though the episode was only cut short; ` +
      'end it instead (terminated: true).',
  );
}

/** Choices index outputs and one-hot inputs: one that does not exist would reach into its neighbours. */
function requireChoices(what: string, space: Space, column: Column, at: number, rows: number): void {
  const [first, count] = choicesOf(space);
  for (let row = 0; row < rows && count.length > 0; row++) {
    const values = column.source(row);
    const offset = column.offset(row) + at;
    for (let i = 0; i < count.length; i++) {
      const value = values[offset + i]!;
      if (value >= first[i]! && value < first[i]! + count[i]!) continue;
      throw new UserError(
        `The saved memory holds the ${what} ${value} in row ${row}, which ${space} has not.`,
        {
          kind: 'failure',
        },
      );
    }
  }
}

/** The first value and the number of values of each entry; none for boxes. */
function choicesOf(space: Space): [first: readonly number[], count: readonly number[]] {
  const it: unknown = space;
  if (it instanceof Discrete) return [[it.start], [it.n]];
  if (it instanceof MultiDiscrete) return [it.start, it.nvec];
  if (!(it instanceof MultiBinary)) return [[], []];
  const entries = Array.from({ length: space.packedSize });
  return [entries.map(() => 0), entries.map(() => 2)];
}
