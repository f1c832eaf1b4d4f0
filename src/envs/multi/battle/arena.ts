// The rules of MAgent's battle: soldiers of two groups on a walled field, attacks in random order, moves in list order.
import { ACTIONS, FIRST_ATTACK } from './actions.js';
import { Minstd } from './minstd.js';

export const HP = 10;
const DAMAGE = 2;
const RECOVERY = Math.fround(0.1);
const KILL_REWARD = 5;

const EMPTY = -1;
const WALL = -2;

/** What a soldier did last, as far as it earns something. */
const NOTHING = 0;
const ATTACKED = 1;
const KILLED = 2;

export interface Rewards {
  stepReward: number;
  deadPenalty: number;
  attackPenalty: number;
  attackOpponentReward: number;
}

/** Soldiers are numbered through both groups, group 0 first. */
export class Arena {
  readonly total: number;
  readonly x: Int16Array;
  readonly y: Int16Array;
  readonly hp: Float32Array;
  readonly alive: Uint8Array;
  /** What the last step earned, and what this one has so far: single precision, as the engine adds. */
  readonly lastReward: Float32Array;
  readonly reward: Float32Array;
  /** -1 before the first action. */
  readonly lastAction: Int8Array;
  readonly living: [number, number] = [0, 0];
  readonly random = new Minstd();
  /** Who stands where. */
  private readonly cells: Int16Array;
  private readonly deed: Uint8Array;
  private readonly attackers: Int16Array;

  constructor(
    readonly size: number,
    /** Where the soldiers of each group begin. */
    private readonly formation: readonly (readonly (readonly [x: number, y: number])[])[],
    private readonly rewards: Rewards,
  ) {
    const total = formation[0]!.length + formation[1]!.length;
    this.total = total;
    this.x = new Int16Array(total);
    this.y = new Int16Array(total);
    this.hp = new Float32Array(total);
    this.alive = new Uint8Array(total);
    this.lastReward = new Float32Array(total);
    this.reward = new Float32Array(total);
    this.lastAction = new Int8Array(total);
    this.deed = new Uint8Array(total);
    this.attackers = new Int16Array(total);
    this.cells = new Int16Array(size * size);
  }

  groupOf(id: number): 0 | 1 {
    return id < this.formation[0]!.length ? 0 : 1;
  }

  isWall(x: number, y: number): boolean {
    const last = this.size - 1;
    return x === 0 || y === 0 || x === last || y === last;
  }

  start(): void {
    this.formation.flat().forEach(([x, y], id) => {
      this.x[id] = x;
      this.y[id] = y;
    });
    this.hp.fill(HP);
    this.alive.fill(1);
    this.lastReward.fill(0);
    this.lastAction.fill(-1);
    this.begin();
    this.place();
  }

  /** Puts everybody who lives on the field. */
  place(): void {
    const { size, cells, living } = this;
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) cells[y * size + x] = this.isWall(x, y) ? WALL : EMPTY;
    }
    living.fill(0);
    for (let id = 0; id < this.total; id++) {
      if (this.alive[id] === 0) continue;
      cells[this.y[id]! * size + this.x[id]!] = id;
      living[this.groupOf(id)]++;
    }
  }

  private begin(): void {
    this.reward.fill(this.rewards.stepReward);
    this.deed.fill(NOTHING);
  }

  /** @param actions by soldier; those of the dead are not read. Afterwards `lastReward` holds what the step earned. */
  step(actions: ArrayLike<number>): void {
    const { alive, lastAction, hp, deed, total } = this;
    let attacks = 0;
    for (let id = 0; id < total; id++) {
      if (alive[id] === 0) continue;
      lastAction[id] = actions[id]!;
      if (actions[id]! >= FIRST_ATTACK) this.attackers[attacks++] = id;
    }
    this.shuffle(attacks);
    for (let i = 0; i < attacks; i++) this.attack(this.attackers[i]!);
    for (let id = 0; id < total; id++) {
      if (alive[id] === 1) hp[id] = Math.min(HP, hp[id]! + RECOVERY);
    }
    for (let id = 0; id < total; id++) {
      if (alive[id] === 1 && lastAction[id]! < FIRST_ATTACK) this.move(id);
    }
    // Also those who died later in this step.
    for (let id = 0; id < total; id++) {
      if (deed[id] === ATTACKED) this.reward[id]! += this.rewards.attackOpponentReward;
    }
    this.lastReward.set(this.reward);
    this.begin();
  }

  private shuffle(count: number): void {
    const { attackers, random } = this;
    for (let i = 0; i < count; i++) {
      const j = random.next() % (i + 1);
      const other = attackers[j]!;
      attackers[j] = attackers[i]!;
      attackers[i] = other;
    }
  }

  private attack(id: number): void {
    const { x, y, hp, alive, reward, cells, size, deed } = this;
    if (alive[id] === 0) return;
    reward[id]! += this.rewards.attackPenalty;
    const [dx, dy] = ACTIONS[this.lastAction[id]!]!;
    // Soldiers never stand on the border, so that neighbours are on the field.
    const target = cells[(y[id]! + dy) * size + x[id]! + dx]!;
    if (target < 0 || this.groupOf(target) === this.groupOf(id)) return;
    hp[target]! -= DAMAGE;
    deed[id] = ATTACKED;
    if (hp[target]! >= 0) return;
    deed[id] = KILLED;
    reward[id]! += KILL_REWARD;
    reward[target] = this.rewards.deadPenalty;
    alive[target] = 0;
    this.living[this.groupOf(target)]--;
    cells[y[target]! * size + x[target]!] = EMPTY;
  }

  /** Jumps: only the target cell must be free. */
  private move(id: number): void {
    const { x, y, cells, size } = this;
    const [dx, dy] = ACTIONS[this.lastAction[id]!]!;
    const toX = x[id]! + dx;
    const toY = y[id]! + dy;
    if (toX < 0 || toY < 0 || toX >= size || toY >= size || cells[toY * size + toX] !== EMPTY) return;
    cells[y[id]! * size + x[id]!] = EMPTY;
    cells[toY * size + toX] = id;
    x[id] = toX;
    y[id] = toY;
  }

  snapshot() {
    const { x, y, hp, alive, lastReward, lastAction } = this;
    return {
      x: [...x],
      y: [...y],
      hp: [...hp],
      alive: [...alive],
      lastReward: [...lastReward],
      lastAction: [...lastAction],
      random: this.random.state,
    };
  }

  restore(state: ReturnType<Arena['snapshot']>): void {
    for (const name of ['x', 'y', 'hp', 'alive', 'lastReward', 'lastAction'] as const)
      this[name].set(state[name]);
    this.random.state = state.random;
    this.begin();
    this.place();
  }
}
