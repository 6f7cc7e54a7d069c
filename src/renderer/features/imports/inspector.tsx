import { useQuery } from '@tanstack/react-query';
import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { api, sentenceOf } from '../../bridge.ts';
import { Badge, Dialog, ErrorState, PlatformBadge, Skeleton, useFormats, useSlow } from '../../ui/index.ts';
import { historyRow, STATUS_WORDS } from './history.ts';

const cell = 'px-2 py-1.5 text-start align-top';

/** One import run in detail: what was asked for slice by slice, the log, and rows that could not be used. */
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
      title={detail ? `Import of ${detail.run.client}` : 'Import'}
      description={
        detail && row ? (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <PlatformBadge platform={detail.run.platform} />
            <span>{detail.run.adAccountName}</span>
            <span>{row.range}</span>
            <span>{STATUS_WORDS[detail.run.status]}</span>
            {row.duration && <span>{row.duration}</span>}
            {row.counts && <span>{row.counts}</span>}
          </span>
        ) : undefined
      }
    >
      {query.isError && (
        <ErrorState
          title="Could not load this import"
          reason={sentenceOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {!detail && slow && !query.isError && <Skeleton className="h-40" />}
      {detail && (
        <div className="flex flex-col gap-3">
          {detail.run.why && <p className="text-text-2">Range: {detail.run.why}.</p>}
          {detail.run.problem && (
            <div className="rounded-card border border-bad bg-bad-bg px-3 py-2">
              <p className="font-semibold">{detail.run.problem.sentence}</p>
              {detail.run.problem.detail && (
                <details className="mt-1 text-text-2">
                  <summary>Details</summary>
                  <code className="break-all">{detail.run.problem.detail}</code>
                </details>
              )}
            </div>
          )}
          <Tabs.Root defaultValue={detail.run.problem ? 'log' : 'steps'}>
            <Tabs.List className="flex gap-1 border-b border-line">
              <Tab value="steps">Steps ({detail.slices.length})</Tab>
              <Tab value="log">Log ({detail.log.length})</Tab>
              <Tab value="aside">Rows set aside ({detail.setAside.length})</Tab>
            </Tabs.List>
            <Tabs.Panel value="steps" className="pt-2">
              {detail.slices.length === 0 ? (
                <p className="py-6 text-center text-text-2">No steps were taken.</p>
              ) : (
                <Grid heads={['Level', 'Days', 'State', 'Tries', 'Rows', 'What went wrong']}>
                  {detail.slices.map((slice) => (
                    <tr key={`${slice.level}${slice.from}${slice.to}`} className="border-t border-line">
                      <td className={cell}>{slice.level.replace('_', ' ')}</td>
                      <td className={`${cell} whitespace-nowrap`}>{formats.range(slice.from, slice.to)}</td>
                      <td className={cell}>{slice.status}</td>
                      <td className={cell}>{slice.attempts}</td>
                      <td className={cell}>{formats.count(slice.rows)}</td>
                      <td className={cell}>{slice.error ?? ''}</td>
                    </tr>
                  ))}
                </Grid>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="log" className="pt-2">
              {detail.log.length === 0 ? (
                <p className="py-6 text-center text-text-2">Nothing was written to the log.</p>
              ) : (
                <Grid heads={['Time', 'Kind', 'Message']}>
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
            <Tabs.Panel value="aside" className="pt-2">
              {detail.setAside.length === 0 ? (
                <p className="py-6 text-center text-text-2">Every row the platform sent could be used.</p>
              ) : (
                <Grid heads={['Level', 'Why', 'As the platform sent it']}>
                  {detail.setAside.map((row, index) => (
                    <tr key={`${row.reason}${index}`} className="border-t border-line">
                      <td className={cell}>{row.level.replace('_', ' ')}</td>
                      <td className={cell}>{row.reason}</td>
                      <td className={cell}>
                        <code className="text-caption break-all">{row.raw}</code>
                      </td>
                    </tr>
                  ))}
                </Grid>
              )}
            </Tabs.Panel>
          </Tabs.Root>
        </div>
      )}
    </Dialog>
  );
};

const Tab = ({ value, children }: { value: string; children: ReactNode }) => (
  <Tabs.Tab
    value={value}
    className="-mb-px h-8 border-b-2 border-transparent px-3 font-semibold text-text-2 hover:text-text data-active:border-accent data-active:text-text"
  >
    {children}
  </Tabs.Tab>
);

const Grid = ({ heads, children }: { heads: readonly string[]; children: ReactNode }) => (
  <table className="w-full border-collapse">
    <thead>
      <tr className="text-text-3">
        {heads.map((head) => (
          <th key={head} scope="col" className={`${cell} font-semibold`}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);
