// Reports return and length of every finished episode in `info.episode`, and numbers of its infos.
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { TrackedInfo } from './tracked-info.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** How many episodes are kept. */
  bufferLength: /* @__PURE__ */ option(100, { integer: true, min: 0 }),
  /** Numbers of the infos of steps and what is told of them: max, min, mean, sum or last (`info_keywords` in Stable-Baselines3). */
  track: /* @__PURE__ */ option<readonly string[]>([], { like: ['x_pos:max'] }),
};

/** What `info.episode` holds after the last step of an episode, names as in Gymnasium; beside them what is tracked. */
export interface EpisodeStatistics {
  /** Undiscounted sum of rewards. */
  r: number;
  /** Steps. */
  l: number;
  /** Seconds since the episode began. */
  t: number;
}

/**
 * What is tracked comes into the metrics of runs (`episode/x_pos`), into evaluations and into the report.
 *
 * @example new RecordEpisodeStatistics(make('Runner-v0'), { track: ['x_pos:max', 'coins:last'] })
 */
export class RecordEpisodeStatistics<O, A> extends Wrapper<O, A> {
  /** The last episodes, oldest first, at most `bufferLength`. */
  readonly episodes: EpisodeStatistics[] = [];
  private readonly bufferLength: number;
  private readonly tracked: TrackedInfo;
  private sum = 0;
  private length = 0;
  private startedAt = performance.now();

  /** @throws UserError when an option is unknown or wrong. */
  constructor(env: Env<O, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    super(env);
    const { bufferLength, track } = readOptions('RecordEpisodeStatistics', OPTIONS, options);
    this.bufferLength = bufferLength;
    this.tracked = new TrackedInfo(track);
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    this.sum = 0;
    this.length = 0;
    this.startedAt = performance.now();
    this.tracked.start();
    return this.env.reset(options);
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    this.sum += result.reward;
    this.length++;
    this.tracked.add(result.info);
    if (result.terminated || result.truncated) {
      const t = (performance.now() - this.startedAt) / 1000;
      const episode: EpisodeStatistics = {
        r: this.sum,
        l: this.length,
        t,
        ...this.tracked.values(result.info),
      };
      this.episodes.push(episode);
      if (this.episodes.length > this.bufferLength) this.episodes.shift();
      return { ...result, info: { ...result.info, episode } };
    }
    return result;
  }

  protected override snapshot(): EnvState {
    return {
      sum: this.sum,
      length: this.length,
      episodes: [...this.episodes],
      tracked: this.tracked.save(),
    };
  }

  protected override restore({ sum, length, episodes, tracked }: EnvState): void {
    this.sum = sum as number;
    this.length = length as number;
    this.episodes.splice(0, Infinity, ...(episodes as EpisodeStatistics[]));
    this.tracked.load(tracked as ReturnType<TrackedInfo['save']>);
  }
}

export const recordEpisodeStatistics = /* @__PURE__ */ defineWrapper({
  id: 'RecordEpisodeStatistics',
  description: 'Reports return and length of finished episodes, and numbers of their infos, in info.episode.',
  options: OPTIONS,
  create: (env, options) => new RecordEpisodeStatistics(env, options),
});
