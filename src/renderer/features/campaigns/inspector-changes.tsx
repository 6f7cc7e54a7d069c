import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EntityRow } from '../../../contract/dashboards.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { changeLines } from './inspector-model.ts';
import { Section } from './inspector-section.tsx';
import { m } from './messages.ts';
import type { EntitiesInput } from './use-tree.ts';
import type { EntityLevel } from './words.ts';

const SHOWN = 20;

/** What the platform told differently of the row's days after they were over. */
export const Corrections = ({ input, row, since }: { input: EntitiesInput; row: EntityRow; since: string | null }) => {
  const f = useFormats();
  const query = useQuery({
    ...api.dashboards.changes.queryOptions({
      input: {
        clientId: input.clientId,
        since: since ?? '2000-01-01T00:00:00Z',
        range: input.range,
        platforms: [row.platform],
        level: row.level as EntityLevel,
        entityId: row.entityId,
        asKnownOn: input.asKnownOn ?? null,
        clientSafe: input.clientSafe === true,
        limit: SHOWN,
      },
    }),
    enabled: since !== null,
    placeholderData: keepPreviousData,
  });
  const changes = (query.data?.changes ?? []).filter((change) => change.adAccountId === row.adAccountId);
  return (
    <Section title={t(m.corrections)}>
      {query.error !== null ? (
        <p className="text-text-2">{sentenceOf(query.error)}</p>
      ) : changes.length === 0 ? (
        <p className="text-text-2">{query.data ? t(m.correctionsEmpty) : ' '}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {changes.map((change) => (
            <li key={`${change.day} ${change.seenAt}`}>
              <div className="flex justify-between gap-2">
                <span className="font-semibold">{f.day(change.day, 'weekday')}</span>
                <span className="text-caption text-text-3">
                  {t(m.correctionSeen, { when: f.instant(change.seenAt) })}
                </span>
              </div>
              {changeLines(change, f).map((line) => (
                <div key={line} className="text-text-2">
                  {line}
                </div>
              ))}
            </li>
          ))}
          {(query.data?.total ?? 0) > changes.length && (
            <li className="text-text-3">{t(m.moreDays, { count: (query.data?.total ?? 0) - changes.length })}</li>
          )}
        </ul>
      )}
    </Section>
  );
};
