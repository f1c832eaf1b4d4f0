// Options that leave a room: for each of its hallways the shortest way there (Sutton, Precup and Singh 1999, section 3).
import type { TransitionTable } from '../../envs/index.js';
import type { Option } from './option.js';

/** A world of rooms that hallways join, such as FourRooms: what each state and action lead to, and which states are which. */
export interface Rooms {
  readonly P: TransitionTable;
  readonly hallways: readonly number[];
  readonly rooms: readonly (readonly number[])[];
}

export function hasRooms(env: object): env is Rooms {
  return 'P' in env && 'hallways' in env && 'rooms' in env;
}

/**
 * For each room and each hallway of it an option. It may start in the room and in its other hallways, and ends on leaving
 * the room: in the hallway, or where chance led it.
 */
export function hallwayOptions({ P, hallways, rooms }: Rooms): Option[] {
  /** Where a move leads unless it goes astray. */
  const next = P.map((actions) =>
    actions.map((outcomes) => outcomes.reduce((a, b) => (b.probability > a.probability ? b : a)).nextState),
  );
  return rooms.flatMap((room, i) => {
    const inside = new Set(room);
    const doors = hallways.filter((door) => room.some((state) => next[state]!.includes(door)));
    return doors.map((target): Option => {
      const way = shortestWay(next, [...room, ...doors], target);
      return {
        name: `room ${i} to hallway ${hallways.indexOf(target)}`,
        canStart: (state) => way.has(state),
        act: (state) => way.get(state)!,
        endsIn: (state) => (inside.has(state) ? 0 : 1),
      };
    });
  });
}

/** By state the first action of a shortest way to `target` through these states; breadth first, from its end. */
function shortestWay(
  next: readonly number[][],
  states: readonly number[],
  target: number,
): Map<number, number> {
  const way = new Map<number, number>();
  const reached = [target];
  for (const state of reached) {
    for (const before of states) {
      const action = next[before]!.indexOf(state);
      if (action < 0 || before === target || way.has(before)) continue;
      way.set(before, action);
      reached.push(before);
    }
  }
  return way;
}
