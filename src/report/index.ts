// Pictures of runs: curves, GIFs, the self-contained HTML report.

export { AddRenderObservation, addRenderObservation } from './add-render-observation.js';
export { encodeApng } from './apng.js';
export { type AttentionOf, attentionEpisode, drawAttention } from './attention.js';
export { type DrawImagesOptions, drawImages } from './draw-images.js';
export { episodeGif, type Frame, playEpisode } from './episode.js';
export { encodeGif, type GifOptions } from './gif.js';
export { linePlot, type PlotOptions, type PlotSeries } from './plot.js';
export { type Raster, type RasterOptions, svgToPixels, svgToPng } from './rasterize.js';
export { RecordVideo } from './record-video.js';
export {
  RecordVideoCallback,
  type RecordVideoCallbackOptions,
  recordVideo,
} from './record-video-callback.js';
export { type ReportResult, writeReport } from './report.js';
export {
  type BootstrapOptions,
  bootstrapMean,
  type Curve,
  type Interval,
  type MeanCurve,
  meanCurve,
} from './statistics.js';
export { type TerminalPictureOptions, terminalPicture } from './terminal-picture.js';
export { cappedCubicSchedule, type Trigger, type VideoOptions, type VideoSettings } from './video.js';
