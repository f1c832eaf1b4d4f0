// What the type checker knows of agents: they see and do what their environment shows and takes.
import { expectTypeOf, it } from 'vitest';
import { type Env, make, makeVec, type StepResult } from '../envs/index.js';
import { Box, Discrete } from '../spaces/index.js';
import { A2C, A3C, DQN, PPO, RandomAgent, RecurrentPPO, Reinforce } from './index.js';

class Corridor {
  observationSpace = new Box({ low: 0, high: 1, shape: [1] });
  actionSpace = new Discrete(2);

  reset() {
    return { observation: Float32Array.of(0), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    return { observation: Float32Array.of(action), reward: 0, terminated: true, truncated: false, info: {} };
  }
}

it('predictions have the type of the environment’s actions, and fit its step', () => {
  const env = make('CartPole-v1');
  const agents = [
    new DQN('CartPole-v1'),
    new PPO('CartPole-v1'),
    new A2C('CartPole-v1'),
    new A3C('CartPole-v1'),
    new Reinforce('CartPole-v1'),
    new RecurrentPPO('CartPole-v1', { memorySize: 4 }),
    new RandomAgent('CartPole-v1'),
  ] as const;
  const { observation } = env.reset();
  for (const agent of agents) env.step(agent.predict(observation));
  expectTypeOf(new PPO('Pendulum-v1').predict).returns.toEqualTypeOf<Float32Array>();
  expectTypeOf(new PPO('FrozenLake-v1').predict).parameter(0).toBeNumber();
});

it('environments, vectors and functions that make environments are told apart', () => {
  expectTypeOf(new PPO(new Corridor()).predict).returns.toBeNumber();
  expectTypeOf(new PPO(() => new Corridor()).predict)
    .parameter(0)
    .toEqualTypeOf<Float32Array>();
  expectTypeOf(new PPO(makeVec('Pendulum-v1', { numEnvs: 2 })).predict).returns.toEqualTypeOf<Float32Array>();
  const unknownEnv = new Corridor() as Env;
  expectTypeOf(new PPO(unknownEnv).predict).returns.toBeUnknown();
  const id: string = 'CartPole-v1';
  expectTypeOf(new DQN(id).predict).returns.toBeNumber();
});

it('what cannot work does not compile', () => {
  const never = () => {
    // @ts-expect-error continuous actions
    new DQN('Pendulum-v1');
    // @ts-expect-error no such hyperparameter
    new DQN('CartPole-v1', { learningrate: 1 });
    // @ts-expect-error a number is wanted
    new PPO('CartPole-v1', { nSteps: '128' });
    // @ts-expect-error observations are arrays of four numbers
    new PPO('CartPole-v1').predict('hello');
    // @ts-expect-error one budget is wanted
    new PPO('CartPole-v1').learn({ totalTimesteps: 1000 });
  };
  expectTypeOf(never).toBeFunction();
});
