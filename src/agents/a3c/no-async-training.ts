// Stands for the threads of A3C in browsers, where bundlers put it in their place (`browser` in package.json).
import { UserError } from '../../io/errors.js';

/** Refuses to be made. */
export class AsyncTraining {
  constructor() {
    throw new UserError('A3C with mode "async" needs the threads of Node. In a browser use mode "inline".');
  }
}
