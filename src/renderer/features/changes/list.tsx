import { useQuery } from '@tanstack/react-query';
import type { Change, ChangesView } from '../../../contract/history.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { DASH, ErrorState, PlatformBadge, Skeleton, useFormats, useNow, useSlow, useView } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { byDay, linesOf } from './model.ts';

const MOST = 200;

/** Each corrected day with the campaigns behind it: what it said, what it says, and when that was seen. */
export const ChangeList = ({
  clientId,
  since,
  entity,
}: {
  clientId: string;
  since: string;
  entity: { level: Level; entityId: string } | null;
}) => {
  const f = useFormats();
  const view = useView();
  const { compare: _, ...shown } = view.input;
  const query = useQuery({
    ...api.dashboards.changes.queryOptions({
      input: {
        ...shown,
        clientId,
        since,
        level: entity?.level ?? 'campaign',
        entityId: entity?.entityId ?? null,
        limit: MOST,
      },
    }),
    placeholderData: (before: ChangesView | undefined) => before,
  });
  const slow = useSlow(query.data === undefined);
  if (query.error)
    return (
      <div className="p-3">
        <ErrorState reason={sentenceOf(query.error)} onRetry={() => void query.refetch()} />
      </div>
    );
  if (query.data === undefined) return slow ? <Skeleton className="m-3 h-24" /> : null;
  if (query.data.changes.length === 0)
    return <p className="border-t border-line px-3 py-2 text-text-2">{t(m.accountOnly)}</p>;
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t(m.byDay)}
      className="max-h-[320px] overflow-auto border-t border-line px-3 py-2"
    >
      {byDay(query.data.changes).map(({ day, changes }) => (
        <section key={day} aria-label={f.day(day, 'weekday')} className="py-1">
          <h3 className="font-semibold">{f.day(day, 'weekday')}</h3>
          <ul className="flex flex-col">
            {changes.map((change) => (
              <Row key={`${change.platform} ${change.adAccountId} ${change.entityId}`} change={change} />
            ))}
          </ul>
        </section>
      ))}
      {query.data.total > query.data.changes.length && (
        <p className="pt-1 text-text-3">
          {t(m.newestOf, { shown: f.count(query.data.changes.length), count: query.data.total })}
        </p>
      )}
    </div>
  );
};

const Row = ({ change }: { change: Change }) => {
  const f = useFormats();
  const now = useNow();
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-0.5">
      <span className="inline-flex min-w-0 max-w-[260px] items-center gap-1.5">
        <PlatformBadge platform={change.platform} />
        <bdi className="truncate" title={change.entityName}>
          {change.entityName || DASH}
        </bdi>
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap gap-x-3 text-text-2">
        {linesOf(change, f).map((line) => (
          <span key={line.label} className="whitespace-nowrap">
            <RichText
              message={line.difference === null ? m.line : m.lineWithDifference}
              values={{
                metric: line.label,
                old: line.old,
                new: line.new,
                difference: line.difference,
                now: (words) => <span className="text-text">{words}</span>,
              }}
            />
          </span>
        ))}
      </span>
      <time dateTime={change.seenAt} title={f.instant(change.seenAt)} className="whitespace-nowrap text-text-3">
        {t(m.seen, { when: f.relative(change.seenAt, now) })}
      </time>
    </li>
  );
};
