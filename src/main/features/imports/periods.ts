import { randomUUID } from 'node:crypto';
import type { ClientImport } from '../../../contract/imports.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone } from '../../domain/days.ts';
import { lookbackOf } from './plan-context.ts';
import { cutChosen } from './plan-range.ts';
import { accountsFor, type PlanningDeps } from './planning.ts';
import type { NewRun, NewSlice } from './ports.ts';

/** A range as a screen shows it, and the levels it shows. */
export type PeriodRequest = { clientId: number; range: Range; levels: readonly Level[] };

export type FetchedPeriods = {
  imports: ClientImport[];
  runIds: string[];
  /** Answers that are here already, final or young enough. */
  kept: number;
};

/** While a range still moves, a screen that is opened again does not ask again. */
const YOUNG_MS = 3_600_000;

/**
 * Puts the `<level>.range` datasets of a client's ad accounts in line for one range: reach and other unique counts of a range are a
 * question of their own and never a sum. What is stored and final is kept, and so is what was read within the hour.
 */
export function fetchPeriods(request: PeriodRequest, deps: PlanningDeps): { runIds: string[]; kept: number } {
  const { repository } = deps;
  const now = deps.now();
  const open = new Set(
    repository
      .openRuns()
      .flatMap((run) =>
        run.account.clientId === request.clientId
          ? repository.slices(run.id).map(({ dataset, from, to }) => `${run.account.key} ${dataset} ${from} ${to}`)
          : [],
      ),
  );
  const runs: NewRun[] = [];
  const requestId = randomUUID();
  let kept = 0;
  for (const account of accountsFor(repository, { clientIds: [request.clientId], platforms: null })) {
    const platform = deps.platforms.get(account.platform);
    if (!platform) continue;
    const { capabilities } = platform;
    const today = dayInZone(now, account.ref.timeZone);
    const reads = repository.readsOf(account.key);
    const lookback = lookbackOf(capabilities.lookbackDays, reads.conversionWindowDays);
    const withheld = new Set(
      repository.withheldDatasets(account.key).flatMap((one) => (one.askAgainAt > now ? [one.dataset] : [])),
    );
    const slices: NewSlice[] = [];
    for (const dataset of capabilities.datasets) {
      if (dataset.grain !== 'range' || !request.levels.includes(dataset.level) || withheld.has(dataset.id)) continue;
      const cut = cutChosen(request.range, today, dataset.retentionMonths);
      // A part of the range is another question: its reach would be passed off as the reach of the whole.
      if (!cut.ok || cut.from !== request.range.from) continue;
      const { from, to } = cut;
      const read = (reads.periods.get(dataset.id) ?? []).find((one) => one.from === from && one.to === to);
      const final = read && dayInZone(read.readAt, account.ref.timeZone) >= addDays(to, lookback);
      if (final || (read && now - read.readAt < YOUNG_MS) || open.has(`${account.key} ${dataset.id} ${from} ${to}`))
        kept += 1;
      else slices.push({ level: dataset.level, dataset: dataset.id, from, to });
    }
    const [first] = slices;
    if (!first) continue;
    runs.push({
      requestId,
      adAccountKey: account.key,
      clientId: account.clientId,
      trigger: 'manual',
      from: first.from,
      to: first.to,
      chosen: true,
      why: 'reach of the range that is shown',
      slices,
      structureDone: reads.structureReadAt !== null,
    });
  }
  return { runIds: repository.createRuns(runs, now), kept };
}
