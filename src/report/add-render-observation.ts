// Shows the picture of an environment as its observation, in place of the state or beside it.
import { defineWrapper, type Env, option, TransformObservation, toSvg } from '../envs/index.js';
import { type OptionValues, readOptions } from '../envs/options.js';
import { UserError } from '../io/errors.js';
import { Box, Dict, type Space } from '../spaces/index.js';
import { type Raster, svgToPixels } from './rasterize.js';

const OPTIONS = {
  /** Shows the picture alone (default). */
  renderOnly: true,
  /** Key of the picture in observations that are a Dict. */
  renderKey: 'pixels',
  /** Key of an observation that is no Dict itself. */
  obsKey: 'state',
  /** Pixels across (default: as many as the drawing is wide). */
  width: /* @__PURE__ */ option<number | null>(null, { like: 84, integer: true, min: 8, max: 4096 }),
};

/**
 * Pictures are bytes of shape [height, width, 3]. As in Gymnasium the environment is reset once, to see how large its
 * picture is. It takes some milliseconds a picture: `width` keeps them few. Runs whose environments live in threads know
 * it by name with `--import trainyard/report`.
 *
 * @example new AddRenderObservation(make('CartPole-v1'), { width: 84 })
 */
export class AddRenderObservation<A> extends TransformObservation<unknown, A, unknown> {
  /** @throws UserError when the environment does not draw, or has an entry of that name. */
  constructor(env: Env<unknown, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    const { renderOnly, renderKey, obsKey, width } = readOptions('AddRenderObservation', OPTIONS, options);
    env.reset();
    const first = picture(env, width);
    const box = new Box({
      low: 0,
      high: 255,
      shape: [first.height, first.width, 3],
      dtype: 'uint8',
    }) as Space;
    const { observationSpace: space } = env;
    const pixels = () => rgb(picture(env, width));
    if (renderOnly) {
      super(env, pixels, box);
    } else if (space instanceof Dict) {
      if (space.keys.includes(renderKey)) {
        throw new UserError(`The observations have a "${renderKey}" already: choose another renderKey.`);
      }
      const joint = new Dict({ ...(space as Dict).spaces, [renderKey]: box });
      super(env, (observation) => ({ ...Object(observation), [renderKey]: pixels() }), joint as Space);
    } else {
      const joint = new Dict({ [obsKey]: space, [renderKey]: box });
      super(env, (observation) => ({ [obsKey]: observation, [renderKey]: pixels() }), joint as Space);
    }
  }
}

function picture(env: Pick<Env, 'render' | 'spec'>, width: number | null): Raster {
  const drawing = env.render?.();
  if (drawing) return svgToPixels(toSvg(drawing), { width: width ?? undefined });
  const name = env.spec?.id ?? env.constructor.name;
  throw new UserError(`AddRenderObservation needs an environment that draws; ${name} has no picture.`);
}

function rgb({ width, height, pixels }: Raster): Uint8Array {
  const out = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    out[to] = pixels[from]!;
    out[to + 1] = pixels[from + 1]!;
    out[to + 2] = pixels[from + 2]!;
  }
  return out;
}

export const addRenderObservation = defineWrapper({
  id: 'AddRenderObservation',
  description: 'Shows the picture of the environment in place of its state or beside it (Node only).',
  options: OPTIONS,
  create: (env, options) => new AddRenderObservation(env, options),
});
