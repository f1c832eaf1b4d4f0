import { describe, expect, it } from 'vitest';
import { Discrete, MultiDiscrete } from '../../spaces/index.js';
import {
  asVectorEnv,
  type Env,
  type EnvState,
  type Info,
  make,
  makeVec,
  type StepResult,
  SyncVectorEnv,
  Taxi,
  TimeLimit,
  type VectorEnv,
} from '../index.js';

/** At time t, action t modulo 3 alone is legal; `tell` says so. */
class Turns implements Env<number, number> {
  readonly observationSpace = new Discrete(3);
  readonly actionSpace = new Discrete(3);
  resets = 0;
  protected time = 0;

  constructor(private readonly tell: (mask: Uint8Array) => Info) {}

  legal(): Uint8Array {
    const mask = new Uint8Array(3);
    mask[this.time % 3] = 1;
    return mask;
  }

  reset() {
    this.resets++;
    this.time = 0;
    return { observation: 0, info: this.tell(this.legal()) };
  }

  step(): StepResult<number> {
    this.time++;
    const terminated = this.time === 4;
    return {
      observation: this.time % 3,
      reward: 0,
      terminated,
      truncated: false,
      info: this.tell(this.legal()),
    };
  }
}

class SavableTurns extends Turns {
  saveState(): EnvState {
    return { time: this.time };
  }

  loadState({ time }: EnvState): void {
    this.time = time as number;
  }
}

/** Masks after the reset and after each of five steps; the episode ends in the fourth. */
function masksOf(envs: VectorEnv): (number[] | undefined)[] {
  envs.reset({ seed: 0 });
  const seen = [envs.actionMasks && [...envs.actionMasks]];
  for (let t = 0; t < 5; t++) {
    envs.step(new Uint8Array(envs.numEnvs * envs.singleActionSpace.packedSize));
    seen.push(envs.actionMasks && [...envs.actionMasks]);
  }
  return seen;
}

const expected = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
];

describe('masks of vectors', () => {
  it.each<[string, (mask: Uint8Array) => Info]>([
    ['actionMask', (mask) => ({ actionMask: mask })],
    ['action_mask', (mask) => ({ action_mask: [...mask] })],
  ])('are read from info.%s', (_name, tell) => {
    expect(masksOf(asVectorEnv(new Turns(tell)))).toEqual(expected);
    expect(masksOf(new SyncVectorEnv([() => new TimeLimit(new Turns(tell), 9)]))).toEqual(expected);
    const two = masksOf(asVectorEnv(() => new Turns(tell), { numEnvs: 2 }));
    expect(two).toEqual(expected.map((mask) => [...mask, ...mask]));
  });

  it('are those of actionMask() where there is one, whatever info says', () => {
    const env = Object.assign(new Turns(() => ({ action_mask: [1, 1, 1] })), {
      actionMask: () => env.legal(),
    });
    expect(masksOf(asVectorEnv(env))).toEqual(expected);
  });

  it('may be of booleans', () => {
    const tell = (mask: Uint8Array) => ({ action_mask: Array.from(mask, (flag) => flag === 1) });
    expect(masksOf(asVectorEnv(new Turns(tell)))).toEqual(expected);
  });

  it('are absent where nobody tells them', () => {
    expect(masksOf(asVectorEnv(new Turns(() => ({ hint: 1 }))))).toEqual(new Array(6).fill(undefined));
  });

  it('are known before the first reset, which they leave to the caller', () => {
    const tell = (mask: Uint8Array) => ({ action_mask: mask });
    const envs = asVectorEnv(new Turns(tell));
    expect(envs.actionMasks).toHaveLength(3);
    expect(() => envs.step(Uint8Array.of(0))).toThrow(/before the first reset/);
    const running = new SavableTurns(tell);
    running.reset();
    running.step();
    const vector = asVectorEnv(running);
    expect(vector.actionMasks).toHaveLength(3);
    // It is where it was.
    expect(running.legal()).toEqual(Uint8Array.of(0, 1, 0));
    const bare = new Turns(() => ({}));
    expect([asVectorEnv(bare).actionMasks, bare.resets]).toEqual([undefined, 1]);
  });

  it('go on from a saved state', () => {
    const make = () => asVectorEnv(new SavableTurns((mask) => ({ action_mask: mask })));
    const envs = make();
    envs.reset();
    envs.step(Uint8Array.of(0));
    const copy = make();
    copy.loadState!(JSON.parse(JSON.stringify(envs.saveState!())));
    expect([...copy.actionMasks!]).toEqual([0, 1, 0]);
    for (const env of [envs, copy]) env.step(Uint8Array.of(0));
    expect(copy.actionMasks).toEqual(envs.actionMasks);
  });

  it.each<[string, (mask: Uint8Array, time: number) => Info, RegExp]>([
    ['of the wrong length', (mask) => ({ action_mask: mask.slice(1) }), /must hold 3 flags .* got 2/],
    ['that are no list', () => ({ action_mask: true }), /must hold 3 flags .* got true/],
    ['of probabilities', () => ({ action_mask: [1, 0.9, 0] }), /3 flags of 0 or 1, got 0.9 at element 1/],
    ['of other bytes', () => ({ action_mask: [255, 0, 1] }), /3 flags of 0 or 1, got 255 at element 0/],
    ['that stop', (mask, time) => (time === 0 ? { action_mask: mask } : {}), /got none, though/],
    ['that come late', (mask, time) => (time === 0 ? {} : { action_mask: mask }), /none in that of reset/],
  ])('%s are refused', (_name, tell, message) => {
    let time = 0;
    const envs = asVectorEnv(new Turns((mask) => tell(mask, time++)));
    const play = () => {
      envs.reset();
      envs.step(Uint8Array.of(0));
    };
    expect(play).toThrow(message);
  });

  it('of the last state are kept where an episode is cut short, as the next one begins', () => {
    const told = (mask: Uint8Array): Info => ({ action_mask: mask });
    const untold = (mask: Uint8Array, time: number): Info => (time === 2 ? {} : { action_mask: mask });
    let time = 0;
    for (const [tell, last] of [
      [told, [0, 0, 1]],
      [(mask: Uint8Array) => untold(mask, time++), [1, 1, 1]],
    ] as const) {
      const envs = new SyncVectorEnv([() => new TimeLimit(new Turns(tell), 2)]);
      time = 0;
      envs.reset();
      for (let t = 0; t < 2; t++) envs.step(Uint8Array.of(0));
      expect([envs.truncated[0], ...envs.finalActionMasks!]).toEqual([1, ...last]);
      expect([...envs.actionMasks!]).toEqual([1, 0, 0]);
    }
    const forms = [
      makeVec('Taxi-v4', { numEnvs: 2, options: { maxEpisodeSteps: 3 } }),
      new SyncVectorEnv([0, 1].map(() => () => make('Taxi-v4', { maxEpisodeSteps: 3 }))),
    ];
    const wanted = new SyncVectorEnv([0, 1].map(() => () => make('Taxi-v4')));
    for (const envs of [...forms, wanted]) {
      envs.reset({ seed: 4 });
      for (const action of [0, 2, 1]) envs.step(Uint8Array.of(action, 1));
    }
    for (const envs of forms) expect(envs.finalActionMasks).toEqual(wanted.actionMasks);
  });

  it('hold a flag for every choice of a MultiDiscrete space', () => {
    const env = Object.assign(new Turns(() => ({ action_mask: [1, 0, 1, 1, 0] })), {
      actionSpace: new MultiDiscrete([2, 3]),
    });
    expect(masksOf(asVectorEnv(env as unknown as Env))[0]).toEqual([1, 0, 1, 1, 0]);
  });

  it('must be told by all environments or none', () => {
    const masked = Object.assign(new Turns(() => ({})), { actionMask: () => new Uint8Array(3) });
    const plain = new Turns(() => ({}));
    expect(() => new SyncVectorEnv([() => masked, () => plain])).toThrow(/number 1 differs/);
  });

  it('of Taxi can be switched off', () => {
    const envs = makeVec('Taxi-v4', { options: { actionMask: false } });
    expect(envs.actionMasks).toBeUndefined();
    envs.reset({ seed: 1 });
    expect([envs.actionMasks, envs.infos[0]]).toEqual([undefined, { prob: 1 }]);
    expect(new Taxi({ actionMask: false }).actionMask).toBeUndefined();
    // The game is the same.
    const masked = makeVec('Taxi-v4');
    masked.reset({ seed: 1 });
    for (const action of [0, 2, 4, 5, 1, 3]) {
      for (const vector of [envs, masked]) vector.step(Uint8Array.of(action));
      expect(envs.observations).toEqual(masked.observations);
    }
  });
});
