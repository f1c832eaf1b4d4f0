// A training process: starts the run that is described, or goes on with it where it is begun.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import '../../dist/envs/bandits/index.js';
import '../../dist/envs/minigrid/index.js';
import '../../dist/envs/multi/index.js';
import '../../dist/envs/small-worlds/index.js';
import { resume, train } from '../../dist/train/index.js';

const options = JSON.parse(process.argv[2]);
const finalEpisodes = 3;
const onWarning = (message) => console.error(message);
if (existsSync(join(options.out, 'config.json'))) await resume(options.out, { finalEpisodes, onWarning });
else await train({ ...options, finalEpisodes });
