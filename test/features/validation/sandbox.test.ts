import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlerts, type Alerts } from '../../../src/main/features/alerts/alerts.ts';
import type { RunRecord } from '../../../src/main/features/imports/ports.ts';
import { compareCsv } from '../../../src/main/features/validation/csv-compare.ts';
import {
  createValidation,
  type CheckReport,
  type Validation,
} from '../../../src/main/features/validation/validation.ts';
import { addDays, addMonths } from '../../../src/main/domain/days.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import type { DatasetRecord } from '../../../src/main/platforms/platform.ts';
import { cutRange } from '../../../src/main/domain/slices.ts';
import { ingestDatasetSteps } from '../../../src/main/store/writes/ingest-datasets.ts';
import { gapsView } from '../../../src/main/store/reads/gaps.ts';
import type { SettleDays } from '../../../src/main/store/reads/day-states.ts';
import { startSandbox, type Sandbox, type TruthAccount } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, NOW, openKit, type Kit } from '../imports/kit.ts';
import { exported, number, type Form, type Row } from './exports.ts';

/** Whole imports of both platforms from the stand-in, each checked as it ends. */
let sandbox: Sandbox;
let kit: Kit;
let validation: Validation;
let alerts: Alerts;
let ended: RunRecord[];
let raised: string[];
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(
      account('meta', 'Hotel', { campaigns: 4, adGroups: 2, ads: 2, vertical: 'hotel' }),
      account('google', 'Shop', { campaigns: 4, adGroups: 2, ads: 2 }),
    ),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  ended = [];
  raised = [];
  kit = openKit({ sandbox, runEnded: (run) => void ended.push(run) });
  sandbox.control.setNow(() => kit.clock.now());
  const deps = {
    db: kit.store.db,
    platforms: kit.platforms,
    now: () => kit.clock.now(),
    log: silentLog,
    changed: () => undefined,
  };
  validation = createValidation(deps);
  let ids = 0;
  alerts = createAlerts({
    ...deps,
    settle: settle(),
    newId: () => `alert-${(ids += 1)}`,
    freeBytes: () => null,
    onRaised: (alert) => void raised.push(alert.kind),
  });
  await kit.connect([{ platform: 'meta' }, { platform: 'google' }]);
});
afterEach(() => kit.remove());

const settle = (): SettleDays =>
  Object.fromEntries([...kit.platforms].map(([id, { capabilities }]) => [id, capabilities])) as unknown as SettleDays;
const accountOf = (platform: 'meta' | 'google'): TruthAccount =>
  sandbox.truth.accounts().find((one) => one.platform === platform)!;
const gaps = () => gapsView(kit.store.db, { clientId: null, range: null, resolved: false, settle: settle() });

async function importAndCheck(range: { from: string; to: string } | null = null): Promise<CheckReport[]> {
  ended = [];
  const runs = await kit.importAll({ range });
  expect(new Set([...runs.values()].map((run) => run.status))).toEqual(new Set(['succeeded']));
  const reports: CheckReport[] = [];
  for (const run of ended) {
    const report = await validation.checkRun(run);
    if (report !== null) reports.push(report);
    alerts.runEnded(run.account.key);
  }
  return reports;
}

describe('every import is checked as it ends', () => {
  it('what the platforms tell whole adds up, at every level and in every dataset', { timeout: 300_000 }, async () => {
    const reports = await importAndCheck();
    expect(reports).toHaveLength(2);
    expect(reports.every((report) => report.days >= 30 && report.found === 0)).toBe(true);
    expect(gaps().gaps).toEqual([]);
  });

  it.each(['meta', 'google'] as const)(
    '%s: a campaign missing at one level is named, told once, and closes when it is told again',
    { timeout: 300_000 },
    async (platform) => {
      const { adAccountId, today } = accountOf(platform);
      const range = { from: addDays(today, -40), to: addDays(today, -35) };
      const truth = sandbox.truth
        .insights({ platform, adAccountId, level: 'campaign', ...range })
        .filter((row) => row.spendMicros > 0n);
      const lost = truth[0]?.entityId ?? '';
      sandbox.control.forget({ platform, adAccountId, level: 'campaign', entityIds: [lost] });
      await importAndCheck(range);
      const spend = gaps().gaps.filter((gap) => gap.metric === 'spendMicros' && gap.check === 'ad_group=campaign');
      expect(spend.length).toBeGreaterThan(0);
      expect(spend.every((gap) => gap.entity.id === lost && gap.expected === null && gap.state === 'open')).toBe(true);
      const amount = truth
        .filter((row) => row.entityId === lost)
        .reduce((sum, row) => sum + Number(row.spendMicros), 0);
      expect(spend.reduce((sum, gap) => sum + (gap.actual ?? 0), 0)).toBe(amount);
      const toAccount = gaps().gaps.filter((gap) => gap.check === 'campaign=account' && gap.metric === 'spendMicros');
      expect(toAccount.map((gap) => gap.entity.id)).toEqual(spend.map(() => lost));
      expect(raised).toEqual(['gap']);

      await importAndCheck(range);
      expect(raised).toEqual(['gap']);
      sandbox.control.reset();
      sandbox.control.setNow(() => kit.clock.now());
      kit.clock.advance(DAY);
      await importAndCheck(range);
      expect(gaps().gaps).toEqual([]);
      expect(alerts.list({ show: 'open', clientId: null, limit: 10 }).alerts).toEqual([]);
    },
  );
});

describe.each(['meta', 'google'] as const)('the datasets of %s', (platform) => {
  it('add up to the days, each as far as its table promises', { timeout: 300_000 }, async () => {
    const { adAccountId, today } = accountOf(platform);
    const month = addMonths(`${today.slice(0, 7)}-01`, -2);
    const range = { from: month, to: addDays(addMonths(month, 1), -1) };
    await importAndCheck(range);
    const run = ended.find((one) => one.account.platform === platform);
    if (run === undefined) throw new Error('No run of the platform ended.');
    expect(run.account.ref.adAccountId).toBe(adAccountId);
    const session = await kit.connections.sessions.sessionFor(run.account.connectionId ?? '');
    const datasets =
      kit.platforms
        .get(platform)
        ?.capabilities.datasets.filter(({ routine, addsUp }) => routine && addsUp.length > 0) ?? [];
    expect(datasets.length).toBeGreaterThan(3);
    for (const dataset of datasets) {
      const whole = dataset.grain === 'month';
      for (const piece of whole ? [range] : cutRange(range.from, addDays(range.from, 6), dataset.sliceDays)) {
        const records: DatasetRecord[] = [];
        const request = { adAccount: run.account.ref, dataset, ...piece, asynchronous: false };
        for await (const page of session.readDataset(request, new AbortController().signal))
          records.push(...page.records);
        const input = {
          adAccountKey: run.account.key,
          platform,
          dataset,
          ...piece,
          records,
          setAside: [],
          runId: null,
          sliceId: null,
        };
        for (const _counts of ingestDatasetSteps(kit.store.db, { ...input, now: kit.clock.now() }));
      }
    }
    const report = await validation.checkDays(run.account, range.from, range.to);
    expect(
      gaps().gaps.map((gap) => `${gap.check} ${gap.dataset} ${gap.metric} ${gap.from} ${gap.expected} ${gap.actual}`),
    ).toEqual([]);
    expect(report.found).toBe(0);
    // The check sees what it is there for: one impression less in one cell of each dataset is a gap of each.
    const day = Number(range.from.replaceAll('-', ''));
    kit.store.db
      .prepare(
        `UPDATE insight_segment SET impressions = impressions - 1 WHERE day = ? AND impressions > 0 AND (dataset_key, segment_key, entity_key) IN
           (SELECT dataset_key, min(segment_key), entity_key FROM insight_segment WHERE day = ? AND impressions > 0 GROUP BY dataset_key)`,
      )
      .run(day, day);
    await validation.checkDays(run.account, range.from, range.from);
    const found = new Set(gaps().gaps.map((gap) => gap.dataset));
    expect([...found].toSorted()).toEqual(
      datasets
        .filter(({ grain, addsUp }) => grain !== 'month' && addsUp.includes('impressions'))
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});

describe.each(['meta', 'google'] as const)('an export of the truth of %s', (platform) => {
  it('agrees with the import to the last digit at every level', { timeout: 300_000 }, async () => {
    const { adAccountId, today, client } = accountOf(platform);
    const range = { from: addDays(today, -50), to: addDays(today, -41) };
    await importAndCheck(range);
    for (const level of ['campaign', 'ad_group', 'ad', 'account'] as const) {
      const rows = sandbox.truth.insights({ platform, adAccountId, level, ...range });
      expect(rows.length).toBeGreaterThan(5);
      const names = { account: 'Account', campaign: 'Campaign', ad_group: 'Ad group', ad: 'Ad' }[level];
      const form: Form = {
        delimiter: ';',
        decimal: ',',
        thousands: '.',
        columns: [
          ...(level === 'account' ? [] : [[`${names} ID`, (row: Row) => row.campaign.id] as const]),
          ['Day', (row) => row.day],
          ['Cost', (row, given) => number(row.spend / 1_000_000, given, 2)],
          ['Impressions', (row, given) => number(row.impressions, given)],
          ['Clicks', (row, given) => number(row.clicks, given)],
        ],
      };
      const base64 = exported(
        rows.map((row) => ({
          day: row.date ?? '',
          campaign: { id: row.entityId, name: row.entityName },
          spend: Number(row.spendMicros),
          impressions: row.impressions,
          clicks: row.clicks,
          linkClicks: 0,
          conversions: 0,
        })),
        form,
      );
      const comparison = await compareCsv(
        { db: kit.store.db, platforms: kit.platforms },
        { clientId: String(kit.clientId(client)), fileName: 'truth.csv', base64 },
      );
      expect(comparison).toMatchObject({ verdict: 'exact', level, platform, adAccountId, lines: [] });
      expect(comparison.counts.matched).toBe(rows.length);
    }
  });
});
