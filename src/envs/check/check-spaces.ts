// Checks that the spaces of an environment make sense for learning.
import { Box, isImage, type PackedType, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import type { Findings } from './findings.js';

export function checkSpaces(env: Env, findings: Findings): void {
  for (const box of boxesOf(env.observationSpace)) {
    // Planes of bits need no scaling.
    const isBits = box.low.every((x) => x === 0) && box.high.every((x) => x === 1);
    if (box.dtype === 'uint8' && box.shape.length >= 3 && !isImage(box) && !isBits) {
      findings.warning(
        `Images (${box}) are best bounded by 0 and 255: only those are scaled and read as images.`,
      );
    }
    checkBounds('observationSpace', box, findings);
  }
  for (const box of boxesOf(env.actionSpace)) {
    checkBounds('actionSpace', box, findings);
    if (!box.isBounded) {
      findings.warning(`actionSpace ${box} is unbounded; agents explore within bounds, give low and high.`);
    } else if (box.low.some((x, i) => x !== -box.high[i]!) || box.high.some((x) => x > 1)) {
      findings.warning(
        `actionSpace ${box} is not symmetric within -1 to 1, as agents expect; wrap the environment in RescaleAction.`,
      );
    }
  }
}

function checkBounds(name: string, box: Box<PackedType>, findings: Findings): void {
  if (box.low.some((x, i) => x === box.high[i])) {
    findings.warning(`${name} ${box} has an element whose lower and upper bound are equal.`);
  }
}

/** All boxes inside a space. */
function boxesOf(space: Space): Box<PackedType>[] {
  if (space instanceof Box) return [space as Box<PackedType>];
  return space.subspaces.flatMap(boxesOf);
}
