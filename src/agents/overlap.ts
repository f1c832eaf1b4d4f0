// What learning needs while environments step.
import type { VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import type { SamplingConfig } from './samplers.js';

/** @throws {UserError} when `env` cannot step beside this thread, or is asked meanwhile. */
export function requireOverlap(env: VectorEnv, { hindsight = 'none' }: SamplingConfig): void {
  if (!env.stepAsync || !env.stepWait) {
    throw new UserError(
      `overlap: learning while environments step needs a vector of worker threads, got ${env.constructor.name}; make it ` +
        "with new WorkerVectorEnv(id, { numEnvs }), in a run with vectorization 'workers'.",
    );
  }
  if (hindsight !== 'none') {
    throw new UserError(
      'overlap: hindsight asks the environments for rewards, which they cannot tell while they step; choose one of the two.',
    );
  }
}
