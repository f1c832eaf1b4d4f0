// What agents in an environment share: the vector they step, what they see of it, and predictions for one observation.
import {
  type ActionOf,
  type AnyEnvId,
  asVectorEnv,
  type Env,
  type EnvOf,
  type ObservationOf,
  type VectorEnv,
} from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import { joinSnapshots, type Snapshot, splitSnapshot } from '../io/snapshot.js';
import type { Transitions } from '../memory/index.js';
import { allocatePacked, packObservation } from '../spaces/index.js';
import type { Metrics, PredictOptions, SaveOptions } from './agent.js';
import { BaseAgent, type BaseConfig } from './base-agent.js';
import { Collector } from './collector.js';
import { EpisodeTracker } from './episode-tracker.js';
import { ObservationEncoder } from './features/observation-encoder.js';
import { requireMasks } from './masking.js';
import type { Hook } from './own-parts.js';
import { requireAgentSpaces, spacesFromJSON, spacesToJSON } from './spaces.js';
import { sameKind, vectorKind } from './vector-kind.js';

/** Where an agent lives: an id, an environment, a function that makes one, or a vector of them. */
// biome-ignore lint/suspicious/noExplicitAny: whatever it shows and takes
export type EnvSource<O = any, A = any> = AnyEnvId | Env<O, A> | VectorEnv<O, A> | (() => Env<O, A>);

/** What an agent made for `E` sees and does: of ids and environments that are known, their own types, else unknown. */
export type ObservationIn<E> = TypesIn<E>[0];
export type ActionIn<E> = TypesIn<E>[1];

type TypesIn<E> = E extends string
  ? [ObservationOf<EnvOf<E>>, ActionOf<EnvOf<E>>]
  : E extends () => Env<infer O, infer A>
    ? [O, A]
    : E extends VectorEnv<infer O, infer A>
      ? [O, A]
      : E extends Env<infer O, infer A>
        ? [O, A]
        : [unknown, unknown];

/** `E & OnlyDiscrete<E>` is E where actions are numbers or unknown, and nothing where they are something else. */
export type OnlyDiscrete<E> =
  unknown extends ActionIn<E>
    ? unknown
    : ActionIn<E> extends number
      ? unknown
      : { readonly 'This algorithm needs a Discrete action space': never };

/** `E & OnlyBox<E>` is E where actions are arrays of numbers or unknown, and nothing where they are something else. */
export type OnlyBox<E> =
  unknown extends ActionIn<E>
    ? unknown
    : ActionIn<E> extends ArrayLike<number>
      ? unknown
      : { readonly 'This algorithm needs a Box action space': never };

export abstract class EnvAgent<C extends BaseConfig = BaseConfig, O = unknown, A = unknown> extends BaseAgent<
  C,
  O,
  A
> {
  readonly env: VectorEnv;
  readonly encoder: ObservationEncoder;
  protected readonly episodes: EpisodeTracker;
  protected readonly collector: Collector;
  private started = false;

  constructor(env: EnvSource, options: unknown) {
    super(options);
    this.env = asVectorEnv(env);
    if (this.env.autoreset !== 'same-step') {
      throw new UserError(
        `Agents need a vector environment that resets within the step (autoreset 'same-step'), got '${this.env.autoreset}': ` +
          'elsewhere the terminal observation is lost.',
      );
    }
    this.encoder = new ObservationEncoder(this.env.singleObservationSpace);
    this.episodes = this.parts.state('episodes', new EpisodeTracker(this.env.numEnvs));
    this.collector = new Collector(this.env, this.episodes, (episode) => {
      this.recordEpisode({ ...episode, step: this.count.steps });
      this.onEpisode();
    });
  }

  /** Takes the collector's actions in every environment; see `Collector.step`. */
  protected stepEnvs(meanwhile?: () => void): Transitions {
    this.count.steps += this.env.numEnvs;
    return this.collector.step(meanwhile);
  }

  /** Lets hooks register what they bring along. */
  protected registerHooks(hooks: readonly Hook[]): void {
    const { parts, encoder, env, rng } = this;
    const config = this.config as Readonly<Record<string, unknown>>;
    for (const hook of hooks) hook.register?.(parts, { encoder, env, rng: rng.init, config });
  }

  /** Called at each episode end, before callbacks hear of it. */
  protected onEpisode(): void {}

  /** Forgets what belongs to unfinished episodes, whose ends will never be seen. */
  protected abandonEpisodes(): void {}

  protected override start(): void {
    if (this.started) return;
    this.env.reset({ seed: this.rng.env.integers(0, 2 ** 31) });
    this.started = true;
  }

  /** Queues a row of metrics, with those of recent episodes. */
  protected override log(metrics: Metrics): void {
    super.log({ ...this.episodes.metrics(), 'rollout/episodes': this.numEpisodes, ...metrics });
  }

  /** Action for one observation of the single environment: an index, or an array for other action spaces. */
  predict(observation: O, options: PredictOptions = {}): A {
    requireKnown('predict()', options, ['deterministic', 'actionMask', 'state']);
    const { singleObservationSpace: space, singleActionSpace: actions } = this.env;
    const packed = packObservation(space, observation, 'The observation of predict()');
    const out = allocatePacked(actions.packedType, actions.packedSize);
    if (this.env.actionMasks && !options.actionMask) {
      throw new UserError(
        'predict: this agent was trained with action masks; pass those of the observation, { actionMask: env.actionMask() }.',
      );
    }
    this.predictBatch(packed, 1, out, options);
    return actions.unpack(out, 0) as A;
  }

  /** @throws UserError for masks of a wrong length, or that allow nothing. */
  protected requireMasks(masks: Uint8Array | undefined, count: number): void {
    if (masks) requireMasks(masks, count, this.env.singleActionSpace);
  }

  override saveState(options?: SaveOptions): Snapshot {
    const { started, env } = this;
    return joinSnapshots(
      {
        started,
        numEnvs: env.numEnvs,
        vector: vectorKind(env),
        spaces: spacesToJSON(env),
        env: env.saveState?.() ?? null,
      },
      { agent: super.saveState(options) },
    );
  }

  override loadState(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    requireAgentSpaces('The agent', spacesFromJSON(meta.spaces), 'the environment', this);
    const sameEnvs = meta.numEnvs === this.env.numEnvs;
    const agent = splitSnapshot(parts.agent!);
    this.loadParts(agent.meta, agent.parts.parts!, sameEnvs);
    if (sameEnvs && meta.env && this.env.loadState && sameKind(meta.vector, vectorKind(this.env))) {
      this.started = meta.started as boolean;
      this.env.loadState(meta.env as Record<string, unknown>);
    } else {
      // An environment that cannot save itself, or another one, starts new episodes; everything else goes on.
      this.started = false;
      this.episodes.abandon();
      this.abandonEpisodes();
    }
  }
}
