/** How wide the inspector may be, and where it stands. Pure. */
export const NARROWEST = 240;
export const WIDEST = 640;
export const USUAL = 336;
const STEP = 16;

export const clampInspector = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));

/** Kept as text; what is no width is the usual one. */
export const widthFromText = (text: string | null): number => {
  const width = Number(text ?? Number.NaN);
  return Number.isFinite(width) && width > 0 ? clampInspector(width) : USUAL;
};

/**
 * The width a key on its edge gives it, null where the key means nothing there. Its edge is at its start: it grows against the direction of
 * reading. Pure.
 */
export const widthOfKey = (key: string, width: number, rightToLeft: boolean): number | null => {
  const outwards = rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  if (key === 'ArrowLeft' || key === 'ArrowRight') return clampInspector(width + (key === outwards ? STEP : -STEP));
  if (key === 'Home') return NARROWEST;
  if (key === 'End') return WIDEST;
  return null;
};

/** From so little table beside it on the inspector lies over the table. */
const LEAST_TABLE = 440;
const GAP = 16;

/** Whether the inspector lies over the table instead of beside it; `room` is for both, null = not known yet. Pure. */
export const liesOver = (room: number | null, width: number): boolean =>
  room !== null && room - width - GAP < LEAST_TABLE;
