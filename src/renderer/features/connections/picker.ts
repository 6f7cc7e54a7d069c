import type { AdAccount } from '../../../contract/connections.ts';
import { fold } from '../../../contract/fold.ts';
import { t, type Message } from '../../ui/text.ts';
import { accountMessages as m } from './messages-accounts.ts';

/** One ad account's id across platforms: the same number may exist on both. */
export type AccountKey = string;

export function accountKey(account: Pick<AdAccount, 'platform' | 'adAccountId'>): AccountKey {
  return `${account.platform}:${account.adAccountId}`;
}

/** A manager holds accounts, not ads; an account without access cannot be read. All else may be chosen, with a word about it. */
export function selectable(account: Pick<AdAccount, 'manager' | 'status'>): boolean {
  return !account.manager && account.status !== 'no_access';
}

/** What *Select all active* takes: readable, running, and not yet in use. */
export function activeAndFree(account: AdAccount): boolean {
  return selectable(account) && account.status === 'active' && account.clientId === null;
}

/** What platforms call it, where that says more than active or disabled. */
const STATES: Partial<Record<string, { word: Message; note: Message }>> = {
  CANCELED: { word: m.canceled, note: m.closedNote },
  SUSPENDED: { word: m.suspended, note: m.suspendedNote },
  CUSTOMER_NOT_ENABLED: { word: m.notEnabled, note: m.notEnabledNote },
  UNSETTLED: { word: m.unsettled, note: m.unsettledNote },
  PENDING_RISK_REVIEW: { word: m.underReview, note: m.underReviewNote },
  PENDING_SETTLEMENT: { word: m.pendingSettlement, note: m.pendingSettlementNote },
  IN_GRACE_PERIOD: { word: m.gracePeriod, note: m.pendingSettlementNote },
  PENDING_CLOSURE: { word: m.pendingClosure, note: m.closedNote },
};

/** Word and explanation of a row's state; `note` is null when there is nothing to explain. */
export function accountState(account: AdAccount): {
  word: string;
  note: string | null;
  tone: 'good' | 'warn' | 'neutral';
} {
  if (account.manager) return { word: t(m.manager), note: t(m.managerNote), tone: 'neutral' };
  const told = STATES[account.platformStatus ?? ''];
  if (told && account.status !== 'no_access') return { word: t(told.word), note: t(told.note), tone: 'warn' };
  switch (account.status) {
    case 'active':
      return { word: t(m.active), note: null, tone: 'good' };
    case 'disabled':
      return { word: t(m.disabled), note: t(m.disabledNote), tone: 'warn' };
    case 'closed':
      return { word: t(m.closed), note: t(m.closedNote), tone: 'warn' };
    case 'no_access':
      return { word: t(m.noAccess), note: t(m.noAccessNote), tone: 'warn' };
  }
}

/** True when every word of the query is in the account's name, id or client. Dashes and act_ of a pasted id do not matter. */
export function matches(account: AdAccount, query: string): boolean {
  const name = fold(`${account.name} ${account.client ?? ''} ${account.suggestedClient} ${account.currency}`);
  return fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => name.includes(word) || idMatches(account.adAccountId, word));
}

function idMatches(id: string, word: string): boolean {
  const digits = word.replace(/^act_/, '').replaceAll('-', '');
  return digits !== '' && id.includes(digits);
}

/**
 * Accounts in reading order: each manager before what it holds, names in alphabetical order inside.
 * Depth is how far an account is nested under managers we know, for indentation.
 */
export function arrange(accounts: readonly AdAccount[]): { account: AdAccount; depth: number }[] {
  const managers = new Map(accounts.filter((each) => each.manager).map((each) => [each.adAccountId, each]));
  const path = (account: AdAccount): string[] => {
    const known = account.managerPath.flatMap((id) => {
      const manager = managers.get(id);
      return manager === undefined || manager.adAccountId === account.adAccountId ? [] : [manager];
    });
    return [...known, account].map((each) => `${fold(each.name)}\u0001${each.adAccountId}`);
  };
  return accounts
    .map((account) => ({ account, keys: path(account) }))
    .toSorted((a, b) => comparePaths(a.keys, b.keys))
    .map(({ account, keys }) => ({ account, depth: keys.length - 1 }));
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const order = (a[i] ?? '').localeCompare(b[i] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** The client an account would go to: what the person typed, else its client, else the suggestion. */
export function clientNameFor(account: AdAccount, typed: ReadonlyMap<AccountKey, string>): string {
  return typed.get(accountKey(account)) ?? account.client ?? account.suggestedClient;
}

export type Assignment = { platform: AdAccount['platform']; adAccountId: string; client: string };
export type AssignmentPlan = { ok: true; assignments: Assignment[] } | { ok: false; errors: Map<AccountKey, string> };

/** What [Import n accounts] would send, or which rows still need a client name. */
export function planAssignments(
  accounts: readonly AdAccount[],
  selected: ReadonlySet<AccountKey>,
  typed: ReadonlyMap<AccountKey, string>,
): AssignmentPlan {
  const errors = new Map<AccountKey, string>();
  const assignments: Assignment[] = [];
  for (const account of accounts) {
    const key = accountKey(account);
    if (!selected.has(key) || !selectable(account)) continue;
    const client = clientNameFor(account, typed).trim().replaceAll(/\s+/g, ' ');
    if (client === '') errors.set(key, t(m.clientMissing));
    else if (client.length > 200) errors.set(key, t(m.clientTooLong));
    else assignments.push({ platform: account.platform, adAccountId: account.adAccountId, client });
  }
  return errors.size > 0 ? { ok: false, errors } : { ok: true, assignments };
}

/** Clients whose first import to start: those of the chosen accounts, each once. */
export function clientsOf(accounts: readonly AdAccount[], selected: ReadonlySet<AccountKey>): string[] {
  return [...new Set(accounts.filter((each) => selected.has(accountKey(each))).flatMap((each) => each.clientId ?? []))];
}

/** State of the header's checkbox over the rows in view. */
export function allState(visible: readonly AdAccount[], selected: ReadonlySet<AccountKey>): 'none' | 'some' | 'all' {
  const active = visible.filter(activeAndFree);
  const chosen = active.filter((each) => selected.has(accountKey(each))).length;
  if (chosen > 0 && chosen === active.length) return 'all';
  return visible.some((each) => selected.has(accountKey(each))) ? 'some' : 'none';
}
