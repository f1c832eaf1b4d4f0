// Where the runs of trials are trained: threads, or here, one after the other, when a thread cannot take them.
import { WorkerPool } from '../parallel/index.js';
import { workerEntry } from '../parallel/module-ref.js';
import { advance, advanceMember, advanceUnlessWorse, type Timed } from './trial-tasks.js';

const TASKS = { advance, advanceUnlessWorse, advanceMember };
type Tasks = typeof TASKS;
type TaskName = keyof Tasks;
type JobOf<N extends TaskName> = Parameters<Tasks[N]>[0];
type ValueOf<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>['value'];

export interface Runner {
  /** How many runs go on at a time. */
  readonly size: number;
  /** Time that the tasks took, in seconds: what one thread alone would take for them. */
  readonly seconds: number;
  /** @throws what the task throws, or why its thread ended. */
  run<N extends TaskName>(task: N, job: JobOf<N>): Promise<ValueOf<N>>;
  close(): Promise<unknown>;
}

/** @param perform Runs a task somewhere. */
function runner(
  size: number,
  perform: (task: TaskName, job: unknown) => Promise<unknown>,
  close: Runner['close'],
): Runner {
  let total = 0;
  return {
    size,
    get seconds() {
      return total;
    },
    async run(task, job) {
      const { value, seconds } = (await perform(task, job)) as Timed<never>;
      total += seconds;
      return value;
    },
    close,
  };
}

/** @param timeout After so many milliseconds a run counts as hanging, and its thread is ended. */
export function threadRunner(workers: number | undefined, timeout: number | undefined): Runner {
  const pool = new WorkerPool({ workers, timeout, retries: 0, onCrash: () => {} });
  const perform = async (task: TaskName, job: unknown) => {
    const ref = { module: workerEntry('./trial-tasks.js', import.meta.url), export: task };
    try {
      return (await pool.map(ref, [job]))[0];
    } catch (error) {
      (error as Error).message = (error as Error).message.replace(/^Input 0: /, '');
      throw error;
    }
  };
  return runner(pool.size, perform, () => pool.close());
}

export function localRunner(): Runner {
  let last: Promise<unknown> = Promise.resolve();
  const perform = (task: TaskName, job: unknown) => {
    const result = last.then(() => (TASKS[task] as (job: unknown) => Promise<unknown>)(job));
    last = result.catch(() => {});
    return result;
  };
  return runner(1, perform, () => last);
}
