// CartPole's equations as a lecture prints them, beside those that everybody measures with.
import { CartPole } from '../../envs/index.js';
import { atLeast, atMost, defineLab, exactly } from '../index.js';

const [G, M, POLE, LENGTH, FORCE, TAU] = [9.8, 1, 0.1, 0.5, 10, 0.02];

export const lab = defineLab({
  name: 'cartpole-as-printed',
  chapter: 'course',
  title: "A slide's cart and pole",
  asks: 'How far do the equations of a slide lead from CartPole in ten and in thirty steps?',
  settings: { steps: 30, gravity: G },
  flaw: { what: 'there is no gravity', settings: { gravity: 0 } },
  program({ steps, gravity }, lab) {
    const env = new CartPole();
    lab.check('actions', env.actionSpace.n, exactly(2), '0, +1 and -1 torque, which is Acrobot');
    const start = Array.from(env.reset({ seed: 3 }).observation);
    const angles = { CartPole: [start[2]!], 'as printed': [start[2]!] };
    // The slide counts angles to the other side, and has all of the pole's mass at its end.
    let state = [start[0]!, start[1]!, -start[2]!, -start[3]!];
    for (let step = 0; step < steps; step++) {
      // Pushed from left to right and back, so that both poles stay up for a while.
      const action = step % 2;
      angles.CartPole.push(env.step(action).observation[2]!);
      state = printed(state, action === 1 ? FORCE : -FORCE, gravity);
      angles['as printed'].push(-state[2]!);
    }
    const apart = angles.CartPole.map((angle, i) => Math.abs(angle - angles['as printed'][i]!));
    lab.check('angles apart after 5 steps (rad), at most', Math.max(...apart.slice(0, 6)), atMost(0.03));
    lab.check(`angles apart after ${steps} steps (rad)`, apart.at(-1)!, atLeast(1e-3));
    lab.check(
      'the pole falls to the same side',
      Math.sign(angles.CartPole.at(-1)!) === Math.sign(-state[2]!),
      exactly(1),
    );
    lab.check('the printed pole leans (rad)', Math.abs(state[2]!), atLeast(0.2));
    lab.plot({
      title: 'Angle of the pole',
      xLabel: 'step',
      yLabel: 'rad',
      series: Object.entries(angles).map(([label, y]) => ({ label, x: y.map((_, i) => i), y })),
    });
  },
});

function printed([x, v, angle, turn]: number[], force: number, gravity: number): number[] {
  const [sin, cos] = [Math.sin(angle!), Math.cos(angle!)];
  const below = M + POLE - POLE * cos ** 2;
  const push = (force - POLE * LENGTH * sin * turn! ** 2 + POLE * gravity * cos * sin) / below;
  const fall =
    (force * cos - POLE * LENGTH * cos * sin * turn! ** 2 + (M + POLE) * gravity * sin) / (LENGTH * below);
  return [x! + TAU * v!, v! + TAU * push, angle! + TAU * turn!, turn! + TAU * fall];
}
