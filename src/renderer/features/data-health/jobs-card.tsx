import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, sentenceOf } from '../../bridge.ts';
import { Button, Card, notify, ProgressBar, StatusShape, useFormats, useNow } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages-backfill.ts';
import { JOB_STATES, jobText } from './words.ts';

const FOLLOW_MS = 2000;
const SHOWN = 4;

/** Older days that are being fetched, and the last that were. */
export const JobsCard = () => {
  const f = useFormats();
  const now = useNow();
  const queries = useQueryClient();
  const jobs = useQuery(
    api.backfill.list.queryOptions({
      input: {},
      // Its progress is not in the stream of imports.
      refetchInterval: (query) => (query.state.data?.some((job) => job.status === 'running') ? FOLLOW_MS : false),
    }),
  );
  const cancel = useMutation(
    api.backfill.cancel.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: api.backfill.list.key() }),
      onError: (error) => notify({ title: t(m.cancelRefused), body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  const list = jobs.data ?? [];
  if (list.length === 0) return null;
  return (
    <Card title={t(m.jobs)} flush>
      <ul className="pb-2">
        {list.slice(0, SHOWN).map((job) => {
          const running = job.status === 'running';
          const { kind, word } = JOB_STATES[job.status];
          return (
            <li key={job.id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1">
              <StatusShape kind={kind} text={t(word)} className="w-28 shrink-0 font-semibold" />
              <span className="min-w-0 flex-1 basis-[240px] truncate">
                {jobText(job)}{' '}
                <span className="text-text-2">
                  · {t(m.jobRequests, { count: job.requests })} · {f.relative(job.createdAt, now)}
                </span>
              </span>
              {running && (
                <>
                  <ProgressBar percent={job.percent} text={t(m.started)} className="w-40" />
                  <span className="w-10 text-end">{f.percent(job.percent, 0)}</span>
                  <Button
                    small
                    disabled={cancel.isPending}
                    aria-label={t(m.cancelOf, { job: jobText(job) })}
                    onClick={() => cancel.mutate({ jobId: job.id })}
                  >
                    {t(m.cancel)}
                  </Button>
                </>
              )}
              {!running && job.runs.failed > 0 && (
                <span className="text-text-2">{t(m.jobNotComplete, { count: job.runs.failed })}</span>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
};
