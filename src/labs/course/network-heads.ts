// Networks of every kind of value and policy: what goes in, what comes out, and that all of it learns.
import { Categorical, DiagNormal, Linear, type Module, ReLU, Sequential, Tanh } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { cat, randn, type Tensor } from '../../tensor/index.js';
import { defineLab, exactly, near } from '../index.js';

export const lab = defineLab({
  name: 'network-heads',
  chapter: 'course',
  title: 'V, Q and π: one network for each',
  asks: 'What shapes have networks of S → V, (S, A) → Q, S → Q(·), S → softmax and S → (μ, σ), and do gradients reach all of their weights?',
  settings: { batch: 5, states: 4, actions: 3, width: 8, reaches: true },
  flaw: { what: 'what leaves the network is cut from it', settings: { reaches: false } },
  program({ batch, states, actions, width, reaches }, lab) {
    const rng = new Generator(8);
    const network = (inputs: number, outputs: number) =>
      new Sequential(
        new Linear(inputs, width, { rng }),
        new ReLU(),
        new Linear(width, outputs, { rng }),
        new Tanh(),
      );
    const state = randn([batch, states], rng);
    const action = randn([batch, actions], rng);
    const check = (name: string, net: Module, output: Tensor, size: number) => {
      lab.check(`${name}: outputs of a state`, output.size / batch, exactly(size));
      const out = reaches ? output : output.detach();
      if (out.requiresGrad) out.pow(2).sum().backward();
      const reached = net.parameters().filter(({ grad }) => grad && grad.abs().sum().item() > 0).length;
      lab.check(`${name}: weights that a gradient reaches`, reached, exactly(net.parameters().length));
    };
    const value = network(states, 1);
    check('S → V', value, value.forward(state), 1);
    const critic = network(states + actions, 1);
    check('(S, A) → Q', critic, critic.forward(cat([state, action], 1)), 1);
    const q = network(states, actions);
    check('S → Q(·)', q, q.forward(state), actions);
    const policy = network(states, actions);
    const chosen = new Categorical(policy.forward(state));
    const probabilities = policy.forward(state).softmax(-1);
    lab.check('S → softmax: sum of probabilities', probabilities.sum(-1).data[0]!, near(1, 1e-6));
    check('S → softmax', policy, chosen.logProb(chosen.sample(rng)), 1);
    const gaussian = network(states, 2 * actions);
    const out = gaussian.forward(state);
    const normal = new DiagNormal(out.slice(1, 0, actions), out.slice(1, actions).exp());
    check('S → (μ, σ)', gaussian, normal.logProb(normal.sample(rng)), 1);
  },
});
