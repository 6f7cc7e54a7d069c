const pen = (): CanvasRenderingContext2D | null => {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
  return context;
};
let context: CanvasRenderingContext2D | null | undefined;
const widths = new Map<string, number>();

/** Pixels a text takes in the table's heaviest face. Figures are tabular there: each digit is as wide as the widest. */
export const measureText = (text: string): number => {
  const plain = text.replaceAll(/\d/g, '0');
  const known = widths.get(plain);
  if (known !== undefined) return known;
  context ??= pen();
  // Without a canvas a generous guess has to do.
  const width = context?.measureText(plain).width ?? plain.length * 8;
  widths.set(plain, width);
  return width;
};
