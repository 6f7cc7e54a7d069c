import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, sentenceOf } from '../../bridge.ts';
import { Button, Card, notify, ProgressBar, StatusShape, useFormats, useNow } from '../../ui/index.ts';
import { counted, JOB_STATES, jobText } from './words.ts';

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
      onError: (error) => notify({ title: 'It could not be cancelled', body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  const list = jobs.data ?? [];
  if (list.length === 0) return null;
  return (
    <Card title="Older days" flush>
      <ul className="pb-2">
        {list.slice(0, SHOWN).map((job) => {
          const running = job.status === 'running';
          const { kind, word } = JOB_STATES[job.status];
          return (
            <li key={job.id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1">
              <StatusShape kind={kind} text={word} className="w-28 shrink-0 font-semibold" />
              <span className="min-w-0 flex-1 basis-[240px] truncate">
                {jobText(job, f)}{' '}
                <span className="text-text-2">
                  · {counted(f, job.requests, 'request')} · {f.relative(job.createdAt, now)}
                </span>
              </span>
              {running && (
                <>
                  <ProgressBar percent={job.percent} text="Fetching older days" className="w-40" />
                  <span className="w-10 text-end">{job.percent}%</span>
                  <Button
                    small
                    disabled={cancel.isPending}
                    aria-label={`Cancel fetching ${jobText(job, f)}`}
                    onClick={() => cancel.mutate({ jobId: job.id })}
                  >
                    Cancel
                  </Button>
                </>
              )}
              {!running && job.runs.failed > 0 && (
                <span className="text-text-2">
                  {counted(f, job.runs.failed, 'ad account')} not complete: asked for again by the nightly import
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
};
