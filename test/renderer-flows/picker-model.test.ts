import { describe, expect, test } from 'vitest';
import {
  accountKey,
  accountState,
  activeAndFree,
  allState,
  arrange,
  clientsOf,
  matches,
  planAssignments,
  selectable,
} from '../../src/renderer/features/connections/picker.ts';
import { adAccount } from './samples.ts';

const lodz = adAccount({ adAccountId: '1234567890', name: 'Kawiarnia Łódź', suggestedClient: 'Kawiarnia Łódź' });

describe('search', () => {
  test.each(['lodz', 'ŁÓDŹ', 'kawiarnia lodz', 'lodz kaw', '123-456-7890', 'act_1234567890', '4567', ''])(
    '%s finds it',
    (query) => {
      expect(matches(lodz, query)).toBe(true);
    },
  );
  test.each(['warsaw', 'lodz warsaw', '999', 'act_'])('%s does not', (query) => {
    expect(matches(lodz, query)).toBe(false);
  });
});

describe('what can be chosen', () => {
  test('managers and accounts without access cannot; disabled and closed can, with a word', () => {
    expect(selectable(adAccount({ manager: true }))).toBe(false);
    expect(selectable(adAccount({ status: 'no_access' }))).toBe(false);
    expect(selectable(adAccount({ status: 'disabled' }))).toBe(true);
    expect(accountState(adAccount({ status: 'disabled' })).note).toBe('Only its history can be imported.');
    expect(accountState(adAccount({ status: 'closed' })).word).toBe('Closed');
    const words = ['SUSPENDED', 'CANCELED', 'UNSETTLED', 'PENDING_RISK_REVIEW', 'IN_GRACE_PERIOD'].map(
      (platformStatus) => accountState(adAccount({ status: 'disabled', platformStatus })).word,
    );
    expect(words).toEqual(['Suspended', 'Canceled', 'Unsettled', 'Pending risk review', 'In grace period']);
    expect(accountState(adAccount({ manager: true })).word).toBe('Manager');
  });
  test('select all active leaves out those in use', () => {
    expect(activeAndFree(adAccount())).toBe(true);
    expect(activeAndFree(adAccount({ client: 'Epoca', clientId: 'c1' }))).toBe(false);
    expect(activeAndFree(adAccount({ status: 'closed' }))).toBe(false);
  });
  test('the header checkbox', () => {
    const rows = [adAccount(), lodz, adAccount({ adAccountId: '3', manager: true })];
    expect(allState(rows, new Set())).toBe('none');
    expect(allState(rows, new Set([accountKey(lodz)]))).toBe('some');
    expect(allState(rows, new Set(rows.slice(0, 2).map(accountKey)))).toBe('all');
    expect(allState([], new Set())).toBe('none');
  });
});

test('managers stand before what they hold, names in order, whatever order they came in', () => {
  const rows = [
    adAccount({ adAccountId: '4', name: 'Zebra', managerPath: ['9'] }),
    adAccount({ adAccountId: '5', name: 'Ähre', managerPath: ['9'] }),
    adAccount({ adAccountId: '1', name: 'Solo' }),
    adAccount({ adAccountId: '9', name: 'Agency MCC', manager: true }),
    adAccount({ adAccountId: '6', name: 'Orphan', managerPath: ['unseen'] }),
  ];
  expect(arrange(rows).map(({ account, depth }) => `${depth} ${account.name}`)).toEqual([
    '0 Agency MCC',
    '1 Ähre',
    '1 Zebra',
    '0 Orphan',
    '0 Solo',
  ]);
});

describe('assignments', () => {
  const rows = [adAccount(), lodz, adAccount({ adAccountId: '3', manager: true })];
  const all = new Set(rows.map(accountKey));

  test('typed names win over suggestions, spaces are tidied, managers never go', () => {
    const plan = planAssignments(rows, all, new Map([[accountKey(lodz), '  Café   Łódź ']]));
    expect(plan).toEqual({
      ok: true,
      assignments: [
        { platform: 'meta', adAccountId: '361744628296290', client: 'Epoca' },
        { platform: 'meta', adAccountId: '1234567890', client: 'Café Łódź' },
      ],
    });
  });

  test('an emptied name is refused at its row and nothing is sent', () => {
    const plan = planAssignments(rows, all, new Map([[accountKey(lodz), ' ']]));
    expect(plan).toEqual({ ok: false, errors: new Map([[accountKey(lodz), 'Enter a client name.']]) });
    const long = planAssignments([lodz], all, new Map([[accountKey(lodz), 'x'.repeat(201)]]));
    expect(long.ok).toBe(false);
  });

  test('each client is imported once', () => {
    const assigned = rows.map((row) => ({ ...row, clientId: 'c1', client: 'Epoca' }));
    expect(clientsOf(assigned, new Set([...all].slice(0, 2)))).toEqual(['c1']);
  });
});
