import { useQuery } from '@tanstack/react-query';
import { Tabs } from '@base-ui/react/tabs';
import { api, sentenceOf } from '../../bridge.ts';
import { Badge, Dialog, ErrorState, PlatformBadge, Skeleton, useFormats, useSlow } from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { historyRow, STATUS_WORDS } from './history.ts';
import { SetAside } from './inspector-aside.tsx';
import { cell, Grid, Nothing, numberCell, Tab } from './inspector-parts.tsx';
import { Requests } from './inspector-requests.tsx';
import { inspector as m } from './messages-plan.ts';
import { whatText } from './plan-explained.ts';

const STATES: Record<string, Message> = {
  pending: m.statePending,
  done: m.stateDone,
  failed: m.stateFailed,
  skipped: m.stateSkipped,
  split: m.stateSplit,
  cancelled: m.stateCancelled,
};
/** A state this version does not know stands as the engine calls it. */
const stateText = (state: string): string => {
  const name = STATES[state];
  return name ? t(name) : state;
};

/** One import run in detail: what was asked for slice by slice, the log, every request, and rows that could not be used. */
export const InspectorDialog = ({ runId, onClose }: { runId: string; onClose: () => void }) => {
  const formats = useFormats();
  const query = useQuery(api.imports.detail.queryOptions({ input: { runId }, staleTime: 0 }));
  const slow = useSlow(query.isPending, 300);
  const detail = query.data;
  const row = detail && historyRow(detail.run, formats);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title={detail ? t(m.titleOf, { client: detail.run.client }) : t(m.title)}
      description={
        detail && row ? (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <PlatformBadge platform={detail.run.platform} />
            <span>{detail.run.adAccountName}</span>
            <span>{row.range}</span>
            <span>{t(STATUS_WORDS[detail.run.status])}</span>
            {row.duration && <span>{row.duration}</span>}
            {row.counts && <span>{row.counts}</span>}
          </span>
        ) : undefined
      }
    >
      {query.isError && (
        <ErrorState title={t(m.failed)} reason={sentenceOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {!detail && slow && !query.isError && <Skeleton className="h-40" />}
      {detail && (
        <div className="flex flex-col gap-3">
          {detail.run.why && <p className="text-text-2">{t(m.why, { why: detail.run.why })}</p>}
          {detail.run.problem && (
            <div className="rounded-card border border-bad bg-bad-bg px-3 py-2">
              <p className="font-semibold">{detail.run.problem.sentence}</p>
              {detail.run.problem.detail && (
                <details className="mt-1 text-text-2">
                  <summary>{t(m.details)}</summary>
                  <code className="break-all">{detail.run.problem.detail}</code>
                </details>
              )}
            </div>
          )}
          <Tabs.Root defaultValue={detail.run.problem ? 'log' : 'steps'}>
            <Tabs.List className="flex gap-1 border-b border-line">
              <Tab value="steps">{t(m.tabSteps, { count: detail.slices.length })}</Tab>
              <Tab value="log">{t(m.tabLog, { count: detail.log.length })}</Tab>
              <Tab value="requests">{t(m.tabRequests)}</Tab>
              <Tab value="aside">{t(m.tabAside, { count: detail.setAside.length })}</Tab>
            </Tabs.List>
            <Tabs.Panel value="steps" className="pt-2">
              {detail.slices.length === 0 ? (
                <Nothing>{t(m.noSteps)}</Nothing>
              ) : (
                <Grid
                  heads={[m.headWhat, m.headDays, m.headState, m.headTries, m.headRows, m.headProblem]}
                  numbers={[m.headTries, m.headRows]}
                >
                  {detail.slices.map((slice, index) => (
                    <tr key={`${slice.level}${slice.from}${slice.to}${index}`} className="border-t border-line">
                      <td className={cell}>{whatText(slice.level, slice.dataset ?? null)}</td>
                      <td className={`${cell} whitespace-nowrap`}>{formats.range(slice.from, slice.to)}</td>
                      <td className={cell}>{stateText(slice.status)}</td>
                      <td className={numberCell}>{slice.attempts}</td>
                      <td className={numberCell}>{formats.count(slice.rows)}</td>
                      <td className={cell}>{slice.error ?? ''}</td>
                    </tr>
                  ))}
                </Grid>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="log" className="pt-2">
              {detail.log.length === 0 ? (
                <Nothing>{t(m.noLog)}</Nothing>
              ) : (
                <Grid heads={[m.headTime, m.headKind, m.headMessage]}>
                  {detail.log.map((line, index) => (
                    <tr key={`${line.at}${index}`} className="border-t border-line">
                      <td className={`${cell} whitespace-nowrap`}>
                        <time dateTime={line.at}>{formats.instant(line.at)}</time>
                      </td>
                      <td className={cell}>
                        <Badge tone={line.level === 'error' ? 'bad' : line.level === 'warn' ? 'warn' : 'neutral'}>
                          {line.level}
                        </Badge>
                      </td>
                      <td className={`${cell} break-words`}>{line.message}</td>
                    </tr>
                  ))}
                </Grid>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="requests" className="pt-2">
              <Requests runId={runId} />
            </Tabs.Panel>
            <Tabs.Panel value="aside" className="pt-2">
              <SetAside runId={runId} rows={detail.setAside} />
            </Tabs.Panel>
          </Tabs.Root>
        </div>
      )}
    </Dialog>
  );
};
