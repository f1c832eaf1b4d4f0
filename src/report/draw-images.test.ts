import { expect, it } from 'vitest';
import { tensor } from '../tensor/index.js';
import { drawImages } from './draw-images.js';

it('draws the largest number of each image black and zero white, row below row', () => {
  const wide = tensor([[[[0, 1]]], [[[4, 2]]]]); // two images of one row
  const square = tensor([
    [
      [0, 0],
      [0, 0],
    ],
  ]);
  const { width, height, shapes } = drawImages([wide, square], { size: 10, gap: 2 });
  expect([width, height]).toEqual([24, 24]);
  const places = shapes.map(
    (shape) => shape.kind === 'image' && [shape.x, shape.y, shape.columns, shape.rows],
  );
  expect(places).toEqual([
    [1, 1, 2, 1],
    [13, 1, 2, 1],
    [1, 13, 2, 2],
  ]);
  const pixels = shapes.map((shape) => shape.kind === 'image' && [...shape.pixels]);
  expect(pixels[0]).toEqual([255, 255, 255, 0, 0, 0]);
  expect(pixels[1]).toEqual([0, 0, 0, 128, 128, 128]);
  expect(pixels[2]).toEqual(new Array(12).fill(255));
});
