// Datasets as files: safetensors that `trainyard record` writes, or lines of JSON from elsewhere.
import { extname } from 'node:path';
import type { Spaces } from '../agents/spaces.js';
import { UserError } from '../io/errors.js';
import { readLines, writeFileAtomic } from '../io/files.js';
import { safetensorsParts } from '../io/safetensors.js';
import { readSafetensorsFile } from '../io/safetensors-file.js';
import { Dataset, type DatasetOrigin, datasetFromArrays, datasetFromLines } from '../memory/index.js';

const LINES = ['.jsonl', '.ndjson'];

/**
 * Reads a dataset: a file that `trainyard record` wrote, columns of other programs as safetensors (`datasetFromArrays`), or
 * lines of JSON (`.jsonl`, `.ndjson`; `datasetFromLines`).
 *
 * @param spaces of the environment, which only our own files tell
 * @throws {UserError} when it cannot be read, is damaged, or holds what the spaces have not.
 * @example const dataset = readDataset('cartpole.safetensors');
 */
export function readDataset(path: string, spaces?: Spaces): Dataset {
  const kind = extname(path);
  if (kind === '.npz' || kind === '.npy') throw new UserError(`'${path}': ${FROM_NUMPY}`);
  if (LINES.includes(kind))
    return datasetFromLines(
      readLines(path, { unfinished: true }),
      originOf(path, 'lines of JSON', spaces),
      path,
    );
  const file = readSafetensorsFile(path);
  if (Dataset.isOurs(file)) return Dataset.fromTensors(file, path);
  return datasetFromArrays(file.tensors, originOf(path, 'columns of another program', spaces), path);
}

const FROM_NUMPY =
  'archives of NumPy are not read; write their arrays as safetensors, in Python: ' +
  "save_file({k: numpy.ascontiguousarray(v) for k, v in numpy.load('data.npz').items()}, 'data.safetensors'), " +
  'with save_file from safetensors.numpy.';

function originOf(path: string, what: string, spaces: Spaces | undefined): DatasetOrigin {
  if (!spaces)
    throw new UserError(
      `'${path}' holds ${what}, which do not tell their spaces: name the environment as well.`,
    );
  const { singleObservationSpace: observationSpace, singleActionSpace: actionSpace } = spaces;
  return { observationSpace, actionSpace };
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
