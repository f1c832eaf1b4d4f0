// One agent of a world with many, as a normal environment: the others are played by given policies.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { Generator, type GeneratorState } from '../../random/index.js';
import type { Space } from '../../spaces/index.js';
import type { Drawing } from '../drawing.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import type { SearchGame } from '../search-game.js';
import { nameOf, requireAgent, requireWorld } from './calls.js';
import type { AecEnv, ByAgent, ParallelEnv } from './contract.js';
import { isAec } from './define-multi-env.js';
import { hasMasks, maskOf, seenOf, seenSpace } from './learner-view.js';
import { parallelToAec } from './parallel-to-aec.js';
import type { Policy } from './policy.js';

// biome-ignore lint/suspicious/noExplicitAny: policies of any world
type Policies = Policy<any, any> | ByAgent<Policy<any, any>>;

/** Made by {@link singleAgent}. */
export class SingleAgent<O, A> implements Env<O, A> {
  readonly observationSpace: Space<O>;
  readonly actionSpace: Space<A>;
  /** Present when the world says before it is played that there are masks; else they stand in `info`. */
  actionMask?: () => Uint8Array;
  searchGame?: (rng: Generator) => SearchGame;
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;
  private rng = new Generator();

  constructor(
    readonly env: AecEnv,
    readonly agent: string,
    private readonly policies: Policies,
  ) {
    requireAgent(env, agent);
    if (typeof policies !== 'function') requirePolicies(env, agent, policies);
    this.observationSpace = seenSpace(env.observationSpace(agent)) as Space<O>;
    this.actionSpace = env.actionSpace(agent) as Space<A>;
    if (hasMasks(env, agent)) {
      this.actionMask = () => Uint8Array.from(maskOf(env, agent, env.observe(agent))!);
    }
    if (env.searchGame) this.searchGame = (rng) => env.searchGame!(rng);
    if (env.saveState && env.loadState) {
      this.saveState = () => ({ rng: this.rng.getState(), env: env.saveState!() });
      this.loadState = (state) => {
        this.rng.setState(state.rng as GeneratorState);
        env.loadState!(state.env as EnvState);
      };
    }
  }

  reset(given: ResetOptions = {}): ResetResult<O> {
    requireKnown('reset()', given, ['seed', 'options']);
    if (given.seed !== undefined) this.rng = new Generator(given.seed);
    this.env.reset(given);
    const { observation, terminated, truncated, info } = this.playOthers();
    if (!terminated && !truncated) return { observation, info };
    throw new UserError(`${nameOf(this.env)}: the episode ended before ${this.agent} could act.`, {
      kind: 'failure',
    });
  }

  step(action: A): StepResult<O> {
    this.env.step(action);
    return this.playOthers();
  }

  /** The others act until it is this agent's turn, or its end. */
  private playOthers(): StepResult<O> {
    const { env, agent } = this;
    while (env.agentSelection !== agent) {
      const other = env.agentSelection;
      env.step(env.terminations[other] || env.truncations[other] ? null : this.choose(other));
    }
    const { observation, ...rest } = env.last();
    return { observation: seenOf(env.observationSpace(agent), observation) as O, ...rest };
  }

  private choose(other: string): unknown {
    const { env, policies, rng } = this;
    const policy = typeof policies === 'function' ? policies : policies[other]!;
    const observation = env.observe(other);
    const mask = maskOf(env, other, observation, env.infos[other]);
    return policy(seenOf(env.observationSpace(other), observation), {
      agent: other,
      actionSpace: env.actionSpace(other),
      actionMask: mask && Uint8Array.from(mask),
      rng,
    });
  }

  render(): Drawing | undefined {
    return this.env.render?.();
  }

  close(): void {
    this.env.close?.();
  }
}

/**
 * One agent of the world as an environment to train on; its reward is what it earns from one of its turns to the next.
 * Trained agents may play the others: then each has weights of its own.
 *
 * @param policies how the others act: one for all, or one for each by name
 * @throws UserError when there is no such agent, or another one has no policy.
 * @example
 * const env = singleAgent(makeAec('tictactoe_v3'), 'player_1', randomPolicy);
 * const agent = new DQN(env, { seed: 1 });
 */
export function singleAgent<O = unknown, A = unknown>(
  env: AecEnv | ParallelEnv,
  agent: string,
  policies: Policies,
): SingleAgent<O, A> {
  requireWorld('singleAgent()', env);
  return new SingleAgent<O, A>(isAec(env) ? env : parallelToAec(env), agent, policies);
}

function requirePolicies(env: AecEnv, agent: string, policies: ByAgent<Policy>): void {
  const others = env.possibleAgents.filter((other) => other !== agent);
  requireKnown(`The policies of ${nameOf(env)}`, policies, others);
  const missing = others.find((other) => typeof policies[other] !== 'function');
  if (missing === undefined) return;
  throw new UserError(
    `${nameOf(env)}: ${missing} has no policy. Give one for all others, such as randomPolicy, or one for each by name.`,
  );
}
