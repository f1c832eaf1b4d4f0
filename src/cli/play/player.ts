// The loop of a game on a terminal: a person at the keys, or an agent that is watched.
import type { Game } from './game.js';
import type { Controls, KeyAction } from './key-map.js';
import { keySign } from './keys.js';
import type { Screen } from './terminal.js';

export interface PlayerSettings {
  controls: Controls;
  /** Chooses instead of a person. */
  choose?: (game: Game) => KeyAction;
  /** Steps a second; 0: a step for each key. */
  fps: number;
  episodes: number;
  /** Characters instead of coloured pixels. */
  plain?: boolean;
}

/** A key is taken as held for this long: terminals tell when keys go down, and again while they stay down. */
const HOLD_MS = 140;
/** How long the end of an agent's episode is shown. */
const END_MS = 1500;
const QUIT = ['q', 'escape', 'ctrl-c', 'ctrl-d'];

export class Player {
  private paused: boolean;
  private message = '';
  private held: { played: KeyAction; until: number } | undefined;
  private last: KeyAction | undefined;

  constructor(
    private readonly game: Game,
    private readonly screen: Screen,
    private readonly settings: PlayerSettings,
  ) {
    // Worlds in which time goes by wait until somebody is there.
    this.paused = !settings.choose && settings.fps > 0;
    if (this.paused) this.message = 'press a key to begin';
  }

  /** Plays until the episodes are over or somebody quits. @returns the key that ended it, if one did. */
  async run(): Promise<string | undefined> {
    const { game, settings } = this;
    for (;;) {
      this.draw();
      if (game.end && game.episode >= settings.episodes) {
        await this.screen.next(END_MS);
        return undefined;
      }
      const key = game.end ? await this.betweenEpisodes() : await this.oneStep();
      if (key !== undefined && QUIT.includes(key)) return key;
      if (key === 'r') this.begin();
    }
  }

  private begin(): void {
    this.game.reset();
    this.held = undefined;
    this.last = undefined;
    this.message = '';
  }

  private async betweenEpisodes(): Promise<string | undefined> {
    const key = await this.screen.next(this.settings.choose ? END_MS : undefined);
    if (key !== undefined && QUIT.includes(key)) return key;
    this.begin();
    return undefined;
  }

  /** Waits for a key, or for the time of a step, and takes it. @returns a key that is no action. */
  private oneStep(): Promise<string | undefined> {
    return this.paused || this.settings.fps === 0 ? this.stepByKey() : this.stepByClock();
  }

  private async stepByKey(): Promise<string | undefined> {
    const { game, settings, screen } = this;
    const key = (await screen.next())!;
    if (QUIT.includes(key) || key === 'r') return key;
    this.message = '';
    if (this.paused || (key === 'p' && settings.fps > 0)) {
      this.paused = false;
      this.press(key);
    } else if (settings.choose) {
      game.play(settings.choose(game));
    } else {
      const played = this.actionOf(key);
      if (played) game.play(played);
    }
    return undefined;
  }

  private async stepByClock(): Promise<string | undefined> {
    const { game, settings, screen } = this;
    const due = screen.now() + 1000 / settings.fps;
    for (let left = due - screen.now(); left > 0; left = due - screen.now()) {
      const key = await screen.next(left);
      if (key === undefined) break;
      if (QUIT.includes(key) || key === 'r') return key;
      if (key === 'p') {
        this.paused = true;
        this.message = 'paused: press a key to go on';
        return undefined;
      }
      if (!settings.choose) this.press(key);
    }
    const played = settings.choose ? settings.choose(game) : this.heldChoice();
    if (played) game.play(played);
    return undefined;
  }

  private press(key: string): void {
    const played = this.actionOf(key);
    if (played)
      this.held = { played, until: this.screen.now() + Math.max(HOLD_MS, 1000 / this.settings.fps) };
  }

  /** What is held; else the idle action, or the last one goes on. */
  private heldChoice(): KeyAction | undefined {
    const { idle } = this.settings.controls;
    const isHeld = this.held && this.held.until >= this.screen.now();
    this.last = isHeld ? this.held!.played : (idle ?? this.last);
    return this.last && this.game.isLegal(this.last.action) ? this.last : idle;
  }

  private actionOf(key: string): KeyAction | undefined {
    const { controls, choose } = this.settings;
    if (choose) return undefined;
    const played = controls.keys.get(key);
    if (played && this.game.isLegal(played.action)) {
      this.message = '';
      return played;
    }
    this.message = played ? `${played.label} is not legal now` : `${keySign(key)} plays nothing`;
    return undefined;
  }

  private draw(): void {
    const { game, screen, settings } = this;
    const { columns, rows } = screen;
    const next = settings.choose ? '' : ': press a key for the next';
    const message = game.end ? `${game.results.at(-1)}${next}` : this.message;
    const legend = wrapWords(this.legend(), columns);
    const below = [game.stepLine, message, ...legend].map((line) => line.slice(0, columns));
    const depth = settings.plain ? 1 : screen.depth;
    const room = { columns, rows: Math.max(4, rows - below.length - 2), depth };
    screen.show([game.title.slice(0, columns), ...game.picture(room), ...below]);
  }

  /** `← left`, … and the keys of the game itself. */
  private legend(): string[] {
    const { controls, choose, fps } = this.settings;
    const byAction = new Map<KeyAction, string>();
    if (!choose) {
      const labels = new Set<string>();
      for (const [key, played] of controls.keys) {
        if (labels.has(played.label)) continue;
        labels.add(played.label);
        if (this.game.isLegal(played.action)) byAction.set(played, key);
      }
    }
    const actions = [...byAction].map(([{ label }, key]) => `${keySign(key)} ${label}`);
    return [...actions, ...(fps > 0 ? ['p pause'] : []), 'r restart', 'q quit'];
  }
}

/** Words with gaps, in lines that fit. */
function wrapWords(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + word.length <= columns)
      lines[lines.length - 1] += `   ${word}`;
    else lines.push(word);
  }
  return lines;
}
