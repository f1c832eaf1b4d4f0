// Worlds that change while an agent learns.
import { type Env, Gridworld } from '../../envs/index.js';
import { Discrete, MultiBinary } from '../../spaces/index.js';

type GridEnv = Env<Uint8Array, number>;

const [PLAYER, LEFT_OF_IT, RIGHT_OF_IT, WALL] = [5, 4, 6, 13];

/** A board of Gridworld with the goal beside the player and the pit on its other side: one move decides. */
export class OneMove implements GridEnv {
  readonly observationSpace = new MultiBinary([4, 4, 4]);
  readonly actionSpace = new Discrete(4);
  /** The move to the goal. */
  readonly right: number;
  readonly planes = new Uint8Array(64);

  constructor(goalAt: 'left' | 'right') {
    const [goal, pit] = goalAt === 'right' ? [RIGHT_OF_IT, LEFT_OF_IT] : [LEFT_OF_IT, RIGHT_OF_IT];
    for (const [plane, cell] of [PLAYER, goal, pit, WALL].entries()) this.planes[16 * plane + cell] = 1;
    this.right = goalAt === 'right' ? 3 : 2;
  }

  reset() {
    return { observation: this.planes, info: {} };
  }

  /** Up and down lead nowhere. */
  step(action: number) {
    const reward = action < 2 ? -1 : action === this.right ? 10 : -10;
    return { observation: this.planes, reward, terminated: action >= 2, truncated: false, info: {} };
  }
}

/** One world, and another from the next episode on when `now` says so. */
export class Changing implements GridEnv {
  readonly observationSpace = new Gridworld().observationSpace;
  readonly actionSpace = new Discrete(4);
  now = 0;
  private current = 0;

  constructor(private readonly worlds: readonly GridEnv[]) {}

  reset(options?: { seed?: number }) {
    this.current = this.now;
    // A seed is given once: it is meant for all of them.
    if (options?.seed !== undefined) for (const world of this.worlds) world.reset(options);
    return this.worlds[this.current]!.reset(options);
  }

  step(action: number) {
    return this.worlds[this.current]!.step(action);
  }
}
