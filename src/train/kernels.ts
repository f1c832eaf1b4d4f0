// Which kernels a run computes with: those that are asked for, or those that the run has been computed with.
import { UserError } from '../io/errors.js';
import { backendOptions } from '../tensor/engine.js';
import { type BackendOptions, backend, useBackend } from '../tensor/index.js';

/** What a run can be asked to compute with; `auto` is the fastest that runs here. */
export type RunBackend = NonNullable<BackendOptions['backend']>;

/** Computes with `wanted`, from now on; with what the program computes with when it is undefined. @throws {UserError} when it does not run here. */
export function chooseKernels(wanted: RunBackend | undefined): void {
  if (wanted === undefined) return;
  try {
    useBackend({ backend: wanted });
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}

/**
 * Computes with the kernels that a run was computed with, where they run.
 *
 * @param name As it stands in the run's configuration.
 * @returns why they do not, or undefined.
 */
export function continueWithKernels(name: string): string | undefined {
  if (backend() === name) return undefined;
  try {
    useBackend(backendOptions(name));
  } catch (error) {
    return (error as Error).message;
  }
  return backend() === name ? undefined : `They are unknown here, where there are '${backend()}' ones.`;
}
