// The error a person can mend: its message is shown alone, without a stack trace.

export interface UserErrorOptions {
  /**
   * `usage`: the call or its arguments are wrong (exit code 2). `failure`: the call was right but the world
   * said no, e.g. a full disk or a diverging run (exit code 1). Default `usage`.
   */
  kind?: 'usage' | 'failure';
  cause?: unknown;
}

/**
 * A mistake or mishap explained in full by its message: what was expected, what came, how to mend it. The
 * command line prints the message and nothing else; every layer may throw it.
 */
export class UserError extends Error {
  readonly kind: 'usage' | 'failure';

  constructor(message: string, { kind = 'usage', cause }: UserErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'UserError';
    this.kind = kind;
  }
}
