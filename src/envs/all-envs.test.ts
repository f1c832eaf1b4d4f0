// Every environment, of the core and of every family: the contract, the seed, the exact state, spaces, pictures, keys.
// Whatever `builtin` and `ourFamilies` list is taken in by itself.
import { describe, expect, it } from 'vitest';
import { fromExactJson, toExactJson } from '../io/exact-json.js';
import { Generator } from '../random/index.js';
import { svgToPixels } from '../report/rasterize.js';
import { Discrete } from '../spaces/index.js';
import { sampleAction } from './check/actions.js';
import { Findings } from './check/findings.js';
import { fingerprint } from './check/record.js';
import { definedEnvs } from './define-env.js';
import type { Drawing } from './drawing.js';
import type { Env, EnvState } from './env.js';
import { familyOf } from './families.js';
import { importFamily } from './family-imports.js';
import { checkEnv, envSpecs, loadEnv, make, toSvg, toText, unwrapped } from './index.js';
import { ourFamilies } from './our-families.js';

await Promise.all(ourFamilies.map(importFamily));

/** Engines are slow and emulators very slow: the same trials with fewer steps. */
function stepsOf(id: string): number {
  if (familyOf(id)?.entry === 'trainyard/envs/emulators') return 4;
  return definedEnvs().get(id)!.load ? 12 : 60;
}

/** Resets with `seed` and plays; whatever can be seen of each step in a line. `before` each step one may look. */
function play(
  env: Env,
  seed: number,
  steps: number,
  before?: (step: number, action: unknown) => unknown,
): string[] {
  const rng = new Generator(seed);
  const findings = new Findings();
  const seen = [look(env, env.reset({ seed }))];
  for (let t = 0; t < steps; t++) {
    const action = sampleAction(env, rng, findings);
    before?.(t, action);
    seen.push(...stepOnce(env, action));
  }
  expect(findings.list).toEqual([]);
  return seen;
}

function stepOnce(env: Env, action: unknown): string[] {
  const result = env.step(action);
  const seen = [look(env, result)];
  if (result.terminated || result.truncated) seen.push(look(env, env.reset()));
  return seen;
}

function look(env: Env, result: { observation: unknown; info: unknown }): string {
  if (!env.observationSpace.contains(result.observation)) {
    expect.fail(`${fingerprint(result.observation)} is not in ${env.observationSpace}`);
  }
  return `${fingerprint(result)} ${env.actionMask ? fingerprint(env.actionMask()) : ''}`;
}

const ids = envSpecs().map(({ id }) => id);
const groups = [
  ['the core', ids.filter((id) => !familyOf(id))] as const,
  ...ourFamilies.map((family) => [family.entry, ids.filter((id) => familyOf(id) === family)] as const),
];

describe.each(groups)('%s', (_entry, known) => {
  it('has environments', () => expect(known.length).toBeGreaterThan(0));

  describe.each(known)('%s', (id) => {
    it('keeps the contract', async () => {
      await loadEnv(id);
      const steps = stepsOf(id);
      const findings = [make(id), unwrapped(make(id))].flatMap((env, seed) => checkEnv(env, { steps, seed }));
      // Bounds of actions are those of the original.
      expect(findings.filter(({ message }) => !message.includes('RescaleAction'))).toEqual([]);
    });

    it('plays the same episode for a seed, and another for another', async () => {
      await loadEnv(id);
      const steps = stepsOf(id);
      const first = play(make(id), 7, steps);
      const used = make(id);
      play(used, 8, steps >> 1);
      expect(play(used, 7, steps)).toEqual(first);
      expect(play(used, 9, steps)).not.toEqual(first);
    });

    it('goes on equally from a state saved at any step, in an environment just made', async () => {
      await loadEnv(id);
      const steps = stepsOf(id);
      const rng = new Generator(3);
      const moments = new Set([0, rng.integers(steps), rng.integers(steps)]);
      const env = make(id);
      for (const moment of moments) {
        let saved = '';
        const rest: unknown[] = [];
        const whole = play(env, 5, steps, (t, action) => {
          if (t === moment) saved = toExactJson(env.saveState!());
          if (t >= moment) rest.push(action);
        });
        const other = make(id);
        other.reset({ seed: 99 });
        other.loadState!(fromExactJson(saved) as EnvState);
        const again = rest.flatMap((action) => stepOnce(other, action));
        expect(again).toEqual(whole.slice(-again.length));
      }
    });

    it('draws pictures that are not empty and that differ along an episode', async () => {
      await loadEnv(id);
      const env = make(id);
      const drawings: Drawing[] = [];
      const steps = stepsOf(id);
      play(env, 1, steps, (t) => t % Math.ceil(steps / 12) === 0 && drawings.push(env.render()!));
      const { width, height } = drawings[0]!;
      for (const drawing of drawings) {
        expect([drawing.width, drawing.height]).toEqual([width, height]);
        expect(drawing.background).toMatch(/^#[0-9a-f]{6}$/i);
      }
      const pictures = new Set(drawings.map(toSvg));
      expect(pictures.size).toBeGreaterThan(1);
      for (const svg of [[...pictures][0]!, [...pictures].at(-1)!]) {
        const { pixels } = svgToPixels(svg, { width: 80 });
        expect(
          new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)).size,
        ).toBeGreaterThan(1);
      }
      expect(toText(drawings.at(-1)!).trim()).not.toBe('');
    });

    it('tells keys whose actions there are', async () => {
      await loadEnv(id);
      const { play: guide = {}, description } = definedEnvs().has(id) ? make(id).spec! : { description: '' };
      expect(description).toMatch(/^[A-Z0-9].*[.!]$/);
      const { actionSpace } = make(id);
      const { actions, keys = {}, idle } = guide;
      if (actions) expect(actions).toHaveLength((actionSpace as Discrete).n);
      const own = [...Object.values(keys), ...(idle === undefined ? [] : [idle])];
      for (const action of own) {
        const value =
          Array.isArray(action) && !(actionSpace instanceof Discrete) ? Float32Array.from(action) : action;
        expect(actionSpace.contains(value as never), `${action} in ${actionSpace}`).toBe(true);
      }
      for (const key of Object.keys(keys)) {
        expect(key).toMatch(/^(left|right|up|down|space|enter|tab|backspace|[^\sA-Zpqr])$/);
      }
    });
  });
});
