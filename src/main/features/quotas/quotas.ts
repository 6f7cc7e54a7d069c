import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import type { Log } from '../../kernel/log.ts';
import type { QuotaState } from '../../store/writes/quotas.ts';
import { coolDownMs, hourOf, oldestCountedHour, operationsAgainAt, QUOTA_RULES, usedOperations } from './budget.ts';
import type { QuotaHold, QuotaOwner, QuotaRepository, Quotas } from './ports.ts';

export type QuotasDeps = {
  repository: QuotaRepository;
  /** The quota of operations in 24 hours of an app of the platform; null = not counted or unlimited. */
  dailyOperations: (platform: PlatformId) => number | null;
  now: () => number;
  random: () => number;
  log: Log;
};

type End = { monotonic: number; clock: number; code: string; reason: string };

/** Sign-ins whose app was never told share one budget per platform: too careful beats a refusal for all of them. */
const UNKNOWN_APP = '';
/** A percentage is stored again once it moved so far; every answer tells one. */
const WORTH_STORING = 5;

/**
 * Holds end by the monotonic clock or by the wall clock, whichever comes first: the one may stand still while a machine sleeps, the
 * other is fixed in demonstrations. A hold is only ever prolonged: two answers to parallel requests may name two ends.
 */
export function createQuotas(deps: QuotasDeps): Quotas {
  const { repository } = deps;
  const ends = new Map<string, End>();
  const percents = new Map<string, number>();
  /** Pauses in a row after which a scope was still as used. */
  const fruitless = new Map<string, number>();
  const apps = new Map(repository.apps().map(({ connectionId, appKey }) => [connectionId, appKey]));
  const operations = new Map<string, Map<number, number>>();

  const nameOf = (platform: PlatformId, scope: QuotaState['scope'], id: string): string => `${platform} ${scope} ${id}`;
  const appOf = (connectionId: string | null): string =>
    (connectionId === null ? undefined : apps.get(connectionId)) ?? UNKNOWN_APP;

  for (const { platform, scope, scopeId, percent, holdUntil, reason } of repository.states()) {
    const name = nameOf(platform, scope, scopeId);
    if (percent !== null) percents.set(name, percent);
    const leftMs = holdUntil === null ? 0 : Math.min(holdUntil - deps.now(), QUOTA_RULES.longestHoldMs);
    if (leftMs > 0 && reason !== null) {
      const { code, sentence } = parseReason(reason);
      ends.set(name, { monotonic: performance.now() + leftMs, clock: deps.now() + leftMs, code, reason: sentence });
    }
  }
  for (const counted of repository.operations(oldestCountedHour(deps.now())))
    perHour(counted.platform, counted.scopeId).set(counted.hour, counted.operations);

  /** Called from within an exchange with a platform: a full disk is for the next ingest to tell, not for the answer just read. */
  function keep(work: () => void): void {
    try {
      work();
    } catch (error) {
      deps.log('warn', 'The state of a quota could not be kept', { error });
    }
  }

  function perHour(platform: PlatformId, app: string): Map<number, number> {
    const name = `${platform} ${app}`;
    const known = operations.get(name) ?? new Map<number, number>();
    operations.set(name, known);
    return known;
  }

  function idOf(owner: QuotaOwner, scope: QuotaState['scope']): string {
    if (scope === 'app') return appOf(owner.connectionId);
    return scope === 'connection' ? (owner.connectionId ?? '') : owner.adAccountId;
  }

  function hold(
    platform: PlatformId,
    scope: QuotaState['scope'],
    scopeId: string,
    until: number,
    why: { code: string; reason: string },
    percent: number | null,
  ): number {
    const name = nameOf(platform, scope, scopeId);
    const now = deps.now();
    const told = Number.isFinite(until) ? until - now : QUOTA_RULES.longestHoldMs;
    const wait = Math.max(QUOTA_RULES.shortestHoldMs, Math.min(told, QUOTA_RULES.longestHoldMs));
    const jitter = deps.random() * Math.min(wait * QUOTA_RULES.jitterShare, QUOTA_RULES.mostJitterMs);
    const waitMs = Math.ceil(wait + jitter);
    const before = ends.get(name);
    // Answers to requests that were on their way when the hold began say the same once more; jitter must not add up.
    if (before && before.clock >= now + wait && before.monotonic >= performance.now() + wait) return before.clock;
    const end = {
      monotonic: Math.max(performance.now() + waitMs, before?.monotonic ?? 0),
      clock: Math.max(now + waitMs, before?.clock ?? 0),
      ...why,
    };
    ends.set(name, end);
    const reason = JSON.stringify({ code: why.code, sentence: why.reason });
    keep(() => repository.save({ platform, scope, scopeId, percent, holdUntil: end.clock, reason, toldAt: now }));
    return end.clock;
  }

  function left(platform: PlatformId, app: string): number | null {
    const limit = deps.dailyOperations(platform);
    return limit === null ? null : Math.max(0, limit - usedOperations(perHour(platform, app), deps.now()));
  }

  function operationsHold(platform: PlatformId, app: string): QuotaHold | null {
    if (left(platform, app) !== 0) return null;
    const limit = deps.dailyOperations(platform) ?? 0;
    const until = operationsAgainAt(perHour(platform, app), limit, deps.now());
    const { name } = PLATFORM_LABELS[platform];
    const reason = `The ${limit.toLocaleString('en')} operations ${name} allows in 24 hours are used up. The import goes on by itself when the oldest ones fall out.`;
    return { until, leftMs: Math.max(1, until - deps.now()), code: 'DAILY_OPERATIONS_USED', reason };
  }

  return {
    noteUsage(connectionId, platform, { scope, adAccountId, percent, regainAt }) {
      if (!Number.isFinite(percent) || (scope === 'ad_account' && adAccountId === null)) return;
      const scopeId = scope === 'app' ? appOf(connectionId) : (adAccountId ?? '');
      const name = nameOf(platform, scope, scopeId);
      const before = percents.get(name) ?? 0;
      percents.set(name, percent);
      const now = deps.now();
      if (percent >= QUOTA_RULES.pauseAtPercent) {
        const held = ends.get(name);
        const over = held !== undefined && (held.clock <= now || held.monotonic <= performance.now());
        if (over) fruitless.set(name, Math.min(10, (fruitless.get(name) ?? 0) + 1));
        const until = regainAt ?? now + coolDownMs(percent, fruitless.get(name));
        const what = scope === 'app' ? 'for your app' : 'for this ad account';
        const reason = `${PLATFORM_LABELS[platform].name} is close to its limit ${what}. The import goes on by itself.`;
        hold(platform, scope, scopeId, until, { code: 'QUOTA_NEARLY_USED', reason }, percent);
        return;
      }
      const passed = ends.get(name);
      if (passed && passed.clock <= now) ends.delete(name);
      fruitless.delete(name);
      if (Math.abs(percent - before) < WORTH_STORING) return;
      const held = ends.get(name);
      const holdUntil = held && held.clock > now ? held.clock : null;
      const reason = holdUntil === null || !held ? null : JSON.stringify({ code: held.code, sentence: held.reason });
      keep(() => repository.save({ platform, scope, scopeId, percent, holdUntil, reason, toldAt: now }));
    },
    noteRequest(connectionId, platform, { operations: made }) {
      if (!(made > 0)) return;
      const scopeId = appOf(connectionId);
      const hour = hourOf(deps.now());
      const keepFrom = oldestCountedHour(deps.now());
      const counted = perHour(platform, scopeId);
      counted.set(hour, (counted.get(hour) ?? 0) + made);
      for (const old of counted.keys()) if (old < keepFrom) counted.delete(old);
      keep(() => repository.addOperations({ platform, scopeId, hour, operations: made, keepFrom }));
    },
    noteApp(connectionId, appKey) {
      if (apps.get(connectionId) === appKey) return;
      apps.set(connectionId, appKey);
      keep(() => repository.setApp(connectionId, appKey));
    },
    anyHold() {
      const now = deps.now();
      for (const end of ends.values()) if (end.clock > now && end.monotonic > performance.now()) return true;
      for (const name of operations.keys()) {
        const gap = name.indexOf(' ');
        if (left(name.slice(0, gap) as PlatformId, name.slice(gap + 1)) === 0) return true;
      }
      return false;
    },
    holdUntil(owner) {
      let longest = operationsHold(owner.platform, appOf(owner.connectionId));
      for (const scope of ['app', 'connection', 'ad_account'] as const) {
        const end = ends.get(nameOf(owner.platform, scope, idOf(owner, scope)));
        if (!end || end.clock <= deps.now()) continue;
        const leftMs = end.monotonic - performance.now();
        if (leftMs <= 0 || leftMs <= (longest?.leftMs ?? 0)) continue;
        longest = { until: end.clock, leftMs, code: end.code, reason: end.reason };
      }
      return longest;
    },
    addHold(owner, scope, until, why) {
      const reach = scope === 'connection' && owner.connectionId === null ? 'ad_account' : scope;
      return hold(owner.platform, reach, idOf(owner, reach), until, why, null);
    },
    forgetPassed() {
      // What has passed stays known as passed: the next answer shows whether the pause was long enough.
      for (const end of ends.values()) if (end.clock <= deps.now()) end.monotonic = 0;
    },
    operationsLeft: (platform, connectionId) => left(platform, appOf(connectionId)),
    roomForMore(platform, connectionId) {
      const limit = deps.dailyOperations(platform);
      const remaining = left(platform, appOf(connectionId));
      return limit === null || remaining === null || remaining > limit * QUOTA_RULES.reserveShare;
    },
  };
}

function parseReason(text: string): { code: string; sentence: string } {
  try {
    const { code, sentence } = JSON.parse(text) as { code?: unknown; sentence?: unknown };
    if (typeof code === 'string' && typeof sentence === 'string') return { code, sentence };
  } catch {
    // Written by hand or by a newer version: the hold counts all the same.
  }
  return { code: 'RATE_LIMITED', sentence: text };
}
