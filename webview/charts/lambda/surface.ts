import { h } from '../../dom.ts';

export interface Surface {
  readonly element: HTMLCanvasElement;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Clears it and hands out its context, one unit a CSS pixel; null before it has a size. */
  begin(): CanvasRenderingContext2D | null;
}

/** A canvas that is as sharp as the screen; the owner tells its size and draws. */
export function surface(label: string | null): Surface & { resize(width: number, height: number): void } {
  const attrs: Record<string, string> =
    label === null ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label };
  const element = h('canvas', { attrs });
  let width = 0;
  let height = 0;
  return {
    element,
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    resize: (nextWidth, nextHeight) => {
      width = nextWidth;
      height = nextHeight;
    },
    begin: () => {
      if (width <= 0 || height <= 0) return null;
      const ratio = window.devicePixelRatio || 1;
      const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (element.width !== columns || element.height !== rows) {
        element.width = columns;
        element.height = rows;
      }
      const context = element.getContext('2d');
      context?.setTransform(ratio, 0, 0, ratio, 0, 0);
      context?.clearRect(0, 0, width, height);
      return context;
    },
  };
}
