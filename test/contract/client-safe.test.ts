import { expect, it } from 'vitest';
import { toClientSafe } from '../../src/contract/client-safe.ts';
import { gapsView } from '../../src/contract/validation.ts';

it('of sums that do not add up a client is told those that are no cost, without accounts and sentences', () => {
  const gap = {
    clientId: '1',
    client: 'Epoca',
    platform: 'meta',
    adAccountId: '98765',
    adAccountName: 'Epoca main',
    currency: 'PLN',
    check: 'campaign=account',
    dataset: null,
    from: '2026-11-01',
    to: '2026-11-01',
    entity: { level: 'account', id: '98765', name: 'Epoca main' },
    metric: 'clicks',
    expected: 10,
    actual: 9,
    state: 'open',
    sentence: 'Account 98765: 9 clicks instead of 10.',
    foundAt: '2026-11-02T00:00:00Z',
    lastSeenAt: '2026-11-02T00:00:00Z',
    resolvedAt: null,
  };
  const counts = { open: 2, notSettled: 0, readApart: 0, resolved: 0 };
  const told = { gaps: [gap, { ...gap, metric: 'spendMicros', expected: 12_345_678 }], counts };
  const safe = toClientSafe('gaps', told, () => '');
  expect(safe.gaps.map(({ metric, expected }) => [metric, expected])).toEqual([['clicks', 10]]);
  expect(safe.counts.open).toBe(1);
  expect(JSON.stringify(safe)).not.toMatch(/98765|12345678|instead/);
  // Still an answer of the procedure, or it would not leave the engine.
  expect(gapsView.safeParse(safe).success).toBe(true);
});
