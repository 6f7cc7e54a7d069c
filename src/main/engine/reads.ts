import type { z } from 'zod';
import type * as breakdowns from '../../contract/breakdowns.ts';
import type * as comparison from '../../contract/comparison.ts';
import type { DataHealthView } from '../../contract/data-health.ts';
import type { ClientsView, EntitiesView, InsightsView, Overview } from '../../contract/dashboards.ts';
import type * as dashboards from '../../contract/dashboards.ts';
import type { entityDaysInput, EntityDaysView } from '../../contract/entity-days.ts';
import type * as eventFlags from '../../contract/events.ts';
import type * as history from '../../contract/history.ts';
import type * as imports from '../../contract/imports.ts';
import type { StorageView } from '../../contract/storage.ts';
import type { PlatformId } from '../../contract/vocabulary.ts';
import type { Clock } from '../kernel/clock.ts';
import { Refusal } from '../kernel/failure.ts';
import type { Platforms } from '../platforms/registry.ts';
import type { Store } from '../store/open.ts';
import { createReader, createInProcessReader, type Reader } from '../store/reader-link.ts';
import type { OfferedDatasets } from '../store/reads/datasets.ts';
import type { SettleDays } from '../store/reads/day-states.ts';

/** What the boundary fills in when it is left out. */
type Asked<Schema extends z.ZodType> = Omit<z.infer<Schema>, 'clientSafe'> & { clientSafe?: boolean };
type View = Asked<typeof dashboards.viewInput>;

/** What screens and commands ask of the store. A client or run that is not there is a Refusal. */
export type Reads = {
  clients(
    input: Omit<Asked<typeof dashboards.clientsInput>, 'clientId'> & { clientId?: string | null },
  ): Promise<ClientsView>;
  overview(input: View & { clientId: string }): Promise<Overview>;
  entities(input: Asked<typeof dashboards.entitiesInput>): Promise<EntitiesView>;
  insights(input: Asked<typeof dashboards.insightsInput>): Promise<InsightsView>;
  entityDays(input: Asked<typeof entityDaysInput>): Promise<EntityDaysView>;
  days(input: Asked<typeof history.daysInput>): Promise<history.DaysView>;
  changes(input: Asked<typeof history.changesInput>): Promise<history.ChangesView>;
  breakdown(input: Asked<typeof breakdowns.breakdownInput>): Promise<breakdowns.BreakdownView>;
  hours(input: Asked<typeof breakdowns.hoursInput>): Promise<breakdowns.HoursView>;
  periods(input: Asked<typeof breakdowns.periodsInput>): Promise<breakdowns.PeriodsView>;
  /** Refusal BAD_INPUT for a metric whose change cannot be laid out by campaign. */
  compare(input: Asked<typeof comparison.compareInput>): Promise<comparison.CompareView>;
  events(input: Asked<typeof eventFlags.eventsInput>): Promise<eventFlags.EventsView>;
  importHistory(input: z.infer<typeof imports.historyInput>): Promise<imports.ImportRun[]>;
  importDetail(input: { runId: string }): Promise<z.infer<typeof imports.runDetail>>;
  /** `hoursKeptDays`: null = the usual. */
  storage(hoursKeptDays: number | null): Promise<StorageView>;
  /** What is here month by month, what failed, how the last automated run went. */
  dataHealth(input: { months: number }): Promise<DataHealthView>;
  close(): Promise<void>;
};

/** Reads through a read-only worker beside the writer, so that no import makes a screen wait; in this thread for a single command. */
export function openReads(deps: {
  store: Store;
  platforms: Platforms;
  clock: Clock;
  inProcess: boolean;
  /** Told how long each answered read took, in milliseconds. */
  noteRead: (durationMs: number) => void;
}): Reads {
  const reader = timedReader(
    deps.inProcess ? createInProcessReader(deps.store.db) : createReader(deps.store.file),
    deps.noteRead,
  );
  reader.warm();
  const settle = Object.fromEntries(
    [...deps.platforms].map(([id, { capabilities }]) => [
      id,
      { conversionSettleDays: capabilities.conversionSettleDays, deliverySettleDays: capabilities.deliverySettleDays },
    ]),
  ) as SettleDays;
  const datasets = Object.fromEntries(
    [...deps.platforms].map(([id, { capabilities }]) => [id, capabilities.datasets]),
  ) as OfferedDatasets;
  const retentionMonths = Object.fromEntries(
    [...deps.platforms].map(([id, { capabilities }]) => [id, capabilities.retentionMonths]),
  ) as Record<PlatformId, number>;
  const timed = <T extends object>(input: T) => ({ ...input, now: deps.clock.now(), settle });
  const offered = <T extends object>(input: T) => ({ ...timed(input), datasets });
  return {
    clients: (input) => reader.query('clientsView', timed(input)),
    overview: async (input) => found(await reader.query('overview', timed(input)), 'client'),
    entities: async (input) => found(await reader.query('entitiesView', timed(input)), 'client'),
    insights: async (input) => found(await reader.query('insights', timed(input)), 'client'),
    entityDays: async (input) => found(await reader.query('entityDays', timed(input)), 'campaign, ad group or ad'),
    days: async (input) => found(await reader.query('days', timed(input)), 'client'),
    changes: async (input) => found(await reader.query('changes', timed(input)), 'client'),
    breakdown: async (input) => found(await reader.query('breakdown', offered(input)), 'client'),
    hours: async (input) => found(await reader.query('hours', offered(input)), 'client'),
    periods: async (input) => found(await reader.query('periods', offered(input)), 'client'),
    compare: async (input) => {
      const answer = found(await reader.query('compare', timed(input)), 'client');
      if (answer !== 'not_additive') return answer;
      throw new Refusal('BAD_INPUT', 'Choose a figure that adds up over campaigns, like spend or conversions.', {
        field: 'metric',
      });
    },
    events: async (input) => found(await reader.query('events', timed(input)), 'client'),
    importHistory: (input) => reader.query('importHistory', input),
    importDetail: async (input) => found(await reader.query('importDetail', input), 'import'),
    storage: (hoursKeptDays) => reader.query('diskForecast', { now: deps.clock.now(), hoursKeptDays }),
    dataHealth: ({ months }) => reader.query('dataHealth', { months, now: deps.clock.now(), retentionMonths }),
    close: () => reader.close(),
  };
}

function timedReader(reader: Reader, noteRead: (durationMs: number) => void): Reader {
  return {
    ...reader,
    async query(name, args) {
      const began = performance.now();
      const answer = await reader.query(name, args);
      noteRead(performance.now() - began);
      return answer;
    },
  };
}

function found<T>(answer: T | null, what: string): T {
  if (answer !== null) return answer;
  throw new Refusal('NOT_FOUND', `There is no such ${what} any more.`, { what });
}
