// Whether the steps of a training may be recorded and repeated.
import type { Module } from '../nn/index.js';
import { Extractor } from './features/extractor.js';
import type { OwnParts } from './own-parts.js';

/** What a program's own layers depend on is not known, unless they say so. */
export function isRepeatable(network: Module, { head }: OwnParts): boolean {
  if (head) return false;
  for (const module of network.modules()) {
    if (module instanceof Extractor && !module.repeatable) return false;
  }
  return true;
}
