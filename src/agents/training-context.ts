// What callbacks see of a training, and the pauses in which timers and signals run.
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import type { Agent, Callback, TrainingContext } from './agent.js';
import type { Budget } from './budget.js';

/** The context of one call of `learn`. */
export function trainingContext(
  agent: Agent,
  budget: Budget,
  callbacks: readonly Callback[],
): TrainingContext {
  let stopReason: string | undefined;
  return {
    agent,
    budget,
    totalSteps: budget.unit === 'steps' ? budget.amount : Infinity,
    get progress() {
      return agent.progress;
    },
    get stopReason() {
      return stopReason;
    },
    stop: (reason) => {
      stopReason ??= reason ?? 'no reason given';
    },
    log(metrics) {
      requireMetrics(metrics);
      for (const callback of callbacks) callback.onMetrics?.(this, agent.numTimesteps, metrics);
    },
  };
}

function requireMetrics(metrics: unknown): void {
  const isRow = typeof metrics === 'object' && metrics !== null && !Array.isArray(metrics);
  if (isRow && Object.values(metrics).every((value) => typeof value === 'number')) return;
  throw new UserError(
    `context.log() takes a row of numbers by name, such as { 'own/score': 1 }, got ${show(metrics)}.`,
  );
}

export function requireCallbacks(callbacks: unknown): readonly Callback[] {
  if (callbacks === undefined) return [];
  if (Array.isArray(callbacks) && callbacks.every((each) => typeof each === 'object' && each !== null)) {
    for (const callback of callbacks) requireHooks(callback);
    return callbacks;
  }
  throw new UserError('learn: callbacks must be a list of objects such as { onIteration(context) { … } }.');
}

const HOOKS = ['onTrainingStart', 'onEpisodeEnd', 'onIteration', 'onMetrics', 'onTrainingEnd'];

/** A misspelt method would never be called; what a class or a callback has besides is its own business. */
function requireHooks(callback: object): void {
  for (const name of Object.keys(callback)) {
    if (!/^on[A-Z]/.test(name) || HOOKS.includes(name)) continue;
    if (
      typeof (callback as Record<string, unknown>)[name] === 'function' &&
      Object.getPrototypeOf(callback) === Object.prototype
    )
      throw new UserError(`learn: a callback has no method ${name}; there are ${HOOKS.join(', ')}.`);
  }
}

/** Lets timers, signals and messages run; Node's `setImmediate` costs microseconds where a timer costs a millisecond. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
