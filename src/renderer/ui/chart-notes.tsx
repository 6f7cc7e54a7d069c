import { ReferenceLine } from 'recharts';

/** What somebody wrote about a day: a flag over it. */
export type ChartNote = { day: string; text: string };

const LONGEST = 22;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

/** Height of the band above the plot that the flags stand in. */
export const NOTE_BAND = 20;
const WORDS_FIT = 3;

/** The notes of each day that is on the chart, in the order of the days. */
export const notesByDay = (notes: readonly ChartNote[], days: readonly string[]): Map<string, string[]> => {
  const shown = new Set(days);
  const found = new Map<string, string[]>();
  for (const { day, text } of [...notes].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)))
    if (shown.has(day)) found.set(day, [...(found.get(day) ?? []), text]);
  return found;
};

/** The words beside a flag: only while few flags share the band, or they would run into each other. */
export const flagWords = (texts: readonly string[], flags: number): string =>
  flags > WORDS_FIT
    ? texts.length > 1
      ? String(texts.length)
      : ''
    : short(texts[0] ?? '') + (texts.length > 1 ? ` +${texts.length - 1}` : '');

/** A line per day with notes, for the inside of a chart. `days` in their order: words of the last third lead to the left. */
export const noteLines = (notes: ReadonlyMap<string, readonly string[]>, days: readonly string[]) =>
  [...notes].map(([day, texts]) => (
    <ReferenceLine
      key={`note-${day}`}
      yAxisId="line"
      x={day}
      stroke="var(--text-3)"
      strokeDasharray="1 3"
      label={<Flag words={flagWords(texts, notes.size)} leftwards={days.indexOf(day) > days.length * 0.66} />}
    />
  ));

const Flag = ({
  words,
  leftwards,
  viewBox,
}: {
  words: string;
  leftwards: boolean;
  /** Given by the line it labels. */
  viewBox?: { x: number; y: number };
}) =>
  viewBox === undefined ? null : (
    <g aria-hidden transform={`translate(${viewBox.x} ${viewBox.y - 16})`}>
      <path d="M0 16V1M0 1h8l-2 3 2 3H0" fill="var(--text-2)" stroke="var(--text-2)" strokeWidth={1.25} />
      <text x={leftwards ? -5 : 12} y={9} textAnchor={leftwards ? 'end' : 'start'} fill="var(--text-2)" fontSize={11}>
        {words}
      </text>
    </g>
  );
