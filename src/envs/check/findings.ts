// What checks of an environment report.
import { UserError } from '../../io/errors.js';

export interface Finding {
  /** `error`: agents fail or learn nonsense. `warning`: works, but is probably not what was meant. */
  severity: 'error' | 'warning';
  /** What is wrong and how to mend it. */
  message: string;
}

export class Findings {
  readonly list: Finding[] = [];
  private readonly topics = new Set<string>();

  /** @param topic what the message is about: only the first one about it is kept. Default: the message. */
  error(message: string, topic = message): void {
    this.add({ severity: 'error', message }, topic);
  }

  warning(message: string, topic = message): void {
    this.add({ severity: 'warning', message }, topic);
  }

  private add(finding: Finding, topic: string): void {
    if (this.topics.has(topic)) return;
    this.topics.add(topic);
    this.list.push(finding);
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'error');
  }

  /** @throws UserError that lists all findings, when one of them is an error. */
  throwErrors(name: string): void {
    if (!this.hasErrors) return;
    const lines = this.list.map(({ severity, message }) => `  - ${severity}: ${message}`);
    throw new UserError(`The environment ${name} breaks the contract:\n${lines.join('\n')}`);
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
