import { clientOfPath } from './client-screens.ts';

/** What of the top bar a screen heeds. */
export type Heeded = {
  /** Period, channel and the moment seen from. */
  figures: boolean;
  comparison: boolean;
};

const NOTHING: Heeded = { figures: false, comparison: false };

/** Which of period, comparison, channel and moment the screen at this path looks at. What it does not look at keeps its value. Pure. */
export const heededBy = (path: string): Heeded => {
  const screen = path.replace(/(.)\/+$/, '$1');
  if (screen === '/clients') return { figures: true, comparison: true };
  if (clientOfPath(screen) === null || screen.endsWith('/imports')) return NOTHING;
  // Hours and breakdowns have no earlier period beside them.
  return { figures: true, comparison: !/\/(hourly|breakdowns)$/.test(screen) };
};
