import { ALERT_KINDS, type Alert, type AlertKind, type AlertsView } from '../../../contract/alerts.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { iso, isoOrNull } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';

type Row = {
  id: string;
  kind: AlertKind;
  severity: Alert['severity'];
  clientId: number | null;
  client: string | null;
  platform: PlatformId | null;
  adAccountId: string | null;
  connectionId: string | null;
  title: string;
  body: string;
  fix: Alert['fix'];
  count: number;
  firstAt: number;
  lastAt: number;
  resolvedAt: number | null;
  dismissedAt: number | null;
};

const SELECT = `SELECT l.id, l.kind, l.severity, l.client_id AS clientId, c.name AS client, coalesce(a.platform, n.platform) AS platform,
  a.ad_account_id AS adAccountId, l.connection_id AS connectionId, l.title, l.body, l.fix, l.count, l.first_at AS firstAt,
  l.last_at AS lastAt, l.resolved_at AS resolvedAt, l.dismissed_at AS dismissedAt
  FROM alert l LEFT JOIN client c ON c.id = l.client_id LEFT JOIN ad_account a ON a.id = l.ad_account_key
    LEFT JOIN connection n ON n.id = l.connection_id`;
/** One of a kind this version does not know stands in the database of a newer or older one; it has no words here. */
const KNOWN = `kind IN (${Object.keys(ALERT_KINDS)
  .map((kind) => `'${kind}'`)
  .join(', ')})`;
const SHOWN = {
  open: 'l.resolved_at IS NULL AND l.dismissed_at IS NULL',
  dismissed: 'l.resolved_at IS NULL AND l.dismissed_at IS NOT NULL',
  resolved: 'l.resolved_at IS NOT NULL',
  all: '1 = 1',
} as const;

/** The alerts of a workspace or of a client, critical first, then newest. */
export function alertsView(
  db: Db,
  args: { show: keyof typeof SHOWN; clientId: string | null; limit: number },
): AlertsView {
  return snapshot(db, () => {
    const client = args.clientId === null ? null : Number(args.clientId);
    const rows = all<Row>(
      db,
      `${SELECT} WHERE l.${KNOWN} AND ${SHOWN[args.show]} AND (? IS NULL OR l.client_id = ?)
       ORDER BY l.severity = 'critical' DESC, l.last_at DESC, l.rowid DESC LIMIT ?`,
      client,
      client,
      args.limit,
    );
    const counts = first<AlertsView['counts']>(
      db,
      `SELECT coalesce(sum(dismissed_at IS NULL), 0) AS open, coalesce(sum(dismissed_at IS NULL AND severity = 'critical'), 0) AS critical,
         coalesce(sum(dismissed_at IS NOT NULL), 0) AS dismissed
       FROM alert WHERE ${KNOWN} AND resolved_at IS NULL AND (? IS NULL OR client_id = ?)`,
      client,
      client,
    );
    return { alerts: rows.map(alertOf), counts: counts ?? { open: 0, critical: 0, dismissed: 0 } };
  });
}

/** One alert as the contract tells it, or null. */
export function findAlert(db: Db, id: string): Alert | null {
  const row = first<Row>(db, `${SELECT} WHERE l.id = ?`, id);
  return row === undefined ? null : alertOf(row);
}

function alertOf(row: Row): Alert {
  return {
    ...row,
    clientId: row.clientId === null ? null : String(row.clientId),
    firstAt: iso(row.firstAt),
    lastAt: iso(row.lastAt),
    resolvedAt: isoOrNull(row.resolvedAt),
    dismissedAt: isoOrNull(row.dismissedAt),
  };
}
