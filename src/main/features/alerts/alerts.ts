import { ALERT_KINDS, type Alert, type AlertKind, type AlertsView } from '../../../contract/alerts.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import { turn } from '../../kernel/turns.ts';
import type { Platforms } from '../../platforms/registry.ts';
import type { Db } from '../../store/db.ts';
import { accountsWithGaps, watchedAccounts } from '../../store/reads/alert-facts.ts';
import { alertsView, findAlert } from '../../store/reads/alerts.ts';
import type { SettleDays } from '../../store/reads/day-states.ts';
import {
  resolveUnknownKinds,
  setDismissed,
  settleAlarms,
  type Alarm,
  type AlarmScope,
} from '../../store/writes/alerts.ts';
import * as rules from './rules.ts';
import { t } from '../../../words/text.ts';
import { m } from './messages.ts';

export type Alerts = {
  /** An import run of this ad account ended and was checked: judges that account and the sign-ins. Never throws. */
  runEnded(adAccountKey: number): void;
  /** Judges everything, also what changes by the passing of time alone. Never throws. */
  sweep(): Promise<void>;
  list(input: { show: 'open' | 'dismissed' | 'resolved' | 'all'; clientId: string | null; limit: number }): AlertsView;
  /** Takes an alert out of the list while its cause lasts. Refusal NOT_FOUND when there is none. */
  dismiss(id: string): void;
  undoDismiss(id: string): void;
};

export type AlertsDeps = {
  db: Db;
  platforms: Platforms;
  settle: SettleDays;
  now: () => number;
  log: Log;
  newId: () => string;
  /** Free bytes where the workspace is; null when the system does not tell. */
  freeBytes: () => number | null;
  changed: () => void;
  /** A new alert, for a notification. Not called again while its cause lasts. */
  onRaised?: (alert: Alert) => void;
};

const OF_AN_ACCOUNT: readonly AlertKind[] = ['repeated_failure', 'account_disabled', 'gap', 'opt_in_needed'];
/** They say already why no new figures come. */
const EXPLAINS_SILENCE: ReadonlySet<AlertKind> = new Set<AlertKind>(['repeated_failure', 'account_disabled']);
const KINDS = Object.keys(ALERT_KINDS) as AlertKind[];
const STEP_ACCOUNTS = 25;
const SIGN_INS: readonly AlertKind[] = ['sign_in_expired', 'sign_in_expiring'];

/** Raises and resolves alerts by their causes; the rules say when, the store remembers. */
export function createAlerts(deps: AlertsDeps): Alerts {
  const { db } = deps;
  const context = (): rules.RuleContext => ({ db, platforms: deps.platforms, settle: deps.settle, now: deps.now() });

  function settle(parts: readonly { scope: AlarmScope; alarms: readonly Alarm[] }[]): void {
    const raised: string[] = [];
    let changed = 0;
    for (const part of parts) {
      const outcome = settleAlarms(db, { ...part, now: deps.now(), newId: deps.newId });
      raised.push(...outcome.raised);
      changed += outcome.changed;
    }
    if (changed > 0) deps.changed();
    for (const id of raised) {
      const alert = findAlert(db, id);
      if (alert !== null) deps.onRaised?.(alert);
    }
  }

  function quietly(work: () => void): void {
    try {
      work();
    } catch (error) {
      deps.log('error', 'The alerts could not be judged after an import.', { error });
    }
  }

  function dismissed(id: string, now: number | null): void {
    if (!setDismissed(db, { id, now })) throw new Refusal('NOT_FOUND', t(m.gone), { what: 'alert' });
    deps.changed();
  }

  const some = (alarms: readonly (Alarm | null)[]): Alarm[] => alarms.filter((one) => one !== null);

  return {
    runEnded: (adAccountKey) =>
      quietly(() => {
        const given = context();
        const [account] = watchedAccounts(db, adAccountKey);
        const alarms =
          account === undefined
            ? []
            : some([
                rules.importsStopped(given, account),
                rules.gapAlarm(given, account),
                rules.optInNeeded(given, account),
              ]);
        const failing = new Set(alarms.flatMap((one) => (EXPLAINS_SILENCE.has(one.kind) ? adAccountKey : [])));
        settle([
          { scope: { kinds: OF_AN_ACCOUNT, adAccountKey }, alarms },
          {
            scope: { kinds: ['stale'], adAccountKey },
            alarms: account === undefined ? [] : rules.stale(given, [account], failing),
          },
          { scope: { kinds: SIGN_INS, adAccountKey: null }, alarms: rules.signIns(given) },
        ]);
      }),
    async sweep() {
      try {
        const given = context();
        if (resolveUnknownKinds(db, { kinds: KINDS, now: deps.now() }) > 0) deps.changed();
        const accounts = watchedAccounts(db, null);
        const gaps = accountsWithGaps(db);
        const ofAccounts: Alarm[] = [];
        const atRisk: Alarm[] = [];
        for (const [index, account] of accounts.entries()) {
          // A thousand clients are looked at in small steps, so that nobody waits for it.
          if (index % STEP_ACCOUNTS === STEP_ACCOUNTS - 1) await turn();
          const gap = gaps.has(account.key) ? rules.gapAlarm(given, account) : null;
          ofAccounts.push(...some([rules.importsStopped(given, account), gap, rules.optInNeeded(given, account)]));
          atRisk.push(...some([rules.retentionAtRisk(given, account)]));
        }
        const failing = new Set(
          ofAccounts.flatMap((one) => (EXPLAINS_SILENCE.has(one.kind) ? (one.adAccountKey ?? []) : [])),
        );
        settle([
          { scope: { kinds: OF_AN_ACCOUNT, adAccountKey: null }, alarms: ofAccounts },
          { scope: { kinds: ['retention_at_risk'], adAccountKey: null }, alarms: atRisk },
          { scope: { kinds: ['stale'], adAccountKey: null }, alarms: rules.stale(given, accounts, failing) },
          { scope: { kinds: SIGN_INS, adAccountKey: null }, alarms: rules.signIns(given) },
          { scope: { kinds: ['disk_low'], adAccountKey: null }, alarms: rules.diskLow(deps.freeBytes()) },
        ]);
      } catch (error) {
        deps.log('error', 'The alerts could not be judged at the regular look.', { error });
      }
    },
    list: (input) => alertsView(db, input),
    dismiss: (id) => dismissed(id, deps.now()),
    undoDismiss: (id) => dismissed(id, null),
  };
}
