// `--backend`: the kernels that a command computes with.
import { Option } from 'commander';
import { backendName } from '../tensor/index.js';
import { BACKENDS } from '../tensor/kernels/load.js';
import type { RunBackend } from '../train/index.js';
import { note } from './print.js';

export interface BackendFlag {
  backend?: RunBackend;
}

/** @param text What it means for the command, and what is used without it. */
export function backendOption(text: string): Option {
  return new Option('--backend <name>', text).choices(BACKENDS);
}

/** Says which kernels were chosen, where somebody chose and nothing else says it. */
export function tellBackend({ backend }: BackendFlag): void {
  if (backend !== undefined) note(`kernels: ${backendName()}`);
}
