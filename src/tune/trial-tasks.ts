// What a study asks of its threads: the tasks, each with the time it took.
import { advanceMember as member } from './population-run.js';
import { advanceUnlessWorse as watched, advance as whole } from './trial-run.js';

export interface Timed<T> {
  value: T;
  /** From its beginning in the thread, in seconds. */
  seconds: number;
}

const timed =
  <J, T>(task: (job: J) => Promise<T>) =>
  async (job: J): Promise<Timed<T>> => {
    const begin = performance.now();
    const value = await task(job);
    return { value, seconds: (performance.now() - begin) / 1000 };
  };

export const advance = /* @__PURE__ */ timed(whole);
export const advanceUnlessWorse = /* @__PURE__ */ timed(watched);
export const advanceMember = /* @__PURE__ */ timed(member);
