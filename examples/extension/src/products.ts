// An extractor: the inputs and the products of every two of them.
import { cat, defineExtractor, Extractor, type Tensor } from 'trainyard';
import * as z from 'zod';

export class Products extends Extractor {
  readonly size: number;

  constructor(private readonly inputs: number) {
    super();
    this.size = inputs + inputs ** 2;
  }

  override forward(inputs: Tensor): Tensor {
    const rows = inputs.shape[0]!;
    const pairs = inputs.unsqueeze(2).mul(inputs.unsqueeze(1));
    return cat([inputs, pairs.reshape([rows, this.inputs ** 2])], 1);
  }
}

export const products = defineExtractor({
  id: 'products',
  summary: 'The inputs and the products of every two of them',
  schema: z.strictObject({}),
  create: (space) => new Products(space.flatdim),
});
