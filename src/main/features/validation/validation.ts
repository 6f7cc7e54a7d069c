import type { AdditiveMetric } from '../../../contract/datasets.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { daysInRange, dayToInt } from '../../domain/days.ts';
import { cutRange } from '../../domain/slices.ts';
import type { Log } from '../../kernel/log.ts';
import { turn } from '../../kernel/turns.ts';
import type { Capabilities } from '../../platforms/platform.ts';
import type { Platforms } from '../../platforms/registry.ts';
import type { Db } from '../../store/db.ts';
import { checkDataset, checkMonths } from '../../store/reads/reconcile-datasets.ts';
import { checkLevels } from '../../store/reads/reconcile.ts';
import { entitiesOf, type CheckOutcome } from '../../store/reads/sum-compare.ts';
import { daysRead } from '../../store/reads/days-read.ts';
import { saveOutcome, type GapChanges } from '../../store/writes/reconcile.ts';

/** The days of one step: short enough that a large ad account holds nobody up. */
const STEP_DAYS = 7;
const DELIVERY: readonly AdditiveMetric[] = ['spendMicros', 'impressions', 'clicks', 'linkClicks'];

export type CheckedAccount = { key: number; platform: PlatformId };
export type CheckReport = GapChanges & { days: number; steps: number };

export type Validation = {
  /** Checks the days a run has read. Never throws: a check that fails is told to the log and leaves the figures alone. */
  checkRun(run: { id: string; account: CheckedAccount }): Promise<CheckReport | null>;
  /** Checks a stretch of an ad account's days, whoever read them. */
  checkDays(account: CheckedAccount, from: Day, to: Day): Promise<CheckReport>;
};

export type ValidationDeps = {
  db: Db;
  platforms: Platforms;
  now: () => number;
  log: Log;
  /** A gap was found or closed. */
  changed: () => void;
};

/** Checks at every ingest that the figures add up, and notes where they do not; what is missing is never filled with zeros. */
export function createValidation(deps: ValidationDeps): Validation {
  const { db } = deps;

  async function check(account: CheckedAccount, ranges: readonly { from: Day; to: Day }[]): Promise<CheckReport> {
    const report: CheckReport = { found: 0, resolved: 0, days: 0, steps: 0 };
    const capabilities = deps.platforms.get(account.platform)?.capabilities;
    if (capabilities === undefined || ranges.length === 0) return report;
    const entities = entitiesOf(db, account.key);
    const step = async (work: () => (CheckOutcome | null)[]): Promise<void> => {
      for (const outcome of work()) {
        if (outcome === null) continue;
        const changes = saveOutcome(db, { adAccountKey: account.key, outcome, now: deps.now() });
        report.found += changes.found;
        report.resolved += changes.resolved;
      }
      report.steps += 1;
      await turn();
    };
    for (const range of ranges) {
      for (const piece of cutRange(range.from, range.to, STEP_DAYS)) {
        const days = { from: dayToInt(piece.from), to: dayToInt(piece.to) };
        const common = { adAccountKey: account.key, platform: account.platform, entities, ...days };
        report.days += daysInRange(piece.from, piece.to);
        await step(() => checkLevels(db, { ...common, promise: promiseOf(capabilities) }));
        for (const dataset of capabilities.datasets) {
          if (dataset.grain === 'hour' || dataset.grain === 'day')
            await step(() => [checkDataset(db, { ...common, dataset })]);
        }
      }
      for (const dataset of capabilities.datasets.filter(({ grain }) => grain === 'month')) {
        const days = { from: dayToInt(range.from), to: dayToInt(range.to) };
        await step(() => [
          checkMonths(db, { adAccountKey: account.key, platform: account.platform, entities, dataset, ...days }),
        ]);
      }
    }
    if (report.found + report.resolved > 0) deps.changed();
    return report;
  }

  return {
    async checkRun(run) {
      try {
        return await check(run.account, daysRead(db, run.id));
      } catch (error) {
        deps.log('error', 'The figures of an import could not be checked.', { runId: run.id, error });
        return null;
      }
    },
    checkDays: (account, from, to) => check(account, [{ from, to }]),
  };
}

function promiseOf({ levelSums }: Capabilities): { metrics: readonly AdditiveMetric[]; undivided: readonly string[] } {
  return levelSums ?? { metrics: DELIVERY, undivided: [] };
}
