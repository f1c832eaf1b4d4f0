// The folder of labs: what each found, its page, its moving pictures, and what a stopped one had done.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../io/files.js';
import { readJson } from '../../io/json-file.js';
import { lazily } from '../../io/lazily.js';
import { backend } from '../../tensor/index.js';
import type { LabSettings } from './lab.js';
import type { LabProgress, LabResult } from './run-lab.js';

const resultSchema = lazily(() =>
  z.strictObject({
    name: z.string(),
    quick: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    backend: z.string(),
    seconds: z.number(),
    rows: z.array(
      z.strictObject({
        ...{ what: z.string(), reported: z.string(), expected: z.string(), here: z.string() },
        ...{
          value: z.number().optional(),
          passed: z.boolean().optional(),
          loosened: z.literal(true).optional(),
        },
      }),
    ),
  }),
);

const begunSchema = lazily(() =>
  z.strictObject({
    how: z.strictObject({ settings: z.record(z.string(), z.unknown()), kernels: z.string() }),
    items: z.record(z.string(), z.unknown()),
  }),
);

/** A result without its pictures, as it is kept. */
export type KeptResult = Omit<LabResult, 'figures'>;

export class LabFolder {
  constructor(readonly path: string) {
    mkdirSync(path, { recursive: true });
  }

  /** What `name` found with these settings and the kernels that compute now, if it is done. */
  result(name: string, settings: LabSettings): KeptResult | undefined {
    const result = this.lastResult(name);
    return result && same(how(result.settings, result.backend), how(settings)) ? result : undefined;
  }

  /** What `name` found, however it was run. */
  lastResult(name: string): KeptResult | undefined {
    const path = this.file(name, 'json');
    return existsSync(path) ? (readJson(path, resultSchema) as KeptResult) : undefined;
  }

  write(result: LabResult, html: string): void {
    const { figures, ...kept } = result;
    const moving = figures.find(({ kind }) => kind === 'gif');
    if (moving?.kind === 'gif') writeFileAtomic(this.file(result.name, 'gif'), moving.bytes);
    writeFileAtomic(this.file(result.name, 'html'), html);
    writeFileAtomic(this.file(result.name, 'json'), `${JSON.stringify(kept, null, 1)}\n`);
    rmSync(this.file(result.name, 'begun.json'), { force: true });
  }

  /** Keeps what items of a lab come to, for one that goes on with equal settings. */
  progress(name: string, settings: LabSettings, onProgress?: LabProgress['onProgress']): LabProgress {
    const path = this.file(name, 'begun.json');
    const begun = existsSync(path) ? (readJson(path, begunSchema) as Begun) : undefined;
    const now = how(settings);
    const kept: Begun = begun && same(begun.how, now) ? begun : { how: now, items: {} };
    return {
      load: (key) => kept.items[key],
      save(key, value) {
        kept.items[key] = value ?? null;
        writeFileAtomic(path, JSON.stringify(kept));
      },
      ...(onProgress && { onProgress }),
    };
  }

  file(name: string, extension: string): string {
    return join(this.path, `${name}.${extension}`);
  }
}

interface Begun {
  how: ReturnType<typeof how>;
  items: Record<string, unknown>;
}

/** What a result depends on. */
const how = (settings: LabSettings, kernels: string = backend()) => ({ settings, kernels });

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
