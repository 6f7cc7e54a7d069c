import type { EngineHealth, Timings } from '../../../contract/observability.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { Card, StatusShape, useFormats, useNow, type Formats, type StatusKind } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { listOf, t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import { namesText, type MonthSummary } from './model.ts';
import { bytesText, ENGINE } from './words.ts';

/** Month by month, newest first: how many clients are complete, and which are not; a press leaves only those in the months below. */
export const MonthCards = ({
  months,
  chosen,
  onChoose,
}: {
  months: readonly MonthSummary[];
  chosen: string | null;
  onChoose: (month: string | null) => void;
}) => {
  const f = useFormats();
  return (
    <ul aria-label={t(m.months)} className="grid grid-cols-[repeat(auto-fit,minmax(200px,1fr))] gap-4">
      {months.slice(0, 3).map((one) => (
        <li key={one.month} className="min-w-0 rounded-card border border-line bg-surface px-4 py-3">
          <h2 className="font-semibold text-text-2">{f.month(one.month)}</h2>
          <p className="text-section font-semibold">
            {one.clients === 0
              ? t(m.monthNotAsked)
              : t(m.monthComplete, { rich: f.count(one.rich), clients: one.clients })}
          </p>
          <p className="flex flex-wrap items-center gap-x-4 text-text-2">
            {one.clients > 0 && one.rich === one.clients && <StatusShape kind="ok" text={t(m.monthNothingMissing)} />}
            {one.rich < one.clients && (
              <button
                type="button"
                aria-pressed={chosen === one.month}
                title={t(m.monthShowsOnly, {
                  count: one.open.length,
                  names: listOf(
                    one.open.map((open) => open.client),
                    'unit',
                  ),
                })}
                onClick={() => onChoose(chosen === one.month ? null : one.month)}
                className="max-w-full rounded-control text-start text-accent hover:underline aria-pressed:font-semibold"
              >
                <StatusShape
                  kind="warning"
                  className="max-w-full"
                  text={t(m.monthNotComplete, { count: one.clients - one.rich, names: namesText(one.open) })}
                />
              </button>
            )}
            {one.expiring > 0 && <StatusShape kind="stale" text={t(m.monthExpiring, { count: one.expiring })} />}
          </p>
        </li>
      ))}
    </ul>
  );
};

type Fact = readonly [name: string, value: string, detail?: string];

const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-x-8 gap-y-1">
    {facts.map(([name, value, detail]) => (
      <div key={name} className="flex justify-between gap-4" title={detail}>
        <dt className="truncate text-text-2">{name}</dt>
        <dd className="text-end whitespace-nowrap">{value}</dd>
      </div>
    ))}
  </dl>
);

/** Ad accounts by the age of their newest reading. */
export const FreshnessCard = ({ health }: { health: EngineHealth }) => {
  const f = useFormats();
  const now = useNow();
  const { freshness } = health;
  const lines: [StatusKind, Message, number, Message][] = [
    ['ok', m.fresh, freshness.fresh, m.freshDetail],
    ['ageing', m.ageing, freshness.ageing, m.ageingDetail],
    ['stale', m.stale, freshness.stale, m.staleDetail],
    ['never', m.never, freshness.never, m.neverDetail],
  ];
  return (
    <Card title={t(m.ages)}>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {lines.map(([kind, word, count, detail]) => (
          <div key={word.id} title={t(detail)}>
            <dt>
              <StatusShape kind={kind} text={t(word)} className={count === 0 ? 'text-text-3' : ''} />
            </dt>
            <dd className="ps-5.5 text-section font-semibold">{f.count(count)}</dd>
          </div>
        ))}
      </dl>
      {freshness.oldest !== null && (
        <p className="mt-1 text-caption text-text-3">
          <RichText
            message={m.oldest}
            values={{
              age: <time title={f.instant(freshness.oldest)}>{f.relative(freshness.oldest, now)}</time>,
            }}
          />
        </p>
      )}
    </Card>
  );
};

const speed = (timings: Timings, f: Formats): string =>
  timings.p50 === null || timings.p95 === null
    ? t(m.speedNone)
    : t(m.speed, { median: f.count(Math.round(timings.p50)), p95: f.count(Math.round(timings.p95)) });

/** The engine about itself: rows, requests, queue, memory, disk. */
export const EngineCard = ({ health }: { health: EngineHealth }) => {
  const f = useFormats();
  const { kind, word } = ENGINE[health.status];
  const { runsLastDay: runs, queue } = health;
  return (
    <Card title={t(m.engine)}>
      <StatusShape kind={kind} text={t(word)} className="font-semibold" />
      {health.reasons.length > 0 && (
        <ul className="mb-2 list-disc ps-5 text-text-2">
          {health.reasons.slice(0, 3).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Facts
        facts={[
          [
            t(m.engineImports),
            t(m.engineImportsValue, { done: f.count(runs.succeeded), not: f.count(runs.failed + runs.partial) }),
            t(m.engineImportsDetail),
          ],
          [
            t(m.engineRows),
            health.ingest.rowsPerSecond === null
              ? f.count(health.ingest.rowsLastDay)
              : t(m.engineRowsValue, {
                  rows: f.count(health.ingest.rowsLastDay),
                  perSecond: f.count(health.ingest.rowsPerSecond),
                }),
            t(m.engineRowsDetail),
          ],
          [t(m.engineQueue), f.count(queue.queued + queue.waiting + queue.running)],
          ...health.requestsLastDay.map(
            (one) =>
              [
                t(m.engineRequests, { platform: PLATFORM_LABELS[one.platform].name }),
                t(m.engineRequestsValue, { count: f.count(one.count), speed: speed(one.durationMs, f) }),
                t(m.engineRequestsDetail, { failed: one.failed }),
              ] as const,
          ),
          [t(m.engineReads), speed(health.reads, f), t(m.engineReadsDetail)],
          [t(m.engineMemory), bytesText(health.memory.rssBytes, f)],
          [
            t(m.engineDisk),
            health.disk.freeBytes === null
              ? bytesText(health.disk.databaseBytes, f)
              : t(m.engineDiskValue, {
                  used: bytesText(health.disk.databaseBytes, f),
                  free: bytesText(health.disk.freeBytes, f),
                }),
            t(m.engineDiskDetail),
          ],
        ]}
      />
    </Card>
  );
};
