// Labs by name in a folder: one in this thread, or many in threads, each going on where it was.

import { writeFileAtomic } from '../../io/files.js';
import { WorkerPool } from '../../parallel/index.js';
import { workerEntry } from '../../parallel/module-ref.js';
import { chooseKernels, type RunBackend } from '../../train/kernels.js';
import { labNames, loadLab } from '../list.js';
import { LabFolder } from './folder.js';
import { indexPage } from './index-page.js';
import { type LabOptions, settingsOf } from './lab.js';
import { labHtml } from './page.js';
import { type LabProgress, type LabResult, runLab } from './run-lab.js';
import { sourceOf } from './source.js';

export interface LabJob extends Pick<LabOptions, 'quick' | 'seeds'> {
  name: string;
  /** The folder of its page. */
  out: string;
  /** Kernels to compute with; default: those that the thread has. */
  backend?: RunBackend;
}

/** Runs one lab, or goes on with it, and writes its page. */
export async function runLabIn(
  { name, out, backend, ...options }: LabJob,
  onProgress?: LabProgress['onProgress'],
): Promise<LabResult> {
  chooseKernels(backend);
  const lab = await loadLab(name);
  const folder = new LabFolder(out);
  const progress = folder.progress(name, settingsOf(lab, options), onProgress);
  const result = await runLab(lab, options, progress);
  folder.write(result, labHtml(lab, result, sourceOf(lab), commandOf({ ...options, name, out, backend })));
  return result;
}

/** As a task of a pool: pictures stay in the files. */
export async function labTask(job: LabJob): Promise<LabOutcome> {
  try {
    const { figures: _, ...result } = await runLabIn(job);
    return { result };
  } catch (error) {
    // One that fails does not end the others.
    return { name: job.name, error: (error as Error).message };
  }
}

export type LabOutcome = { result: Omit<LabResult, 'figures'> } | { name: string; error: string };

export interface AllLabsOptions extends Pick<LabOptions, 'quick' | 'seeds'> {
  out: string;
  /** Kernels to compute with; default: those that this thread has. */
  backend?: RunBackend;
  /** Labs at a time; default: one per core. */
  jobs?: number;
  /** Hears of each lab as it is done. */
  onResult?: (outcome: LabOutcome) => void;
}

/**
 * Runs every lab that has not been run in `out` with these settings, several at a time, and writes the index.
 *
 * @returns what each came to, those done before included
 */
export async function runAllLabs({
  out,
  jobs,
  onResult,
  backend,
  ...options
}: AllLabsOptions): Promise<LabOutcome[]> {
  chooseKernels(backend);
  const folder = new LabFolder(out);
  const done = new Map<string, LabOutcome>();
  const open: LabJob[] = [];
  for (const name of labNames) {
    const result = folder.result(name, settingsOf(await loadLab(name), options));
    if (result) done.set(name, { result });
    else open.push({ ...options, name, out, ...(backend && { backend }) });
  }
  const pool = new WorkerPool({ ...(jobs !== undefined && { workers: jobs }) });
  const task = { module: workerEntry('./run-labs.js', import.meta.url), export: 'labTask' };
  await pool
    .map<LabJob, LabOutcome>(task, open, {
      onResult(index, outcome) {
        done.set(open[index]!.name, outcome);
        onResult?.(outcome);
      },
    })
    .finally(() => pool.close());
  const outcomes = labNames.map((name) => done.get(name)!);
  writeFileAtomic(
    folder.file('index', 'md'),
    await indexPage(outcomes, folder, commandOf({ ...options, name: 'all', out, backend })),
  );
  return outcomes;
}

/** What makes the page again. */
export function commandOf({ name, out, quick, seeds, backend }: LabJob): string {
  const flags = [
    seeds !== undefined && `--seeds ${seeds}`,
    quick && '--quick',
    backend && `--backend ${backend}`,
    out !== LAB_FOLDER && `--out ${out}`,
  ];
  return ['trainyard lab', name, ...flags.filter(Boolean)].join(' ');
}

/** Where pages go when nothing else is said. */
export const LAB_FOLDER = 'runs/labs';
