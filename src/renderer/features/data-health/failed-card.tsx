import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { FailedAccount } from '../../../contract/data-health.ts';
import { Button, buttonLook, Card, PlatformBadge, StatusShape, useFormats } from '../../ui/index.ts';

const FIRST = 5;
const look = buttonLook('secondary', true);

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
  const [all, setAll] = useState(false);
  if (failed.length === 0) return null;
  const shown = all ? failed : failed.slice(0, FIRST);
  return (
    <Card
      flush
      title={`Failed · ${f.count(failed.length)}`}
      actions={
        failed.length > FIRST && (
          <Button variant="quiet" small aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show less' : 'Show all'}
          </Button>
        )
      }
    >
      <ul className="max-h-[280px] overflow-auto pb-2">
        {shown.map((one) => (
          <li
            key={`${one.platform} ${one.adAccountId}`}
            className="flex min-h-9 items-center gap-3 px-4 py-1 hover:bg-sunken"
          >
            <StatusShape kind="failed" text="Failed" hideText />
            <Link
              to="/client/$clientId"
              params={{ clientId: one.clientId }}
              className="w-[180px] shrink-0 truncate font-semibold hover:text-accent hover:underline"
              title={one.client}
            >
              <bdi>{one.client}</bdi>
            </Link>
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
            {one.problem.fix !== 'sign_in_again' && one.problem.fix !== 'check_access' && (
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
        ))}
      </ul>
    </Card>
  );
};
