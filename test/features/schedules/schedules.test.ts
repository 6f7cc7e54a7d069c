import { describe, expect, it } from 'vitest';
import { pauseEnd } from '../../../src/main/features/schedules/hold.ts';
import { run } from '../../../src/main/store/db.ts';
import { refusedRule } from './refused-rule.ts';
import { DAY, HOUR, MINUTE, openSchedules } from './kit.ts';

const utc = (text: string): number => Date.parse(text);
const NOON = utc('2026-11-21T11:00:00Z');

function world() {
  const kit = openSchedules({ now: NOON });
  kit.account('Żabka', 'Europe/Warsaw');
  kit.account('Nowa', 'America/Los_Angeles');
  kit.account('Nowa', 'Europe/London', { platform: 'google' });
  kit.account('Apia', 'Pacific/Apia');
  kit.scheduler.tick();
  const id = (name: string): string => String(kit.repository.clients().find((client) => client.name === name)!.id);
  const one = (name: string) => kit.schedules.list().clients.find((client) => client.client === name)!;
  return { kit, id, one };
}

describe('the list', () => {
  it('shows the default for everybody until it is changed, soonest first, in each ad account’s own zone', () => {
    const { kit } = world();
    const { default: rule, clients, state } = kit.schedules.list();
    expect(rule).toEqual({ enabled: true, platforms: null, everyHours: null, atMinute: 180 });
    expect(clients.map((client) => [client.client, client.nextRunAt, client.inherited, client.adAccounts])).toEqual([
      ['Apia', '2026-11-21T14:00:00.000Z', true, 1],
      ['Żabka', '2026-11-22T02:00:00.000Z', true, 1],
      // 03:00 in London; in Los Angeles it is 03:00 at this very moment.
      ['Nowa', '2026-11-22T03:00:00.000Z', true, 2],
    ]);
    expect(clients.find((client) => client.client === 'Nowa')?.timeZones).toEqual([
      'America/Los_Angeles',
      'Europe/London',
    ]);
    expect(state).toEqual({
      nextRunAt: '2026-11-21T14:00:00.000Z',
      pausedUntil: null,
      holding: null,
      due: 0,
      otherClocks: true,
    });
  });

  it('knows whether a clock of what is scheduled shows another time than this computer', () => {
    const { kit, id } = world();
    // Berlin's clock is Warsaw's.
    kit.account('Żabka', 'Europe/Berlin');
    kit.schedules.set([id('Apia'), id('Nowa')], { enabled: false });
    expect(kit.schedules.state()).toMatchObject({ nextRunAt: '2026-11-22T02:00:00.000Z', otherClocks: false });
    kit.schedules.reset([id('Nowa')]);
    expect(kit.schedules.state()).toMatchObject({ nextRunAt: '2026-11-22T02:00:00.000Z', otherClocks: true });
    kit.schedules.set([null, id('Żabka')], { enabled: false });
    expect(kit.schedules.state()).toMatchObject({ nextRunAt: null, otherClocks: false });
  });

  it('tells of the newest scheduled import, the worst of its ad accounts', () => {
    const { kit, one } = world();
    expect(one('Nowa').lastRun).toBeNull();
    kit.clock.set(NOON + 2 * DAY);
    kit.scheduler.tick();
    run(kit.store.db, `UPDATE import_run SET status = 'succeeded'`);
    expect(one('Nowa').lastRun).toEqual({ at: new Date(NOON + 2 * DAY).toISOString(), status: 'succeeded' });
    run(
      kit.store.db,
      `UPDATE import_run SET status = 'failed' WHERE ad_account_key = (SELECT id FROM ad_account WHERE platform = 'google')`,
    );
    expect(one('Nowa').lastRun).toMatchObject({ status: 'failed' });
  });

  it('is true also where no service keeps the ledger', () => {
    const { kit, one } = world();
    run(kit.store.db, 'DELETE FROM due_work');
    expect(one('Żabka').nextRunAt).toBe('2026-11-22T02:00:00.000Z');
  });
});

describe('a change', () => {
  it('of the default reaches every client without a schedule of its own', () => {
    const { kit, id, one } = world();
    kit.schedules.set([id('Żabka')], { atMinute: 120 });
    kit.schedules.set([null], { atMinute: 300, platforms: ['google'] });
    expect(one('Żabka')).toMatchObject({ inherited: false, rule: { atMinute: 120, platforms: null } });
    expect(one('Nowa')).toMatchObject({ inherited: true, adAccounts: 1, nextRunAt: '2026-11-22T05:00:00.000Z' });
    expect(one('Apia')).toMatchObject({ adAccounts: 0, nextRunAt: null });
  });

  it('of many clients at once answers with what was there, and can be undone with it', () => {
    const { kit, id, one } = world();
    kit.schedules.set([id('Żabka')], { everyHours: 6 });
    const { before } = kit.schedules.set([id('Żabka'), id('Apia')], { enabled: false });
    expect(before).toEqual([
      { client: id('Żabka'), rule: { enabled: true, platforms: null, everyHours: 6, atMinute: 180 } },
      { client: id('Apia'), rule: null },
    ]);
    expect(one('Apia')).toMatchObject({ nextRunAt: null, rule: { enabled: false } });
    for (const { client, rule } of before)
      if (rule === null) kit.schedules.reset([client]);
      else kit.schedules.set([client], rule);
    expect(one('Żabka')).toMatchObject({ inherited: false, rule: { enabled: true, everyHours: 6 } });
    expect(one('Apia')).toMatchObject({ inherited: true, nextRunAt: '2026-11-21T14:00:00.000Z' });
  });

  it('for a client that is gone changes nothing', () => {
    const { kit, id } = world();
    expect(() => kit.schedules.set([id('Żabka'), '999'], { enabled: false })).toThrow('does not exist any more');
    expect(kit.repository.rules()).toEqual([]);
  });

  it('switched off for days and on again does not make up for what nobody asked for', () => {
    const { kit, id } = world();
    kit.schedules.set([id('Żabka')], { enabled: false });
    kit.clock.set(NOON + 5 * DAY);
    kit.scheduler.tick();
    kit.starts.length = 0;
    kit.schedules.set([id('Żabka')], { enabled: true });
    expect(kit.starts).toEqual([]);
  });

  it('of the time to an hour ago runs the day that is still open at once, and one that was run not again', () => {
    const { kit, id, one } = world();
    // 12:00 in Warsaw; the day's 03:00 is before the ledger began.
    kit.schedules.set([id('Żabka')], { atMinute: 11 * 60 });
    expect(kit.starts).toEqual([]);
    kit.passUntil(utc('2026-11-22T02:00:00Z'));
    expect(one('Żabka').nextRunAt).toBe('2026-11-22T10:00:00.000Z');
    kit.schedules.set([id('Żabka')], { atMinute: 90 });
    expect(kit.starts.at(-1)?.at).toBe(utc('2026-11-22T02:00:00Z'));
    expect(one('Żabka').nextRunAt).toBe('2026-11-23T00:30:00.000Z');
    kit.schedules.set([id('Żabka')], { atMinute: 4 * 60 });
    kit.passUntil(utc('2026-11-22T22:00:00Z'));
    expect(kit.startsOf(1)).toHaveLength(1);
  });

  it('takes only rules that can be kept', () => {
    for (const bad of [{ atMinute: 1440 }, { atMinute: -1 }, { everyHours: 0 }, { everyHours: 13 }, { platforms: [] }])
      expect(refusedRule(bad)).toBe(true);
    for (const good of [
      { atMinute: 0 },
      { atMinute: 1439 },
      { everyHours: 12 },
      { everyHours: null },
      { platforms: ['meta'] },
    ])
      expect(refusedRule(good)).toBe(false);
  });
});

describe('a pause', () => {
  it('until tomorrow ends at eight after the coming night', () => {
    const end = (text: string): string =>
      new Date(pauseEnd('until_tomorrow', utc(text), 'Europe/Warsaw')).toISOString();
    expect(end('2026-11-21T11:00:00Z')).toBe('2026-11-22T07:00:00.000Z');
    expect(end('2026-11-21T22:59:00Z')).toBe('2026-11-22T07:00:00.000Z');
    // One at night: the morning that is coming.
    expect(end('2026-11-22T00:00:00Z')).toBe('2026-11-22T07:00:00.000Z');
    expect(end('2026-11-22T05:00:00Z')).toBe('2026-11-23T07:00:00.000Z');
    // Over the end of summer time.
    expect(end('2026-10-24T20:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('for an hour is over after an hour, and what was due is started then', () => {
    const { kit, one } = world();
    kit.clock.set(utc('2026-11-22T01:30:00Z'));
    kit.scheduler.tick();
    kit.starts.length = 0;
    const end = '2026-11-22T02:30:00.000Z';
    // The next run that is promised is one that will be.
    expect(kit.schedules.pause('hour')).toMatchObject({ pausedUntil: end, nextRunAt: end });
    expect([one('Żabka').nextRunAt, one('Nowa').nextRunAt]).toEqual([end, '2026-11-22T03:00:00.000Z']);
    kit.passUntil(utc('2026-11-22T02:29:59Z'));
    expect(kit.starts).toEqual([]);
    kit.passUntil(utc('2026-11-22T02:30:00Z'));
    expect(kit.starts).toHaveLength(1);
    expect(kit.schedules.state().pausedUntil).toBeNull();
  });

  it('can be ended at any time', () => {
    const { kit, one } = world();
    kit.schedules.pause('until_tomorrow');
    expect(one('Żabka').nextRunAt).toBe('2026-11-22T07:00:00.000Z');
    kit.preferences.runMissed = false;
    expect(one('Żabka').nextRunAt).toBe('2026-11-23T02:00:00.000Z');
    kit.preferences.runMissed = true;
    kit.clock.set(NOON + 4 * HOUR + MINUTE);
    kit.scheduler.tick();
    expect(kit.starts).toEqual([]);
    expect(kit.schedules.resume()).toMatchObject({ pausedUntil: null, holding: null, due: 0 });
    expect(kit.starts).toHaveLength(1);
  });
});
