// Stands for the threads of evolving agents in browsers, where bundlers put it in their place (`browser` in package.json).
import { UserError } from '../../io/errors.js';

/** Refuses to be made. */
export class FitnessPool {
  constructor() {
    throw new UserError('workers: more than one needs the threads of Node. In a browser evolve with one.');
  }
}
