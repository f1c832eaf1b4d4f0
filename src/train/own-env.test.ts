// Runs with what a program brings along: its environment, its callbacks, weights of another run.
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { registerHillClimber } from '../../test/hill-climber.js';
import type { Callback, TrainingContext } from '../agents/agent.js';
import { defineExtractor, Extractor } from '../agents/index.js';
import { defineEnv, type Env, loadEnv, make, type StepResult } from '../envs/index.js';
import { defineCallback, type ResumableCallback } from '../evaluate/index.js';
import { Linear } from '../nn/index.js';
import type { Generator } from '../random/index.js';
import { Box, Discrete } from '../spaces/index.js';
import type { Tensor } from '../tensor/index.js';
import { commandOf } from './command-line.js';
import { loadRun } from './open-run.js';
import { resume, train } from './run.js';
import { RunFolder } from './run-folder.js';

/** Walk right along `length` cells. */
class Corridor implements Env<Float32Array, number> {
  readonly observationSpace: Box;
  readonly actionSpace = new Discrete(2);
  private at = 0;
  private steps = 0;

  constructor(private readonly length = 3) {
    this.observationSpace = new Box({ low: 0, high: length, shape: [1] });
  }

  reset() {
    this.at = 0;
    this.steps = 0;
    return { observation: Float32Array.of(0), info: {} };
  }

  step(action: number): StepResult<Float32Array> {
    this.at = Math.max(0, this.at + (action === 1 ? 1 : -1));
    const terminated = this.at === this.length;
    return {
      observation: Float32Array.of(this.at),
      reward: terminated ? 1 : -0.1,
      terminated,
      truncated: !terminated && ++this.steps >= 20,
      info: {},
    };
  }

  saveState() {
    return { at: this.at, steps: this.steps };
  }

  loadState(state: Record<string, unknown>) {
    this.at = state.at as number;
    this.steps = state.steps as number;
  }
}

let root: string;
beforeAll(registerHillClimber);
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'trainyard-own-'));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));
const out = (name: string) => join(root, name);
const base = { algo: 'hill-climber', totalSteps: 400, seed: 1, finalEpisodes: 2, numEnvs: 2 };
const env = () => new Corridor();
const stopAt = (step: number): Callback => ({
  onIteration: ({ agent, stop }) => {
    if (agent.numTimesteps >= step) stop('enough for today');
  },
});

describe('an environment of a program', () => {
  it('is refused before anything is written when checkpoints cannot hold its state', async () => {
    class Careless extends Corridor {
      override saveState() {
        return { ...super.saveState(), seen: new Float32Array(3) };
      }
    }
    await expect(train({ ...base, env: () => new Careless(), out: out('careless') })).rejects.toThrow(
      /Careless: saveState\(\) must return plain JSON .*state\..*seen is Float32Array of length 3/,
    );
    expect(fs.existsSync(out('careless'))).toBe(false);
  });

  it('is trained on, resumed and loaded with the function that makes it', async () => {
    const whole = await train({ ...base, env, out: out('whole') });
    expect(whole.config.env).toMatchObject({ id: 'Corridor', program: true, numEnvs: 2 });
    expect(whole.evaluation!.returns.length).toBe(2);
    const part = await train({ ...base, env, out: out('part'), callbacks: [stopAt(150)] });
    expect(part).toMatchObject({ finished: false, stopReason: 'enough for today' });
    await resume(out('part'), { env, finalEpisodes: 2 });
    for (const file of ['metrics.jsonl', 'config.json', 'evaluation.json'])
      expect(fs.readFileSync(join(out('part'), file))).toEqual(fs.readFileSync(join(out('whole'), file)));
    expect((await loadRun(out('whole'), { env })).agent.predict(Float32Array.of(0))).toBeTypeOf('number');
    expect(commandOf(whole.config, out('whole'))).toMatch(/^# Made by a program .*Corridor/);
  });

  it('is asked for when it is missing', async () => {
    await train({ ...base, env, out: out('a') });
    const message = /made by a program with an environment of its own, Corridor.*\{ env: .*--import .*--env/;
    await expect(loadRun(out('a'))).rejects.toThrow(message);
    await expect(resume(out('a'), { totalSteps: 500 })).rejects.toThrow(message);
  });

  it('may get an id later, which the run then keeps', async () => {
    await train({ ...base, env, out: out('a') });
    let loaded = false;
    defineEnv({
      id: 'LaterCorridor-v0',
      description: 'x',
      load: async () => {
        loaded = true;
      },
      create: () => {
        if (!loaded) throw new Error('not loaded');
        return new Corridor();
      },
    });
    await expect(loadRun(out('a'), { env: 'Nowhere-v0' })).rejects.toThrow(
      /Unknown environment "Nowhere-v0"/,
    );
    await resume(out('a'), { env: 'LaterCorridor-v0', totalSteps: 500, finalEpisodes: 1 });
    expect(RunFolder.open(out('a')).config.env).toMatchObject({ id: 'LaterCorridor-v0' });
    expect((await resume(out('a'), { totalSteps: 600, finalEpisodes: 1 })).step).toBe(600);
    await expect(resume(out('a'), { env })).rejects.toThrow(/has its environment, LaterCorridor-v0/);
    await loadEnv('LaterCorridor-v0');
    expect(make('LaterCorridor-v0')).toBeDefined();
  });

  it('must be made by the function, at once', async () => {
    const refused = (made: unknown) => train({ ...base, env: (() => made) as never, out: out('a') });
    await expect(refused(Promise.resolve(env()))).rejects.toThrow(/asynchronous: await what it needs first/);
    await expect(refused(3)).rejects.toThrow(/must return an object with reset and step, got 3/);
    await expect(train({ ...base, env, vectorization: 'workers', out: out('a') })).rejects.toThrow(
      /comes from a program, and threads cannot take it along/,
    );
    await expect(train({ ...base, env, envOptions: { a: 1 }, out: out('a') })).rejects.toThrow(
      /envOptions belong/,
    );
    expect(fs.existsSync(out('a'))).toBe(false);
  });
});

describe('callbacks of a program', () => {
  class Counter implements ResumableCallback {
    readonly name = 'counter';
    count = 0;
    onIteration(context: TrainingContext) {
      this.count++;
      if (this.count === 100) context.stop('a hundred');
    }
    saveState() {
      return { count: this.count };
    }
    loadState({ count }: Record<string, unknown>) {
      this.count = count as number;
    }
  }

  it('go on with what they knew, and are missed when they are not there', async () => {
    const run = await train({ ...base, env: 'CartPole-v1', out: out('a'), callbacks: [new Counter()] });
    expect(run).toMatchObject({ step: 200, stopReason: 'a hundred' });
    await expect(resume(out('a'))).rejects.toThrow(/trained with a callback 'counter', whose state/);
    const counter = new Counter();
    await resume(out('a'), { callbacks: [counter], finalEpisodes: 0 });
    expect(counter.count).toBe(200);
  });

  it('are refused when their state could not be kept', async () => {
    const nameless = { saveState: () => ({}), loadState() {} };
    const refused = (callbacks: object[]) => train({ ...base, env: 'CartPole-v1', out: out('a'), callbacks });
    await expect(refused([nameless])).rejects.toThrow(/needs name, saveState and loadState; it has no name/);
    await expect(refused([new Counter(), new Counter()])).rejects.toThrow(
      /Two callbacks with state are called 'counter'/,
    );
  });

  it('that are defined by name become part of the run', async () => {
    const made: object[] = [];
    defineCallback({
      id: 'Counting',
      summary: 'x',
      options: { until: 5 },
      create: (options) => {
        made.push(options);
        return new Counter();
      },
    });
    const run = await train({
      ...base,
      env: 'CartPole-v1',
      out: out('a'),
      callbacks: [{ name: 'Counting', options: { until: 7 } }],
    });
    expect(run.config.callbacks).toEqual([{ name: 'Counting', options: { until: 7 } }]);
    expect((await resume(out('a'), { finalEpisodes: 0 })).step).toBe(400);
    expect(made).toEqual(Array(made.length).fill({ until: 7 }));
    expect(commandOf(run.config, out('a'))).toContain('--callback Counting:until=7');
  });
});

describe('wrappers of a run', () => {
  it('wrap training, and evaluation unless they change rewards alone', async () => {
    const wrappers = [
      { name: 'TimeLimit', options: { maxEpisodeSteps: 6 } },
      { name: 'ClipReward', options: { minReward: 0, maxReward: 0.5 } },
    ];
    const { config, evaluation } = await train({ ...base, env: 'CartPole-v1', wrappers, out: out('a') });
    expect(config.env.wrappers).toEqual(wrappers);
    expect(evaluation!.returns).toEqual([6, 6]);
    const row = RunFolder.open(out('a'))
      .metrics()
      .find((each) => 'episode/return' in each)!;
    expect([row['episode/return'], row['episode/length']]).toEqual([3, 6]);
    expect((await loadRun(out('a'))).envs.makeVec(1).singleObservationSpace.packedSize).toBe(4);
  });

  it('may not keep statistics that evaluation would not share', async () => {
    const wrappers = ['NormalizeObservation'];
    await expect(train({ ...base, env: 'CartPole-v1', wrappers, out: out('a') })).rejects.toThrow(
      /hyperparameter normalizeObservations/,
    );
  });

  it('step in threads as in this one', async () => {
    const options = {
      ...base,
      env: 'CartPole-v1',
      wrappers: [{ name: 'FrameStack', options: { stackSize: 2 } }],
    };
    const flat = { ...options, wrappers: [...options.wrappers, { name: 'FlattenObservation', options: {} }] };
    await train({ ...flat, vectorization: 'sync', out: out('sync') });
    await train({ ...flat, vectorization: 'workers', out: out('workers') });
    for (const file of ['metrics.jsonl', 'evaluation.json'])
      expect(fs.readFileSync(join(out('workers'), file))).toEqual(fs.readFileSync(join(out('sync'), file)));
  });
});

describe('train --from', () => {
  it('begins with the weights of another run, and can be resumed from its very start', async () => {
    const first = await train({ ...base, env: 'CartPole-v1', out: out('first') });
    const options = { ...base, env: 'CartPole-v1', seed: 9, from: out('first') };
    const second = await train({ ...options, out: out('second') });
    expect(second.config.from).toEqual({ run: '../first', weights: 'best' });
    await expect(
      train({
        ...options,
        out: out('dead'),
        callbacks: [
          {
            onIteration: () => {
              throw new TypeError('crash');
            },
          },
        ],
      }),
    ).rejects.toThrow('crash');
    fs.rmSync(out('first'), { recursive: true });
    await resume(out('dead'), { finalEpisodes: 2 });
    expect(fs.readFileSync(join(out('dead'), 'metrics.jsonl'))).toEqual(
      fs.readFileSync(join(out('second'), 'metrics.jsonl')),
    );
    expect(first.step).toBe(400);
  });

  it('says what differs', async () => {
    await train({ ...base, env: 'CartPole-v1', out: out('first') });
    const refused = (options: object) =>
      train({ ...base, env: 'CartPole-v1', from: out('first'), out: out('b'), ...options });
    await expect(refused({ env })).rejects.toThrow(/made for observations Box.*this run has Box/);
    await expect(refused({ algo: 'reinforce' })).rejects.toThrow(
      /holds a hill-climber agent, this run trains reinforce/,
    );
    await train({
      env: 'CartPole-v1',
      algo: 'reinforce',
      preset: false,
      totalSteps: 50,
      finalEpisodes: 0,
      out: out('c'),
    });
    await expect(
      refused({ algo: 'reinforce', preset: false, from: out('c'), config: { hiddenSizes: [8] } }),
    ).rejects.toThrow(/networks are others \(.* is \[.*\] there and \[.*\] here/);
    expect(fs.existsSync(out('b'))).toBe(false);
  });

  it('starts on observations of another size where the extractor says that it is free of size', async () => {
    /** The mean of all inputs, through one layer. */
    class Pool extends Extractor {
      readonly size = 4;
      override readonly freeOfSize = true;
      readonly layer: Linear;

      constructor(rng: Generator) {
        super();
        this.layer = new Linear(1, 4, { rng });
      }

      override forward(inputs: Tensor): Tensor {
        return this.layer.forward(inputs.mean(1, true));
      }
    }
    defineExtractor({
      id: 'toy-pool',
      summary: 'The mean',
      schema: z.strictObject({}),
      create: (_space, _options, rng) => new Pool(rng),
    });
    const config = { features: 'toy-pool', hiddenSizes: [8], nSteps: 8 };
    const small = { ...base, algo: 'a2c', env: 'CartPoleNoVel-v1', preset: false, config, totalSteps: 64 };
    await train({ ...small, out: out('small') });
    const { agent } = await train({ ...small, env: 'CartPole-v1', from: out('small'), out: out('large') });
    expect(agent.env!.singleObservationSpace.flatdim).toBe(4);
    await expect(
      train({
        ...small,
        env: 'CartPole-v1',
        from: out('small'),
        out: out('flat'),
        config: { features: 'auto', hiddenSizes: [8], nSteps: 8 },
      }),
    ).rejects.toThrow(/made for observations/);
  });
});
