import type { Dataset } from '../../../contract/datasets.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { addMonths, dayInZone } from '../../domain/days.ts';
import { Refusal } from '../../kernel/failure.ts';
import { turn } from '../../kernel/turns.ts';
import type { AdPlatform } from '../../platforms/platform.ts';
import type { ImportPlan, PlanInput, PlanRequest } from './plan-input.ts';
import { planImport } from './plan.ts';
import type { ImportAccount, ImportRepository, NewRun, RunRecord } from './ports.ts';

/** Days of a client's first import (requirement 18). */
const FIRST_IMPORT_DAYS = 30;
/** Requests that list campaigns, ad groups and ads. */
const STRUCTURE_REQUESTS = 3;
/** Older days and periods do not list campaigns anew when that was done this recently. */
const STRUCTURE_FRESH_MS = 86_400_000;
/**
 * Whoever clicks wants what the platform says now, corrections of the last minutes included, and for most ad accounts the look-back is
 * the same one request per level as the day alone. Schedules read it once a day.
 */
const ASKED_AGAIN_AFTER_MS = 0;

export type StartRequest = {
  clientIds: 'all' | readonly number[];
  platforms: readonly PlatformId[] | null;
  range: Range | null;
  /** Only these of the clients' ad accounts. */
  adAccountKeys?: readonly number[];
  /** Besides the daily figures: all datasets of the platform, none, months, or these; left out: those a routine import reads. */
  datasets?: 'all' | 'core' | 'months' | readonly string[];
  /** Also what is here and final. */
  force?: boolean;
  /** Instead of a range: the running month and so many whole months before it, of which what is here is left out. */
  months?: number;
  trigger?: RunRecord['trigger'];
  /** What the runs are called together; made up when left out. */
  requestId?: string;
};

export type PlannedAccount = {
  account: ImportAccount;
  plan: ImportPlan;
  from: Day;
  to: Day;
  why: string;
  clamped: string | null;
  slices: NewRun['slices'];
  requests: number;
  first: boolean;
  structureDone: boolean;
};

export type Planned = {
  planned: PlannedAccount[];
  refused: { account: ImportAccount; reason: Refusal }[];
};

export type PlanningDeps = {
  repository: ImportRepository;
  platforms: ReadonlyMap<PlatformId, AdPlatform>;
  now: () => number;
  /** Requests a quota by the day still allows over all ad accounts of a sign-in's app; null = not counted. */
  operationsLeft?: (platform: PlatformId, connectionId: string | null) => number | null;
};

/** So many ad accounts are planned before the engine looks whether somebody asks something. */
const PLANNED_AT_ONCE = 10;

export type Planning = {
  /** What a request means for each ad account. One whose days cannot be read stops no other. */
  planAll(request: StartRequest): Planned;
  /** The same without keeping the engine from answering: a thousand ad accounts take a second or two. */
  planAllInTurns(request: StartRequest): Promise<Planned>;
};

export function createPlanning(deps: PlanningDeps): Planning {
  const { repository } = deps;

  function planAccount(account: ImportAccount, request: StartRequest, operationsLeft: number | null): PlannedAccount {
    const platform = deps.platforms.get(account.platform);
    if (!platform)
      throw new Refusal('NOT_FOUND', `This version of Tidemark does not know the platform of ${account.name}.`, {
        what: 'platform',
      });
    const now = deps.now();
    const { timeZone } = account.ref;
    checkClock(dayInZone(now, timeZone));
    const reads = repository.readsOf(account.key);
    const input = (datasets: readonly Dataset[]): PlanInput => ({
      now,
      timeZone,
      capabilities: platform.capabilities,
      datasets,
      reads,
      conversionWindowDays: reads.conversionWindowDays,
      conversionsApiVersion: reads.conversionsApiVersion,
      notGot: reads.notGot,
      failing: reads.failing,
      firstFrom: reads.firstFrom,
      inLine: reads.inLine,
      declined: reads.declined,
      withheld: repository.withheldDatasets(account.key),
      request: requestOf(request, dayInZone(now, timeZone)),
      force: request.force === true,
      againAfterMs: (request.trigger ?? 'manual') === 'manual' ? ASKED_AGAIN_AFTER_MS : null,
      operationsLeft: operationsLeft === null ? null : operationsLeft - STRUCTURE_REQUESTS,
      firstImportDays: FIRST_IMPORT_DAYS,
    });
    let plan = planImport(input(datasetsOf(platform, request.datasets)));
    // Whoever waits for the first figures gets these first; hours and breakdowns follow in a run of their own.
    if (plan.ok && plan.kind === 'first' && request.datasets === undefined) plan = planImport(input([]));
    if (!plan.ok) throw new Refusal('BAD_INPUT', plan.sentence, { field: 'range' });
    const structureDone =
      plan.kind === 'backfill' && reads.structureReadAt !== null && now - reads.structureReadAt < STRUCTURE_FRESH_MS;
    return {
      account,
      plan,
      from: plan.from,
      to: plan.to,
      why: plan.why,
      clamped: plan.clamps.length === 0 ? null : plan.clamps.join(' '),
      slices: plan.items.map(({ level, dataset, from, to }) => ({ level, dataset, from, to })),
      requests: plan.items.length === 0 ? 0 : plan.calls + (structureDone ? 0 : STRUCTURE_REQUESTS),
      first: plan.kind === 'first',
      structureDone,
    };
  }

  /** How much of a quota by the day each ad account may use, so that the first of many does not eat up the hours of the others. */
  function shares(accounts: readonly ImportAccount[]): (account: ImportAccount) => number | null {
    const { operationsLeft } = deps;
    if (!operationsLeft) return () => null;
    const everyone = repository.accountsToImport('all');
    const known = new Map<string, number | null>();
    return (account) => {
      const key = `${account.platform} ${account.connectionId ?? ''}`;
      if (!known.has(key)) {
        const left = operationsLeft(account.platform, account.connectionId);
        const same = (other: ImportAccount): boolean =>
          other.platform === account.platform && other.connectionId === account.connectionId;
        const owners = Math.max(everyone.filter(same).length, accounts.filter(same).length, 1);
        known.set(key, left === null ? null : Math.floor(left / owners));
      }
      return known.get(key) ?? null;
    };
  }

  function* steps(request: StartRequest): Generator<void, Planned, void> {
    const planned: PlannedAccount[] = [];
    const refused: Planned['refused'] = [];
    const accounts = accountsFor(repository, request);
    const shareOf = shares(accounts);
    for (const [index, account] of accounts.entries()) {
      if (index % PLANNED_AT_ONCE === PLANNED_AT_ONCE - 1) yield;
      try {
        planned.push(planAccount(account, request, shareOf(account)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push({ account, reason: error });
      }
    }
    if (planned.length === 0 && refused[0]) throw refused[0].reason;
    return { planned, refused };
  }

  return {
    planAll(request) {
      const plan = steps(request);
      for (;;) {
        const step = plan.next();
        if (step.done === true) return step.value;
      }
    },
    async planAllInTurns(request) {
      const plan = steps(request);
      for (;;) {
        const step = plan.next();
        if (step.done === true) return step.value;
        await turn();
      }
    },
  };
}

/** The ad accounts a request is about; a Refusal that says what is missing when there are none. */
export function accountsFor(
  repository: ImportRepository,
  request: Pick<StartRequest, 'clientIds' | 'platforms' | 'adAccountKeys'>,
): ImportAccount[] {
  const accounts = repository
    .accountsToImport(request.clientIds)
    .filter((account) => !request.platforms || request.platforms.includes(account.platform))
    .filter((account) => !request.adAccountKeys || request.adAccountKeys.includes(account.key));
  if (accounts.length > 0) return accounts;
  const whose = request.clientIds === 'all' ? 'No client has' : 'That client has no';
  throw new Refusal(
    'NOT_FOUND',
    request.clientIds === 'all' && !request.platforms
      ? 'There is nothing to import yet: connect an ad platform and give its ad accounts to clients first.'
      : `${whose} ${request.clientIds === 'all' ? 'an ' : ''}ad account${request.platforms ? ' on the chosen platforms' : ''} to import. Assign one first.`,
    { what: 'ad account' },
  );
}

/** A computer whose clock lost its battery says 1970; no platform has days before or after these, and none may be asked for them. */
const CREDIBLE = { from: '2010-01-01', to: '2099-12-31' };

function checkClock(today: Day): void {
  if (today >= CREDIBLE.from && today <= CREDIBLE.to) return;
  const sentence = `This computer's clock says ${today}, which cannot be. Set its date and time, then import again; saved data is unchanged.`;
  throw new Refusal('BAD_INPUT', sentence, { field: null });
}

/** The first day of the month `months` before today's. */
export function monthsBack(today: Day, months: number): Day {
  return `${addMonths(`${today.slice(0, 7)}-01`, -months).slice(0, 7)}-01`;
}

export function requestOf({ range, months, trigger }: StartRequest, today: Day): PlanRequest {
  if (months !== undefined) return { kind: 'backfill', from: monthsBack(today, months), to: today };
  if (range === null) return { kind: 'routine' };
  return { kind: trigger === 'backfill' ? 'backfill' : 'chosen', ...range };
}

function datasetsOf(platform: AdPlatform, wanted: StartRequest['datasets']): readonly Dataset[] {
  const { datasets } = platform.capabilities;
  if (wanted === 'core') return [];
  // A range is asked for by a screen that shows it.
  if (wanted === 'all') return datasets.filter(({ grain }) => grain !== 'range');
  if (wanted === undefined) return datasets.filter(({ routine }) => routine);
  if (wanted === 'months') return datasets.filter(({ routine, grain }) => routine && grain === 'month');
  return datasets.filter(({ id }) => wanted.includes(id));
}
