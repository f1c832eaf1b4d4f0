// Types of spaces: what a space is made from tells the type of its values. Checked by the compiler.
import { expectTypeOf, it } from 'vitest';
import {
  Box,
  Dict,
  Discrete,
  MultiBinary,
  MultiDiscrete,
  type PackedArray,
  type PackedType,
  type Space,
  Tuple,
} from './index.js';

it('values have the type that the description says', () => {
  expectTypeOf(new Box({ low: 0, high: 1 }).sample()).toEqualTypeOf<Float32Array>();
  expectTypeOf(new Box({ low: 0, high: 1, dtype: 'uint8' }).sample()).toEqualTypeOf<Uint8Array>();
  expectTypeOf(new Box({ low: 0, high: 1, dtype: 'uint16' }).low).toEqualTypeOf<Uint16Array>();
  expectTypeOf(
    new Box({ low: 0, high: 1, dtype: 'int8' as PackedType }).sample(),
  ).toEqualTypeOf<PackedArray>();
  expectTypeOf(new Discrete(2).sample()).toEqualTypeOf<number>();
  expectTypeOf(new MultiBinary(2).sample()).toEqualTypeOf<Uint8Array>();
  expectTypeOf(new MultiDiscrete([2]).sample()).toEqualTypeOf<Int32Array>();
  expectTypeOf(new MultiDiscrete([2], { dtype: 'int8' }).sample()).toEqualTypeOf<Int8Array>();
  const both = new Tuple([new Discrete(2), new Box({ low: 0, high: 1, dtype: 'float64' })]);
  expectTypeOf(both.sample()).toEqualTypeOf<[number, Float64Array]>();
  const named = new Dict({
    eye: new Box({ low: 0, high: 255, shape: [2, 2, 1], dtype: 'uint8' }),
    n: new Discrete(2),
  });
  expectTypeOf(named.sample()).toEqualTypeOf<{ eye: Uint8Array; n: number }>();
  expectTypeOf(named.spaces.n.n).toEqualTypeOf<number>();
});

it('spaces are assigned where their values are expected', () => {
  expectTypeOf(new Box({ low: 0, high: 1 })).toExtend<Space<Float32Array>>();
  expectTypeOf<Box<'uint8'>>().not.toExtend<Space<Float32Array>>();
  const declared: Space<Float32Array> = new Box({ low: 0, high: 1 });
  const bytes: Space<Uint8Array> = new Box({ low: 0, high: 1, dtype: 'uint8' });
  // @ts-expect-error a box of bytes has no float values
  const wrong: Space<Float32Array> = new Box({ low: 0, high: 1, dtype: 'uint8' });
  expectTypeOf([declared, bytes, wrong]).toBeArray();
});

it('options are checked', () => {
  // @ts-expect-error no such number type
  const dtype = () => new Box({ low: 0, high: 1, dtype: 'float16' });
  // @ts-expect-error no such option
  const option = () => new Discrete(3, { begin: 1 });
  // @ts-expect-error a mask of a choice is an array of numbers
  const mask = () => new Discrete(3).sample({ mask: 'all' });
  expectTypeOf([dtype, option, mask]).toBeArray();
});
