// Battle: two armies of soldiers on a walled field; each soldier is an agent that sees its surroundings and fights.
//
// Source: L. Zheng et al., MAgent: A many-agent reinforcement learning platform for artificial collective intelligence,
// 2018; MAgent2's `battle_v4`. `battle_book_v0` is the field of A. Zai and B. Brown, Deep Reinforcement Learning in
// Action, chapter 9: 30 x 30, 16 against 16.
//
// | actions | meaning                                                  |   Agents: red_0, red_1, …, blue_0, blue_1, …
// |---------|----------------------------------------------------------|
// | 0 - 12  | move by [dx, dy] with dx² + dy² ≤ 4, row by row; 6 stays |   Observation: 13 x 13 cells around the soldier,
// | 13 - 20 | attack one of the 8 neighbours, row by row               |   channels last; those farther than 6 are blank.
//
// Channels: wall, own army, its health, enemies, their health. With `minimapMode` each army has a third channel, where its
// soldiers stand on the whole field (shares; +1 where oneself stands), and all cells hold the own place, x and y over the
// size of the field. With `extraFeatures` all cells also hold (before the place) the soldier's number in 10 bits, its last
// action one-hot and its last reward.
//
// Dynamics: first attacks, in random order: a hit takes 2 of 10 health, and whoever falls below 0 is dead and gone. Then
//   everybody recovers 0.1, then everybody who moves jumps, red first, if the target cell is free.
// Reward: `stepReward` (-0.005) each step, `attackPenalty` (-0.1) for each attack, `attackOpponentReward` (0.2) for one that
//   hit, 5 for one that killed; who dies gets `deadPenalty` (-0.1) instead of all it had.
// Start: red left, blue right, both in squares with every second cell free.
// End: terminated for those who die, and for all when one army is gone; truncated after `maxCycles` steps.
// State: the field, mapSize x mapSize x 5, rows first: wall, red, its health, blue, its health.
// Neighbours: the living of one's own army at a Manhattan distance below 7.
// Arguments: `mapSize` (45), `agentsPerSide` (null: 4 % of the cells), `gap` (3, half the distance between the armies),
//   `minimapMode` (false), `extraFeatures` (false), `maxCycles` (1000), the four rewards, and `blue` (agents, or random: only the
//   red are agents; their last infos tell `isSuccess`, whether they won, and `kills`).
// Versions: v4, step for step as MAgent2's engine. Its minimap of an army that is gone is NaN, ours is 0.
import { UserError } from '../../../io/errors.js';
import type { Seed } from '../../../random/index.js';
import { Box, Discrete } from '../../../spaces/index.js';
import type { Drawing } from '../../drawing.js';
import type { EnvState } from '../../env.js';
import { changedDefaults, type OptionValues, option, readOptions } from '../../options.js';
import { byAgent, requireAgent } from '../calls.js';
import type { ByAgent, ParallelReset, ParallelStep } from '../contract.js';
import type { MultiEnvDefinition } from '../define-multi-env.js';
import { SeededParallelEnv } from '../seeded-parallel-env.js';
import { ACTIONS } from './actions.js';
import { Arena, HP } from './arena.js';
import { drawBattle } from './drawing.js';
import { VIEW, Views } from './views.js';

const OPTIONS = {
  /** Cells along each side, walls included. */
  mapSize: option(45, { integer: true, min: 12, max: 1000 }),
  /** Soldiers of each army, a square number; `null`: 4 % of the cells. */
  agentsPerSide: option<number | null>(null, { like: 16, integer: true, min: 1 }),
  /** Half the distance between the armies. */
  gap: option(3, { integer: true, min: 0 }),
  minimapMode: false,
  extraFeatures: false,
  maxCycles: option(1000, { integer: true, min: 1 }),
  stepReward: -0.005,
  deadPenalty: -0.1,
  attackPenalty: -0.1,
  attackOpponentReward: 0.2,
  /** Who plays the blue army. */
  blue: option('agents', { choices: ['agents', 'random'] }),
};

/** Manhattan distance from which on soldiers are no neighbours. */
const NEAR = 7;

export type BattleOptions = Partial<OptionValues<typeof OPTIONS>>;

export class Battle extends SeededParallelEnv<Float32Array, number> {
  readonly possibleAgents: readonly string[];
  readonly stateSpace: Box;
  readonly arena: Arena;
  private readonly seen: Box;
  private readonly acted = new Discrete(ACTIONS.length);
  private readonly views: Views;
  private readonly maxCycles: number;
  private readonly actions: Int8Array;
  /** The number of each soldier. */
  private readonly ids: ByAgent<number>;
  private readonly isBlueRandom: boolean;
  private cycles = 0;

  /** @throws UserError when an option has no meaning or the armies do not fit on the field. */
  constructor(options: BattleOptions = {}) {
    super();
    const { mapSize, agentsPerSide, gap, minimapMode, extraFeatures, maxCycles, blue, ...rewards } =
      readOptions('Battle', OPTIONS, options);
    const armies = formation(mapSize, agentsPerSide, gap);
    this.arena = new Arena(mapSize, armies, rewards);
    this.views = new Views(this.arena, { minimapMode, extraFeatures });
    this.maxCycles = maxCycles;
    this.isBlueRandom = blue === 'random';
    this.possibleAgents = (this.isBlueRandom ? ['red'] : ['red', 'blue']).flatMap((team, group) =>
      armies[group]!.map((_, i) => `${team}_${i}`),
    );
    this.ids = byAgent(this.possibleAgents, (agent) => this.possibleAgents.indexOf(agent));
    this.actions = new Int8Array(this.arena.total);
    // Rewards, among the features, have no bounds of their own.
    const bounds = extraFeatures ? { low: -Infinity, high: Infinity } : { low: 0, high: 2 };
    this.seen = new Box({ ...bounds, shape: [VIEW, VIEW, this.views.channels] });
    this.stateSpace = new Box({ low: 0, high: 1, shape: [mapSize, mapSize, 5] });
    this.reseed(this.rng.integers(1, 2 ** 31 - 1));
  }

  observationSpace(agent: string): Box {
    requireAgent(this, agent);
    return this.seen;
  }

  actionSpace(agent: string): Discrete {
    requireAgent(this, agent);
    return this.acted;
  }

  neighbours(agent: string): readonly string[] {
    const { arena, ids, possibleAgents, isBlueRandom } = this;
    const { x, y } = arena;
    const id = ids[agent]!;
    const half = isBlueRandom ? possibleAgents.length : possibleAgents.length / 2;
    const first = arena.groupOf(id) * half;
    return possibleAgents.slice(first, first + half).filter((_, i) => {
      const other = first + i;
      const distance = Math.abs(x[other]! - x[id]!) + Math.abs(y[other]! - y[id]!);
      return other !== id && arena.alive[other] === 1 && distance < NEAR;
    });
  }

  /** Chance is the engine's own, which goes on through unseeded resets. */
  protected override reseed(seed: Seed): void {
    super.reseed(seed);
    this.arena.random.seed(seed);
  }

  protected start(): ParallelReset<Float32Array> {
    this.cycles = 0;
    this.arena.start();
    return { observations: this.look(), infos: byAgent(this.agents, () => ({})) };
  }

  protected advance(actions: ByAgent<number>): ParallelStep<Float32Array> {
    const { arena, agents, possibleAgents } = this;
    for (let id = 0; id < arena.total; id++) {
      const isPlayed = id < possibleAgents.length;
      this.actions[id] = isPlayed
        ? (actions[possibleAgents[id]!] ?? 0)
        : this.rng.integers(0, ACTIONS.length);
    }
    arena.step(this.actions);
    const isCut = ++this.cycles >= this.maxCycles;
    const isWon = arena.living.includes(0);
    const told =
      this.isBlueRandom && (isWon || isCut)
        ? { isSuccess: arena.living[1] === 0, kills: arena.total - possibleAgents.length - arena.living[1] }
        : undefined;
    const result: ParallelStep<Float32Array> = {
      observations: this.look(),
      rewards: {},
      terminations: {},
      truncations: {},
      infos: {},
    };
    for (const agent of agents) {
      const id = this.ids[agent]!;
      result.rewards[agent] = arena.lastReward[id]!;
      result.terminations[agent] = isWon || arena.alive[id] === 0;
      result.truncations[agent] = isCut;
      result.infos[agent] = { ...told };
    }
    return result;
  }

  private look(): ByAgent<Float32Array> {
    this.views.update();
    return byAgent(this.agents, (agent) => this.views.of(this.ids[agent]!));
  }

  state(): Float32Array {
    const { arena } = this;
    const { size } = arena;
    const field = new Float32Array(size * size * 5);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) if (arena.isWall(x, y)) field[(y * size + x) * 5] = 1;
    }
    for (let id = 0; id < arena.total; id++) {
      if (arena.alive[id] === 0) continue;
      const at = (arena.y[id]! * size + arena.x[id]!) * 5 + 1 + 2 * arena.groupOf(id);
      field[at] = 1;
      field[at + 1] = arena.hp[id]! / HP;
    }
    return field;
  }

  override render(): Drawing {
    return drawBattle(this.arena);
  }

  protected snapshot(): EnvState {
    return { cycles: this.cycles, arena: this.arena.snapshot() };
  }

  protected restore({ cycles, arena }: EnvState): void {
    this.cycles = cycles as number;
    this.arena.restore(arena as ReturnType<Arena['snapshot']>);
  }
}

/** Where the soldiers of both armies begin: squares that face each other. */
function formation(size: number, agentsPerSide: number | null, gap: number): [number, number][][] {
  const along = Math.floor(Math.sqrt(agentsPerSide ?? size * size * 0.04));
  if (agentsPerSide !== null && along * along !== agentsPerSide) {
    throw new UserError(
      `Battle: agentsPerSide must be a square number such as ${along * along}, got ${agentsPerSide}.`,
    );
  }
  const middle = Math.floor(size / 2);
  const top = Math.floor((size - 2 * along) / 2);
  const square = (left: number) =>
    Array.from({ length: along * along }, (_, i): [number, number] => [
      left + 2 * Math.floor(i / along),
      top + 2 * (i % along),
    ]);
  const left = middle - gap - 2 * along;
  if (left < 1 || top < 1 || middle + gap + 2 * (along - 1) > size - 2) {
    throw new UserError(
      `Battle: two squares of ${along} x ${along} soldiers with the gap ${gap} do not fit on a field of ${size} x ${size}; ` +
        'raise mapSize, or lower agentsPerSide or gap.',
    );
  }
  return [square(left), square(middle + gap)];
}

const create = (options: BattleOptions) => new Battle(options);

export const battleV4: MultiEnvDefinition<Battle, typeof OPTIONS> = {
  id: 'battle_v4',
  description: 'Two armies of soldiers fight until one is gone.',
  options: OPTIONS,
  create,
};

export const battleBookV0: MultiEnvDefinition<Battle, typeof OPTIONS> = {
  id: 'battle_book_v0',
  description: 'The same with 16 against 16 on a small field, and a map of the whole in sight.',
  options: /* @__PURE__ */ changedDefaults(OPTIONS, {
    mapSize: 30,
    agentsPerSide: 16,
    gap: 1,
    minimapMode: true,
    maxCycles: 250,
  }),
  create,
};

declare module '../define-multi-env.js' {
  interface MultiEnvTypes {
    battle_v4: typeof battleV4;
    battle_book_v0: typeof battleBookV0;
  }
}
