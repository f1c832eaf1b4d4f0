// Dict and Tuple observations: images through convolutions, the rest as it is, all side by side.
import type * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { Generator } from '../../random/index.js';
import { isImage, type Space } from '../../spaces/index.js';
import { cat, type Tensor } from '../../tensor/index.js';
import { CnnExtractor, cnnSchema } from './cnn.js';
import { defineExtractor, Extractor } from './extractor.js';
import { FlattenExtractor } from './flatten.js';

const schema = /* @__PURE__ */ lazily(() =>
  cnnSchema.extend({
    size: cnnSchema.shape.size.default(256).describe('Features of each image. Source: Stable-Baselines3.'),
  }),
);

export class CombinedExtractor extends Extractor {
  override readonly repeatable = true;
  readonly size: number;
  readonly parts: readonly Extractor[];
  /** Inputs of each part. */
  private readonly inputs: readonly number[];

  constructor(space: Space, options: z.output<typeof schema>, rng: Generator) {
    super();
    const leaves = space.leaves().map((leaf) => leaf.space);
    this.inputs = leaves.map((leaf) => leaf.flatdim);
    this.parts = leaves.map((leaf) =>
      isImage(leaf) ? new CnnExtractor(leaf, options, rng) : new FlattenExtractor(leaf.flatdim),
    );
    this.size = this.parts.reduce((sum, part) => sum + part.size, 0);
  }

  override forward(inputs: Tensor): Tensor {
    let at = 0;
    const features = this.parts.map((part, i) => {
      const from = at;
      at += this.inputs[i]!;
      return part.forward(inputs.slice(1, from, at));
    });
    return cat(features, 1);
  }
}

export const combined = /* @__PURE__ */ defineExtractor({
  id: 'combined',
  summary: 'Parts of a Dict or Tuple side by side, images through convolutions',
  schema,
  create: (space, options, rng) => new CombinedExtractor(space, options, rng),
});
