// Splits one run seed into named, independent random streams.
import { Generator } from './generator.js';
import { type Seed, SeedSequence } from './seed-sequence.js';

/**
 * One generator per name, spawned in the order of the names: a stream depends on the seed and its place only, so
 * appending a name leaves the others as they were.
 *
 * @example
 * const { env, policy } = streams(42, ['env', 'policy']);
 */
export function streams<const Name extends string>(
  seed: Seed | undefined,
  names: readonly Name[],
): Record<Name, Generator> {
  const children = new SeedSequence(seed).spawn(names.length);
  return Object.fromEntries(names.map((name, i) => [name, new Generator(children[i]!)])) as Record<
    Name,
    Generator
  >;
}
