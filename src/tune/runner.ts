// Where the runs of trials are trained: threads, or here, one after the other, when a thread cannot take them.
import { WorkerPool } from '../parallel/index.js';
import { workerEntry } from '../parallel/module-ref.js';
import { advance, advanceMember, advanceUnlessWorse } from './trial-tasks.js';

const TASKS = { advance, advanceUnlessWorse, advanceMember };
type Tasks = typeof TASKS;
type TaskName = keyof Tasks;

export interface Runner {
  /** How many runs go on at a time. */
  readonly size: number;
  /** @throws what the task throws, or why its thread ended. */
  run<N extends TaskName>(task: N, job: Parameters<Tasks[N]>[0]): Promise<Awaited<ReturnType<Tasks[N]>>>;
  close(): Promise<unknown>;
}

/** @param timeout After so many milliseconds a run counts as hanging, and its thread is ended. */
export function threadRunner(workers: number | undefined, timeout: number | undefined): Runner {
  const pool = new WorkerPool({ workers, timeout, retries: 0, onCrash: () => {} });
  return {
    size: pool.size,
    async run(task, job) {
      const ref = { module: workerEntry('./trial-tasks.js', import.meta.url), export: task };
      try {
        const [result] = await pool.map(ref, [job]);
        return result as never;
      } catch (error) {
        (error as Error).message = (error as Error).message.replace(/^Input 0: /, '');
        throw error;
      }
    },
    close: () => pool.close(),
  };
}

export function localRunner(): Runner {
  let last: Promise<unknown> = Promise.resolve();
  return {
    size: 1,
    run<N extends TaskName>(task: N, job: Parameters<Tasks[N]>[0]) {
      const run = TASKS[task] as (job: Parameters<Tasks[N]>[0]) => Promise<Awaited<ReturnType<Tasks[N]>>>;
      const result = last.then(() => run(job));
      last = result.catch(() => {});
      return result;
    },
    close: () => last,
  };
}
