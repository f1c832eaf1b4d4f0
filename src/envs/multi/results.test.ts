// Broken results of worlds are refused by name, in vectors and in turns.
import { describe, expect, it } from 'vitest';
import { Box, Discrete } from '../../spaces/index.js';
import { agentsAsVector, type ParallelEnv, singleAgent } from './index.js';

const seen = (a: unknown, b: unknown = Float32Array.of(0)) => ({ a, b });
const START = { observations: seen(Float32Array.of(0)), infos: { a: {}, b: {} } };
const RESULT = {
  ...START,
  rewards: { a: 0, b: 0 },
  terminations: { a: false, b: false },
  truncations: { a: false, b: false },
};

const world = (reset: unknown, step: unknown): ParallelEnv =>
  ({
    possibleAgents: ['a', 'b'],
    agents: ['a', 'b'],
    observationSpace: () => new Box({ low: 0, high: 1, shape: [1] }),
    actionSpace: () => new Discrete(2),
    reset: () => reset,
    step: () => step,
  }) as never;

const broken: [string, object | undefined, object | undefined, RegExp][] = [
  [
    'flags that are texts',
    START,
    { ...RESULT, terminations: { a: 'false', b: false } },
    /terminations of a .* "false"/,
  ],
  [
    'no flag',
    START,
    { ...RESULT, truncations: { a: false } },
    /truncations of b must be true or false, got undefined/,
  ],
  [
    'no flags',
    START,
    { ...RESULT, terminations: undefined },
    /step\(\) must return \{ observations, rewards/,
  ],
  ['a reward that is no number', START, { ...RESULT, rewards: { a: NaN, b: 0 } }, /reward of a .* got NaN/],
  [
    'another shape',
    START,
    { ...RESULT, observations: seen(new Float32Array(3)) },
    /observation of a in step\(\).*length 3/,
  ],
  ['NaN', START, { ...RESULT, observations: seen(Float32Array.of(NaN)) }, /of a in step\(\) does not fit/],
  [
    'a missing observation',
    START,
    { ...RESULT, observations: { a: Float32Array.of(0) } },
    /gave b, which acted, no/,
  ],
  ['a promise of a step', START, Promise.resolve(RESULT), /step\(\) returned a Promise/],
  ['a promise of a reset', Promise.resolve(START), RESULT, /reset\(\) returned a Promise/],
  [
    'nothing',
    undefined,
    RESULT,
    /reset\(\) must return \{ observations, infos \}, each by agent, got undefined/,
  ],
  [
    'a text at the start',
    { ...START, observations: seen('hello') },
    RESULT,
    /of a in reset\(\) does not fit/,
  ],
  [
    'a stranger',
    { ...START, observations: { c: 0 } },
    RESULT,
    /observation of c, which is not among possibleAgents/,
  ],
  ['nobody', { observations: {}, infos: {} }, RESULT, /nobody takes part/],
];

describe.each(broken)('%s', (_name, reset, step, message) => {
  it('as rows of a vector', () => {
    expect(() => {
      const envs = agentsAsVector(world(reset, step));
      envs.reset({ seed: 1 });
      envs.step(Int32Array.of(0, 0));
    }).toThrow(message);
  });

  it('turn by turn', () => {
    expect(() => {
      const env = singleAgent(world(reset, step), 'a', () => 0);
      env.reset({ seed: 1 });
      env.step(0);
    }).toThrow(message);
  });
});

it('sound ones pass', () => {
  const envs = agentsAsVector(world(START, RESULT));
  envs.reset({ seed: 1 });
  envs.step(Int32Array.of(0, 0));
  expect([...envs.alive]).toEqual([1, 1]);
});
