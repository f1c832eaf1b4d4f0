// What the goal environments share: observations that hold what was achieved and what was wanted, as in Gymnasium-Robotics.
import { Dict, type Space } from '../../spaces/index.js';

/** @template O observations of the world @template G goals: what can be achieved and wanted */
export interface GoalObservation<O, G = O> {
  achieved_goal: G;
  desired_goal: G;
  observation: O;
}

/** The space of such observations. */
export function goalSpace<O, G>(observation: Space<O>, goal: () => Space<G>): Space<GoalObservation<O, G>> {
  const parts = { achieved_goal: goal(), desired_goal: goal(), observation };
  return new Dict(parts) as unknown as Space<GoalObservation<O, G>>;
}
