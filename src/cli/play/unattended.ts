// Games without a keyboard: agents, and keys that were written down before.
import type { Agent } from '../../agents/agent.js';
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import type { Game } from './game.js';
import type { Controls, KeyAction } from './key-map.js';

/** What the agent does now; its memory begins anew with every episode. */
export function chooserOf(agent: Pick<Agent, 'predict'>, { keys }: Controls): (game: Game) => KeyAction {
  let state: Record<string, Float32Array> = {};
  return ({ env, observation, step }) => {
    if (step === 0) state = {};
    const action = agent.predict(observation, { state, actionMask: env.actionMask?.() });
    const known = [...keys.values()].find((one) => one.action === action);
    return known ?? { action, label: show(action) };
  };
}

/** Plays episodes to their ends and prints the last picture of each. */
export function playEpisodes(
  game: Game,
  choose: (game: Game) => KeyAction,
  episodes: number,
  print: (line: string) => void,
): void {
  for (;;) {
    while (!game.end) game.play(choose(game));
    printPicture(game, print);
    print(game.results.at(-1)!);
    if (game.episode >= episodes) return;
    game.reset();
  }
}

/**
 * Presses keys one after the other and prints a line for each step, then the picture. An episode that has ended is
 * followed by the next.
 *
 * @throws UserError for a key that plays nothing, or an action that is not legal.
 */
export function playKeys(game: Game, { keys }: Controls, text: string, print: (line: string) => void): void {
  for (const key of text.split(/\s+/).filter((word) => word !== '')) {
    if (game.end) game.reset();
    const played = keys.get(key);
    if (!played) {
      throw new UserError(
        `The key "${key}" plays nothing here; there are ${[...keys.keys()].join(', ') || 'none'}.`,
      );
    }
    if (!game.isLegal(played.action))
      throw new UserError(`${key}: ${played.label} is not legal in step ${game.step + 1}.`);
    game.play(played);
    print(game.stepLine);
    if (game.end) print(game.results.at(-1)!);
  }
  printPicture(game, print);
}

function printPicture(game: Game, print: (line: string) => void): void {
  for (const line of game.picture({ columns: 60, rows: 30, depth: 1 })) print(line);
}
