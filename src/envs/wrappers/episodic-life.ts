// Makes a lost life the end of an episode, so that a learner does not count on what comes after.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import type { Env, EnvState, Info, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** Where `info` tells the lives that are left (default `lives`; `life` in Runner-v0). */
  key: 'lives',
  /** The action played to go on with the next life (default 0). */
  noopAction: /* @__PURE__ */ option(0, { integer: true, min: 0 }),
};

export type EpisodicLifeOptions = Partial<OptionValues<typeof OPTIONS>>;

/**
 * A step that loses a life terminates. `reset` then goes on with the next life in the same game, by one idle step; only when
 * the game itself has ended, or `seed` or `options` are given, does it begin another. A life that is won ends nothing.
 *
 * Source: V. Mnih et al., Human-level control through deep reinforcement learning, 2015.
 */
export class EpisodicLife<O> extends Wrapper<O, number> {
  private readonly key: string;
  private readonly noopAction: number;
  private lives = 0;
  /** The game goes on although the episode ended. */
  private goesOn = false;

  constructor(env: Env<O, number>, options: EpisodicLifeOptions = {}) {
    super(env);
    ({ key: this.key, noopAction: this.noopAction } = readOptions('EpisodicLife', OPTIONS, options));
  }

  /** @throws UserError when `info` does not tell lives. */
  override reset(options?: ResetOptions): ResetResult<O> {
    const isPlain = options?.seed === undefined && options?.options === undefined;
    const start = this.goesOn && isPlain ? this.nextLife() : this.env.reset(options);
    this.goesOn = false;
    this.lives = this.livesOf(start.info);
    return start;
  }

  private nextLife(): ResetResult<O> {
    const { observation, info, terminated, truncated } = this.env.step(this.noopAction);
    return terminated || truncated ? this.env.reset() : { observation, info };
  }

  override step(action: number): StepResult<O> {
    const result = this.env.step(action);
    const before = this.lives;
    this.lives = this.livesOf(result.info);
    this.goesOn = !result.terminated && !result.truncated;
    return this.goesOn && this.lives < before ? { ...result, terminated: true } : result;
  }

  private livesOf(info: Info): number {
    const lives = info[this.key];
    if (typeof lives === 'number') return lives;
    throw new UserError(
      `EpisodicLife needs info.${this.key}, the number of lives left, got ${show(lives)}; info has ` +
        `${Object.keys(info).join(', ') || 'nothing'}. Name another key.`,
    );
  }

  protected override snapshot(): EnvState {
    return { lives: this.lives, goesOn: this.goesOn };
  }

  protected override restore({ lives, goesOn }: EnvState): void {
    this.lives = lives as number;
    this.goesOn = goesOn as boolean;
  }
}

export const episodicLife = /* @__PURE__ */ defineWrapper({
  id: 'EpisodicLife',
  description: 'Makes a lost life the end of an episode.',
  options: OPTIONS,
  create: (env, options) => new EpisodicLife(env as unknown as Env<unknown, number>, options),
});
