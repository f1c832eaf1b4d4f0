// The thread behind `WorkerVectorEnv`: steps its share of the sub-environments whenever the caller says so.
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { GOAL_METHODS } from '../envs/goal-methods.js';
import {
  type Env,
  type EnvState,
  type Info,
  loadEnv,
  make,
  SyncVectorEnv,
  type VectorResetOptions,
  wrap,
} from '../envs/index.js';
import type { PackedArray } from '../spaces/index.js';
import { Answer, Lockstep } from './lockstep.js';
import { importFunction } from './module-ref.js';
import { thrown } from './thrown-error.js';
import type { ChannelData, Failure } from './worker-channel.js';
import {
  Command,
  type EnvSource,
  type GoalQuestion,
  type InfoMessage,
  type SharedArrays,
  type WorkerIntroduction,
  type WorkerSettings,
} from './worker-protocol.js';

const { settings, control, workers, index, port } = workerData as ChannelData<WorkerSettings>;
const { first, count, autoreset } = settings;
const lockstep = new Lockstep(control, workers);

/** Leaves the number of the row it works on where the caller finds it when something goes wrong. */
class ObservedVectorEnv extends SyncVectorEnv {
  protected override stepRow(i: number, action: unknown): void {
    lockstep.setPosition(index, i);
    super.stepRow(i, action);
  }

  protected override resetRow(i: number, options?: object): Info | undefined {
    lockstep.setPosition(index, i);
    return super.resetRow(i, options);
  }
}

/** Loads what the source needs; afterwards environments can be made without waiting. */
async function loadSource(source: EnvSource): Promise<() => Env> {
  if ('id' in source) {
    for (const module of source.imports ?? []) await import(/* @vite-ignore */ String(module));
    await loadEnv(source.id);
    return () => wrap(make(source.id, source.options), source.wrappers ?? []);
  }
  const create = await importFunction<(options?: object) => Env>(source);
  const isClass = /^class\b/.test(Function.prototype.toString.call(create));
  return () => (isClass ? Reflect.construct(create, [source.options]) : create(source.options));
}

function makeEnvs(create: () => Env): ObservedVectorEnv {
  const rows = Array.from({ length: count }, (_, i) => () => {
    lockstep.setPosition(index, i);
    return create();
  });
  return new ObservedVectorEnv(rows, { autoreset });
}

function introduce({
  singleObservationSpace,
  singleActionSpace,
  spec,
  actionMasks,
  saveState,
  ...others
}: SyncVectorEnv) {
  return {
    observationSpace: singleObservationSpace.toJSON(),
    actionSpace: singleActionSpace.toJSON(),
    spec,
    masked: actionMasks !== undefined,
    savable: saveState !== undefined,
    goalMethods: GOAL_METHODS.filter((method) => others[method]),
  } satisfies WorkerIntroduction;
}

/** Copies the results of a step to where the caller reads them. */
function publish(envs: SyncVectorEnv, shared: SharedArrays): void {
  const { packedSize: size } = envs.singleObservationSpace;
  shared.observations.set(envs.observations as Float32Array, first * size);
  shared.rewards.set(envs.rewards, first);
  shared.terminated.set(envs.terminated, first);
  shared.truncated.set(envs.truncated, first);
  if (envs.terminated.includes(1) || envs.truncated.includes(1)) {
    shared.finalObservations.set(envs.finalObservations as Float32Array, first * size);
  }
  if (envs.actionMasks) {
    const at = first * envs.singleActionSpace.flatdim;
    shared.actionMasks!.set(envs.actionMasks, at);
    shared.finalActionMasks!.set(envs.finalActionMasks!, at);
  }
}

function filledInfos(envs: SyncVectorEnv): InfoMessage | undefined {
  if (envs.infos.every((info) => info === undefined)) return undefined;
  const infos: InfoMessage['infos'] = [];
  envs.infos.forEach((info, i) => {
    if (info !== undefined) infos.push([first + i, info]);
  });
  return { infos };
}

/** The message that the caller left for this round; `null`s are its knocking at the door. */
function received(): unknown {
  for (;;) {
    const { message } = receiveMessageOnPort(port)!;
    if (message !== null) return message;
  }
}

// Set by the first two commands.
let envs: SyncVectorEnv;
let shared: SharedArrays;
let actions: PackedArray;

const handlers: Record<number, (create: () => Env) => unknown> = {
  [Command.introduce](create) {
    envs = makeEnvs(create);
    return introduce(envs);
  },
  [Command.attach]() {
    shared = received() as SharedArrays;
    const { packedSize } = envs.singleActionSpace;
    actions = shared.actions.subarray(first * packedSize, (first + count) * packedSize);
  },
  [Command.step]() {
    envs.step(actions);
    publish(envs, shared);
    return filledInfos(envs);
  },
  [Command.reset]() {
    envs.reset(received() as VectorResetOptions);
    publish(envs, shared);
    return filledInfos(envs);
  },
  [Command.save]: () => envs.saveState!(),
  [Command.load]() {
    envs.loadState!(received() as EnvState);
    publish(envs, shared);
  },
  // All are asked, as all are in lock step; the first answers.
  [Command.judge]() {
    const { method, achieved, desired, info } = received() as GoalQuestion;
    return index === 0 ? { answer: envs[method]!(achieved, desired, info) } : undefined;
  },
  // There are none when making them failed.
  [Command.close]: () => envs?.close(),
};

async function serve(): Promise<void> {
  // A failed import is reported in answer to the first command.
  const create: () => Env = await loadSource(settings.source).catch((error) => () => {
    throw error;
  });
  let next = { round: 0, command: -1 };
  while (next.command !== Command.close) {
    next = lockstep.next(next.round);
    let answer: Answer = Answer.done;
    try {
      const message = handlers[next.command]!(create);
      if (message !== undefined) {
        port.postMessage(message);
        answer = Answer.doneWithMessage;
      }
    } catch (error) {
      port.postMessage({ error: thrown(error) } satisfies Failure);
      answer = Answer.failed;
    }
    lockstep.answer(index, next.round, answer);
  }
  port.close();
}

await serve();
