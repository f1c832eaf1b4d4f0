// Several networks in one weight dictionary: each under its own prefix.
import type { Module } from '../nn/index.js';
import type { WeightArray } from './agent.js';

/** `{ q_net: module }` → `{ 'q_net.0.weight': …, … }`. */
export function collectWeights(modules: Record<string, Module>): Record<string, WeightArray> {
  const all: Record<string, WeightArray> = {};
  for (const [prefix, module] of Object.entries(modules)) {
    for (const [name, weight] of Object.entries(module.stateDict())) all[`${prefix}.${name}`] = weight;
  }
  return all;
}

/** The inverse of `collectWeights`: loads each module from the entries under its prefix. */
export function distributeWeights(
  modules: Record<string, Module>,
  weights: Record<string, WeightArray>,
): void {
  for (const [prefix, module] of Object.entries(modules)) {
    const own: Record<string, WeightArray> = {};
    for (const [name, weight] of Object.entries(weights)) {
      if (name.startsWith(`${prefix}.`)) own[name.slice(prefix.length + 1)] = weight;
    }
    module.loadStateDict(own);
  }
}
