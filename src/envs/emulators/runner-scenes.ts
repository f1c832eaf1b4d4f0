// The scenes of the platformer in which nobody plays: title screen, deaths, changes of area, screens before a level. They are
// skipped.
import { UserError } from '../../io/errors.js';
import { type NesConsole, START } from './nes-console.js';
import type { Rom } from './rom.js';
import type { RunnerMemory } from './runner-memory.js';

/** Longest time that a skipped scene may take: half a minute. */
const MAX_SKIPPED_FRAMES = 1800;

export class RunnerScenes {
  /** @param stage world, stage and area of the only stage to play, counted from 1; null: the game from its beginning */
  constructor(
    private readonly nes: NesConsole,
    private readonly memory: RunnerMemory,
    private readonly rom: Rom,
    private readonly stage: readonly number[] | null,
  ) {}

  /** From the title screen to where the clock runs. */
  skipStart(): void {
    const { nes, memory } = this;
    const pressStart = () => {
      nes.frame(START);
      if (this.stage) memory.chooseStage(...(this.stage as [number, number, number]));
      nes.frame(0);
    };
    nes.frame(START);
    nes.frame(0);
    this.during(
      'START is pressed and the clock stays at 0',
      () => memory.time === 0,
      () => {
        pressStart();
        memory.endPrelevel();
      },
    );
    let last = memory.time;
    this.during(
      'the clock does not run',
      () => memory.time >= last,
      () => {
        last = memory.time;
        nes.frame(START);
        nes.frame(0);
      },
    );
  }

  /** Dying, changes of area, and screens before a level. */
  skip(): void {
    const { nes, memory } = this;
    if (memory.isDying) {
      memory.kill();
      nes.frame(0);
    }
    if (!this.stage && memory.isWorldOver) {
      const { time } = memory;
      this.during(
        'a world is over and the clock stands',
        () => memory.time === time,
        () => nes.frame(0),
      );
    }
    memory.hurryChange();
    this.during(
      'the player cannot be moved',
      () => (memory.isBusy || memory.isWorldOver) && !memory.isGameOver,
      () => {
        memory.endPrelevel();
        nes.frame(0);
      },
    );
  }

  /** @throws UserError when it goes on for longer than any scene of the game: another ROM would never end it. */
  private during(what: string, isOn: () => boolean, skip: () => void): void {
    for (let frames = 0; isOn(); frames++) {
      if (frames === MAX_SKIPPED_FRAMES) {
        throw new UserError(
          `Runner: with ${this.rom.name} (SHA-256 ${this.rom.sha256}) ${what} for ${frames} frames. ` +
            'A ROM for it keeps its state where Super Mario Bros. does.',
          { kind: 'failure' },
        );
      }
      skip();
    }
  }
}
