// Errors on their way between threads: plain values that keep name, message and stack.
import { UserError } from '../io/errors.js';

export interface ThrownError {
  name: string;
  message: string;
  stack?: string;
}

/** Anything that was thrown, ready to be sent. */
export function thrown(error: unknown): ThrownError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

/** The error again, its message preceded by `prefix`; the stack is the one of the thread that threw. */
export function revive({ name, message, stack }: ThrownError, prefix = ''): Error {
  if (name === 'UserError') return new UserError(prefix + message, { kind: 'failure' });
  const error = new Error(prefix + message);
  error.name = name;
  if (stack) error.stack = stack.replace(message, error.message);
  return error;
}
