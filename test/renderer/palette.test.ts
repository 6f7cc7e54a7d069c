import { describe, expect, it } from 'vitest';
import { METRICS, type MetricKey } from '../../src/contract/metrics.ts';
import { settings } from '../../src/contract/workspace.ts';
import { glossaryText } from '../../src/renderer/shell/glossary.ts';
import { paletteEntries } from '../../src/renderer/shell/palette-entries.ts';
import { MOST_RECENTS, withRecent } from '../../src/renderer/shell/recents.ts';
import { findEntries, searchable, type Entry } from '../../src/renderer/shell/palette-model.ts';

const entry = (id: string, group: Entry['group'], label: string, words?: string): Entry => ({
  id,
  group,
  label,
  ...(words === undefined ? {} : { words }),
  run: () => undefined,
});
const list = searchable([
  entry('client:1', 'clients', 'Hotel Bałtyk'),
  entry('client:2', 'clients', 'Zajazd Łódź'),
  entry('client:3', 'clients', 'Grand Hotel'),
  entry('go', 'go', 'Go to Imports', 'history log'),
  entry('import', 'actions', 'Import latest data', 'refresh'),
  entry('theme', 'settings', 'Theme: Dark'),
]);
const labels = (query: string, recent: string[] = []) =>
  findEntries(list, query, recent).groups.flatMap(({ entries }) => entries.map((one) => one.label));

describe('the screens of a client', () => {
  const offered = (clientId: string | null, recents: string[], clientSafe = false) => {
    const opened: string[] = [];
    const runner = { run: () => void opened.push('picker'), why: () => null };
    const entries = paletteEntries({
      runners: new Proxy({}, { get: () => runner }) as never,
      names: ['1', '2'].map((id) => ({ id, name: `Client ${id}` })),
      clientId,
      clientSafe,
      settings: { recents } as never,
      actions: [],
      mac: false,
      change: () => undefined,
      open: (path) => void opened.push(path),
    });
    const hourly = findEntries(searchable(entries), 'hourly', []).groups.flatMap((group) => group.entries)[0];
    hourly?.run();
    return [hourly?.label, hourly?.detail, ...opened];
  };
  it('are found also outside a client: of the one that was open last, or of one to be picked', () => {
    expect(offered('2', ['client:1'])).toEqual(['Hourly of this client', 'Client 2', '/client/2/hourly']);
    expect(offered(null, ['theme', 'client:gone', 'client:1'])).toEqual(['Hourly', 'Client 1', '/client/1/hourly']);
    expect(offered(null, [])).toEqual(['Hourly', 'of a client still to be chosen', 'picker']);
    // In client-safe mode no other client is named.
    expect(offered(null, ['client:1'], true)).toEqual([undefined, undefined]);
  });
});

describe('what only a client’s overview offers', () => {
  const held = (clientId: string | null, query: string, actions: string[] = []) => {
    const opened: string[] = [];
    const entries = paletteEntries({
      runners: new Proxy({}, { get: () => ({ run: () => undefined, why: () => null }) }) as never,
      names: [{ id: '1', name: 'Client' }],
      clientId,
      clientSafe: false,
      settings: {} as never,
      actions: actions.map((id) => ({ id, label: 'Add a note…', run: () => void opened.push(id) })),
      mac: false,
      change: () => undefined,
      open: (path) => void opened.push(path),
    });
    const found = findEntries(searchable(entries), query, []).groups.flatMap((group) => group.entries);
    const one = found.filter(({ id }) => id.startsWith('screen:'));
    if (!one[0]?.disabledReason) one[0]?.run();
    return [...one.map(({ label, disabledReason }) => `${label} ${disabledReason ?? ''}`.trim()), ...opened];
  };
  it('is named elsewhere too, with what has to be done first', () => {
    expect(held(null, 'note')).toEqual(['Add a note… Open a client first']);
    expect(held(null, 'goals')).toEqual(['Goals and conversions… Open a client first']);
    expect(held(null, 'tag')).toEqual(['Name, owner and tags… Open a client first']);
    expect(held('1', 'goals')).toEqual(['Goals and conversions…', '/client/1?dialog=goals']);
    expect(held('1', 'note')).toEqual(["Add a note… Open the client's overview first"]);
    expect(held('1', 'note', ['note'])).toEqual(['Add a note…', 'note']);
  });
});

describe('the palette', () => {
  it('finds names without their diacritics', () => {
    expect(labels('lodz')).toEqual(['Zajazd Łódź']);
    expect(labels('BALT')).toEqual(['Hotel Bałtyk']);
  });
  it('puts what begins with the words first', () => {
    expect(labels('hotel')).toEqual(['Hotel Bałtyk', 'Grand Hotel']);
  });
  it('finds commands by other words for them, and all words have to match', () => {
    expect(labels('refresh')).toEqual(['Import latest data']);
    expect(labels('refresh hotel')).toEqual([]);
    expect(labels('dark theme')).toEqual(['Theme: Dark']);
  });
  it('keeps each thing that was used once, the last one in front, and no more than it may store', () => {
    expect(withRecent(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c']);
    const many = Array.from({ length: MOST_RECENTS }, (_, index) => `client:${index}`);
    expect(withRecent(many, 'new')).toHaveLength(MOST_RECENTS);
    expect(settings.shape.recents.safeParse(withRecent(many, 'new')).success).toBe(true);
  });
  it('lists what was used recently first, and only once', () => {
    const found = findEntries(list, '', ['client:3', 'theme', 'gone']);
    expect(found.groups[0]).toMatchObject({ title: 'Recent', entries: [{ id: 'client:3' }, { id: 'theme' }] });
    const all = found.groups.flatMap(({ entries }) => entries.map((one) => one.id));
    expect(all).toEqual([...new Set(all)]);
    expect(found.count).toBe(6);
  });
  it('among matches as good, the recent one is first', () => {
    const two = searchable([entry('a', 'clients', 'Hotel A'), entry('b', 'clients', 'Hotel B')]);
    expect(findEntries(two, 'hotel', ['b']).groups[0]?.entries.map((one) => one.id)).toEqual(['b', 'a']);
  });
  it('a thousand clients are cut to fifty and counted whole', () => {
    const many = searchable(
      Array.from({ length: 1000 }, (_, index) => entry(`client:${index}`, 'clients', `Klient ${index}`)),
    );
    const found = findEntries(many, 'klient', []);
    expect(found.groups[0]).toMatchObject({ more: 950 });
    expect(found.groups[0]?.entries).toHaveLength(50);
    expect(found.count).toBe(1000);
  });
});

describe('the data glossary', () => {
  it('says of every metric what it means, and of its sums what is true of them', () => {
    const told = (key: MetricKey) => glossaryText(key, METRICS[key]);
    expect(told('reach')).toBe(
      'How many people saw an ad at least once. Told by the platform for a period as a whole, never added up or averaged. Up is neither good nor bad.',
    );
    expect(told('roas')).toMatch(
      /^Conversion value ÷ spend\. Worked out again from the sums, never added or averaged\./,
    );
    expect(told('spend')).toMatch(/^What the platform charged for the ads\. Adds up within one currency\./);
    const fromSums = (Object.keys(METRICS) as MetricKey[]).filter((key) => told(key).includes('from the sums'));
    expect(fromSums.map((key) => METRICS[key].additivity)).toEqual(fromSums.map(() => 'ratio'));
    expect(fromSums).not.toContain('frequency');
  });
});
