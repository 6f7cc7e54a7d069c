import type { Day, EntityStatus, Level } from '../../../contract/vocabulary.ts';
import { accountBasis } from '../../domain/currencies.ts';
import { isDay } from '../../domain/days.ts';
import { meaningOf } from '../../domain/words.ts';
import type {
  AdAccountRecord,
  AdAccountRef,
  EntityFilter,
  InsightPage,
  InsightRecord,
  InsightRequest,
  StructureEntity,
  StructurePage,
} from '../platform.ts';
import { readActions } from './actions.ts';
import { microsFromMinorUnits } from './currency.ts';
import {
  asRaw,
  optionalCount,
  optionalId,
  optionalMicros,
  optionalText,
  present,
  readRows,
  requiredId,
  shown,
  Unreadable,
  type Raw,
} from './reading.ts';

/** Meta's words become ours here and nowhere else. Pure: no clock, no network. */

const ID_FIELDS: Record<Level, { id: string; name: string }> = {
  account: { id: 'account_id', name: 'account_name' },
  campaign: { id: 'campaign_id', name: 'campaign_name' },
  ad_group: { id: 'adset_id', name: 'adset_name' },
  ad: { id: 'ad_id', name: 'ad_name' },
};

const INSIGHT_EXTRA = {
  frequency: 'frequency',
  objective: 'objective',
  attributionSetting: 'attribution_setting',
} as const;

/** 'act_123' and '123' are the same account; the port writes it without the prefix. */
export function bareAccountId(id: string): string {
  return id.startsWith('act_') ? id.slice(4) : id;
}

function bareId(value: unknown): string | null {
  return optionalId({ account_id: typeof value === 'string' ? bareAccountId(value) : value }, 'account_id');
}

function accountOf(raw: Raw, adAccount: AdAccountRef): string | null {
  const told = bareId(raw['account_id']);
  if (told !== null && told !== adAccount.adAccountId)
    throw new Unreadable(`the row is of another ad account: ${told}`);
  return told;
}

/** The day of a daily row. Throws Unreadable when it spans more or was not asked for. */
export function dayOf(raw: Raw, from: Day, to: Day): Day {
  const day = optionalText(raw, 'date_start');
  if (day === null) throw new Unreadable('date_start is missing');
  if (!isDay(day)) throw new Unreadable(`date_start is not a day: ${shown(day)}`);
  const stop = optionalText(raw, 'date_stop');
  if (stop !== null && stop !== day)
    throw new Unreadable(`the row spans more than a day: ${day} to ${stop.slice(0, 40)}`);
  if (day < from || day > to) throw new Unreadable(`the row is of a day that was not asked for: ${day}`);
  return day;
}

type RowRequest = { adAccount: AdAccountRef; level: Level; entities?: EntityFilter | null | undefined };

/** A filter that the platform overlooked would bring rows of entities whose days are not being read. */
function checkAsked(raw: Raw, entities: RowRequest['entities']): void {
  if (!entities) return;
  const id = requiredId(raw, ID_FIELDS[entities.level].id);
  if (!entities.ids.includes(id))
    throw new Unreadable(`the row is of a ${entities.level} that was not asked for: ${id}`);
}

/** What every insights row tells whatever its grain: entity, ancestors, figures and actions. Throws Unreadable. */
export function figuresOf(raw: Raw, request: RowRequest): Omit<InsightRecord, 'day' | 'extra'> {
  const { adAccount, level } = request;
  const accountId = accountOf(raw, adAccount);
  const { id, name } = ID_FIELDS[level];
  const entityId = level === 'account' ? accountId : requiredId(raw, id);
  if (entityId === null) throw new Unreadable('account_id is missing');
  checkAsked(raw, request.entities);
  const currency = optionalText(raw, 'account_currency');
  // Stored amounts take the account's currency; a row in another one would be money of the wrong kind.
  if (currency !== null && adAccount.currency !== '' && currency !== adAccount.currency) {
    throw new Unreadable(`the row is in ${currency.slice(0, 10)}, the ad account in ${adAccount.currency}`);
  }
  return {
    level,
    entityId,
    entityName: optionalText(raw, name),
    campaignId: optionalId(raw, 'campaign_id'),
    campaignName: optionalText(raw, 'campaign_name'),
    adGroupId: optionalId(raw, 'adset_id'),
    adGroupName: optionalText(raw, 'adset_name'),
    spendMicros: optionalMicros(raw, 'spend'),
    impressions: optionalCount(raw, 'impressions'),
    clicks: optionalCount(raw, 'clicks'),
    linkClicks: optionalCount(raw, 'inline_link_clicks'),
    reach: optionalCount(raw, 'reach'),
    ...readActions(raw),
  };
}

function insight(raw: Raw, request: InsightRequest): InsightRecord {
  const day = dayOf(raw, request.from, request.to);
  return { ...figuresOf(raw, request), day, extra: present(raw, INSIGHT_EXTRA) };
}

/** Rows of one insights page. A row that cannot be read, or was not asked for, is set aside with its reason. */
export function normalizeInsights(rows: readonly unknown[], request: InsightRequest): InsightPage {
  return { ...readRows(rows, (raw) => insight(raw, request)), percent: null };
}

/**
 * effective_status → lifecycle. Switched off above (CAMPAIGN_PAUSED, ADSET_PAUSED) is paused; being prepared or reviewed by Meta
 * is active, because the person has switched it on and need do nothing; what Meta holds back needs the person, so it has issues.
 */
const STATUSES: Record<string, EntityStatus> = {
  ACTIVE: 'active',
  IN_PROCESS: 'active',
  PENDING_REVIEW: 'active',
  PREAPPROVED: 'active',
  PAUSED: 'paused',
  CAMPAIGN_PAUSED: 'paused',
  ADSET_PAUSED: 'paused',
  ARCHIVED: 'archived',
  DELETED: 'deleted',
  DISAPPROVED: 'issues',
  PENDING_BILLING_INFO: 'issues',
  WITH_ISSUES: 'issues',
};

const STRUCTURE_EXTRA = {
  status: 'status',
  configuredStatus: 'configured_status',
  createdTime: 'created_time',
  updatedTime: 'updated_time',
} as const;

/** 0 is how Meta says that the other kind of budget is used; a budget of nothing does not exist. */
function budget(raw: Raw, name: string, currency: string): number | null {
  const value = raw[name];
  if (value === undefined || value === null || value === '' || value === '0' || value === 0) return null;
  const micros =
    typeof value === 'string' || typeof value === 'number' ? microsFromMinorUnits(String(value), currency) : null;
  if (micros === null) throw new Unreadable(`${name} is not a budget: ${shown(value)}`);
  return micros;
}

function entity(raw: Raw, level: StructureEntity['level'], adAccount: AdAccountRef): StructureEntity {
  const entityId = requiredId(raw, 'id');
  const campaignId = level === 'campaign' ? entityId : requiredId(raw, 'campaign_id');
  const parentId = level === 'campaign' ? null : level === 'ad_group' ? campaignId : requiredId(raw, 'adset_id');
  const platformStatus = optionalText(raw, 'effective_status') ?? optionalText(raw, 'status') ?? 'UNKNOWN';
  return {
    level,
    entityId,
    parentId,
    campaignId,
    name: optionalText(raw, 'name') ?? entityId,
    status: meaningOf(STATUSES, platformStatus) ?? 'unknown',
    platformStatus,
    objective: level === 'campaign' ? optionalText(raw, 'objective') : null,
    dailyBudgetMicros: budget(raw, 'daily_budget', adAccount.currency),
    lifetimeBudgetMicros: budget(raw, 'lifetime_budget', adAccount.currency),
    extra: present(raw, STRUCTURE_EXTRA),
  };
}

/** Rows of one page of campaigns, ad sets or ads. */
export function normalizeStructure(
  rows: readonly unknown[],
  level: StructureEntity['level'],
  adAccount: AdAccountRef,
): StructurePage {
  const { records, setAside } = readRows(rows, (raw) => entity(raw, level, adAccount));
  return { entities: records, setAside };
}

/**
 * account_status by number. Unsettled (3) and under risk review (7) accounts do not deliver, as disabled ones (2). Pending
 * settlement (8) and the grace period (9) owe money and still deliver until Meta changes the number. 201 and 202 are the
 * umbrella values of Meta's filters.
 */
const ACCOUNT_STATUSES: Record<string, { word: string; status: AdAccountRecord['status'] }> = {
  1: { word: 'ACTIVE', status: 'active' },
  2: { word: 'DISABLED', status: 'disabled' },
  3: { word: 'UNSETTLED', status: 'disabled' },
  7: { word: 'PENDING_RISK_REVIEW', status: 'disabled' },
  8: { word: 'PENDING_SETTLEMENT', status: 'active' },
  9: { word: 'IN_GRACE_PERIOD', status: 'active' },
  100: { word: 'PENDING_CLOSURE', status: 'closed' },
  101: { word: 'CLOSED', status: 'closed' },
  201: { word: 'ANY_ACTIVE', status: 'active' },
  202: { word: 'ANY_CLOSED', status: 'closed' },
};

/**
 * One row of /me/adaccounts; null when it has no id. An account told without currency or zone, or with none there is, may be seen
 * but not read: it is listed as no_access, with ISO 4217's "no currency", so that nothing is ever booked in a guessed one.
 */
export function normalizeAdAccount(value: unknown): AdAccountRecord | null {
  let raw: Raw;
  let adAccountId: string | null;
  try {
    raw = asRaw(value);
    adAccountId = bareId(raw['account_id'] ?? raw['id']);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
  if (adAccountId === null) return null;
  const text = (name: string): string | null =>
    typeof raw[name] === 'string' && raw[name] !== '' ? raw[name].toWellFormed() : null;
  const currency = text('currency');
  const timeZone = text('timezone_name');
  const told = raw['account_status'];
  const number = typeof told === 'number' || typeof told === 'string' ? String(told) : '';
  const known = meaningOf(ACCOUNT_STATUSES, number);
  const basis = accountBasis(currency, timeZone);
  const readable = currency !== null && timeZone !== null && basis.problem === null;
  return {
    adAccountId,
    name: text('name') ?? adAccountId,
    currency: basis.currency,
    timeZone: basis.timeZone,
    status: readable ? (known?.status ?? 'active') : 'no_access',
    platformStatus: basis.problem ?? known?.word ?? (number || 'UNKNOWN'),
    isManager: false,
    managerPath: [],
    accessPath: null,
  };
}
