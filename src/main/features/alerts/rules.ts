import { ALERT_KINDS, type AlertKind, type Alert } from '../../../contract/alerts.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { stoppedAccount } from '../../domain/ad-account-states.ts';
import { addDays, addMonths, dayInZone } from '../../domain/days.ts';
import type { Platforms } from '../../platforms/registry.ts';
import type { Db } from '../../store/db.ts';
import * as facts from '../../store/reads/alert-facts.ts';
import type { SettleDays } from '../../store/reads/day-states.ts';
import { gapsView } from '../../store/reads/gaps.ts';
import { isDisabled } from '../../store/reads/health.ts';
import type { Alarm } from '../../store/writes/alerts.ts';
import { t } from '../../../words/text.ts';
import { m } from './messages.ts';

/** When something is worth telling a person. Titles and bodies may stand on a lock screen: no money, no results. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FAILURES = 3;
const FAILING_MS = 2 * DAY_MS;
const EXPIRES_SOON_MS = 7 * DAY_MS;
const STALE_MS = 48 * HOUR_MS;
/** From here on one line says it for all: after a holiday a thousand lines would say nothing. */
const STALE_ONE_BY_ONE = 10;
const LOSS_DAYS = 14;
const LOW_DISK_BYTES = 1_000_000_000;

export type RuleContext = { db: Db; platforms: Platforms; settle: SettleDays; now: number };
type Account = facts.WatchedAccount;

function alarm(
  kind: AlertKind,
  cause: string,
  about: { account?: Account; connectionId?: string },
  told: { title: string; body: string; fix: Alert['fix']; count: number },
): Alarm {
  return {
    kind,
    severity: ALERT_KINDS[kind].severity,
    cause,
    clientId: about.account?.clientId ?? null,
    adAccountKey: about.account?.key ?? null,
    connectionId: about.connectionId ?? about.account?.connectionId ?? null,
    ...told,
  };
}

const placeOf = (account: Account): { client: string; platform: string } => ({
  client: account.client,
  platform: PLATFORM_LABELS[account.platform].name,
});

type Failures = ReturnType<typeof facts.failuresInARow>;

/**
 * Stopped by its platform, by the rule Data health and the client list name it by. Reading may still succeed (Meta answers for a
 * disabled account), so no failure is waited for.
 */
function accountDisabled(account: Account, failures: Failures): Alarm | null {
  const [newest] = failures;
  const lastRun = newest === undefined ? null : { status: 'failed' as const, problem: newest.problem };
  if (!isDisabled({ status: account.status, lastRun })) return null;
  const stopped = stoppedAccount(account.status, account.platformStatus);
  return alarm(
    'account_disabled',
    `account_disabled:${account.key}`,
    { account },
    {
      title: t(m.disabled, { client: account.client, state: stopped.term }),
      body: stopped.sentence(PLATFORM_LABELS[account.platform].name),
      fix: 'check_access',
      count: Math.max(failures.length, 1),
    },
  );
}

/** The same ad account failed three times in a row, or for two days. A sign-in that ended is told as that. */
function repeatedFailure(account: Account, failures: Failures): Alarm | null {
  const newest = failures[0];
  const oldest = failures.at(-1);
  if (newest === undefined || oldest === undefined || newest.problem?.fix === 'sign_in_again') return null;
  const told = { platform: PLATFORM_LABELS[account.platform].name, count: failures.length };
  const reason = (newest.problem?.sentence ?? '').trim();
  if (failures.length < FAILURES && newest.finishedAt - oldest.finishedAt < FAILING_MS) return null;
  return alarm(
    'repeated_failure',
    `repeated_failure:${account.key}`,
    { account },
    {
      title: t(m.failing, { client: account.client }),
      body: reason === '' ? t(m.failingBodyUnexplained, told) : t(m.failingBody, { ...told, reason }),
      fix: newest.problem?.fix === 'check_access' ? 'check_access' : 'retry',
      count: failures.length,
    },
  );
}

/** Why an ad account's imports bring nothing, as one alert: that it is disabled says why they fail. */
export function importsStopped(context: RuleContext, account: Account): Alarm | null {
  const failures = facts.failuresInARow(context.db, account.key);
  return accountDisabled(account, failures) ?? repeatedFailure(account, failures);
}

/** Sums that do not add up on days that had settled. */
export function gapAlarm(context: RuleContext, account: Account): Alarm | null {
  const { gaps } = gapsView(context.db, {
    clientId: null,
    range: null,
    resolved: false,
    settle: context.settle,
    adAccountKey: account.key,
  });
  const days = new Set(gaps.filter((gap) => gap.state === 'open').map((gap) => gap.from));
  if (days.size === 0) return null;
  return alarm(
    'gap',
    `gap:${account.key}`,
    { account },
    {
      title: t(m.gap, { client: account.client }),
      body: t(m.gapBody, { platform: PLATFORM_LABELS[account.platform].name, days: days.size }),
      fix: 'open_health',
      count: days.size,
    },
  );
}

export function optInNeeded(context: RuleContext, account: Account): Alarm | null {
  const withheld = facts.withheldOf(context.db, account.key);
  const [firstOne] = withheld;
  if (firstOne === undefined) return null;
  return alarm(
    'opt_in_needed',
    `opt_in_needed:${account.key}`,
    { account },
    {
      title: t(m.withheld, placeOf(account)),
      body: firstOne.sentence,
      fix: 'check_access',
      count: withheld.length,
    },
  );
}

/** Days that were wanted, are not here, and can soon not be asked for any more. */
export function retentionAtRisk(context: RuleContext, account: Account): Alarm | null {
  const months = context.platforms.get(account.platform)?.capabilities.retentionMonths;
  if (months === undefined || (account.status !== 'active' && account.status !== 'disabled')) return null;
  const from = addMonths(dayInZone(context.now, account.timeZone), -months);
  const days = facts.wantedAndMissing(context.db, {
    adAccountKey: account.key,
    from,
    before: addDays(from, LOSS_DAYS),
  });
  if (days.length === 0) return null;
  return alarm(
    'retention_at_risk',
    `retention_at_risk:${account.key}`,
    { account },
    {
      title: t(m.atRisk, { ...placeOf(account), days: days.length }),
      body: t(m.atRiskBody, {
        platform: PLATFORM_LABELS[account.platform].name,
        months,
        first: days[0] ?? '',
        days: LOSS_DAYS,
      }),
      fix: 'backfill',
      count: days.length,
    },
  );
}

/** Sign-ins that ended, or will within a week. */
export function signIns({ db, now }: RuleContext): Alarm[] {
  return facts.watchedConnections(db).flatMap((connection) => {
    const about = { connectionId: connection.id };
    const platform = PLATFORM_LABELS[connection.platform].name;
    const { label, clients, client } = connection;
    const one = clients === 1 && client !== null;
    const left = (connection.endsAt ?? Infinity) - now;
    if (connection.expired || left <= 0)
      return alarm('sign_in_expired', `sign_in_expired:${connection.id}`, about, {
        title: t(m.expired, { platform }),
        body: one ? t(m.expiredBodyOne, { label, client }) : t(m.expiredBody, { label, clients }),
        fix: 'sign_in_again',
        count: connection.clients,
      });
    if (left > EXPIRES_SOON_MS) return [];
    const days = Math.ceil(left / DAY_MS);
    return alarm('sign_in_expiring', `sign_in_expiring:${connection.id}`, about, {
      title: t(m.expiring, { platform, days }),
      body: one ? t(m.expiringBodyOne, { label, client }) : t(m.expiringBody, { label, clients }),
      fix: 'sign_in_again',
      count: days,
    });
  });
}

/** No new figures for two days although the sign-in works and nothing else says why. */
export function stale(context: RuleContext, accounts: readonly Account[], failing: ReadonlySet<number>): Alarm[] {
  const quiet = accounts.filter((account) => {
    if (account.status !== 'active' || !account.connected || failing.has(account.key)) return false;
    const at = facts.lastReadAt(context.db, account.key);
    return at !== null && context.now - at > STALE_MS;
  });
  if (quiet.length > STALE_ONE_BY_ONE) {
    const clients = new Set(quiet.map((account) => account.clientId)).size;
    return [
      alarm(
        'stale',
        'stale',
        {},
        {
          title: t(m.staleClients, { clients }),
          body: t(m.staleClientsBody),
          fix: 'import',
          count: quiet.length,
        },
      ),
    ];
  }
  return quiet.map((account) =>
    alarm(
      'stale',
      `stale:${account.key}`,
      { account },
      {
        title: t(m.stale, { client: account.client }),
        body: t(m.staleBody, { platform: PLATFORM_LABELS[account.platform].name }),
        fix: 'import',
        count: 1,
      },
    ),
  );
}

export function diskLow(freeBytes: number | null): Alarm[] {
  if (freeBytes === null || freeBytes >= LOW_DISK_BYTES) return [];
  return [
    alarm(
      'disk_low',
      'disk_low',
      {},
      {
        title: t(m.diskLow),
        body: t(m.diskLowBody),
        fix: 'free_space',
        count: 1,
      },
    ),
  ];
}
