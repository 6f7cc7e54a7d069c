/** A picture of a table: shapes for the eye that only the clipboard and files need. Pure but for `drawn`. */
export type Shape =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill?: string; stroke?: string }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      fill: string;
      anchor?: 'start' | 'middle' | 'end';
      bold?: boolean;
    };
export type Drawing = { width: number; height: number; shapes: readonly Shape[] };

const SVG = 'http://www.w3.org/2000/svg';

/** The drawing as an element; colours may be the page's variables. */
export const drawn = ({ width, height, shapes }: Drawing): SVGSVGElement => {
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  for (const shape of shapes) {
    const made = document.createElementNS(SVG, shape.kind);
    const set = (values: Record<string, string | number | undefined>): void => {
      for (const [name, value] of Object.entries(values))
        if (value !== undefined) made.setAttribute(name, String(value));
    };
    if (shape.kind === 'rect') {
      const { kind: _, fill = 'none', ...rest } = shape;
      set({ ...rest, fill, ...(rest.stroke ? { 'stroke-dasharray': '2 2' } : {}) });
    } else {
      const { x, y, text, fill, anchor = 'start', bold = false } = shape;
      set({ x, y, fill, 'text-anchor': anchor, 'font-size': 11, 'font-weight': bold ? 600 : 400 });
      made.textContent = text;
    }
    root.append(made);
  }
  return root;
};

/** As much of a text as fits, at about six pixels a letter. */
export const fitted = (text: string, width: number): string => {
  const most = Math.floor(width / 6);
  if (text.length <= most) return text;
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
};
