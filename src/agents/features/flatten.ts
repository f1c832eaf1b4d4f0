// The numbers as they are: one-hot for discrete parts, floats for boxes.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { Tensor } from '../../tensor/index.js';
import { defineExtractor, Extractor } from './extractor.js';

export class FlattenExtractor extends Extractor {
  override readonly repeatable = true;
  constructor(readonly size: number) {
    super();
  }

  override forward(inputs: Tensor): Tensor {
    return inputs;
  }
}

export const flatten = /* @__PURE__ */ defineExtractor({
  id: 'flatten',
  summary: 'The numbers of the observation as they are, discrete parts one-hot',
  schema: /* @__PURE__ */ lazily(() => z.strictObject({})),
  create: (space) => new FlattenExtractor(space.flatdim),
});
