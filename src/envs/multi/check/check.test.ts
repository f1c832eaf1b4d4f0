// The compliance kit: our worlds pass it, and it finds what breaks the contracts.
import { describe, expect, it } from 'vitest';
import { Generator } from '../../../random/index.js';
import { Box, Discrete } from '../../../spaces/index.js';
import type { EnvState } from '../../env.js';
import { isAec } from '../define-multi-env.js';
import {
  AecBase,
  type AecEnv,
  aecToParallel,
  type ByAgent,
  checkAecEnv,
  checkParallelEnv,
  makeAec,
  makeParallel,
  multiEnvSpecs,
  type ParallelEnv,
  type ParallelStep,
  parallelToAec,
  SeededParallelEnv,
  turnBasedToParallel,
} from '../index.js';

const small: Record<string, Record<string, unknown>> = {
  battle_book_v0: { maxCycles: 15 },
  battle_v4: { mapSize: 14, agentsPerSide: 4, gap: 1, maxCycles: 40 },
};
const ids = multiEnvSpecs().map(({ id }) => id);

describe('every world', () => {
  it.each(ids)('%s keeps the contract of turns', (id) => {
    expect(checkAecEnv(makeAec(id, small[id]), { steps: 200 })).toEqual([]);
  });

  it.each(ids)('%s keeps the contract of all at once', (id) => {
    const env = makeAec(id, small[id]);
    const world =
      isAec(env) && !env.isParallelizable ? turnBasedToParallel(env) : makeParallel(id, small[id]);
    expect(checkParallelEnv(world, { steps: 40, seed: 5 })).toEqual([]);
  });

  it.each(ids)('%s draws pictures that are not empty and differ along an episode', (id) => {
    const env = makeAec(id, small[id]);
    const rng = new Generator(2);
    env.reset({ seed: 1 });
    const pictures = new Set<string>();
    for (const agent of env.agentIter(4 * env.possibleAgents.length)) {
      const { shapes } = env.render!()!;
      expect(shapes.length).toBeGreaterThan(3);
      pictures.add(JSON.stringify(shapes));
      const { terminated, truncated } = env.last(false);
      const action = env.actionSpace(agent).sample({ rng, mask: env.actionMask?.(agent) });
      env.step(terminated || truncated ? null : action);
    }
    expect(pictures.size).toBeGreaterThan(3);
  });

  it.each([1, 2, 3, 4])('battle goes as turns and back as it goes directly, seed %s', (seed) => {
    const worlds = [0, 1, 2].map(() => makeParallel('battle_v4', small.battle_v4));
    const plays = [
      worlds[0]!,
      aecToParallel(parallelToAec(worlds[1]!)),
      aecToParallel(parallelToAec(aecToParallel(parallelToAec(worlds[2]!)))),
    ];
    const rng = new Generator(seed);
    for (const play of plays) play.reset({ seed });
    while (plays[0]!.agents.length > 0) {
      const actions = Object.fromEntries(
        plays[0]!.agents.map((agent) => [
          agent,
          rng.random() < 0.5 ? rng.integers(13, 21) : agent[0] === 'r' ? 7 : 5,
        ]),
      );
      const [direct, ...around] = plays.map((play) => play.step(actions));
      for (const other of around) {
        expect(other.rewards).toEqual(direct!.rewards);
        expect(other.terminations).toEqual(direct!.terminations);
        expect(other.truncations).toEqual(direct!.truncations);
        expect(Object.keys(other.observations).sort()).toEqual(Object.keys(direct!.observations).sort());
      }
      for (const play of plays) expect([...play.agents]).toEqual([...plays[0]!.agents]);
    }
    for (const world of worlds) expect(world.state!()).toEqual(worlds[0]!.state!());
  });
});

/** Counts down; each agent leaves when its own number is reached. A parallel world to be broken in many ways. */
class Countdown extends SeededParallelEnv<Float32Array, number> {
  readonly possibleAgents = ['a', 'b', 'c'];
  private readonly seen = new Box({ low: 0, high: 1, shape: [2] });
  private readonly acted = new Discrete(3);
  protected time = 0;

  observationSpace() {
    return this.seen;
  }

  actionSpace() {
    return this.acted;
  }

  protected table<T>(value: (i: number) => T): ByAgent<T> {
    const entries = this.possibleAgents.map((agent, i): [string, T] => [agent, value(i)]);
    return Object.fromEntries(entries.filter(([agent]) => this.agents.includes(agent)));
  }

  protected look(): ByAgent<Float32Array> {
    return this.table(() => Float32Array.of(this.rng.random(), this.time / 100));
  }

  protected start() {
    this.time = 0;
    return { observations: this.look(), infos: this.table(() => ({})) };
  }

  protected advance(actions: ByAgent<number>): ParallelStep<Float32Array> {
    this.time++;
    return {
      observations: this.look(),
      rewards: this.table((i) => actions[this.possibleAgents[i]!]! * (i + 1)),
      terminations: this.table((i) => this.time >= 3 * (i + 1)),
      truncations: this.table(() => false),
      infos: this.table(() => ({})),
    };
  }

  protected snapshot(): EnvState {
    return { time: this.time };
  }

  protected restore({ time }: EnvState): void {
    this.time = time as number;
  }
}

const errors = (env: ParallelEnv) => checkParallelEnv(env).map(({ message }) => message);

describe('checkParallelEnv', () => {
  it('is content with a world whose agents die one after the other', () => {
    expect(errors(new Countdown())).toEqual([]);
    expect(checkAecEnv(parallelToAec(new Countdown()))).toEqual([]);
    expect(errors(aecToParallel(parallelToAec(new Countdown())))).toEqual([]);
  });

  const breaks: [string, (env: Countdown) => unknown, RegExp][] = [
    [
      'no agents',
      (env) => Object.assign(env, { possibleAgents: [] }),
      /possibleAgents must be a list of different names/,
    ],
    ['one name twice', (env) => Object.assign(env, { possibleAgents: ['a', 'a'] }), /different names/],
    [
      'new spaces each time',
      (env) => Object.assign(env, { actionSpace: () => new Discrete(3) }),
      /same object in every call/,
    ],
    [
      'no space',
      (env) => Object.assign(env, { observationSpace: () => 3 }),
      /observationSpace\("a"\) must be a Space/,
    ],
    [
      'state without a space',
      (env) => Object.assign(env, { state: () => 1 }),
      /state\(\) and stateSpace must come together/,
    ],
    [
      'a state outside',
      (env) => Object.assign(env, { state: () => 7, stateSpace: new Discrete(3) }),
      /state\(\) does not fit/,
    ],
    ['half a save', (env) => Object.assign(env, { loadState: undefined }), /must come together/],
    [
      'an unwritable state',
      (env) => Object.assign(env, { saveState: () => ({ x: new Float32Array(1) }) }),
      /state\.x is Float32Array/,
    ],
    [
      'a state that forgets',
      (env) => Object.assign(env, { snapshot: () => ({ time: 0 }) }),
      /did not restore everything/,
    ],
    [
      'an empty mask of the wrong length',
      (env) => Object.assign(env, { actionMask: () => Uint8Array.of(1) }),
      /3 flags/,
    ],
  ];
  it.each(breaks)('finds %s', (_name, spoil, message) => {
    const env = new Countdown();
    spoil(env);
    expect(errors(env).join('\n')).toMatch(message);
  });

  const results: [string, (result: ParallelStep<Float32Array>) => unknown, RegExp][] = [
    [
      'a missing reward',
      ({ rewards }) => void delete rewards.b,
      /rewards must have an entry for each agent.*b is missing/,
    ],
    ['an entry too many', ({ infos }) => Object.assign(infos, { z: {} }), /infos must.*it has one of z/],
    [
      'NaN',
      ({ rewards }) => Object.assign(rewards, { a: Number.NaN }),
      /rewards of a must be a finite number/,
    ],
    [
      'flags that are numbers',
      ({ truncations }) => Object.assign(truncations, { a: 0 }),
      /truncations of a must be true or false/,
    ],
    ['observations outside', ({ observations }) => observations.c?.fill(9), /outside its bounds/],
    [
      'agents that leave without a word',
      ({ terminations }) => Object.assign(terminations, { a: false }),
      /a stays in agents|left agents/,
    ],
  ];
  it.each(results)('finds %s', (_name, spoil, message) => {
    const env = new Countdown();
    const { step } = env;
    env.step = (actions) => {
      const result = step.call(env, actions);
      spoil(result);
      return result;
    };
    expect(errors(env).join('\n')).toMatch(message);
  });

  it('finds the dead that come back, seeds that are ignored and arrays used again', () => {
    class Undead extends Countdown {
      override step(actions: ByAgent<number>) {
        const result = super.step(actions);
        if (this.time === 5) {
          this.agents = ['a', ...this.agents];
          return { ...result, ...this.advance({ a: 0, b: 0, c: 0 }) };
        }
        return result;
      }
    }
    expect(errors(new Undead()).join('\n')).toMatch(/a came back after its episode had ended/);
    class Deaf extends Countdown {
      protected override reseed(): void {
        this.rng = new Generator();
      }
    }
    expect(errors(new Deaf()).join('\n')).toMatch(/same seed and actions gave another episode/);
    class Reusing extends Countdown {
      private readonly kept = new Float32Array(2);
      protected override look() {
        this.kept[0] = this.rng.random();
        return this.table(() => this.kept);
      }
    }
    expect(errors(new Reusing()).join('\n')).toMatch(/changed observations returned before/);
    expect(() => checkParallelEnv(new Deaf(), { throwOnError: true })).toThrow(
      /The environment Deaf breaks the contract/,
    );
    expect(() => checkParallelEnv(new Countdown(), { step: 1 } as never)).toThrow(/has no option 'step'/);
  });
});

/** Two agents in turn; each earns what the other played. */
class Gifts extends AecBase<number, number> {
  readonly possibleAgents = ['x', 'y'];
  protected readonly choices = new Discrete(3);
  protected turns = 0;

  observationSpace() {
    return this.choices;
  }

  actionSpace() {
    return this.choices;
  }

  observe() {
    return this.turns % 3;
  }

  protected start(): void {
    this.turns = 0;
    this.begin(this.possibleAgents);
  }

  protected act(action: number): void {
    const agent = this.agentSelection;
    const other = agent === 'x' ? 'y' : 'x';
    this.clearRewards();
    this.cumulativeRewards[agent] = 0;
    this.rewards[other] = action;
    this.turns++;
    if (this.turns === 6) this.truncations = { x: true, y: true };
    this.agentSelection = other;
    this.accumulateRewards();
  }

  saveState(): EnvState {
    return { turns: this.turns, ...this.saveTurns() };
  }

  loadState(state: EnvState): void {
    this.loadTurns(state);
  }
}

describe('checkAecEnv', () => {
  const found = (env: AecEnv) =>
    checkAecEnv(env)
      .map(({ message }) => message)
      .join('\n');

  it('is content with a game of turns', () => {
    expect(found(new Gifts())).toBe('');
  });

  it('finds rewards that do not add up, and turns of nobody', () => {
    class Forgetful extends Gifts {
      protected override accumulateRewards(): void {}
    }
    expect(found(new Forgetful())).toMatch(
      /cumulativeRewards of . is 0 and its rewards since it acted sum to/,
    );
    class Nobody extends Gifts {
      protected override act(action: number): void {
        super.act(action);
        this.agentSelection = 'z';
      }
    }
    expect(found(new Nobody())).toMatch(/turn of z, which is not among agents/);
  });

  it('finds dead agents that act, tables that lack somebody, looks that change', () => {
    class Zombie extends Gifts {
      override step(action: number | null): void {
        if (this.isOver(this.agentSelection) && action !== null) return;
        super.step(action);
      }
    }
    expect(found(new Zombie())).toMatch(/whose episode has ended, was let act/);
    class Lacking extends Gifts {
      protected override act(action: number): void {
        super.act(action);
        delete this.infos.x;
      }
    }
    expect(found(new Lacking())).toMatch(/infos must have an entry.*x is missing/);
    class Winking extends Gifts {
      private looks = 0;
      override observe() {
        return this.looks++ % 3;
      }
    }
    expect(found(new Winking())).toMatch(/last\(\) and observe\(\).*must show the same/);
  });

  it('finds masks that forbid everything', () => {
    const env = Object.assign(new Gifts(), { actionMask: () => new Uint8Array(3) });
    expect(found(env)).toMatch(/forbids every action/);
  });
});

describe('adapters', () => {
  it('refuse to play turns at once where the world does not say that it is safe', () => {
    expect(() => aecToParallel(makeAec('tictactoe_v3'))).toThrow(/isParallelizable.*turnBasedToParallel/);
    const env = aecToParallel(Object.assign(new Gifts(), { isParallelizable: true }));
    env.reset();
    env.step({ x: 1, y: 2 });
    class Skipping extends Gifts {
      readonly isParallelizable = true;
      protected override act(action: number): void {
        super.act(action);
        this.agentSelection = 'x';
      }
    }
    const skipping = aecToParallel(new Skipping());
    skipping.reset();
    expect(() => skipping.step({ x: 1, y: 1 })).toThrow(/x came before y/);
  });

  it.each([0, 1, 2, 3, 4])(
    'play a game of turns as it is played directly, actions drawn with seed %s',
    (seed) => {
      const direct = makeAec('connect_four_v3');
      const around = turnBasedToParallel(makeAec('connect_four_v3'));
      const rng = new Generator(seed);
      direct.reset();
      let { observations } = around.reset();
      while (around.agents.length > 0) {
        const mover = direct.agentSelection;
        const action = direct.actionSpace(mover).sample({ rng, mask: direct.actionMask!(mover) });
        for (const agent of around.agents) expect(observations[agent]).toEqual(direct.observe(agent));
        direct.step(action);
        const result = around.step({ player_0: action, player_1: action });
        expect(result.rewards).toEqual(direct.rewards);
        expect(result.terminations).toEqual(direct.terminations);
        observations = result.observations;
      }
      for (const _ of direct.agentIter()) direct.step(null);
      expect(direct.agents).toEqual([]);
    },
  );

  it('name agents whose action is missing, foreign or misfit', () => {
    const env = new Countdown();
    expect(() => env.step({})).toThrow(/no agent takes part: no episode has begun/);
    env.reset();
    expect(() => env.step({ a: 0, b: 0 })).toThrow(/needs an action of every living agent; c has none/);
    expect(() => env.step({ a: 0, b: 0, c: 3 })).toThrow(/action 3 of c does not fit/);
    expect(() => env.step({ a: 0, b: 0, c: 0, d: 0 })).toThrow(/action of d, which does not take part/);
  });
});
