import type { ConversionKind, Goal, Labels } from '../../../contract/client-profile.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, first, snapshot, type Db } from '../db.ts';

export type MappedSource = { platform: PlatformId; actionType: string; counted: boolean };
/** A name of a client's conversions with what is behind it, in the order the person gave. */
export type BusinessMetric = { name: string; kind: ConversionKind; sources: MappedSource[] };

export type StoredProfile = {
  id: number;
  name: string;
  city: string | null;
  owner: string | null;
  tags: string[];
  pinned: boolean;
  currencies: string[];
  timezones: string[];
  goals: Goal[];
  conversions: BusinessMetric[];
};

/** What is kept of a client besides its figures; null when there is no such client. */
export function storedProfile(db: Db, clientId: number): StoredProfile | null {
  return snapshot(db, () => {
    const client = first<Pick<StoredProfile, 'id' | 'name' | 'city' | 'owner'>>(
      db,
      'SELECT id, name, city, owner FROM client WHERE id = ?',
      clientId,
    );
    if (client === undefined) return null;
    const accounts = all<{ currency: string; timezone: string }>(
      db,
      'SELECT currency, time_zone AS timezone FROM ad_account WHERE client_id = ? AND is_manager = 0',
      clientId,
    );
    return {
      ...client,
      tags: tagsOf(db, clientId),
      pinned: first(db, 'SELECT 1 FROM pinned_client WHERE client_id = ?', clientId) !== undefined,
      currencies: [...new Set(accounts.map((account) => account.currency))].toSorted(),
      timezones: [...new Set(accounts.map((account) => account.timezone))].toSorted(),
      goals: goalsOf(db, clientId),
      conversions: businessMetricsOf(db, clientId),
    };
  });
}

export function tagsOf(db: Db, clientId: number): string[] {
  return all<{ tag: string }>(db, 'SELECT tag FROM client_tag WHERE client_id = ? ORDER BY tag', clientId).map(
    (row) => row.tag,
  );
}

/** Owner, tags and place among the pinned of every client, by its id. */
export function clientMarks(db: Db): Map<number, { owner: string | null; tags: string[]; pinned: number | null }> {
  const marks = new Map(
    all<{ id: number; owner: string | null; pinned: number | null }>(
      db,
      'SELECT c.id, c.owner, p.position AS pinned FROM client c LEFT JOIN pinned_client p ON p.client_id = c.id',
    ).map(({ id, owner, pinned }) => [id, { owner, pinned, tags: [] as string[] }]),
  );
  for (const row of all<{ id: number; tag: string }>(
    db,
    'SELECT client_id AS id, tag FROM client_tag ORDER BY client_id, tag',
  ))
    marks.get(row.id)?.tags.push(row.tag);
  return marks;
}

const GOALS = `SELECT client_id AS clientId, currency, monthly_budget_micros AS monthlyBudgetMicros, target_cpa_micros AS targetCpaMicros,
  target_roas AS targetRoas FROM client_goal`;

export function goalsOf(db: Db, clientId: number): Goal[] {
  return all<Goal & { clientId: number }>(db, `${GOALS} WHERE client_id = ? ORDER BY currency`, clientId).map(
    ({ clientId: _, ...goal }) => goal,
  );
}

/** Goals of every client that is not put away, by its id. */
export function allGoals(db: Db): Map<number, Goal[]> {
  const goals = new Map<number, Goal[]>();
  for (const { clientId, ...goal } of all<Goal & { clientId: number }>(db, `${GOALS} ORDER BY client_id, currency`)) {
    const own = goals.get(clientId);
    if (own === undefined) goals.set(clientId, [goal]);
    else own.push(goal);
  }
  return goals;
}

type MappingRow = {
  clientId: number;
  name: string;
  kind: ConversionKind;
  platform: PlatformId;
  actionType: string;
  counted: number;
};
const MAPPING = `SELECT client_id AS clientId, name, kind, platform, action_type AS actionType, counted FROM conversion_mapping`;

function gathered(rows: readonly MappingRow[]): BusinessMetric[] {
  const metrics: BusinessMetric[] = [];
  for (const { name, kind, platform, actionType, counted } of rows) {
    let metric = metrics.at(-1);
    if (metric?.name !== name) metrics.push((metric = { name, kind, sources: [] }));
    metric.sources.push({ platform, actionType, counted: counted === 1 });
  }
  return metrics;
}

export function businessMetricsOf(db: Db, clientId: number): BusinessMetric[] {
  return gathered(
    all<MappingRow>(db, `${MAPPING} WHERE client_id = ? ORDER BY position, name, source_position`, clientId),
  );
}

/** The names of conversions of every client, by its id. */
export function allBusinessMetrics(db: Db): Map<number, BusinessMetric[]> {
  const rows = all<MappingRow>(db, `${MAPPING} ORDER BY client_id, position, name, source_position`);
  return new Map([...Map.groupBy(rows, (row) => row.clientId)].map(([id, own]) => [id, gathered(own)]));
}

/** Owners and tags in use, most used first. */
export function labelsInUse(db: Db): Labels {
  return {
    owners: all(
      db,
      `SELECT owner, count(*) AS clients FROM client WHERE archived_at IS NULL AND owner IS NOT NULL
       GROUP BY owner ORDER BY clients DESC, owner`,
    ),
    tags: all(
      db,
      `SELECT t.tag, count(*) AS clients FROM client_tag t JOIN client c ON c.id = t.client_id
       WHERE c.archived_at IS NULL GROUP BY t.tag ORDER BY clients DESC, t.tag`,
    ),
  };
}

export function pinnedClients(db: Db): number[] {
  return all<{ id: number }>(db, 'SELECT client_id AS id FROM pinned_client ORDER BY position').map((row) => row.id);
}

/** Of these ids, those that are no client. */
export function unknownClients(db: Db, clientIds: readonly number[]): number[] {
  return all<{ id: number }>(
    db,
    'SELECT value AS id FROM json_each(?) WHERE value NOT IN (SELECT id FROM client)',
    JSON.stringify(clientIds),
  ).map((row) => row.id);
}
