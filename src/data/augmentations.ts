// Random changes of images that leave their meaning: turned, moved, speckled. For the `augment` of a DataLoader.
import { UserError } from '../io/errors.js';
import { withDefaults } from '../io/options.js';
import type { Augmentation } from './data-loader.js';

/**
 * Turns and moves an image about its centre: each pixel of the result is the nearest one of the old image, 0 outside. Draws
 * as torchvision's RandomAffine: an angle from U(-degrees, degrees), whole pixels from -translate to translate.
 *
 * @param options.degrees the largest angle, either way. Default 0.
 * @param options.translate the furthest move in pixels, along each axis. Default 0.
 * @throws UserError when they are negative, or do nothing.
 * @example new DataLoader(train, { augment: { images: [randomAffine({ degrees: 30, translate: 6 }), randomSpots({ count: 10 })] } })
 */
export function randomAffine(options: { degrees?: number; translate?: number }): Augmentation {
  const { degrees, translate } = withDefaults('randomAffine', options, { degrees: 0, translate: 0 });
  if (!(degrees >= 0 && translate >= 0 && Number.isSafeInteger(translate) && degrees + translate > 0)) {
    throw new UserError(
      `randomAffine: expected degrees ≥ 0 and a whole number of pixels translate ≥ 0, not both 0; got ${degrees} and ${translate}.`,
    );
  }
  return (image, shape, rng) => {
    const angle = degrees > 0 ? rng.uniform(-degrees, degrees) : 0;
    const [right, down] = [0, 1].map(() => (translate > 0 ? rng.integers(-translate, translate + 1) : 0));
    transformImage(image, shape, { angle, right: right!, down: down! });
  };
}

/**
 * Sets random pixels to `value`: at least `count`, and as many more as the book draws, up to 5 times the size of a standard
 * normal number (Zai & Brown, Deep Reinforcement Learning in Action, listing 10.1).
 *
 * @param options.count at least so many; pixels drawn twice count twice. Default 10.
 * @param options.value what they become, in all channels. Default 1.
 * @throws UserError when `count` is no whole number ≥ 0.
 */
export function randomSpots(options: { count?: number; value?: number } = {}): Augmentation {
  const { count, value } = withDefaults('randomSpots', options, { count: 10, value: 1 });
  if (!Number.isSafeInteger(count) || count < 0)
    throw new UserError(`randomSpots: count must be a whole number ≥ 0, got ${count}.`);
  return (image, shape, rng) => {
    const { channels, pixels } = planes(shape);
    const spots = Math.floor(count + 5 * Math.abs(rng.standardNormal()));
    for (let i = 0; i < spots; i++) {
      const pixel = rng.integers(0, pixels);
      for (let channel = 0; channel < channels; channel++) image[channel * pixels + pixel] = value;
    }
  };
}

/**
 * Turns an image clockwise by `angle` degrees about its centre, then moves it, in place.
 *
 * @param shape [height, width] or [channels, height, width]
 */
export function transformImage(
  image: Float32Array,
  shape: readonly number[],
  { angle = 0, right = 0, down = 0 }: { angle?: number; right?: number; down?: number },
): void {
  const { channels, height, width, pixels } = planes(shape);
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const before = image.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Where the pixel was: moved back, then turned back.
      const [dx, dy] = [x - right - middleX, y - down - middleY];
      const fromX = Math.round(cos * dx + sin * dy + middleX);
      const fromY = Math.round(cos * dy - sin * dx + middleY);
      const inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
      for (let channel = 0; channel < channels; channel++) {
        const plane = channel * pixels;
        image[plane + y * width + x] = inside ? before[plane + fromY * width + fromX]! : 0;
      }
    }
  }
}

/** @throws UserError when a row is no image. */
function planes(shape: readonly number[]) {
  if (shape.length !== 2 && shape.length !== 3) {
    throw new UserError(
      `Augmentations of images need rows of shape [height, width] or [channels, height, width], got [${shape.join(', ')}].`,
    );
  }
  const [channels, height, width] = (shape.length === 2 ? [1, ...shape] : shape) as [number, number, number];
  return { channels, height, width, pixels: height * width };
}
