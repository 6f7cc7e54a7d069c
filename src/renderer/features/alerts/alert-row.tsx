import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ALERT_KINDS } from '../../../contract/alert-kinds.ts';
import type { Alert } from '../../../contract/alerts.ts';
import { ClientLink, Button, buttonLook, cx, Dialog, StatusShape, useFormats, useNow } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { alertFix, sinceText, type AlertFix, type Show } from './model.ts';

/** One alert: how bad, what, since when, its way out, and the way to put it aside. */
export const AlertRow = ({
  alert,
  show,
  wanted,
  slots,
  onDismiss,
  onRestore,
}: {
  alert: Alert;
  show: Show;
  /** The one the person came for: it is scrolled to and has the focus. */
  wanted: boolean;
  slots: ImportSlots;
  onDismiss: () => void;
  onRestore: () => void;
}) => {
  const f = useFormats();
  const now = useNow();
  const critical = alert.severity === 'critical';
  const since = show === 'resolved' && alert.resolvedAt !== null ? alert.resolvedAt : alert.firstAt;
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!wanted) return;
    line.current?.scrollIntoView({ block: 'center' });
    line.current?.focus({ preventScroll: true });
  }, [wanted]);
  return (
    <li
      ref={line}
      {...(wanted ? { tabIndex: -1 } : {})}
      className={cx(
        'flex flex-wrap items-start gap-x-4 gap-y-2 border-t border-line px-4 py-3 first:border-t-0',
        wanted ? 'bg-selected' : 'hover:bg-sunken',
      )}
    >
      <StatusShape
        kind={show === 'resolved' ? 'ok' : critical ? 'failed' : 'warning'}
        text={t(show === 'resolved' ? m.stateResolved : critical ? m.stateCritical : m.stateWarning)}
        className="w-24 shrink-0 pt-0.5"
      />
      <div className="min-w-0 flex-1 basis-[320px]">
        <p className="font-semibold break-words">{alert.title}</p>
        <p className="break-words text-text-2">{alert.body}</p>
        <p className="flex flex-wrap gap-x-3 text-caption text-text-3">
          <span>{t(ALERT_KINDS[alert.kind].label)}</span>
          {alert.clientId !== null && alert.client !== null && (
            <ClientLink id={alert.clientId} name={alert.client} className="max-w-[280px] text-accent" />
          )}
          <time dateTime={since} title={f.instant(since)}>
            {show === 'resolved' ? t(m.resolvedWhen, { when: f.relative(since, now) }) : sinceText(since, now, f)}
          </time>
          {show !== 'resolved' && alert.lastAt !== alert.firstAt && (
            <time dateTime={alert.lastAt} title={f.instant(alert.lastAt)}>
              {t(m.lastSeenWhen, { when: f.relative(alert.lastAt, now) })}
            </time>
          )}
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-2">
        {show !== 'resolved' && <Fix alert={alert} slots={slots} />}
        {show === 'open' && (
          <Button small variant="quiet" aria-label={t(m.dismissOne, { alert: alert.title })} onClick={onDismiss}>
            {t(m.dismiss)}
          </Button>
        )}
        {show === 'dismissed' && (
          <Button small aria-label={t(m.bringBackOne, { alert: alert.title })} onClick={onRestore}>
            {t(m.bringBack)}
          </Button>
        )}
      </div>
    </li>
  );
};

const look = buttonLook('secondary', true);

const Fix = ({ alert, slots }: { alert: Alert; slots: ImportSlots }) => {
  const [asking, setAsking] = useState(false);
  const fix = alertFix(alert);
  if (fix === null) return null;
  if (fix.to === 'import')
    return <slots.ImportButton clientIds={fix.clientIds} label={fix.label} variant="secondary" />;
  if (fix.to === 'opt_in')
    return (
      <>
        <Button
          small
          aria-label={t(m.fixOfAlert, { fix: fix.label, alert: alert.title })}
          onClick={() => setAsking(true)}
        >
          {fix.label}
        </Button>
        {asking && <OptIn alert={alert} onClose={() => setAsking(false)} />}
      </>
    );
  return (
    <Target fix={fix}>
      <RichText
        message={m.fixOfAlertSpoken}
        values={{ fix: fix.label, alert: alert.title, spoken: (words) => <span className="sr-only">{words}</span> }}
      />
    </Target>
  );
};

type Led = Exclude<AlertFix, { to: 'import' } | { to: 'opt_in' }>;

const Target = ({ fix, children }: { fix: Led; children: ReactNode }) => {
  switch (fix.to) {
    case 'sign_in':
      return (
        <Link to="/connections" search={fix.connectionId ? { signIn: fix.connectionId } : {}} className={look}>
          {children}
        </Link>
      );
    case 'connections':
      return (
        <Link to="/connections" className={look}>
          {children}
        </Link>
      );
    case 'settings':
      return (
        <Link to="/settings" className={look}>
          {children}
        </Link>
      );
    case 'health':
      return (
        <Link to="/data-health" className={look}>
          {children}
        </Link>
      );
    case 'fetch':
      return (
        <Link to="/data-health" search={{ fetch: fix.clientId ?? 'all' }} className={look}>
          {children}
        </Link>
      );
    case 'client':
      return (
        <Link to="/client/$clientId" params={{ clientId: fix.clientId }} className={look}>
          {children}
        </Link>
      );
  }
};

/** A permission only the owner of the ad account can give: what it is, and what to send them. */
const OptIn = ({ alert, onClose }: { alert: Alert; onClose: () => void }) => {
  const [copied, setCopied] = useState(false);
  const text = [
    alert.title,
    alert.body,
    ...(alert.adAccountId === null ? [] : [t(m.copiedAdAccount, { id: alert.adAccountId })]),
  ].join('\n\n');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(m.optInTitle)}
      description={alert.title}
      footer={
        <>
          <Button
            onClick={() => {
              void navigator.clipboard?.writeText(text).then(() => setCopied(true));
            }}
          >
            {t(copied ? m.copied : m.copyForOwner)}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t(m.done)}
          </Button>
        </>
      }
    >
      <ol className="flex list-decimal flex-col gap-2 ps-5">
        <li>{alert.body}</li>
        <li>{t(m.optInWho)}</li>
        <li>{t(m.optInAfter)}</li>
      </ol>
      <p className="mt-3 text-text-2">{t(m.optInMeanwhile)}</p>
    </Dialog>
  );
};
