// Datasets as files: safetensors that `trainyard record` writes, or lines of JSON from elsewhere.
import { extname } from 'node:path';
import type { Spaces } from '../agents/spaces.js';
import { UserError } from '../io/errors.js';
import { readLines, writeFileAtomic } from '../io/files.js';
import { safetensorsParts } from '../io/safetensors.js';
import { readSafetensorsFile } from '../io/safetensors-file.js';
import { Dataset, datasetFromLines } from '../memory/index.js';

const LINES = ['.jsonl', '.ndjson'];

/**
 * Reads a dataset.
 *
 * @param spaces of the environment, which lines of JSON (`.jsonl`, `.ndjson`) do not tell
 * @throws {UserError} when it cannot be read, is damaged, or holds what the spaces have not.
 * @example const dataset = readDataset('cartpole.safetensors');
 */
export function readDataset(path: string, spaces?: Spaces): Dataset {
  if (!LINES.includes(extname(path))) return Dataset.fromTensors(readSafetensorsFile(path), path);
  if (!spaces) {
    throw new UserError(
      `'${path}' holds lines of JSON, which do not tell their spaces: name the environment as well.`,
    );
  }
  const { singleObservationSpace: observationSpace, singleActionSpace: actionSpace } = spaces;
  return datasetFromLines(readLines(path, { unfinished: true }), { observationSpace, actionSpace }, path);
}

/** Writes a dataset that `readDataset` reads. @throws {UserError} when it cannot be written. */
export function writeDataset(path: string, dataset: Dataset): void {
  if (LINES.includes(extname(path)))
    throw new UserError(
      `Datasets are written as safetensors: give --out a name such as data.safetensors, got '${path}'.`,
    );
  const { tensors, metadata } = dataset.toTensors();
  writeFileAtomic(path, safetensorsParts(tensors, metadata));
}
