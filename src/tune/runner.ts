// Where the runs of trials are trained: threads, or here, one after the other, when a thread cannot take them.
import { WorkerPool } from '../parallel/index.js';
import { workerEntry } from '../parallel/module-ref.js';
import { advance, advanceUnlessWorse } from './trial-run.js';

const TASKS = { advance, advanceUnlessWorse };
type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;

export interface Runner {
  /** How many runs go on at a time. */
  readonly size: number;
  /** @throws what the task throws, or why its thread ended. */
  run<N extends TaskName>(task: N, job: Parameters<Tasks[N]>[0]): ReturnType<Tasks[N]>;
  close(): Promise<unknown>;
}

/** @param timeout After so many milliseconds a run counts as hanging, and its thread is ended. */
export function threadRunner(workers: number | undefined, timeout: number | undefined): Runner {
  const pool = new WorkerPool({ workers, timeout, retries: 0, onCrash: () => {} });
  return {
    size: pool.size,
    run: ((task: TaskName, job: unknown) => {
      const ref = { module: workerEntry('./trial-run.js', import.meta.url), export: task };
      return pool.map(ref, [job]).then(
        ([result]) => result,
        (error: Error) => {
          error.message = error.message.replace(/^Input 0: /, '');
          throw error;
        },
      );
    }) as Runner['run'],
    close: () => pool.close(),
  };
}

export function localRunner(): Runner {
  let last: Promise<unknown> = Promise.resolve();
  return {
    size: 1,
    run: ((task: TaskName, job: never) => {
      const result = last.then(() => TASKS[task](job));
      last = result.catch(() => {});
      return result;
    }) as Runner['run'],
    close: () => last,
  };
}
