import { Link } from '@tanstack/react-router';
import type { FailedAccount } from '../../../contract/data-health.ts';
import { m } from './messages.ts';
import { retryHelps } from './model.ts';
import { ClientLink, Button, buttonLook, ShortList, PlatformBadge, StatusShape, useFormats } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t, type Message } from '../../ui/text.ts';

const look = buttonLook('secondary', true);

const isDisabled = ({ problem }: FailedAccount): boolean => problem.code === 'ACCOUNT_DISABLED';

/** A short label whose object is only heard: it stands in its row. */
const Words = ({ message, client }: { message: Message; client: string }) => (
  <RichText message={message} values={{ client, hidden: (words) => <span className="sr-only">{words}</span> }} />
);

/** Failed or disabled as a shape alone. */
export const FailureShape = ({ failed }: { failed: FailedAccount }) =>
  isDisabled(failed) ? (
    <StatusShape kind="warning" text={t(m.disabled)} hideText />
  ) : (
    <StatusShape kind="failed" text={t(m.failed)} hideText />
  );

/** Ad accounts whose newest import did not end well, each with its way out. Takes no room when there is none. */
export const FailedCard = ({
  failed,
  onRetry,
  retrying,
}: {
  failed: readonly FailedAccount[];
  onRetry: (clientIds: string[]) => void;
  retrying: boolean;
}) => {
  const f = useFormats();
  return (
    <ShortList
      title={t(failed.some(isDisabled) ? m.failedOrDisabledHeading : m.failedHeading, {
        count: f.count(failed.length),
      })}
      items={failed}
    >
      {(one) => (
        <li
          key={`${one.platform} ${one.adAccountId}`}
          className="flex min-h-9 items-center gap-3 px-4 py-1 hover:bg-sunken"
        >
          <FailureShape failed={one} />
          <ClientLink id={one.clientId} name={one.client} className="w-[180px] shrink-0" />
          <PlatformBadge platform={one.platform} />
          <p
            className="min-w-0 flex-1"
            title={t(m.accountProblem, { account: one.adAccountName, problem: one.problem.sentence })}
          >
            {one.problem.sentence}{' '}
            <span className="text-text-2">
              · {one.lastImportedAt === null ? t(m.neverRead) : t(m.dataAsOf, { time: f.instant(one.lastImportedAt) })}
            </span>
          </p>
          {one.problem.fix === 'sign_in_again' && (
            <Link to="/connections" search={one.connectionId ? { signIn: one.connectionId } : {}} className={look}>
              <Words message={m.signInAgain} client={one.client} />
            </Link>
          )}
          {one.problem.fix === 'check_access' && (
            <Link to="/connections" className={look}>
              <Words message={m.checkAccess} client={one.client} />
            </Link>
          )}
          {retryHelps(one) && (
            <Button
              small
              disabled={retrying}
              aria-label={t(m.retryOf, { client: one.client })}
              onClick={() => onRetry([one.clientId])}
            >
              {t(m.retry)}
            </Button>
          )}
          <Link to="/imports" search={{ client: one.clientId }} className={buttonLook('quiet', true)}>
            <Words message={m.historyOf} client={one.client} />
          </Link>
        </li>
      )}
    </ShortList>
  );
};
