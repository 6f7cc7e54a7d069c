import { useQuery } from '@tanstack/react-query';
import { api, sentenceOf } from '../../bridge.ts';
import { ErrorState, Skeleton, StatusShape, useFormats, useSlow } from '../../ui/index.ts';
import { runDuration } from './history.ts';
import { cell, Grid, Nothing, numberCell } from './inspector-parts.tsx';
import { requestsSummary, sizeText, waitedMs } from './requests.ts';

const LISTED = 500;

/** Every exchange of a run with the platform: when, what, how long, how much, and how far the quota was used. */
export const Requests = ({ runId }: { runId: string }) => {
  const formats = useFormats();
  const query = useQuery(api.imports.requests.queryOptions({ input: { runId }, staleTime: 0 }));
  const slow = useSlow(query.isPending, 300);
  if (query.isError)
    return (
      <ErrorState
        title="Could not load the requests"
        reason={sentenceOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data) return slow ? <Skeleton className="h-40" /> : null;
  const { requests, totals } = query.data;
  if (totals.requests === 0) return <Nothing>No request is on record. They are kept for two weeks.</Nothing>;
  const waited = waitedMs(totals);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-text-2">
        {requestsSummary(totals, formats)}
        {waited > 0 && ` Of the whole time ${runDuration(waited, formats)} was waiting, for the platform or in line.`}
      </p>
      <Grid heads={['Time', 'Request', 'Answer', '#Took', '#Size', '#Quota used']}>
        {requests.slice(0, LISTED).map((request, index) => (
          <tr key={`${request.at}${index}`} className="border-t border-line">
            <td className={`${cell} whitespace-nowrap`}>
              <time dateTime={request.at} title={formats.instant(request.at)}>
                {new Date(request.at).toLocaleTimeString(formats.locale)}
              </time>
            </td>
            <td className={`${cell} break-all`}>
              <code className="text-caption">
                {request.method} {request.path}
              </code>
              {request.error !== null && <p className="text-text-2">{request.error}</p>}
            </td>
            <td className={`${cell} whitespace-nowrap`}>
              {request.error === null ? (
                (request.status ?? 'None')
              ) : (
                <StatusShape kind="failed" text={request.status === null ? 'No answer' : String(request.status)} />
              )}
            </td>
            <td className={numberCell}>{runDuration(request.durationMs, formats)}</td>
            <td className={numberCell}>{request.bytes === null ? '—' : sizeText(request.bytes, formats)}</td>
            <td className={numberCell}>
              {request.usagePercent === null ? '—' : formats.percent(request.usagePercent, 0)}
            </td>
          </tr>
        ))}
      </Grid>
      {totals.requests > Math.min(requests.length, LISTED) && (
        <p className="text-caption text-text-3">
          The first {formats.count(Math.min(requests.length, LISTED))} are listed; the sums are of all.
        </p>
      )}
    </div>
  );
};
