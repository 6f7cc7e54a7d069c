import { describe, expect, it } from 'vitest';
import { leadsToPortfolio } from '../../src/renderer/first-screen.ts';
import { inputOf } from '../../src/renderer/ui/view-state.ts';

describe('what a start asks for before the frame is drawn', () => {
  it.each(['', '#', '#/', '#/?range=7d', '#/clients', '#/clients/', '#/clients?sort=name.asc&range=7d'])(
    'the portfolio, at %j',
    (hash) => expect(leadsToPortfolio(hash)).toBe(true),
  );
  it.each(['#/client/7', '#/clients/7', '#/clientsafe', '#/welcome', '#/print/7?range=7d', '#/settings?from=/clients'])(
    'nothing, at %j',
    (hash) => expect(leadsToPortfolio(hash)).toBe(false),
  );
  it('the words of the address are the days every screen asks for', () => {
    const nothing = { platforms: null, asKnownOn: null, clientSafe: false };
    expect(inputOf({}, '2026-10-02', false)).toEqual({
      ...nothing,
      range: { from: '2026-09-02', to: '2026-10-01' },
      compare: { from: '2026-08-03', to: '2026-09-01' },
    });
    const search = { range: '7d', compare: 'none', platform: 'meta', asKnownOn: '2026-09-30' } as const;
    expect(inputOf(search, '2026-10-02', true)).toEqual({
      range: { from: '2026-09-25', to: '2026-10-01' },
      compare: null,
      platforms: ['meta'],
      asKnownOn: '2026-09-30',
      clientSafe: true,
    });
  });
});
