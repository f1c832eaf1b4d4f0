// Any environment that can save itself, for tree search from the state it is in.
import type { Env, EnvState } from '../../../envs/env.js';
import type { SearchGame } from '../../../envs/search-game.js';
import { UserError } from '../../../io/errors.js';
import { Discrete } from '../../../spaces/index.js';

/**
 * Plans in the environment itself: `begin` remembers its state, `finish` gives it back. A saved state holds the random
 * stream, so a search foresees chance moves; it is meant for worlds without them.
 *
 * @example
 * const game = new EnvSearch(env);
 * const uct = new Uct(game, { simulations: 200, exploration: 1, gamma: 0.99, playoutDepth: 50 }, rng);
 * uct.search([]);
 * game.finish();
 * env.step(uct.tree.bestAction());
 */
export class EnvSearch implements SearchGame {
  readonly players = 1;
  readonly actionCount: number;
  readonly observationSize = 0;
  isOver = false;
  private root: EnvState = {};
  private readonly firstAction: number;

  /** @throws UserError when its actions are not Discrete, or it cannot save itself exactly. */
  constructor(private readonly env: Env<unknown, number>) {
    const { actionSpace } = env;
    if (!(actionSpace instanceof Discrete))
      throw new UserError(`Tree search needs a Discrete action space, the environment has ${actionSpace}.`);
    if (!env.saveState || !env.loadState)
      throw new UserError('Tree search needs an environment with saveState() and loadState().');
    this.actionCount = actionSpace.n;
    this.firstAction = actionSpace.start;
  }

  start(): void {
    this.env.reset();
    this.begin();
  }

  /** From where the environment is now; there is no observation to give. */
  begin(): void {
    this.root = this.env.saveState!();
    this.isOver = false;
  }

  rewind(): void {
    this.env.loadState!(this.root);
    this.isOver = false;
  }

  /** The environment is where it was at `begin`. */
  finish(): void {
    this.rewind();
  }

  legal(out: Int32Array): number {
    if (this.isOver) return 0;
    const mask = this.env.actionMask?.();
    let count = 0;
    for (let a = 0; a < this.actionCount; a++) if (mask?.[a] !== 0) out[count++] = a;
    return count;
  }

  play(action: number): number {
    const { reward, terminated, truncated } = this.env.step(this.firstAction + action);
    this.isOver = terminated || truncated;
    return reward;
  }

  observe(): void {}
}
