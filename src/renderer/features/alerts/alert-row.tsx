import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ALERT_KINDS } from '../../../contract/alert-kinds.ts';
import type { Alert } from '../../../contract/alerts.ts';
import { ClientLink, Button, buttonLook, cx, Dialog, StatusShape, useFormats, useNow } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { alertFix, type AlertFix, type Show } from './model.ts';

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
        text={show === 'resolved' ? 'Resolved' : critical ? 'Critical' : 'Warning'}
        className="w-24 shrink-0 pt-0.5"
      />
      <div className="min-w-0 flex-1 basis-[320px]">
        <p className="font-semibold break-words">{alert.title}</p>
        <p className="break-words text-text-2">{alert.body}</p>
        <p className="flex flex-wrap gap-x-3 text-caption text-text-3">
          <span>{ALERT_KINDS[alert.kind].label}</span>
          {alert.clientId !== null && alert.client !== null && (
            <ClientLink id={alert.clientId} name={alert.client} className="max-w-[280px] text-accent" />
          )}
          <time dateTime={since} title={f.instant(since)}>
            {show === 'resolved' ? 'Resolved' : 'Since'} {f.relative(since, now)}
          </time>
          {show !== 'resolved' && alert.lastAt !== alert.firstAt && (
            <time dateTime={alert.lastAt} title={f.instant(alert.lastAt)}>
              Last seen {f.relative(alert.lastAt, now)}
            </time>
          )}
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-2">
        {show !== 'resolved' && <Fix alert={alert} slots={slots} />}
        {show === 'open' && (
          <Button small variant="quiet" aria-label={`Dismiss: ${alert.title}`} onClick={onDismiss}>
            Dismiss
          </Button>
        )}
        {show === 'dismissed' && (
          <Button small aria-label={`Bring back: ${alert.title}`} onClick={onRestore}>
            Bring back
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
        <Button small aria-label={`${fix.label}: ${alert.title}`} onClick={() => setAsking(true)}>
          {fix.label}
        </Button>
        {asking && <OptIn alert={alert} onClose={() => setAsking(false)} />}
      </>
    );
  return (
    <Target fix={fix}>
      {fix.label}
      <span className="sr-only">: {alert.title}</span>
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
  const text = `${alert.title}\n\n${alert.body}${alert.adAccountId === null ? '' : `\n\nAd account: ${alert.adAccountId}`}`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="What to do"
      description={alert.title}
      footer={
        <>
          <Button
            onClick={() => {
              void navigator.clipboard?.writeText(text).then(() => setCopied(true));
            }}
          >
            {copied ? 'Copied' : 'Copy for the owner'}
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <ol className="flex list-decimal flex-col gap-2 ps-5">
        <li>{alert.body}</li>
        <li>Only a person who administers the ad account can change this, on the platform&apos;s own pages.</li>
        <li>Nothing is to be done here afterwards: a later import asks again, and the alert goes by itself.</li>
      </ol>
      <p className="mt-3 text-text-2">All other figures are imported as usual meanwhile.</p>
    </Dialog>
  );
};
