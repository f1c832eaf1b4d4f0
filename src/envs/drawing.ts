// A picture of an environment as a display list: shapes in drawing order, in pixels, y downwards.

interface Paint {
  /** CSS colour of the inside; absent: not filled. */
  fill?: string;
  /** CSS colour of the outline; absent: none. */
  stroke?: string;
  /** Default 1. */
  strokeWidth?: number;
}

export interface Rect extends Paint {
  kind: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  /** Corner radius. */
  radius?: number;
}

export interface Circle extends Paint {
  kind: 'circle';
  /** Centre. */
  x: number;
  y: number;
  radius: number;
}

export interface Line {
  kind: 'line';
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  stroke: string;
  strokeWidth?: number;
  /** Round ends instead of flat ones. */
  round?: boolean;
}

export interface Polygon extends Paint {
  kind: 'polygon';
  points: readonly (readonly [number, number])[];
}

export interface Text {
  kind: 'text';
  /** Where the text is anchored, on its middle line. */
  x: number;
  y: number;
  text: string;
  /** Font size in pixels. */
  size: number;
  fill: string;
  /** Default `middle`. */
  anchor?: 'start' | 'middle' | 'end';
  bold?: boolean;
}

/** Pixels, each drawn as a sharp rectangle: nothing is smoothed. */
export interface Image {
  kind: 'image';
  /** The rectangle that the pixels fill. */
  x: number;
  y: number;
  width: number;
  height: number;
  columns: number;
  rows: number;
  /** Red, green and blue from 0 to 255, row by row from the top: 3 * columns * rows bytes. */
  pixels: Uint8Array;
}

export type Shape = Rect | Circle | Line | Polygon | Text | Image;

/** A rectangle of a drawing, in its pixels. */
export type CellBox = Pick<Rect, 'x' | 'y' | 'width' | 'height'>;

export interface Drawing {
  width: number;
  height: number;
  /** CSS colour behind everything. */
  background: string;
  shapes: Shape[];
  /** The state in characters, for a terminal; absent: the shapes are traced. */
  text?: string;
}
