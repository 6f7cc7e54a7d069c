import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PeriodsView } from '../../../contract/breakdowns.ts';
import type { EntityRow } from '../../../contract/dashboards.ts';
import { METRICS } from '../../../contract/metrics.ts';
import { api } from '../../bridge.ts';
import { useFormats, type Formats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { Section } from './inspector-section.tsx';
import { m } from './messages.ts';
import type { EntitiesInput } from './use-tree.ts';
import { rankingWords, type EntityLevel } from './words.ts';

type Period = PeriodsView['periods'][number];

/** Reach, frequency and rankings: of exactly the shown days, and of each whole month among them. They never add up. */
export const Periods = ({ input, row }: { input: EntitiesInput; row: EntityRow }) => {
  const f = useFormats();
  const query = useQuery({
    ...api.dashboards.periods.queryOptions({
      input: {
        clientId: input.clientId,
        range: input.range,
        platforms: [row.platform],
        level: row.level as EntityLevel,
        entityId: row.entityId,
        asKnownOn: input.asKnownOn ?? null,
        clientSafe: input.clientSafe === true,
      },
    }),
    placeholderData: keepPreviousData,
  });
  const periods = (query.data?.periods ?? []).filter((period) => period.adAccountId === row.adAccountId);
  const offered = periods.filter((period) => period.offered || !period.missing);
  return (
    <Section title={t(m.people)}>
      {query.data && offered.length === 0 ? (
        <p className="text-text-2">{t(m.reachNotTold)}</p>
      ) : (
        <dl className="flex flex-col gap-2">
          {offered.map((period) => (
            <div key={period.month ?? 'range'}>
              <dt className="text-caption text-text-3">{periodName(period, f)}</dt>
              <dd>{periodWords(period, row.entityId, f)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
};

const periodName = (period: Period, f: Formats): string => {
  if (period.month === null) return t(m.shownDays, { days: f.range(period.range.from, period.range.to) });
  const month = f.month(period.month);
  return period.through === null ? month : t(m.monthUpTo, { month, day: f.day(period.through) });
};

const periodWords = (period: Period, entityId: string, f: Formats): string => {
  if (period.missing) return t(m.periodNotAsked);
  const told = period.rows.find((one) => one.entityId === entityId);
  if (told === undefined) return t(m.periodNothing);
  const uniques = { reach: told.reach, frequency: told.frequency, impressionShare: told.impressionShare };
  const frequency = METRICS.frequency.derive({ ...told.sums, uniques });
  const parts = [
    told.reach === null ? null : t(m.peopleCount, { count: f.count(told.reach) }),
    frequency === null ? null : t(m.frequency, { frequency: f.fixed(frequency, METRICS.frequency.decimals) }),
    told.impressionShare == null
      ? null
      : t(m.share, { share: f.metric(METRICS.impressionShare, told.impressionShare * 100, '') }),
    told.rankings?.quality ? t(m.rankingQuality, { ranking: rankingWords(told.rankings.quality).toLowerCase() }) : null,
    told.rankings?.engagementRate
      ? t(m.rankingEngagement, { ranking: rankingWords(told.rankings.engagementRate).toLowerCase() })
      : null,
    told.rankings?.conversionRate
      ? t(m.rankingConversion, { ranking: rankingWords(told.rankings.conversionRate).toLowerCase() })
      : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? t(m.periodNotTold) : parts.join(' · ');
};
