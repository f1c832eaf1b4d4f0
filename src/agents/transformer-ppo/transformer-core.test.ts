import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { noGrad, scope, type Tensor, tensor } from '../../tensor/index.js';
import { TransformerCore } from './transformer-core.js';

const INPUTS = 3;
const SIZES = { memoryLength: 4, layers: 2, heads: 2, gateBias: 0.5 };

const makeCore = (sizes = {}) =>
  new TransformerCore(INPUTS, 8, { ...SIZES, ...sizes, rng: new Generator(1) });

const matrix = (values: ArrayLike<number>, rows: number) =>
  tensor(Float32Array.from(values), { shape: [rows, values.length / rows] });

const noise = (size: number, seed = 3) => {
  const rng = new Generator(seed);
  return Float32Array.from({ length: size }, () => rng.normal());
};

const run = (core: TransformerCore, inputs: Tensor, state: Tensor, starts?: Tensor) =>
  scope(() =>
    noGrad(() => {
      const out = core.forward(inputs, state, starts);
      return { features: out.features.toArray(), state: out.state.toArray() };
    }),
  );

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);

describe('TransformerCore', () => {
  it.each([1, 4, 30])('one step at a time sees what a sequence sees, memory of %i', (memoryLength) => {
    const core = makeCore({ memoryLength });
    const [steps, batch] = [12, 2];
    const inputs = noise(steps * batch * INPUTS);
    const starts = new Float32Array(steps * batch);
    for (const i of [3, 8, 10]) starts[i] = 1;
    // What came before fills half of the memory.
    let state = run(
      core,
      matrix(noise(3 * batch * INPUTS, 4), 3 * batch),
      matrix(new Float32Array(batch * core.stateSize), batch),
    ).state;
    const whole = run(core, matrix(inputs, steps * batch), matrix(state, batch), matrix(starts, steps));
    for (let t = 0; t < steps; t++) {
      for (let b = 0; b < batch; b++) {
        if (starts[t * batch + b] === 1) state.fill(0, b * core.stateSize, (b + 1) * core.stateSize);
      }
      const now = inputs.slice(t * batch * INPUTS, (t + 1) * batch * INPUTS);
      const step = run(core, matrix(now, batch), matrix(state, batch));
      expect(largest(step.features, whole.features.slice(t * batch * 8, (t + 1) * batch * 8))).toBeLessThan(
        1e-5,
      );
      state = step.state;
    }
    expect(largest(whole.state, state)).toBeLessThan(1e-5);
  });

  it('says of an episode the same alone, after another one, and beside others', () => {
    const core = makeCore({ memoryLength: 6 });
    const [before, after] = [5, 4];
    const [first, second] = [noise(before * INPUTS, 5), noise(after * INPUTS, 6)];
    const nothing = matrix(new Float32Array(core.stateSize), 1);
    const alone = run(core, matrix(second, after), nothing);
    const starts = new Float32Array(before + after);
    starts[before] = 1;
    const both = run(
      core,
      matrix([...first, ...second], before + after),
      nothing,
      matrix(starts, before + after),
    );
    expect(largest(both.features.slice(before * 8), alone.features)).toBeLessThan(1e-5);
    // What is left of the first episode is not even kept.
    expect(largest(both.state, alone.state)).toBeLessThan(1e-5);
    expect(
      largest(both.features.slice(before * 8), run(core, matrix(first, before), nothing).features),
    ).toBeGreaterThan(0.01);
  });

  it('lets no gradient from one episode, or from the future, into another', () => {
    const core = makeCore({ memoryLength: 9 });
    const steps = 8;
    const inputs = matrix(noise(steps * INPUTS), steps);
    inputs.requiresGrad = true;
    const starts = new Float32Array(steps);
    starts[3] = 1;
    const { features } = core.forward(
      inputs,
      matrix(new Float32Array(core.stateSize), 1),
      matrix(starts, steps),
    );
    features.slice(0, 5, 6).square().sum().backward();
    const grad = inputs.grad!.toArray();
    const at = (t: number) => grad.slice(t * INPUTS, (t + 1) * INPUTS).some((value) => value !== 0);
    expect(Array.from({ length: steps }, (_, t) => at(t))).toEqual(
      [0, 0, 0, 1, 1, 1, 0, 0].map((expected) => expected === 1),
    );
  });

  it('forgets what lies further back than its layers reach', () => {
    const core = makeCore({ memoryLength: 2, layers: 1 });
    const steps = 6;
    const inputs = noise(steps * INPUTS);
    const nothing = matrix(new Float32Array(core.stateSize), 1);
    const last = (values: Float32Array) => run(core, matrix(values, steps), nothing).features.slice(-8);
    const changed = (t: number) => {
      const other = inputs.slice();
      other[t * INPUTS] = 9;
      return largest(last(other), last(inputs));
    };
    expect([0, 1, 2].map(changed)).toEqual([0, 0, 0]);
    for (const t of [3, 4, 5]) expect(changed(t)).toBeGreaterThan(1e-4);
  });
});
