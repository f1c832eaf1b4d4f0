// The one message for a random generator that is missing.
import type { Generator } from './generator.js';

/** @throws TypeError when `rng` is no generator; `call` says where it belongs. */
export function requireGenerator(call: string, rng: unknown): asserts rng is Generator {
  if (typeof (rng as Generator | undefined)?.fillNormal === 'function') return;
  throw new TypeError(`${call}: expected a random generator, new Generator(seed), got ${rng}.`);
}
