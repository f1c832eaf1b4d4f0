// What checks of an environment report, and descriptions of values that do not fit a space.
import { Box, Dict, Discrete, isNumeric, type Space, Tuple } from '../../spaces/index.js';

export interface Finding {
  /** `error`: agents fail or learn nonsense. `warning`: works, but is probably not what was meant. */
  severity: 'error' | 'warning';
  /** What is wrong and how to mend it. */
  message: string;
}

export class Findings {
  readonly list: Finding[] = [];

  error(message: string): void {
    this.add({ severity: 'error', message });
  }

  warning(message: string): void {
    this.add({ severity: 'warning', message });
  }

  /** Every finding is reported once, however often it shows. */
  private add(finding: Finding): void {
    if (!this.list.some(({ message }) => message === finding.message)) this.list.push(finding);
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'error');
  }

  /** Runs part of the check; what it throws becomes an error. */
  attempt<T>(what: string, run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      this.error(`${what} threw: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}

/** Why a value does not belong to a space; undefined when it does. */
export function misfit(space: Space, value: unknown, path = 'it'): string | undefined {
  const fits: boolean = space.contains(value);
  if (fits) return undefined;
  if (space instanceof Tuple && Array.isArray(value) && value.length === space.spaces.length) {
    return firstOf((space.spaces as Space[]).map((part, i) => misfit(part, value[i], `entry ${i}`)));
  }
  if (space instanceof Dict && typeof value === 'object' && value !== null) {
    const extra = Object.keys(value).find((key) => !space.keys.includes(key));
    if (extra !== undefined) return `it has the key "${extra}", which ${space} has not`;
    const values = value as Record<string, unknown>;
    return firstOf(space.keys.map((key) => misfit(space.spaces[key]!, values[key], `"${key}"`)));
  }
  if (space instanceof Box) return boxMisfit(space as Box, value, path);
  if (space instanceof Discrete) return `${path} must be an integer of ${space}, got ${describe(value)}`;
  return `${path} is not in ${space}: ${describe(value)}`;
}

function firstOf(reasons: (string | undefined)[]): string | undefined {
  return reasons.find((reason) => reason !== undefined);
}

function boxMisfit(box: Box, value: unknown, path: string): string {
  if (!isNumeric(value, box.packedSize)) {
    return `${path} must be a flat array of ${box.packedSize} numbers (shape [${box.shape.join(', ')}]), got ${describe(value)}`;
  }
  const values = value as ArrayLike<number>;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (Number.isNaN(x)) return `${path} is NaN at element ${i}`;
    if (x < box.low[i]! || x > box.high[i]!) {
      return `${path} is ${x} at element ${i}, outside its bounds ${box.low[i]} to ${box.high[i]}`;
    }
  }
  return `${path} must hold integers, got ${describe(value)}`;
}

/** A value in few words. */
export function describe(value: unknown): string {
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name} of length ${(value as unknown as ArrayLike<number>).length}`;
  }
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return `an object with keys ${Object.keys(value).join(', ')}`;
  return `${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
