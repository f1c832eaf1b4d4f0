// Checkpoints: folders that hold everything a run needs to go on exactly, written whole or not at all.
import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Snapshot, TypedArray, WeightArray } from '../agents/agent.js';
import { checked, parseJson } from '../io/check.js';
import { UserError } from '../io/errors.js';
import { toExactJson } from '../io/exact-json.js';
import { explained, partialPath, pieces, readText, syncFolder, writeFileSynced } from '../io/files.js';
import { readJson } from '../io/json-file.js';
import { type NamedTensor, safetensorsParts } from '../io/safetensors.js';
import { readSafetensorsFile } from '../io/safetensors-file.js';
import { isTypedArray } from '../io/snapshot.js';

/** 1 was that of version 0.1.0. */
const VERSION = 2;
const NAME = /^step-(\d{9,})$/;
const MANIFEST = 'manifest.json';

export interface Checkpoint {
  /** Environment steps taken. */
  step: number;
  weights: Record<string, WeightArray>;
  /** The rest of the agent; empty in a checkpoint of the best weights. */
  state: Snapshot;
  /** What the run keeps for its callbacks, plain JSON. */
  run: Record<string, unknown>;
}

const FORMAT = 'trainyard-checkpoint';
const WEIGHTS = 'weights.safetensors';
const STATE = 'state.safetensors';
const META = 'state.json';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const fileSchema = z.strictObject({ bytes: count, sha256: z.string().length(64) });
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  step: count,
  files: z.strictObject({ [WEIGHTS]: fileSchema, [STATE]: fileSchema, [META]: fileSchema }),
});
type Manifest = z.output<typeof manifestSchema>;

const record = z.record(z.string(), z.unknown());
const metaSchema = z.strictObject({ step: count, meta: record, run: record });

/**
 * A folder of checkpoints, one sub-folder `step-000012345` each:
 * `weights.safetensors`, `state.safetensors` (arrays), `state.json` (the rest) and `manifest.json` with the size
 * and SHA-256 of each. A checkpoint is written under a temporary name, flushed to the disk and renamed, so a kill
 * or a power cut leaves either all of it or nothing.
 */
export class CheckpointStore {
  constructor(
    readonly folder: string,
    /** Which of the steps there are, newest first, are kept once a newer one is safe. Default: the last two. */
    private readonly kept: (steps: readonly number[]) => readonly number[] = (steps) => steps.slice(0, 2),
  ) {}

  /** Steps of the checkpoints there are, newest first. */
  steps(): number[] {
    if (!fs.existsSync(this.folder)) return [];
    const steps = fs.readdirSync(this.folder).flatMap((name) => NAME.exec(name)?.[1] ?? []);
    return steps.map(Number).sort((a, b) => b - a);
  }

  path(step: number): string {
    return join(this.folder, nameOf(step));
  }

  /**
   * Writes a checkpoint and removes those that are not kept. One of the same step is left as it is.
   *
   * @throws {UserError} when weights are not finite, the disk is full or the folder cannot be written; the
   * checkpoints there were are untouched.
   */
  write(checkpoint: Checkpoint): string {
    const target = this.path(checkpoint.step);
    if (fs.existsSync(target)) return target;
    requireFinite(checkpoint);
    const temporary = partialPath(target);
    explained(target, 'write', () => {
      try {
        // Alone, without parents: a run folder that was deleted meanwhile must not come back as a part of itself.
        if (!fs.existsSync(this.folder)) fs.mkdirSync(this.folder);
        fs.mkdirSync(temporary);
        writeFiles(temporary, checkpoint);
        fs.renameSync(temporary, target);
        syncFolder(this.folder);
      } catch (error) {
        fs.rmSync(temporary, { recursive: true, force: true });
        throw error;
      }
    });
    this.prune();
    return target;
  }

  /**
   * The newest checkpoint that is whole, or `undefined` when there are none. `onSkipped` hears of damaged ones.
   *
   * @throws {UserError} when there are checkpoints but every one is damaged.
   */
  latest(onSkipped: (problem: string) => void = () => {}): Checkpoint | undefined {
    let problem: string | undefined;
    for (const step of this.steps()) {
      try {
        return readCheckpoint(this.path(step));
      } catch (error) {
        problem = (error as Error).message;
        onSkipped(problem);
      }
    }
    if (problem === undefined) return undefined;
    throw new UserError(`No usable checkpoint in ${this.folder}. ${problem}`, { kind: 'failure' });
  }

  /** Removes checkpoints after `step`: damaged ones, when an earlier one is gone on from. */
  removeAfter(step: number): void {
    for (const other of this.steps()) if (other > step) this.remove(other);
  }

  /** Removes what is not kept beside the newest. */
  prune(): void {
    const steps = this.steps();
    const kept = this.kept(steps);
    for (const step of steps.slice(1)) if (!kept.includes(step)) this.remove(step);
  }

  /** Out of the way first: a process that dies here leaves no half of a checkpoint under its name. */
  private remove(step: number): void {
    const path = this.path(step);
    const leaving = partialPath(path);
    fs.renameSync(path, leaving);
    fs.rmSync(leaving, { recursive: true, force: true });
  }
}

function nameOf(step: number): string {
  return `step-${String(step).padStart(9, '0')}`;
}

/**
 * Reads and verifies one checkpoint folder.
 *
 * @throws {UserError} when a file is missing, truncated or changed.
 */
export function readCheckpoint(path: string): Checkpoint {
  const refuse = (why: string): never => {
    throw new UserError(`Checkpoint '${path}' is damaged: ${why}.`, { kind: 'failure' });
  };
  const manifest = readManifest(path, refuse);
  const checkedFile = <T>(name: keyof Manifest['files'], read: (file: string, hash: Hash) => T): T => {
    const file = join(path, name);
    const { bytes, sha256 } = manifest.files[name];
    if (!fs.existsSync(file)) refuse(`${name} is missing`);
    const { size } = explained(file, 'read', () => fs.statSync(file));
    if (size !== bytes) refuse(`${name} has ${size} bytes, ${bytes} were written`);
    const hash = createHash('sha256');
    const content = refusing(refuse, () => read(file, hash));
    if (hash.digest('hex') !== sha256) refuse(`the content of ${name} does not match its checksum`);
    return content;
  };
  const tensorsOf = (name: typeof WEIGHTS | typeof STATE) =>
    checkedFile(name, (file, hash) => readSafetensorsFile(file, (bytes) => hash.update(bytes)).tensors);
  const { step, meta, run } = checkedFile(META, (file, hash) => {
    const text = readText(file);
    hash.update(text);
    return parseJson(text, file, metaSchema);
  });
  if (step !== manifest.step || nameOf(step) !== basename(path)) {
    refuse(`its state is of step ${step}, its manifest of step ${manifest.step}`);
  }
  const weights: Checkpoint['weights'] = {};
  for (const [name, { shape, data }] of Object.entries(tensorsOf(WEIGHTS))) {
    if (!isTypedArray(data)) return refuse(`the weight '${name}' holds 64-bit integers`);
    weights[name] = { shape, data };
  }
  const arrays: Snapshot['arrays'] = {};
  for (const [name, { data }] of Object.entries(tensorsOf(STATE))) arrays[name] = data as TypedArray;
  return { step, weights, state: { meta, arrays }, run };
}

/** Whatever is wrong with a file is wrong with its checkpoint. */
function refusing<T>(refuse: (why: string) => never, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return refuse(error.message.replace(/\.$/, ''));
  }
}

function readManifest(path: string, refuse: (why: string) => never): Manifest {
  const file = join(path, MANIFEST);
  if (!fs.existsSync(file)) refuse(`${MANIFEST} is missing`);
  const value = refusing(refuse, () => readJson(file, record));
  if (value.format !== FORMAT) refuse(`${MANIFEST} does not describe a checkpoint`);
  if (typeof value.version === 'number' && value.version !== VERSION) {
    throw new UserError(
      `Checkpoint '${path}' has format version ${value.version}, this version of trainyard reads ${VERSION}. ` +
        'Use the version of trainyard named in the run’s config.json.',
      { kind: 'failure' },
    );
  }
  return refusing(refuse, () => checked(value, file, manifestSchema));
}

function writeFiles(folder: string, { step, weights, state, run }: Checkpoint): void {
  const arrays: Record<string, NamedTensor> = {};
  for (const [name, data] of Object.entries(state.arrays)) arrays[name] = { shape: [data.length], data };
  const contents: Record<keyof Manifest['files'], Uint8Array[]> = {
    [WEIGHTS]: safetensorsParts(weights, { step: String(step) }),
    [STATE]: safetensorsParts(arrays),
    [META]: [Buffer.from(toExactJson({ step, meta: state.meta, run }))],
  };
  const files: Record<string, z.output<typeof fileSchema>> = {};
  for (const [name, parts] of Object.entries(contents)) {
    writeFileSynced(join(folder, name), parts);
    files[name] = { bytes: parts.reduce((sum, part) => sum + part.length, 0), sha256: digest(parts) };
  }
  const manifest = { format: FORMAT, version: VERSION, step, files };
  // No line end: every byte cut off makes it invalid.
  writeFileSynced(join(folder, MANIFEST), [Buffer.from(JSON.stringify(manifest, null, 2))]);
  syncFolder(folder);
}

/** SHA-256 runs at 1.6 GB/s in Node 20 (it uses the processor's instructions), so it is no slower than the disk. */
function digest(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) for (const piece of pieces(part)) hash.update(piece);
  return hash.digest('hex');
}

/** A diverged network must not replace a good checkpoint. */
function requireFinite({ step, weights }: Checkpoint): void {
  for (const [name, { data }] of Object.entries(weights)) {
    const index = data.findIndex((value) => !Number.isFinite(value));
    if (index === -1) continue;
    throw new UserError(
      `Training diverged: weight '${name}' holds ${data[index]} at step ${step}. The last checkpoint is kept. ` +
        'Lower the learning rate, clip gradients, or scale the rewards.',
      { kind: 'failure' },
    );
  }
}
