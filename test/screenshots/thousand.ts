import { fileURLToPath } from 'node:url';
import { addDays } from '../../src/main/domain/days.ts';
import { openStore, type Db } from '../../src/main/store/store.ts';
import { NOW } from '../e2e/agencies.ts';
import { numbers } from '../bench/store-facts.ts';
import { nameOf } from './names.ts';

const CLIENTS = 1_000;
const now = Date.parse(NOW);
const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));
const MARKETS = [
  { currency: 'PLN', zone: 'Europe/Warsaw', rate: 4 },
  { currency: 'EUR', zone: 'Europe/Berlin', rate: 1 },
  { currency: 'GBP', zone: 'Europe/London', rate: 1 },
] as const;
const CAMPAIGNS = [
  'Marka – wyszukiwarka',
  'Remarketing 30 dni',
  'Herbstaktion: Frühbucherrabatt',
  'Lead ads: formularz',
];
const OWNERS = ['Anna Kowalska', 'Maximilian Oberhuber', 'Zofia Lis', 'Jan Wiśniewski'];
const TAGS = ['travel', 'food', 'health', 'retail', 'VIP'];

/** 1,000 clients with `days` days on the levels of accounts and campaigns, written straight into a store: importing them takes minutes. */
export function fillThousand(home: string, days = 65): void {
  const store = openStore({ home, migrationsFolder, clock: { now: () => now } });
  const { db } = store;
  db.pragma('synchronous = OFF');
  const next = numbers(41);
  db.transaction(() => {
    connect(db);
    for (let index = 0; index < CLIENTS; index += 1) addClient(db, index, next, days);
  })();
  store.close();
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Three sign-ins as an agency has them; the third has run out, and with it some clients. */
function connect(db: Db): void {
  const add = db.prepare(
    `INSERT INTO connection (id, platform, label, kind, login_id, state, scopes, sealed_credential, created_at,
       last_checked_at) VALUES (?, ?, ?, ?, ?, ?, '[]', x'00', ?, ?)`,
  );
  const began = now - 90 * DAY;
  add.run('c-meta', 'meta', 'Northlight Business', 'system user token', '1', 'connected', began, now - HOUR);
  add.run('c-google', 'google', 'Northlight (MCC)', 'login', '2', 'connected', began, now - HOUR);
  add.run('c-old', 'meta', 'Maximilian Oberhuber', 'user token', '3', 'expired', began, now - HOUR);
}

const SIGN_IN_EXPIRED = {
  code: 'SIGN_IN_EXPIRED',
  sentence: 'The sign-in has expired. Sign in again to import new days.',
  detail: null,
  fix: 'sign_in_again',
};

type Numbers = () => number;

function addClient(db: Db, index: number, next: Numbers, days: number): void {
  const clientId = index + 1;
  const name = nameOf(index);
  db.prepare('INSERT INTO client (id, name, name_key, created_at, owner) VALUES (?, ?, ?, ?, ?)').run(
    clientId,
    name,
    name.toLowerCase(),
    now - 90 * DAY,
    OWNERS[index % OWNERS.length],
  );
  db.prepare('INSERT INTO client_tag (client_id, tag) VALUES (?, ?)').run(clientId, TAGS[index % TAGS.length]);
  const market = MARKETS[index % MARKETS.length] ?? MARKETS[0];
  // Few large clients, many small ones.
  const daily = market.rate * 30 * (1 + 40 / (1 + (index * 0.618) / 12)) * (0.5 + next());
  const platforms =
    index % 4 === 3 ? (['meta', 'google'] as const) : index % 4 === 1 ? (['google'] as const) : (['meta'] as const);
  for (const platform of platforms) addAccount(db, { index, clientId, name, platform, daily, market }, next, days);
  if (index % 3 > 0)
    db.prepare(
      'INSERT INTO client_goal (client_id, currency, monthly_budget_micros, updated_at) VALUES (?, ?, ?, ?)',
    ).run(clientId, market.currency, Math.round(daily * platforms.length * 30) * 1_000_000, now - 30 * DAY);
}

type Account = {
  index: number;
  clientId: number;
  name: string;
  platform: 'meta' | 'google';
  daily: number;
  market: (typeof MARKETS)[number];
};

function addAccount(db: Db, account: Account, next: Numbers, days: number): void {
  const { index, clientId, name, platform, daily, market } = account;
  const expired = platform === 'meta' && index % 41 === 8;
  const key = Number(
    db
      .prepare(
        `INSERT INTO ad_account (platform, ad_account_id, name, currency, time_zone, status, platform_status, is_manager,
           manager_path, connection_id, client_id, discovered_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, 'ACTIVE', 0, '[]', ?, ?, ?, ?)`,
      )
      .run(
        platform,
        String(4_000_000_000 + index * 2 + (platform === 'meta' ? 0 : 1)),
        name,
        market.currency,
        market.zone,
        index % 97 === 50 ? 'disabled' : 'active',
        expired ? 'c-old' : `c-${platform}`,
        clientId,
        now - 90 * DAY,
        now,
      ).lastInsertRowid,
  );
  // One in sixty was connected and never imported.
  if (index % 60 === 33) return;
  const readAt = expired ? now - 4 * DAY : index % 71 === 20 ? now - 3 * DAY : now - 7.5 * HOUR - index * 900;
  addFigures(db, { key, readAt, daily, rate: market.rate, days }, next);
  addRun(db, { key, clientId, at: readAt, expired });
}

/** The night's import, as history shows it. */
function addRun(db: Db, run: { key: number; clientId: number; at: number; expired: boolean }): void {
  const day = Number(new Date(run.at).toISOString().slice(0, 10).replaceAll('-', ''));
  db.prepare(
    `INSERT INTO import_run (id, request_id, client_id, ad_account_key, "trigger", status, from_day, to_day, chosen, why, percent, step,
       campaigns_found, rows_new, rows_changed, rows_unchanged, rows_set_aside, queued_at, started_at, finished_at, active_ms,
       problem, structure_done)
     VALUES (?, 'night', ?, ?, 'scheduled', ?, ?, ?, 0, 'yesterday', 100, 'Complete', 4, ?, ?, 0, 0, ?, ?, ?, 2100, ?, 1)`,
  ).run(
    `run-${run.key}`,
    run.clientId,
    run.key,
    run.expired ? 'failed' : 'succeeded',
    day - 1,
    day,
    run.expired ? 0 : 30,
    run.expired ? 0 : 4,
    run.at - 9_000,
    run.at - 9_000,
    run.at,
    run.expired ? JSON.stringify(SIGN_IN_EXPIRED) : null,
  );
}

type Delivery = { key: number; readAt: number; daily: number; rate: number; days: number };

function addFigures(db: Db, { key, readAt, daily, rate, days }: Delivery, next: Numbers): void {
  const entity = db.prepare(
    `INSERT INTO entity (ad_account_key, level, entity_id, campaign_id, name, status, objective, first_seen_at, last_seen_at)
     VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?)`,
  );
  const add = (level: number, id: string, name: string): number =>
    Number(
      entity.run(
        key,
        level,
        id,
        level === 0 ? null : id,
        name,
        level === 0 ? null : 'OUTCOME_SALES',
        readAt - 80 * DAY,
        readAt,
      ).lastInsertRowid,
    );
  const account = add(0, `a${key}`, 'Account');
  const campaigns = CAMPAIGNS.map((name, at) => ({
    entity: add(1, `${key}${at}`, name),
    share: [0.4, 0.3, 0.2, 0.1][at] ?? 0,
  }));
  const row = db.prepare(
    `INSERT INTO insight_day (ad_account_key, level, day, entity_key, spend_micros, impressions, clicks, link_clicks, reach,
       conversions, conversion_value_micros, seen_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
  );
  const covered = db.prepare(
    'INSERT INTO coverage (ad_account_key, level, day, first_read_at, read_at, rows) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const trend = 0.6 + next() * 0.8;
  const last = new Date(readAt).toISOString().slice(0, 10);
  const from = addDays(last, -days);
  for (let at = 0; at < days; at += 1) {
    const date = addDays(from, at);
    const day = Number(date.replaceAll('-', ''));
    const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) ? 0.7 : 1;
    const spend = Math.round(daily * weekend * (0.8 + next() * 0.4) * (1 + (trend - 1) * (at / days)) * 100) * 10_000;
    const impressions = Math.round((spend / 1_000_000 / rate) * (60 + next() * 40));
    const clicks = Math.round(impressions * (0.012 + next() * 0.01));
    const conversions = Math.round(clicks * (0.02 + next() * 0.04));
    const figures = (share: number): number[] => [
      Math.round(spend * share),
      Math.round(impressions * share),
      Math.round(clicks * share),
      Math.round(clicks * share * 0.8),
      Math.round(impressions * share * 0.7),
      Math.round(conversions * share),
      Math.round(conversions * share) * 120 * rate * 1_000_000,
    ];
    row.run(key, 0, day, account, ...figures(1), readAt);
    for (const { entity: campaign, share } of campaigns) row.run(key, 1, day, campaign, ...figures(share), readAt);
    covered.run(key, 0, day, readAt, readAt, 1);
    // What is below campaigns was read too; nothing on these screens asks for its rows.
    for (const level of [1, 2, 3]) covered.run(key, level, day, readAt, readAt, campaigns.length);
  }
  db.prepare(
    `INSERT INTO insight_month SELECT ad_account_key, level, day / 100, entity_key, sum(spend_micros), sum(impressions),
       sum(clicks), sum(link_clicks), sum(CAST(round(conversions * 1000000.0) AS INTEGER)), sum(conversion_value_micros), count(*)
     FROM insight_day WHERE ad_account_key = ? GROUP BY 1, 2, 3, 4`,
  ).run(key);
}
