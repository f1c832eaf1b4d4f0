// The Ising model: magnets on a lattice that point up or down, their neighbours, energy, and what pays for alignment.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 9.
import type { Generator } from '../../random/index.js';

export const DOWN = 0;
export const UP = 1;

/** Sites in rows, and the sites beside each. */
export interface Lattice {
  readonly rows: number;
  readonly columns: number;
  /** `neighbours[site]`: indices of sites; in a ring left, then right. */
  readonly neighbours: readonly (readonly number[])[];
}

/** Sites in a circle, each with a left and a right neighbour. */
export function ring(size: number): Lattice {
  const neighbours = Array.from({ length: size }, (_, i) => [(i + size - 1) % size, (i + 1) % size]);
  return { rows: 1, columns: size, neighbours };
}

/** Sites in a rectangle whose opposite borders touch, each with its eight neighbours. */
export function torus(rows: number, columns: number): Lattice {
  const around = [-1, 0, 1];
  const neighbours = Array.from({ length: rows * columns }, (_, site) => {
    const row = Math.floor(site / columns);
    const column = site % columns;
    return around.flatMap((dy) =>
      around
        .filter((dx) => dx !== 0 || dy !== 0)
        .map((dx) => ((row + dy + rows) % rows) * columns + ((column + dx + columns) % columns)),
    );
  });
  return { rows, columns, neighbours };
}

/** Every magnet up or down with equal probability: the signs of normal draws. */
export function drawSpins(rng: Generator, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => (rng.standardNormal() > 0 ? UP : DOWN));
}

/** The neighbours of a site of a ring as one of four cases: 2 · left + right. */
export function pairOf(spins: ArrayLike<number>, { neighbours }: Lattice, site: number): number {
  const [left, right] = neighbours[site]!;
  return 2 * spins[left!]! + spins[right!]!;
}

/** What a spin beside such a {@link pairOf | pair} pays: -2, -0.2 or 1.6 for none, one or both neighbours alike. */
export function pairReward(spin: number, pair: number): number {
  const alike = (pair >> 1 === spin ? 1 : 0) + ((pair & 1) === spin ? 1 : 0);
  return [-2, -0.2, 1.6][alike]!;
}

/** The share of a site's neighbours that point up: with its complement, their mean action. */
export function meanField(spins: ArrayLike<number>, { neighbours }: Lattice, site: number): number {
  const beside = neighbours[site]!;
  let up = 0;
  for (let i = 0; i < beside.length; i++) up += spins[beside[i]!]!;
  return up / beside.length;
}

/** What a spin pays in a mean field: tanh(5 (m - 1/2)), where m is the share of neighbours that are like it. */
export function fieldReward(spin: number, up: number): number {
  const alike = spin === UP ? up : 1 - up;
  return Math.tanh(5 * (alike - 0.5));
}

/** -Σ sᵢ sⱼ over pairs of neighbours, with s of -1 or 1: the less, the more are aligned. */
export function energy(spins: ArrayLike<number>, { neighbours }: Lattice): number {
  let sum = 0;
  for (let i = 0; i < neighbours.length; i++) {
    for (const j of neighbours[i]!) sum += spins[i] === spins[j] ? -1 : 1;
  }
  // Each pair was met from both sides.
  return sum / 2;
}

/** Mean of all magnets as -1 and 1: 0 in disorder, -1 or 1 when all are aligned. */
export function magnetization(spins: ArrayLike<number>): number {
  let up = 0;
  for (let i = 0; i < spins.length; i++) up += spins[i]!;
  return (2 * up) / spins.length - 1;
}
