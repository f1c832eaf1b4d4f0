// Videos of what an agent has learnt so far, taken at chosen episodes or steps of its training.
import { isAbsolute, join } from 'node:path';
import type { Agent, Callback, TrainingContext } from '../agents/index.js';
import { type Env, make, option } from '../envs/index.js';
import { defaultsOf, readOptions } from '../envs/options.js';
import { defineCallback, evaluationSeed, type ResumableCallback, type RunPlace } from '../evaluate/index.js';
import { UserError } from '../io/errors.js';
import { playEpisode } from './episode.js';
import {
  readVideoOptions,
  requireDrawn,
  type Trigger,
  VIDEO,
  type VideoOptions,
  writeVideo,
} from './video.js';

/** Frames of an episode that never ends. */
const MOST_FRAMES = 2000;

export interface RecordVideoCallbackOptions extends VideoOptions {
  /** An id, or a function that makes an environment: the videos are played in one that nothing trains on. */
  env: string | (() => Env);
  /** The run's seed; the episodes' seeds follow from it and the step, so training never notices them. */
  seed?: number;
}

/**
 * Plays an episode with the policy as it is then, greedily, in an environment of its own: training is the same with it
 * and without, on any number of environments, in threads too. Triggers ask for episodes and steps of the training,
 * counted from 0. Where several come up within one iteration the last one is recorded: they would all show the same
 * policy. What has been recorded is part of the run's checkpoints, so a resumed run goes on with the right numbers.
 *
 * @example
 * await agent.learn({ totalSteps: 50_000, callbacks: [new RecordVideoCallback({ env: 'CartPole-v1', folder: 'videos' })] });
 */
export class RecordVideoCallback implements ResumableCallback {
  readonly name: string;
  private readonly settings: ReturnType<typeof readVideoOptions>;
  private readonly makeEnv: () => Env;
  private readonly seed: number;
  /** What comes next: all before has been asked for. */
  private next = { episode: 0, step: 0 };

  /** @throws UserError when an option is unknown or wrong. */
  constructor(given: RecordVideoCallbackOptions) {
    const { env, seed = 0, ...options } = Object(given) as RecordVideoCallbackOptions;
    if (typeof env !== 'string' && typeof env !== 'function') {
      throw new UserError(
        'RecordVideo needs env, an id or a function that makes the environment to play in.',
      );
    }
    this.settings = readVideoOptions('RecordVideo', options);
    this.makeEnv = typeof env === 'string' ? () => make(env) as Env : env;
    this.seed = seed;
    const { folder, namePrefix } = this.settings;
    this.name = `RecordVideo ${join(folder, namePrefix)}`;
  }

  onTrainingStart({ agent }: TrainingContext): void {
    this.look(agent);
  }

  onIteration({ agent }: TrainingContext): void {
    this.look(agent);
  }

  private look(agent: Agent): void {
    const { next, settings } = this;
    const [episodes, steps] = [agent.numEpisodes, agent.numTimesteps];
    // An agent that begins anew is looked at from its beginning.
    if (steps < next.step - 1) this.next = { episode: 0, step: 0 };
    const episode = lastAsked(settings.episodeTrigger, this.next.episode, episodes);
    const step = lastAsked(settings.stepTrigger, this.next.step, steps);
    this.next = { episode: episodes + 1, step: steps + 1 };
    if (episode !== undefined) this.record(agent, `${settings.namePrefix}-episode-${episode}`);
    if (step !== undefined) this.record(agent, `${settings.namePrefix}-step-${step}`);
  }

  private record(agent: Agent, name: string): void {
    const env = this.makeEnv();
    const maxSteps = this.settings.videoLength || MOST_FRAMES;
    const seed = evaluationSeed(this.seed, agent.numTimesteps);
    const frames = [...playEpisode(agent, env, { seed, maxSteps })].map(({ drawing }) => drawing);
    env.close?.();
    requireDrawn(frames, env);
    writeVideo(name, frames, this.settings);
  }

  saveState(): Record<string, unknown> {
    return { ...this.next };
  }

  loadState({ episode, step }: Record<string, unknown>): void {
    this.next = { episode: episode as number, step: step as number };
  }
}

/** The last number from `first` to `last` that a trigger asks for. */
function lastAsked(trigger: Trigger | undefined, first: number, last: number): number | undefined {
  for (let n = last; trigger && n >= first; n--) if (trigger(n)) return n;
  return undefined;
}

const OPTIONS = {
  ...VIDEO,
  /** Records every so many episodes of the training; 0 (default): episodes 0, 1, 8, 27, … and every thousandth. */
  everyEpisodes: /* @__PURE__ */ option(0, { integer: true, min: 0 }),
  /** Records every so many steps of the training instead; 0: episodes count. */
  everySteps: /* @__PURE__ */ option(0, { integer: true, min: 0 }),
};

function create(given: Record<string, unknown>, run?: RunPlace): Callback {
  const { everyEpisodes, everySteps, ...options } = readOptions('RecordVideo', OPTIONS, given);
  const every = (interval: number): Trigger | undefined =>
    interval > 0 ? (n) => n % interval === 0 : undefined;
  const { folder } = options;
  return new RecordVideoCallback({
    ...options,
    folder: run && !isAbsolute(folder) ? join(run.folder, folder) : folder,
    episodeTrigger: every(everyEpisodes),
    stepTrigger: every(everySteps),
    env: run?.makeEnv ?? withoutRun,
    seed: run?.seed,
  });
}

/** `train({ callbacks: ['RecordVideo'] })`, `trainyard train … --callback RecordVideo:everyEpisodes=100`. */
export const recordVideo = defineCallback({
  id: 'RecordVideo',
  summary: 'Write a GIF or APNG of the policy so far at chosen episodes or steps into the run folder',
  options: defaultsOf(OPTIONS) as Record<string, unknown>,
  create,
});

/** A callback without a run is only checked. */
function withoutRun(): never {
  throw new UserError('RecordVideo by name belongs to a run; elsewhere, give a RecordVideoCallback an env.');
}
