// A process that tries to take a lock whenever it is told to, and holds it until the next word.
import { lock } from '../dist/train/lock.js';

let unlock = () => {};
process.on('message', (path) => {
  unlock();
  unlock = () => {};
  if (path === '') return process.send('free');
  try {
    unlock = lock(path);
    process.send('in');
  } catch (error) {
    process.send(error.message);
  }
});
