// What recordings do not show: options, models of one's own, exact state, memory, errors, pictures.
import { beforeAll, describe, expect, it } from 'vitest';
import { fromExactJson, toExactJson } from '../../io/exact-json.js';
import { Generator } from '../../random/index.js';
import type { Drawing, Line } from '../drawing.js';
import { type EnvState, loadEnv, makeAsync, toSvg } from '../index.js';
import {
  Ant,
  HalfCheetah,
  Hopper,
  Humanoid,
  InvertedDoublePendulum,
  InvertedPendulum,
  loadMujoco,
  type MujocoEnv,
  Pusher,
  Reacher,
  Swimmer,
  Walker2d,
} from './index.js';
import type { Simulation } from './simulation.js';
import { sumOfSquares, sumOfSquaresSingle } from './sums.js';

const CLASSES = {
  Ant,
  HalfCheetah,
  Hopper,
  Humanoid,
  InvertedDoublePendulum,
  InvertedPendulum,
  Pusher,
  Reacher,
  Swimmer,
  Walker2d,
};

const simulationOf = (env: object) => (env as { simulation: Simulation }).simulation;
const heap = (env: object) => simulationOf(env).array('qpos').buffer.byteLength;

beforeAll(() => loadMujoco());

/** Steps with random actions, beyond their bounds too; every number that a step gives. */
function play(env: MujocoEnv, rng: Generator, steps: number): unknown[] {
  return Array.from({ length: steps }, () => {
    const action = new Float32Array(env.actionSpace.packedSize);
    rng.fillUniform(action, -2, 2);
    const { observation, ...rest } = env.step(action);
    if (rest.terminated) return [...env.reset().observation, rest];
    return [...observation, rest];
  });
}

describe.each(Object.entries(CLASSES))('%s', (_name, Class) => {
  it('goes on equally from a state saved at any step, whatever the other did before', () => {
    const rng = new Generator(1);
    const env = new Class();
    const other = new Class();
    other.reset({ seed: 5 });
    env.reset({ seed: 2 });
    for (let trial = 0; trial < 5; trial++) {
      play(env, rng, rng.integers(1, 60));
      play(other, rng, 3);
      const saved = toExactJson(env.saveState());
      const [first, second] = [new Generator(trial), new Generator(trial)];
      const picture = env.render();
      const expected = play(env, first, 40);
      other.loadState(fromExactJson(saved) as EnvState);
      expect(other.render()).toEqual(picture);
      expect(play(other, second, 40)).toEqual(expected);
      expect(other.saveState()).toEqual(env.saveState());
    }
    env.close();
    other.close();
  });

  it('gives observations to keep, the same with and without pictures between', () => {
    const env = new Class();
    const first = env.reset({ seed: 3 }).observation;
    const copy = first.slice();
    const plain = play(env, new Generator(1), 20);
    expect(first).toEqual(copy);
    env.reset({ seed: 3 });
    const rng = new Generator(1);
    const drawn = plain.map(() => {
      env.render();
      return play(env, rng, 1)[0];
    });
    expect(drawn).toEqual(plain);
    env.close();
  });

  it('is longer between actions with another frameSkip', () => {
    const env = new Class({ frameSkip: 1 });
    const usual = new Class();
    expect(usual.dt / env.dt).toBeCloseTo(
      (usual as unknown as { settings: { frameSkip: number } }).settings.frameSkip,
    );
    for (const each of [env, usual]) each.close();
  });

  it('refuses what cannot be', () => {
    expect(() => new Class({ frameSkip: 0 })).toThrow('frameSkip must be an integer of at least 1, got 0');
    expect(() => new Class({ frameskip: 1 } as never)).toThrow('frameSkip');
    expect(() => new Class({ xml: '<mujoco><what/></mujoco>' })).toThrow(
      /xml must be a model in MJCF.*what/s,
    );
    expect(() => new Class({ xml: '<mujoco/>' })).toThrow('the model needs actuators and at least');
    const env = new Class();
    env.reset({ seed: 1 });
    expect(() => env.step([])).toThrow(`an action is ${env.actionSpace.packedSize} numbers, got 0`);
    env.close();
    env.close();
    expect(() => env.reset()).toThrow('is closed: make a new one');
    expect(() => env.step(new Float32Array(env.actionSpace.packedSize))).toThrow('is closed');
    expect(() => env.render()).toThrow('is closed');
  });
});

describe('options', () => {
  const size = (env: MujocoEnv) => {
    const { length } = env.reset({ seed: 0 }).observation;
    env.close();
    return length;
  };

  it('put positions in front of observations', () => {
    const excludeCurrentPositionsFromObservation = false;
    for (const [Class, more] of [
      [HalfCheetah, 1],
      [Hopper, 1],
      [Walker2d, 1],
      [Swimmer, 2],
      [Ant, 2],
      [Humanoid, 2],
    ] as const) {
      const env = new Class({ excludeCurrentPositionsFromObservation });
      const { observation } = env.reset({ seed: 4 });
      const usual = new Class().reset({ seed: 4 }).observation;
      expect(observation.slice(more)).toEqual(usual);
      expect(observation.slice(0, more)).toEqual(simulationOf(env).array('qpos').slice(0, more));
      expect(env.observationSpace.contains(observation)).toBe(true);
      env.close();
    }
  });

  it('leave parts out of observations', () => {
    expect(size(new Ant({ includeCfrcExtInObservation: false }))).toBe(27);
    expect(size(new Humanoid({ includeCinertInObservation: false }))).toBe(348 - 130);
    expect(size(new Humanoid({ includeCvelInObservation: false }))).toBe(348 - 78);
    expect(size(new Humanoid({ includeQfrcActuatorInObservation: false }))).toBe(348 - 17);
    expect(size(new Humanoid({ includeCfrcExtInObservation: false }))).toBe(348 - 78);
  });

  it('weigh rewards', () => {
    const env = new Ant({
      forwardRewardWeight: 2,
      ctrlCostWeight: 0,
      contactCostWeight: 3,
      healthyReward: 7,
    });
    env.reset({ seed: 1 });
    for (let i = 0; i < 15; i++) {
      const { reward, info } = env.step(new Float32Array(8).fill(1));
      expect(info.reward_forward).toBe(2 * (info.x_velocity as number));
      expect(info.reward_ctrl).toBe(-0);
      expect(reward).toBeCloseTo((info.reward_forward as number) + 7 + (info.reward_contact as number), 10);
    }
    const still = new Hopper({ resetNoiseScale: 0 });
    expect(still.reset({ seed: 1 }).observation).toEqual(still.reset({ seed: 2 }).observation);
  });

  it('say when a body is healthy and whether the episode ends', () => {
    const steps = (env: MujocoEnv) => {
      env.reset({ seed: 1 });
      let count = 1;
      while (count < 200 && !env.step(new Float32Array(env.actionSpace.packedSize)).terminated) count++;
      return count;
    };
    const usual = steps(new Hopper());
    expect(steps(new Hopper({ healthyAngleRange: [-0.05, 0.05] }))).toBeLessThan(usual);
    expect(steps(new Hopper({ healthyStateRange: [-0.5, 0.5] }))).toBeLessThan(usual);
    expect(
      steps(new Hopper({ healthyZRange: [-Infinity, Infinity], healthyAngleRange: [-9, 9] })),
    ).toBeGreaterThan(usual);
    expect(steps(new Hopper({ terminateWhenUnhealthy: false }))).toBe(200);
    const fallen = new Walker2d({ terminateWhenUnhealthy: false, healthyZRange: [5, 6] });
    fallen.reset({ seed: 1 });
    expect(fallen.step(new Float32Array(6)).info.reward_survive).toBe(0);
    expect(() => new Hopper({ healthyZRange: [Number.NaN, 1] })).toThrow('healthyZRange');
    expect(() => new Hopper({ healthyZRange: [1] })).toThrow('healthyZRange must be a list of 2 numbers');
  });

  it('choose the body whose velocity counts', () => {
    const env = new Ant({ mainBody: 4 });
    env.reset({ seed: 1 });
    const before = simulationOf(env).array('xpos')[12]!;
    const { info } = env.step(new Float32Array(8).fill(1));
    expect(info.x_velocity).toBe((simulationOf(env).array('xpos')[12]! - before) / env.dt);
    expect(() => new Ant({ mainBody: 14 })).toThrow('mainBody must be less than 14');
  });

  it('take a model of one’s own', () => {
    const xml = `<mujoco><worldbody><geom type="plane" size="1 1 1"/><body pos="0 0 1"><joint name="a" type="slide" axis="1 0 0"/>
      <joint name="b"/><geom type="box" size=".1 .2 .3"/><geom type="ellipsoid" size=".1 .2 .3" pos="1 0 0"/>
      <geom type="cylinder" size=".1 .2" pos="2 0 0"/></body></worldbody>
      <actuator><motor joint="a" ctrlrange="-5 4"/></actuator></mujoco>`;
    const env = new HalfCheetah({ xml });
    expect(env.reset({ seed: 1 }).observation).toHaveLength(3);
    expect(env.actionSpace.low[0]).toBe(-5);
    expect(env.dt).toBe(0.01);
    expect(env.render().shapes.filter(({ kind }) => kind === 'polygon').length).toBeGreaterThan(6);
    expect(() => new HalfCheetah({ xml: xml.replace('ctrlrange="-5 4"', '') })).toThrow('needs a ctrlrange');
    expect(() => new Walker2d({ xml })).toThrow('at least 3 positions, it has 1 actuators and 2 positions');
    const chain = xml.replace('<joint name="b"/>', '<joint name="b"/><joint name="c"/><joint name="d"/>');
    expect(() => new Reacher({ xml: chain })).toThrow('Reacher: the model needs a body named "fingertip"');
    expect(() => new InvertedDoublePendulum({ xml: chain })).toThrow('the model needs a site');
    expect(() => env.loadState(new HalfCheetah().saveState())).toThrow('has 2 numbers of qpos, got 9');
    env.close();
  });

  it('are checked and infinite ones saved by make', async () => {
    const env = await makeAsync('Humanoid-v5', { contactCostRange: [-Infinity, 2] });
    expect(fromExactJson(toExactJson(env.spec!.options))).toEqual(env.spec!.options);
    for (const Made of [Hopper, Ant, InvertedPendulum, InvertedDoublePendulum]) {
      expect(() => new Made({ resetNoiseScale: -1 })).toThrow(
        'resetNoiseScale must be a number of at least 0',
      );
    }
    expect(() => new Ant({ contactForceRange: [1, -1] })).toThrow(
      'contactForceRange must be a list of 2 numbers in ascending order, got [1, -1]',
    );
    await loadEnv('Hopper-v5');
    await expect(makeAsync('Hopper-v5', { width: 480 } as never)).rejects.toThrow('width');
  });
});

describe('memory', () => {
  it('may grow while a simulation runs', () => {
    const env = new HalfCheetah();
    const twin = new HalfCheetah();
    for (const each of [env, twin]) each.reset({ seed: 1 });
    const expected = play(twin, new Generator(1), 30);
    const rng = new Generator(1);
    const first = play(env, rng, 10);
    const before = heap(env);
    const others: MujocoEnv[] = [];
    while (heap(env) === before) others.push(new HalfCheetah());
    expect([...first, ...play(env, rng, 20)]).toEqual(expected);
    for (const each of [env, twin, ...others]) each.close();
  });

  it('is given back by close()', () => {
    const rest = new InvertedPendulum();
    for (let i = 0; i < 20; i++) new Humanoid().close();
    const before = heap(rest);
    for (let i = 0; i < 200; i++) {
      const env = new Humanoid();
      env.reset({ seed: i });
      env.render();
      env.close();
    }
    expect(heap(rest)).toBe(before);
    rest.close();
  });
});

describe('pictures', () => {
  const spine = (env: MujocoEnv) => env.render().shapes.filter(({ kind }) => kind === 'line') as Line[];

  it('follow the body, while the floor stays where it is', () => {
    const env = new HalfCheetah();
    env.reset({ seed: 1 });
    const at = (x: number) => {
      simulationOf(env).array('qpos')[0] = x;
      return env.render();
    };
    const [here, tile, two] = [at(0), at(1), at(2)];
    const only = (drawing: Drawing, kind: string) =>
      toSvg({ ...drawing, shapes: drawing.shapes.filter((shape) => shape.kind === kind) });
    expect(only(tile, 'line')).toBe(only(here, 'line'));
    // The same squares after two tiles, the other colour after one.
    expect(only(two, 'polygon')).toBe(only(here, 'polygon'));
    expect(only(tile, 'polygon')).not.toBe(only(here, 'polygon'));
    expect(spine(env).every(({ x1, y1 }) => x1 > 0 && x1 < 600 && y1 > 0 && y1 < 400)).toBe(true);
  });

  it('draw what is far before what is near', () => {
    const env = new Ant();
    env.reset({ seed: 1 });
    const widths = spine(env).map(({ strokeWidth }) => strokeWidth!);
    // Of equal capsules those that are nearer are thicker.
    const capsules = widths.filter((width, i) => i % 3 === 0 && width < 60);
    expect(capsules).toHaveLength(12);
    expect([...capsules].sort((a, b) => a - b)).toEqual(capsules);
  });
});

describe('sums of squares', () => {
  // biome-ignore format: size, in double and in single precision, of numpy.random.default_rng(size).standard_normal(size)
  const NUMPY = [
    [1, 0.11942843380507091, 0.11942842602729797],
    [7, 2.1512614623205875, 2.151261568069458],
    [8, 13.882954906885399, 13.882954597473145],
    [9, 5.793617217328802, 5.7936177253723145],
    [17, 24.24765293427675, 24.24765396118164],
    [84, 77.06434661718613, 77.06434631347656],
    [128, 134.38292011911057, 134.38291931152344],
    [129, 138.9099622494142, 138.9099578857422],
    [300, 244.9951849361291, 244.9951934814453],
    [1000, 924.7574759401436, 924.7574462890625],
  ] as const;

  it.each(NUMPY)('of %i numbers are NumPy’s', (size, double, single) => {
    const values = new Float64Array(size);
    new Generator(size).fillNormal(values);
    expect(sumOfSquares(values)).toBe(double);
    expect(sumOfSquaresSingle(Float32Array.from(values))).toBe(single);
  });
});
