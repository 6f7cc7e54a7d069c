import type { EngineHealth, Timings } from '../../../contract/observability.ts';
import type { GapsView } from '../../../contract/validation.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { Card, StatusShape, useFormats, useNow, type StatusKind } from '../../ui/index.ts';
import { namesText, type MonthSummary } from './model.ts';
import { bytesText, counted, ENGINE, monthName } from './words.ts';

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
    <ul aria-label="Months" className="grid grid-cols-[repeat(auto-fit,minmax(200px,1fr))] gap-4">
      {months.slice(0, 3).map((one) => (
        <li key={one.month} className="rounded-card border border-line bg-surface px-4 py-3">
          <h2 className="font-semibold text-text-2">{monthName(one.month, f)}</h2>
          <p className="text-section font-semibold">
            {one.clients === 0
              ? 'Nothing asked for'
              : `${f.count(one.rich)} of ${counted(f, one.clients, 'client')} complete`}
          </p>
          <p className="flex flex-wrap gap-x-4 text-text-2">
            {one.clients > 0 && one.rich === one.clients && <StatusShape kind="ok" text="Nothing is missing" />}
            {one.rich < one.clients && (
              <button
                type="button"
                aria-pressed={chosen === one.month}
                title={`Shows only ${one.open.length === 1 ? 'this client' : 'these clients'} in the months below: ${one.open.map((open) => open.client).join(', ')}`}
                onClick={() => onChoose(chosen === one.month ? null : one.month)}
                className="max-w-full rounded-control text-start text-accent hover:underline aria-pressed:font-semibold"
              >
                <StatusShape
                  kind="warning"
                  text={`${counted(f, one.clients - one.rich, 'client')} not complete: ${namesText(one.open)}`}
                />
              </button>
            )}
            {one.expiring > 0 && (
              <StatusShape kind="stale" text={`${counted(f, one.expiring, 'client')} about to lose days`} />
            )}
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
  const lines: [StatusKind, string, number, string][] = [
    ['ok', 'Fresh', freshness.fresh, 'Read within 26 hours'],
    ['ageing', 'Ageing', freshness.ageing, 'Read within 48 hours'],
    ['stale', 'Stale', freshness.stale, 'Read more than 48 hours ago'],
    ['never', 'Never read', freshness.never, 'No figures yet'],
  ];
  return (
    <Card title="Ad accounts by age of data">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {lines.map(([kind, word, count, detail]) => (
          <div key={word} title={detail}>
            <dt>
              <StatusShape kind={kind} text={word} className={count === 0 ? 'text-text-3' : ''} />
            </dt>
            <dd className="ps-5.5 text-section font-semibold">{f.count(count)}</dd>
          </div>
        ))}
      </dl>
      {freshness.oldest !== null && (
        <p className="mt-1 text-caption text-text-3">
          The longest unread: <time title={f.instant(freshness.oldest)}>{f.relative(freshness.oldest, now)}</time>.
        </p>
      )}
    </Card>
  );
};

const speed = (timings: Timings): string =>
  timings.p50 === null || timings.p95 === null
    ? 'none yet'
    : `${Math.round(timings.p50)} ms, p95 ${Math.round(timings.p95)} ms`;

/** The engine about itself: rows, requests, queue, memory, disk. */
export const EngineCard = ({ health }: { health: EngineHealth }) => {
  const f = useFormats();
  const { kind, word } = ENGINE[health.status];
  const { runsLastDay: runs, queue } = health;
  return (
    <Card title="Engine">
      <StatusShape kind={kind} text={word} className="font-semibold" />
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
            'Imports, last day',
            `${f.count(runs.succeeded)} done · ${f.count(runs.failed + runs.partial)} not`,
            'Ended well; failed or partly done',
          ],
          [
            'Rows, last day',
            `${f.count(health.ingest.rowsLastDay)}${health.ingest.rowsPerSecond === null ? '' : ` · ${f.count(health.ingest.rowsPerSecond)}/s`}`,
            'Read and checked; per second of working time',
          ],
          ['In line', f.count(queue.queued + queue.waiting + queue.running)],
          ...health.requestsLastDay.map(
            (one) =>
              [
                `${PLATFORM_LABELS[one.platform].name} requests`,
                `${f.count(one.count)} · ${speed(one.durationMs)}`,
                `Requests of the last day, ${one.failed} of them failed; median and 95th percentile of their time`,
              ] as const,
          ),
          ['Reads', speed(health.reads), 'Answers to screens since the start: median and 95th percentile'],
          ['Memory', bytesText(health.memory.rssBytes, f)],
          [
            'Disk',
            `${bytesText(health.disk.databaseBytes, f)}${health.disk.freeBytes === null ? '' : ` · ${bytesText(health.disk.freeBytes, f)} free`}`,
            'The database; what is free where it lies',
          ],
        ]}
      />
    </Card>
  );
};

/** Whether sums add up, in one line per kind. */
export const ChecksCard = ({ counts }: { counts: GapsView['counts'] }) => {
  const f = useFormats();
  return (
    <Card title="Sums">
      <StatusShape
        kind={counts.open > 0 ? 'warning' : 'ok'}
        text={
          counts.open > 0
            ? `${counted(f, counts.open, 'figure')} that ${counts.open === 1 ? 'does' : 'do'} not add up`
            : 'Everything that has settled adds up'
        }
        className="font-semibold"
      />
      <p className="mt-1 mb-2 text-text-2">
        After every import ads are added up to campaigns and the account, hours and breakdowns to days, days to months.
      </p>
      <Facts
        facts={[
          ['Not settled yet', f.count(counts.notSettled), 'The platform still changes these days'],
          ['Read at different times', f.count(counts.readApart), 'The next import decides'],
        ]}
      />
    </Card>
  );
};
