import type { z } from 'zod';
import type { attention, freshness } from '../../../contract/dashboards.ts';
import type { AsKnownOn, Problem } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS, type AdAccountStatus, type PlatformId } from '../../../contract/vocabulary.ts';
import { stoppedAccount } from '../../domain/ad-account-states.ts';
import { isoOrNull } from '../codes.ts';
import { all, type Db } from '../db.ts';
import { knownAtOf, type KnownAt } from './as-known.ts';
import { parseProblem } from './parse.ts';

export type Freshness = z.infer<typeof freshness>;
export type Attention = z.infer<typeof attention>;

const HOUR_MS = 3_600_000;
const FRESH_MS = 26 * HOUR_MS;
const AGEING_MS = 48 * HOUR_MS;

/** An ad account of a client with its state; the base of every dashboard read. */
export type ClientAccount = {
  key: number;
  clientId: number;
  platform: PlatformId;
  adAccountId: string;
  name: string;
  currency: string;
  timezone: string;
  status: AdAccountStatus;
  /** The platform's own word for it. */
  platformStatus: string;
  /** The account's longest conversion window in days, where it has one of its own. */
  conversionWindowDays: number | null;
  /** From when its figures are seen, in epoch ms; null = now. */
  knownAt: KnownAt;
  connectionId: string | null;
  connectionExpired: boolean;
  connectionProblem: Problem | null;
  lastImportedAt: number | null;
  lastRun: { status: string; problem: Problem | null } | null;
};

type Row = Omit<ClientAccount, 'knownAt' | 'connectionExpired' | 'connectionProblem' | 'lastImportedAt' | 'lastRun'> & {
  connectionState: string | null;
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  connectionProblem: string | null;
  lastImportedAt: number | null;
  runStatus: string | null;
  runProblem: string | null;
};

// The newest days carry the newest reads; going through years of coverage for each account would not change the answer.
const LAST_IMPORTED = `SELECT max(read_at) FROM
  (SELECT read_at FROM coverage WHERE ad_account_key = a.id AND level = 0 ORDER BY day DESC LIMIT 40)`;
const LAST_RUN = `SELECT rowid FROM import_run WHERE ad_account_key = a.id AND status IN ('succeeded', 'partial', 'failed')
  ORDER BY queued_at DESC, rowid DESC LIMIT 1`;

/** The ad accounts (no managers) of one client or of all, with what their last import and their connection say. */
export function clientAccounts(
  db: Db,
  args: {
    clientId: number | null;
    platforms: readonly PlatformId[] | null;
    now: number;
    asKnownOn?: AsKnownOn | null | undefined;
  },
): ClientAccount[] {
  const select = `SELECT a.id AS key, a.client_id AS clientId, a.platform, a.ad_account_id AS adAccountId, a.name, a.currency,
    a.time_zone AS timezone, a.status, a.platform_status AS platformStatus, a.conversion_window_days AS conversionWindowDays, a.connection_id AS connectionId, c.state AS connectionState, c.expires_at AS expiresAt,
    c.data_access_expires_at AS dataAccessExpiresAt, c.problem AS connectionProblem, (${LAST_IMPORTED}) AS lastImportedAt,
    r.status AS runStatus, r.problem AS runProblem
    FROM ad_account a LEFT JOIN connection c ON c.id = a.connection_id LEFT JOIN import_run r ON r.rowid = (${LAST_RUN})
    WHERE a.is_manager = 0 AND`;
  const order = 'ORDER BY a.platform DESC, a.name, a.id';
  const rows =
    args.clientId === null
      ? all<Row>(db, `${select} a.client_id IS NOT NULL ${order}`)
      : all<Row>(db, `${select} a.client_id = ? ${order}`, args.clientId);
  const { platforms } = args;
  return rows
    .filter((row) => platforms === null || platforms.includes(row.platform))
    .map(
      ({ connectionState, expiresAt, dataAccessExpiresAt, connectionProblem, runStatus, runProblem, ...account }) => ({
        ...account,
        knownAt: knownAtOf(args.asKnownOn, account.timezone, args.now),
        connectionExpired:
          connectionState === 'expired' || Math.min(expiresAt ?? Infinity, dataAccessExpiresAt ?? Infinity) <= args.now,
        connectionProblem: parseProblem(connectionProblem),
        lastRun: runStatus === null ? null : { status: runStatus, problem: parseProblem(runProblem) },
      }),
    );
}

/** The platform itself stopped the ad account, whether its list or a refused import said so: nothing an import could do better. */
export const isDisabled = (account: Pick<ClientAccount, 'status' | 'lastRun'>): boolean =>
  account.status === 'disabled' ||
  account.status === 'closed' ||
  (account.lastRun?.status === 'failed' && account.lastRun.problem?.code === 'ACCOUNT_DISABLED');

/** Fresh up to 26 hours after the last read, ageing up to 48, then stale; failed when the last import failed, unless the platform stopped the ad account. */
export function freshnessOf(
  account: Pick<ClientAccount, 'status' | 'lastImportedAt' | 'lastRun'>,
  now: number,
): Freshness {
  const at = account.lastImportedAt;
  const lastImported = isoOrNull(at);
  if (account.lastRun?.status === 'failed' && !isDisabled(account))
    return { state: 'failed', lastImportedAt: lastImported };
  if (at === null) return { state: 'never', lastImportedAt: null };
  const age = now - at;
  return { state: age <= FRESH_MS ? 'fresh' : age <= AGEING_MS ? 'ageing' : 'stale', lastImportedAt: lastImported };
}

const WORST: Freshness['state'][] = ['failed', 'stale', 'never', 'ageing', 'fresh'];

/**
 * A client is as fresh as its worst account that can still be read, and the time is that account's. Beside an account never read, even
 * one that cannot be, no young age stands for the whole: the state is 'never', with the time of the others.
 */
export function clientFreshness(accounts: readonly ClientAccount[], now: number): Freshness {
  const readable = accounts.filter((account) => account.status === 'active' || account.status === 'disabled');
  const told = (readable.length > 0 ? readable : accounts).map((account) => freshnessOf(account, now));
  const worst = WORST.find((candidate) => told.some((one) => one.state === candidate)) ?? 'never';
  const young = worst === 'fresh' || worst === 'ageing';
  const state = young && accounts.some((account) => account.lastImportedAt === null) ? 'never' : worst;
  const times = told
    .filter((one) => state === 'never' || one.state === state)
    .map((one) => one.lastImportedAt)
    .filter((at) => state !== 'never' || at !== null)
    .toSorted((a, b) => (a ?? '').localeCompare(b ?? ''));
  return { state, lastImportedAt: times[0] ?? null };
}

/** What keeps this account from being read, for its line on the client's page. */
export function accountProblem(account: ClientAccount): Problem | null {
  if (account.connectionExpired)
    return account.connectionProblem?.fix === 'sign_in_again' ? account.connectionProblem : SIGN_IN_EXPIRED;
  if (isDisabled(account)) return accountDisabled(account);
  if (account.status === 'no_access')
    return account.lastRun?.problem?.code === 'AD_ACCOUNT_UNREADABLE' ? account.lastRun.problem : NO_ACCESS;
  if (account.lastRun?.status === 'failed' || account.lastRun?.status === 'partial') return account.lastRun.problem;
  return null;
}

const SIGN_IN_EXPIRED: Problem = {
  code: 'SIGN_IN_EXPIRED',
  sentence: 'The sign-in has expired. Sign in again to import new days.',
  detail: null,
  fix: 'sign_in_again',
};
const accountDisabled = ({ platform, status, platformStatus }: ClientAccount): Problem => ({
  code: 'ACCOUNT_DISABLED',
  sentence: stoppedAccount(status, platformStatus).sentence(PLATFORM_LABELS[platform].name),
  detail: null,
  fix: 'check_access',
});
const NO_ACCESS: Problem = {
  code: 'AD_ACCOUNT_NO_ACCESS',
  sentence: 'This sign-in can no longer see the ad account. Ask its owner for access.',
  detail: null,
  fix: 'check_access',
};

/** The one thing about a client a person should look at first, or null. */
export function attentionOf(accounts: readonly ClientAccount[], now: number): Attention | null {
  const expired = accounts.find((account) => account.connectionExpired);
  if (expired)
    return {
      severity: 'failed',
      title: 'Sign-in expired',
      body: SIGN_IN_EXPIRED.sentence,
      action: 'sign_in_again',
      connectionId: expired.connectionId,
    };
  const failed = accounts.find((account) => account.lastRun?.status === 'failed' && !isDisabled(account));
  if (failed) {
    const problem = failed.lastRun?.problem ?? null;
    return {
      severity: 'failed',
      title: 'Last import failed',
      body: problem?.sentence ?? 'The last import did not finish. Import again.',
      action: problem?.fix === 'sign_in_again' || problem?.fix === 'check_access' ? problem.fix : 'import',
      connectionId: failed.connectionId,
    };
  }
  const blocked = accounts.find((account) => account.status !== 'active' || isDisabled(account));
  if (blocked)
    return {
      severity: 'warning',
      title:
        blocked.status === 'no_access'
          ? 'No access to an ad account'
          : `Ad account ${stoppedAccount(blocked.status, blocked.platformStatus).term}`,
      body: `${blocked.name}: ${accountProblem(blocked)?.sentence ?? ''}`,
      action: 'check_access',
      connectionId: blocked.connectionId,
    };
  const adrift = accounts.find((account) => account.connectionId === null);
  if (adrift)
    return {
      severity: 'warning',
      title: 'Not connected',
      body: `${adrift.name} has no sign-in any more. Connect it again to import new days.`,
      action: 'sign_in_again',
      connectionId: null,
    };
  return importAttention(accounts, now);
}

function importAttention(accounts: readonly ClientAccount[], now: number): Attention | null {
  const partial = accounts.find((account) => account.lastRun?.status === 'partial');
  if (partial)
    return {
      severity: 'warning',
      title: 'Last import is incomplete',
      body: partial.lastRun?.problem?.sentence ?? `Some days of ${partial.name} are missing. Import again.`,
      action: 'open',
      connectionId: partial.connectionId,
    };
  const stale = accounts.find((account) => freshnessOf(account, now).state === 'stale');
  if (stale)
    return {
      severity: 'warning',
      title: 'Numbers are more than two days old',
      body: `${stale.name} was last imported more than 48 hours ago.`,
      action: 'import',
      connectionId: stale.connectionId,
    };
  return null;
}
