import { useQuery } from '@tanstack/react-query';
import { api, sentenceOf } from '../../bridge.ts';
import { DASH } from '../../ui/format.ts';
import { ErrorState, Skeleton, StatusShape, useFormats, useSlow } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { runDuration } from './history.ts';
import { cell, Grid, Nothing, numberCell } from './inspector-parts.tsx';
import { inspector as m } from './messages-plan.ts';
import { requestsSummary, sizeText, waitedMs } from './requests.ts';

const LISTED = 500;

/** Every exchange of a run with the platform: when, what, how long, how much, and how far the quota was used. */
export const Requests = ({ runId }: { runId: string }) => {
  const formats = useFormats();
  const query = useQuery(api.imports.requests.queryOptions({ input: { runId }, staleTime: 0 }));
  const slow = useSlow(query.isPending, 300);
  if (query.isError)
    return (
      <ErrorState title={t(m.requestsFailed)} reason={sentenceOf(query.error)} onRetry={() => void query.refetch()} />
    );
  if (!query.data) return slow ? <Skeleton className="h-40" /> : null;
  const { requests, totals } = query.data;
  if (totals.requests === 0) return <Nothing>{t(m.noRequests)}</Nothing>;
  const waited = waitedMs(totals);
  const summary = requestsSummary(totals, formats);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-text-2">
        {waited > 0 ? t(m.summaryWaited, { summary, waited: runDuration(waited, formats) }) : summary}
      </p>
      <Grid
        heads={[m.headTime, m.headRequest, m.headAnswer, m.headTook, m.headSize, m.headQuota]}
        numbers={[m.headTook, m.headSize, m.headQuota]}
      >
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
                (request.status ?? t(m.noStatus))
              ) : (
                <StatusShape kind="failed" text={request.status === null ? t(m.noAnswer) : String(request.status)} />
              )}
            </td>
            <td className={numberCell}>{runDuration(request.durationMs, formats)}</td>
            <td className={numberCell}>{request.bytes === null ? DASH : sizeText(request.bytes, formats)}</td>
            <td className={numberCell}>
              {request.usagePercent === null ? DASH : formats.percent(request.usagePercent, 0)}
            </td>
          </tr>
        ))}
      </Grid>
      {totals.requests > Math.min(requests.length, LISTED) && (
        <p className="text-caption text-text-3">{t(m.firstListed, { count: Math.min(requests.length, LISTED) })}</p>
      )}
    </div>
  );
};
