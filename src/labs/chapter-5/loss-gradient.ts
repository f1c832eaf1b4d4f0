// The gradient of the actor-critic loss, against differences of the loss itself.
import { A3C } from '../../agents/index.js';
import { Generator } from '../../random/index.js';
import { noGrad, randn, tensor } from '../../tensor/index.js';

/** Along the gradient of each group of weights: the largest error of its length, as a share of it. */
export function gradientError(): number {
  const options = { activation: 'tanh', detachCritic: false, workers: 1, seed: 100 } as const;
  const { network } = new A3C('CartPole-v1', options);
  const rng = new Generator(100);
  const states = randn([64, 4], rng);
  const actions = tensor(Int32Array.from({ length: 64 }, () => rng.integers(0, 2)));
  const targets = randn([64], rng);
  // The actor holds the advantage fixed.
  const held = noGrad(() => targets.sub(network.forward(states).values));
  const losses = () => {
    const { policy, values } = network.forward(states);
    return targets.sub(values).square().sub(policy.logProb(actions).mul(held));
  };
  const loss = () => noGrad(() => losses().toArray()).reduce((sum, x) => sum + x, 0);
  losses().sum().backward();
  const errors = network.parameters().map((parameter) => {
    const gradient = parameter.grad!.toArray() as Float32Array;
    const length = Math.hypot(...gradient);
    const before = parameter.toArray() as Float32Array;
    // Looked up each time: data moves when the engine's memory grows.
    const move = (distance: number) =>
      parameter.data.set(before.map((value, i) => value + (distance * gradient[i]!) / length));
    const at = (distance: number) => {
      move(distance);
      return loss();
    };
    const h = 0.01;
    const slope = (8 * (at(h) - at(-h)) - at(2 * h) + at(-2 * h)) / (12 * h);
    move(0);
    return Math.abs(slope / length - 1);
  });
  return Math.max(...errors);
}
