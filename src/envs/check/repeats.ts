// Checks that an environment repeats itself: for a seed, and from a saved state.
import { fromExactJson, toExactJson } from '../../io/exact-json.js';
import { Generator } from '../../random/index.js';
import type { Env } from '../env.js';
import { inexactPlace } from '../exact-state.js';
import { unsavable } from '../unsavable.js';
import { unwrapped } from '../wrappers/wrapper.js';
import type { Findings } from './findings.js';
import { fingerprint, recordEpisodes, recordSteps, sameNumbers } from './record.js';

/** @returns whether the seed repeats the episode. */
export function checkSeed(env: Env, findings: Findings, seed: number, steps: number): boolean {
  const first = recordEpisodes(env, seed, steps, findings);
  const second = recordEpisodes(env, seed, steps, findings);
  const repeats = sameNumbers(first.numbers, second.numbers);
  if (!repeats) {
    findings.error(
      'The same seed and actions gave another episode: draw every random number from a Generator that reset({ seed }) restarts.',
    );
  } else if (fingerprint(first.infos) !== fingerprint(second.infos)) {
    findings.warning(
      'The same seed and actions gave another info: keep clocks and unseeded numbers out of it.',
    );
  }
  checkGenerators(env, findings, seed);
  return repeats;
}

/** Streams that are fields of the environment show whether it reads its seed, even if the world has no chance in it. */
function checkGenerators(env: Env, findings: Findings, seed: number): void {
  const world = unwrapped(env);
  const streams = () =>
    Object.entries(world).flatMap(([name, value]) =>
      value instanceof Generator ? [[name, JSON.stringify(value.getState())] as const] : [],
    );
  const after = (options?: { seed: number }) => {
    env.reset(options);
    return new Map(streams());
  };
  const one = after({ seed });
  const other = after({ seed: seed + 1 });
  const third = after();
  const fourth = after();
  for (const [name, state] of one) {
    if (state === other.get(name)) {
      findings.error(
        `reset({ seed }) ignores its seed: the Generator in "${name}" is the same for two seeds.`,
      );
    } else if (third.get(name) === fourth.get(name) && third.get(name) !== other.get(name)) {
      findings.error(
        `reset() without a seed begins the stream in "${name}" again, so that all episodes are alike: restart it only where a seed is given.`,
      );
    }
  }
}

/** @param repeats whether equal plays can be expected at all. */
export function checkState(
  env: Env,
  findings: Findings,
  seed: number,
  steps: number,
  repeats: boolean,
): void {
  if (Boolean(env.saveState) !== Boolean(env.loadState)) {
    findings.error('saveState() and loadState() must come together: have both or neither.');
    return;
  }
  if (!env.saveState || !env.loadState) {
    findings.warning(
      `Without saveState() and loadState() a killed run cannot resume exactly: ${unsavable(env)}`,
    );
    return;
  }
  env.reset({ seed });
  recordSteps(env, new Generator(seed), Math.floor(steps / 2), findings);
  const written = write(env, findings);
  if (written === undefined || !repeats) return;
  const expected = recordSteps(env, new Generator(seed + 1), steps, findings);
  env.loadState(fromExactJson(written) as Record<string, unknown>);
  const again = recordSteps(env, new Generator(seed + 1), steps, findings);
  if (!sameNumbers(expected.numbers, again.numbers)) {
    findings.error(
      'loadState(saveState()) did not restore everything: the same actions went on differently. ' +
        'Save all variables and the state of the generator, as plain JSON.',
    );
  }
}

/** The state as a checkpoint writes it. */
function write(env: Env, findings: Findings): string | undefined {
  const state: unknown = env.saveState!();
  const place = inexactPlace(state);
  if (place === undefined) return toExactJson(state);
  findings.error(
    `saveState() cannot be written to a checkpoint: ${place}. Return plain JSON: numbers, texts, true, false, ` +
      'null, and arrays and objects of them, such as [...array].',
  );
  return undefined;
}
