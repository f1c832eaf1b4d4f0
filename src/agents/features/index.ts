// Features by name: our extractors and what `auto` chooses.

import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import { Graph, isImage, type Space } from '../../spaces/index.js';
import { cnn } from './cnn.js';
import { combined } from './combined.js';
import {
  type AnyExtractor,
  createExtractor,
  type Extractor,
  type Features,
  listExtractors,
} from './extractor.js';
import { flatten } from './flatten.js';
import { graph } from './graph.js';
import { relational } from './relational.js';

const builtin: readonly AnyExtractor[] = [flatten, cnn, combined, graph, relational];

/**
 * A module with a size that reads observations of `space`.
 *
 * @throws UserError for an unknown name, wrong options, or a space that the extractor cannot read.
 * @example
 * const features = extractor(env.observationSpace, { type: 'cnn', channels: 'first' }, rng);
 */
export function extractor(space: Space, features: Features, rng: Generator): Extractor {
  return createExtractor(space, features, rng, { builtin, auto });
}

/** All extractors: ours, then the user's. */
export function extractors(): AnyExtractor[] {
  return listExtractors(builtin);
}

function auto(space: Space): string {
  if (isImage(space)) return 'cnn';
  if (space instanceof Graph) return 'graph';
  if (space.leaves().some((leaf) => leaf.space instanceof Graph)) {
    throw new UserError(
      `features: nothing reads graphs beside other parts by itself, got ${space}; observe the Graph alone, or give an extractor of your own.`,
    );
  }
  return space.leaves().some((leaf) => isImage(leaf.space)) ? 'combined' : 'flatten';
}

/** Where the axis of frames is in images, if the features say so. */
export function channelsOf(features: Features): 'first' | 'last' | undefined {
  const channels = typeof features === 'string' ? undefined : features.channels;
  return channels === 'first' || channels === 'last' ? channels : undefined;
}
