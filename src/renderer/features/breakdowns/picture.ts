import { fitted, type Drawing, type Shape } from '../../ui/drawn.ts';
import type { Bar } from './model.ts';

const NAMES = 160;
const LONGEST = 320;
const ROW = 34;

/** The bars of a card as a picture: both shares per cell, with their numbers. */
export const barsDrawing = (bars: readonly Bar[], percent: (share: number) => string): Drawing => {
  const top = Math.max(...bars.flatMap((bar) => [bar.spendShare ?? 0, bar.conversionShare ?? 0]), 0.000001);
  const shapes = bars.flatMap((bar, row): Shape[] => {
    const y = row * ROW;
    const one = (share: number | null, at: number, fill: string): Shape[] => {
      if (share === null) return [];
      const width = Math.max(1, (Math.max(0, share) / top) * LONGEST);
      return [
        { kind: 'rect', x: NAMES + 8, y: y + at, width, height: 10, fill },
        { kind: 'text', x: NAMES + 14 + width, y: y + at + 9, text: percent(share), fill: 'var(--text-2)' },
      ];
    };
    return [
      { kind: 'text', x: NAMES, y: y + 18, text: fitted(bar.label, NAMES), fill: 'var(--text)', anchor: 'end' },
      ...one(bar.spendShare, 3, 'var(--series-1)'),
      ...one(bar.conversionShare, 16, 'var(--series-2)'),
    ];
  });
  return { width: NAMES + LONGEST + 80, height: Math.max(ROW, bars.length * ROW), shapes };
};
