import { Link } from '@tanstack/react-router';
import type { FailedAccount } from '../../../contract/data-health.ts';
import { retryHelps } from './model.ts';
import { ClientLink, Button, buttonLook, ShortList, PlatformBadge, StatusShape, useFormats } from '../../ui/index.ts';

const look = buttonLook('secondary', true);

const isDisabled = ({ problem }: FailedAccount): boolean => problem.code === 'ACCOUNT_DISABLED';

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
      title={`${failed.some(isDisabled) ? 'Failed or disabled' : 'Failed'} · ${f.count(failed.length)}`}
      items={failed}
    >
      {(one) => (
        <li
          key={`${one.platform} ${one.adAccountId}`}
          className="flex min-h-9 items-center gap-3 px-4 py-1 hover:bg-sunken"
        >
          {isDisabled(one) ? (
            <StatusShape kind="warning" text="Ad account disabled" hideText />
          ) : (
            <StatusShape kind="failed" text="Failed" hideText />
          )}
          <ClientLink id={one.clientId} name={one.client} className="w-[180px] shrink-0" />
          <PlatformBadge platform={one.platform} />
          <p className="min-w-0 flex-1 truncate" title={`${one.adAccountName}: ${one.problem.sentence}`}>
            {one.problem.sentence}{' '}
            <span className="text-text-2">
              · {one.lastImportedAt === null ? 'never read' : `data as of ${f.instant(one.lastImportedAt)}`}
            </span>
          </p>
          {one.problem.fix === 'sign_in_again' && (
            <Link to="/connections" search={one.connectionId ? { signIn: one.connectionId } : {}} className={look}>
              Sign in again<span className="sr-only"> for {one.client}</span>
            </Link>
          )}
          {one.problem.fix === 'check_access' && (
            <Link to="/connections" className={look}>
              Check access<span className="sr-only"> of {one.client}</span>
            </Link>
          )}
          {retryHelps(one) && (
            <Button
              small
              disabled={retrying}
              aria-label={`Retry the import of ${one.client}`}
              onClick={() => onRetry([one.clientId])}
            >
              Retry
            </Button>
          )}
          <Link to="/imports" search={{ client: one.clientId }} className={buttonLook('quiet', true)}>
            History<span className="sr-only"> of {one.client}</span>
          </Link>
        </li>
      )}
    </ShortList>
  );
};
