// Episodes of an environment as somebody plays them: steps, returns, and the lines that tell of them.

import { legalActions } from '../../envs/action-mask.js';
import type { Env } from '../../envs/index.js';
import { show } from '../../io/describe.js';
import { type TerminalPictureOptions, terminalPicture } from '../../report/index.js';
import { Discrete } from '../../spaces/index.js';
import type { KeyAction } from './key-map.js';

export class Game {
  observation: unknown;
  episode = 0;
  /** Steps of this episode, and … */
  step = 0;
  /** … the sum of their rewards. */
  return = 0;
  reward = 0;
  /** How the episode ended; undefined while it goes on. */
  end: 'terminated' | 'truncated' | undefined;
  /** A line for each episode that ended. */
  readonly results: string[] = [];
  private mask: ArrayLike<number> | undefined;
  private last: string | undefined;

  /** @param seed of the first episode; those after it have the numbers that follow. */
  constructor(
    readonly env: Env,
    readonly seed: number,
    private readonly name: string,
  ) {
    this.reset();
  }

  /** Begins the next episode. */
  reset(): void {
    const { observation, info } = this.env.reset({ seed: this.seed + this.episode });
    this.episode++;
    this.step = 0;
    this.return = 0;
    this.reward = 0;
    this.end = undefined;
    this.last = undefined;
    this.observe(observation, info);
  }

  play({ action, label }: KeyAction): void {
    const { observation, reward, terminated, truncated, info } = this.env.step(action);
    this.step++;
    this.reward = reward;
    this.return += reward;
    this.last = label;
    this.observe(observation, info);
    this.end = terminated ? 'terminated' : truncated ? 'truncated' : undefined;
    if (this.end) this.results.push(this.result);
  }

  private observe(observation: unknown, info: Record<string, unknown>): void {
    this.observation = observation;
    this.mask = legalActions(this.env, info);
  }

  isLegal(action: unknown): boolean {
    const space = this.env.actionSpace;
    return !(this.mask && space instanceof Discrete) || this.mask[(action as number) - space.start] === 1;
  }

  /** `Episode 2 (seed 8): return 1 in 6 steps, terminated`. */
  private get result(): string {
    const { episode, step, end } = this;
    const seed = this.seed + episode - 1;
    return `Episode ${episode} (seed ${seed}): return ${number(this.return)} in ${step} steps, ${end}`;
  }

  /** `step 3   right   reward 0   return 1`. */
  get stepLine(): string {
    const parts = [`step ${this.step}`, this.last, `reward ${number(this.reward)}`];
    return [...parts, `return ${number(this.return)}`].filter((part) => part !== undefined).join('   ');
  }

  get title(): string {
    return `${this.name}   episode ${this.episode} (seed ${this.seed + this.episode - 1})`;
  }

  /** The world, as well as the room allows. */
  picture(room: TerminalPictureOptions): string[] {
    const drawing = this.env.render?.();
    if (!drawing) return [`observation ${show(this.observation)}`];
    return terminalPicture(drawing, room).slice(0, room.rows);
  }
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
