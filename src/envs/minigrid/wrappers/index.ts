// MiniGrid's wrappers by MiniGrid's names.
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import { actionBonus, positionBonus } from './exploration-bonus.js';
import { flatObsWrapper } from './flat-obs.js';
import { fullyObsWrapper } from './fully-obs.js';
import { imgObsWrapper } from './img-obs.js';
import { oneHotPartialObsWrapper } from './one-hot-partial-obs.js';
import { reseedWrapper } from './reseed.js';
import { rgbImgObsWrapper, rgbImgPartialObsWrapper } from './rgb-obs.js';
import { symbolicObsWrapper } from './symbolic-obs.js';
import { viewSizeWrapper } from './view-size.js';

export { ActionBonus, PositionBonus } from './exploration-bonus.js';
export { FlatObsWrapper } from './flat-obs.js';
export { FullyObsWrapper } from './fully-obs.js';
export { ImgObsWrapper } from './img-obs.js';
export { OneHotPartialObsWrapper } from './one-hot-partial-obs.js';
export { ReseedWrapper } from './reseed.js';
export { RGBImgObsWrapper, RGBImgPartialObsWrapper } from './rgb-obs.js';
export { SymbolicObsWrapper } from './symbolic-obs.js';
export { ViewSizeWrapper } from './view-size.js';

/** Their definitions in the order of lists; the entry point makes them known. */
export const WRAPPERS = [
  imgObsWrapper,
  fullyObsWrapper,
  flatObsWrapper,
  oneHotPartialObsWrapper,
  rgbImgObsWrapper,
  rgbImgPartialObsWrapper,
  viewSizeWrapper,
  symbolicObsWrapper,
  positionBonus,
  actionBonus,
  reseedWrapper,
] as unknown as readonly WrapperDefinition[];
