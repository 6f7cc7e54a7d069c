import { describe, expect, it } from 'vitest';
import { CAMPAIGNS_VIEW, searchOfView } from '../../src/renderer/features/campaigns/saved-views.ts';
import { CLIENTS_VIEW } from '../../src/renderer/features/clients/saved-views.ts';
import { COMPARE_VIEW } from '../../src/renderer/features/compare/saved-views.ts';
import { isCompact } from '../../src/renderer/ui/density.tsx';
import { readViewState, sameViewState, writeViewState } from '../../src/renderer/ui/saved-view.ts';

describe('saved views', () => {
  it('a view of Clients comes back as it was; what this version does not know is left out', () => {
    const state = { filter: 'hotel', status: 'stale', platform: 'google', sort: 'spend.desc', dense: 'compact' };
    const back = readViewState(writeViewState(state, CLIENTS_VIEW), CLIENTS_VIEW);
    expect(back).toMatchObject(state);
    expect(sameViewState(state, back, CLIENTS_VIEW)).toBe(true);
    expect(sameViewState(state, { ...state, tag: 'vip' }, CLIENTS_VIEW)).toBe(false);
    const odd = readViewState({ status: 'sleeping', platform: 'tv', owner: 7, filter: 'x' }, CLIENTS_VIEW);
    expect(odd).toEqual({ filter: 'x' });
  });

  it('a view of Campaigns keeps columns, filters, order, level and row height, and nothing of one client', () => {
    const search = {
      preset: 'custom',
      cols: 'spend,ctr',
      widths: 'spend.120',
      level: 'ad',
      sort: 'ctr.asc',
      where: 'spend.over.100',
      dense: 'compact',
      parent: 'c7',
      row: 'meta:1:campaign:c7',
      open: 'meta:1:campaign:c7',
      panel: 'open',
    };
    const stored = writeViewState(search, CAMPAIGNS_VIEW);
    expect(stored).toEqual({
      preset: 'custom',
      cols: 'spend,ctr',
      widths: 'spend.120',
      level: 'ad',
      sort: 'ctr.asc',
      where: 'spend.over.100',
      dense: 'compact',
    });
    const opened = searchOfView('v1', readViewState(stored, CAMPAIGNS_VIEW));
    expect(opened).toMatchObject({ ...stored, view: 'v1' });
    // Keys with undefined take the words before out of the address.
    for (const gone of ['parent', 'row', 'open', 'filter', 'platform'] as const) {
      expect(Object.keys(opened)).toContain(gone);
      expect(opened[gone]).toBeUndefined();
    }
  });

  it('a view of Compare keeps what B is, the figure and the order', () => {
    const state = { compare: 'year', weekday: 'as-is', metric: 'conversions', sort: 'share.desc' };
    const search = { ...state, range: '7d' };
    expect(readViewState(writeViewState(search, COMPARE_VIEW), COMPARE_VIEW)).toEqual(state);
    expect(readViewState({ weekday: 'never', compare: 'none' }, COMPARE_VIEW)).toEqual({});
  });

  it('rows are as high as the view says, else low in long tables, else as the settings say', () => {
    expect(isCompact(undefined, 'comfortable', 10)).toBe(false);
    expect(isCompact(undefined, 'comfortable', 60)).toBe(true);
    expect(isCompact('comfortable', 'compact', 60)).toBe(false);
    expect(isCompact('compact', 'comfortable', 1)).toBe(true);
  });
});
