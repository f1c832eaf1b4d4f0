// Whether the transitions of a run are still those it began with.
import { createHash } from 'node:crypto';
import { UserError } from '../io/errors.js';
import type { Dataset } from '../memory/index.js';

/** SHA-256 over all transitions, in hexadecimal digits: the same in whatever file they stand. */
export function datasetDigest(dataset: Dataset): string {
  const hash = createHash('sha256');
  for (const [name, { shape, data }] of Object.entries(dataset.toTensors().tensors)) {
    hash.update(`${name} ${data.constructor.name} ${shape.join('x')}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/**
 * @param path of the file, for the message
 * @param expected digest of what the run learns from; absent in runs of before there was one
 * @throws {UserError} when it holds other transitions.
 */
export function requireSameDataset(dataset: Dataset, expected: string | undefined, path: string): void {
  if (expected === undefined) return;
  const actual = datasetDigest(dataset);
  if (actual === expected) return;
  throw new UserError(
    `'${path}' holds other transitions than those this run began with (SHA-256 ${expected.slice(0, 12)}… then, ` +
      `${actual.slice(0, 12)}… now), so that it cannot go on exactly. Put the old file back, or train a new run, ` +
      'which --from this one starts with its weights.',
  );
}
