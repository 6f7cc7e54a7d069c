import { describe, expect, test } from 'vitest';
import {
  appValues,
  connectErrors,
  disconnectTitle,
  loginView,
  monthsWanted,
  scheduleWords,
  scopeWords,
  sortConnections,
  tokenState,
  type PlatformInfo,
} from '../../src/renderer/features/connections/model.ts';
import { accountMessages } from '../../src/renderer/features/connections/messages-accounts.ts';
import { m } from '../../src/renderer/features/connections/messages.ts';
import { t } from '../../src/renderer/ui/text.ts';
import { at, connection, NOW, problem } from './samples.ts';

const info = (over: Partial<PlatformInfo> = {}): PlatformInfo => ({
  platform: 'google',
  name: 'Google Ads',
  badge: 'G',
  adGroupName: 'Ad group',
  scopes: ['https://www.googleapis.com/auth/adwords'],
  appFields: [
    { name: 'clientId', label: 'Client ID', hint: 'Ends in .apps.example', secret: false, required: true },
    { name: 'clientSecret', label: 'Client secret', hint: '', secret: true, required: false },
  ],
  pastedSecret: { label: 'Refresh token', hint: '', appFieldsNeeded: true },
  lookbackDays: 30,
  conversionSettleDays: 30,
  retentionMonths: 132,
  ...over,
});

describe('the state of a sign-in', () => {
  const day = 86_400_000;
  test.each([
    ['connected', null, 'Connected', 'good'],
    ['expiring', at(6.5 * day), 'Expires in 6 days', 'warn'],
    ['expiring', at(1.2 * day), 'Expires in 1 day', 'warn'],
    ['expiring', at(5 * 3_600_000), 'Expires in 5 hours', 'warn'],
    ['expiring', at(60_000), 'Expires within the hour', 'warn'],
    ['expiring', null, 'Expires soon', 'warn'],
    ['expired', at(-1), 'Sign-in expired', 'bad'],
    ['locked', null, 'Locked', 'warn'],
    ['removed', null, 'Disconnected', 'neutral'],
  ] as const)('%s %s reads %s', (state, expiresAt, text, tone) => {
    expect(tokenState(connection({ state, expiresAt }), NOW)).toEqual({ text, tone });
  });

  test('broken first', () => {
    const sorted = sortConnections(
      [
        connection({ id: 'ok' }),
        connection({ id: 'soon', state: 'expiring' }),
        connection({ id: 'dead', state: 'expired' }),
      ],
      (id) => id,
    );
    expect(sorted.map((each) => each.id)).toEqual(['dead', 'soon', 'ok']);
  });
});

describe('the connect form', () => {
  test('required fields and the token are asked for by name', () => {
    expect(connectErrors(info(), 'browser', {}, '')).toEqual({ clientId: 'Enter the Client ID.' });
    expect(connectErrors(info(), 'paste', { clientId: 'x' }, ' ')).toEqual({ secret: 'Paste the Refresh token.' });
  });

  test('a token that cannot be whole is said before it is sent', () => {
    expect(connectErrors(info(), 'paste', { clientId: 'x' }, 'abc def').secret).toContain('space or line break');
    expect(connectErrors(info(), 'paste', { clientId: 'x' }, 'abcdef...').secret).toContain('cut off');
    expect(connectErrors(info(), 'browser', { clientId: 'a b' }, '').clientId).toContain('a space in it');
    const ending = info({ appFields: info().appFields.map((field) => ({ ...field, endsWith: '.apps.example' })) });
    expect(connectErrors(ending, 'browser', { clientId: 'abc' }, '').clientId).toContain('It ends in .apps.example');
    expect(connectErrors(ending, 'browser', { clientId: ' 1.apps.example ' }, '')).toEqual({});
  });

  test('a pasted token without app fields needs only itself', () => {
    const meta = info({ pastedSecret: { label: 'System user token', hint: '', appFieldsNeeded: false } });
    expect(connectErrors(meta, 'paste', {}, 'EAAB')).toEqual({});
    expect(appValues(meta, 'paste', { clientId: 'left over' })).toEqual({});
  });

  test('values are trimmed, empty ones left out', () => {
    expect(appValues(info(), 'browser', { clientId: ' x ', clientSecret: ' ' })).toEqual({ clientId: 'x' });
  });

  test('permissions in words, unknown ones as they are', () => {
    expect(scopeWords('ads_read')).toBe('Read campaigns, ads and their results');
    expect(scopeWords('new_scope')).toBe('new_scope');
  });
});

describe('the browser login', () => {
  test.each([
    ['waiting', 'Waiting for your browser…', true, false],
    ['exchanging', 'Finishing the sign-in…', true, false],
    ['connected', 'Connected', false, false],
    ['cancelled', 'Sign-in cancelled', false, true],
    ['expired', 'The sign-in took too long', false, true],
    ['failed', 'Google Ads did not let us in', false, true],
  ] as const)('%s', (status, title, waiting, again) => {
    expect(loginView({ status, problem: null }, 'Google Ads')).toMatchObject({ title, waiting, again });
  });

  test('a failure says the platform’s reason', () => {
    const view = loginView(
      { status: 'failed', problem: problem({ sentence: 'The redirect address is not allowed.' }) },
      'Meta Ads',
    );
    expect(view.body).toBe('The redirect address is not allowed.');
  });
});

test('disconnecting is confirmed in the design’s words', () => {
  expect(disconnectTitle('Meta', 12)).toBe('Disconnect Meta for 12 clients?');
  expect(disconnectTitle('Meta', 1)).toBe('Disconnect Meta for 1 client?');
  expect(disconnectTitle('Meta', 0)).toBe('Disconnect Meta?');
  expect(t(m.disconnectBody)).toBe('Imports stop. Saved data stays until you delete it. Your ads keep running.');
});

describe('first import', () => {
  test('months behind it are set only where that differs from what is set', () => {
    expect(monthsWanted(undefined, true)).toBeNull();
    expect(monthsWanted(6, true)).toBeNull();
    expect(monthsWanted(undefined, false)).toBe(0);
    expect(monthsWanted(0, true)).toBe(3);
    expect(monthsWanted(0, false)).toBeNull();
  });
  test('says when imports start by themselves', () => {
    const formats = { time: (instant: string) => new Date(instant).toTimeString().slice(0, 5) };
    expect(scheduleWords({ everyHours: null, atMinute: 180 }, formats)).toBe('daily at 03:00');
    expect(scheduleWords({ everyHours: 4, atMinute: 0 }, formats)).toBe('every 4 hours');
    expect(scheduleWords({ everyHours: 1, atMinute: 0 }, formats)).toBe('every hour');
    expect([0, 1, 2].map((count) => t(accountMessages.byThemselvesWhen, { count, when: 'every hour' }))).toEqual([
      'Import by themselves: every hour',
      'Import by itself: every hour',
      'Import by themselves: every hour',
    ]);
  });
});
