import { fold } from '../ui/index.ts';
import { t, type Message } from '../ui/text.ts';
import { m } from './messages-commands.ts';

export const PALETTE_GROUPS = ['clients', 'go', 'actions', 'reports', 'settings'] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

const HEADINGS: Record<PaletteGroup, Message> = {
  clients: m.clients,
  go: m.goTo,
  actions: m.actions,
  reports: m.reports,
  settings: m.settings,
};

/** One line of the palette. */
export type Entry = {
  /** Stable: what was used recently is remembered by it. */
  id: string;
  group: PaletteGroup;
  label: string;
  /** Small, behind the label. */
  detail?: string;
  /** Its shortcut as a person reads it. */
  keys?: string | null;
  /** Why it cannot be used now. */
  disabledReason?: string | null;
  /** What else finds it. */
  words?: string;
  run(): void;
};

/** The same entry with what a search looks at, worked out once per list and not per key press. */
export type Searchable = { entry: Entry; label: string; all: string };
export const searchable = (entries: readonly Entry[]): Searchable[] =>
  entries.map((entry) => {
    const label = fold(entry.label);
    return { entry, label, all: entry.words ? `${label} ${fold(entry.words)}` : label };
  });

export type Found = {
  groups: { id: PaletteGroup | 'recent'; title: string; entries: Entry[]; more: number }[];
  /** Everything that matches, shown or not. */
  count: number;
};

const MOST_PER_GROUP = 50;
const MOST_RECENT = 6;

/** 3 = begins with it, 2 = a word of it begins with it, 1 = holds it, 0 = only its other words do; null = no match. */
const rank = ({ label, all }: Searchable, words: readonly string[], whole: string): number | null => {
  if (!words.every((word) => all.includes(word))) return null;
  if (label.startsWith(whole)) return 3;
  if (label.includes(` ${whole}`)) return 2;
  return words.every((word) => label.includes(word)) ? 1 : 0;
};

/**
 * What the palette lists for a query: nothing typed = what was used recently, then everything; else the matches by group, better ones first
 * and recently used ones before others as good. Diacritics do not matter.
 */
export const findEntries = (list: readonly Searchable[], query: string, recent: readonly string[]): Found => {
  const whole = fold(query.trim()).replaceAll(/\s+/g, ' ');
  const words = whole.split(' ').filter((word) => word !== '');
  const age = new Map(recent.map((id, index) => [id, index]));
  const latest = whole === '' ? recent.slice(0, MOST_RECENT) : [];
  const first = latest.flatMap((id) => list.find((one) => one.entry.id === id)?.entry ?? []);
  const matches = list.flatMap((one) => {
    const quality = whole === '' ? 0 : rank(one, words, whole);
    return quality === null || first.includes(one.entry) ? [] : [{ entry: one.entry, quality }];
  });
  if (whole !== '')
    matches.sort(
      (a, b) =>
        b.quality - a.quality ||
        (age.get(a.entry.id) ?? Number.POSITIVE_INFINITY) - (age.get(b.entry.id) ?? Number.POSITIVE_INFINITY) ||
        a.entry.label.localeCompare(b.entry.label),
    );
  const groups = PALETTE_GROUPS.map((id) => {
    const entries = matches.filter(({ entry }) => entry.group === id).map(({ entry }) => entry);
    return {
      id,
      title: t(HEADINGS[id]),
      entries: entries.slice(0, MOST_PER_GROUP),
      more: Math.max(0, entries.length - MOST_PER_GROUP),
    };
  }).filter(({ entries }) => entries.length > 0);
  // Without a query going somewhere comes before a list of a thousand names.
  if (whole === '') groups.sort((a, b) => Number(a.id === 'clients') - Number(b.id === 'clients'));
  return {
    groups: [
      ...(first.length > 0 ? [{ id: 'recent' as const, title: t(m.recent), entries: first, more: 0 }] : []),
      ...groups,
    ],
    count: first.length + matches.length,
  };
};
