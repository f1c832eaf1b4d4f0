// AddRenderObservation: the pixels of the drawing, alone or beside the observation, by name too.
import { describe, expect, it } from 'vitest';
import { checkEnv, type Env, make, toSvg, unsavable, wrap } from '../envs/index.js';
import type { Dict, Space } from '../spaces/index.js';
import { AddRenderObservation, svgToPixels } from './index.js';

const pole = () => make('CartPole-v1') as unknown as Env<unknown, number>;

it('shows the picture of the state, step by step', () => {
  const env = new AddRenderObservation(pole(), { width: 48 });
  expect(String(env.observationSpace)).toMatch(/^Box\(0, 255, \[\d+, 48, 3\], uint8\)$/);
  const seen = [
    env.reset({ seed: 1 }).observation,
    env.step(1).observation,
    env.step(1).observation,
  ] as Uint8Array[];
  expect(seen.every((pixels) => env.observationSpace.contains(pixels))).toBe(true);
  expect(seen[1]).not.toEqual(seen[0]);
  const { pixels } = svgToPixels(toSvg(env.render()!), { width: 48 });
  expect(seen[2]).toEqual(Uint8Array.from(pixels.filter((_, i) => i % 4 !== 3)));
  expect(unsavable(env)).toBeUndefined();
  expect(checkEnv(env, { throwOnError: true }).filter(({ severity }) => severity === 'error')).toEqual([]);
});

it('shows it beside the observation, under keys of one’s choice', () => {
  const both = new AddRenderObservation(pole(), { renderOnly: false, width: 16 });
  expect((both.observationSpace as unknown as Dict).keys).toEqual(['pixels', 'state']);
  expect(both.observationSpace.contains(both.reset({ seed: 1 }).observation)).toBe(true);
  const named = wrap(both as Env, [
    { name: 'AddRenderObservation', options: { renderOnly: false, renderKey: 'again', width: 8 } },
  ]);
  expect((named.observationSpace as Space as Dict).keys).toEqual(['again', 'pixels', 'state']);
  expect(named.observationSpace.contains(named.reset().observation)).toBe(true);
});

describe('refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a key that is there',
      () =>
        new AddRenderObservation(new AddRenderObservation(pole(), { renderOnly: false, width: 8 }), {
          renderOnly: false,
        }),
      /have a "pixels" already: choose another renderKey/,
    ],
    [
      'what does not draw',
      () => new AddRenderObservation(Object.assign(pole(), { render: undefined })),
      /draws; CartPole-v1 has no picture/,
    ],
    [
      'an option',
      () => new AddRenderObservation(pole(), { pixelsOnly: true } as never),
      /no option 'pixelsOnly'/,
    ],
  ])('%s', (_name, create, message) => {
    expect(create).toThrow(message);
  });
});
