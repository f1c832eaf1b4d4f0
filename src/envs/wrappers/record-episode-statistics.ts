// Reports return and length of every finished episode in `info.episode`.
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** How many episodes are kept. */
  bufferLength: /* @__PURE__ */ option(100, { integer: true, min: 0 }),
};

/** What `info.episode` holds after the last step of an episode; names as in Gymnasium. */
export interface EpisodeStatistics {
  /** Undiscounted sum of rewards. */
  r: number;
  /** Steps. */
  l: number;
  /** Seconds since the episode began. */
  t: number;
}

export class RecordEpisodeStatistics<O, A> extends Wrapper<O, A> {
  /** The last episodes, oldest first, at most `bufferLength`. */
  readonly episodes: EpisodeStatistics[] = [];
  private readonly bufferLength: number;
  private sum = 0;
  private length = 0;
  private startedAt = performance.now();

  /** @throws UserError when an option is unknown or wrong. */
  constructor(env: Env<O, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    super(env);
    this.bufferLength = readOptions('RecordEpisodeStatistics', OPTIONS, options).bufferLength;
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    this.sum = 0;
    this.length = 0;
    this.startedAt = performance.now();
    return this.env.reset(options);
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    this.sum += result.reward;
    this.length++;
    if (result.terminated || result.truncated) {
      const t = (performance.now() - this.startedAt) / 1000;
      const episode: EpisodeStatistics = { r: this.sum, l: this.length, t };
      this.episodes.push(episode);
      if (this.episodes.length > this.bufferLength) this.episodes.shift();
      return { ...result, info: { ...result.info, episode } };
    }
    return result;
  }

  protected override snapshot(): EnvState {
    return { sum: this.sum, length: this.length, episodes: [...this.episodes] };
  }

  protected override restore({ sum, length, episodes }: EnvState): void {
    this.sum = sum as number;
    this.length = length as number;
    this.episodes.splice(0, Infinity, ...(episodes as EpisodeStatistics[]));
  }
}

export const recordEpisodeStatistics = /* @__PURE__ */ defineWrapper({
  id: 'RecordEpisodeStatistics',
  description: 'Reports return and length of finished episodes in info.episode.',
  options: OPTIONS,
  create: (env, options) => new RecordEpisodeStatistics(env, options),
});
