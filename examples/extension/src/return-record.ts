// A callback with state: the best return of the training episodes so far, as a metric of its own.
import { defineCallback, type EpisodeSummary, type ResumableCallback, type TrainingContext } from 'trainyard';

export class ReturnRecord implements ResumableCallback {
  readonly name = 'return-record';
  private best = Number.NEGATIVE_INFINITY;

  /** @param margin by how much an episode must be better than the record to count */
  constructor(private readonly margin: number) {}

  onEpisodeEnd(context: TrainingContext, episode: EpisodeSummary): void {
    if (episode.return <= this.best + this.margin) return;
    this.best = episode.return;
    context.log({ 'record/return': this.best });
  }

  saveState() {
    return { best: this.best };
  }

  loadState(state: Record<string, unknown>): void {
    this.best = state.best as number;
  }
}

export const returnRecord = defineCallback({
  id: 'ReturnRecord',
  summary: 'Logs every new best return of the training episodes',
  options: { margin: 0 },
  create: ({ margin }) => new ReturnRecord(margin),
});
