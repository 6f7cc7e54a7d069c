import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EntityRow } from '../../../contract/dashboards.ts';
import type { Flag } from '../../../contract/events.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { useFormats, type Formats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { Section } from './inspector-section.tsx';
import { m } from './messages.ts';
import type { EntitiesInput } from './use-tree.ts';
import { platformStatusWords } from './words.ts';

const KINDS: readonly Flag['kind'][] = ['budget', 'status', 'name'];

/** 'PLN 20.00 → PLN 30.00', 'Active → Paused' */
const changeWords = (flag: Flag, f: Pick<Formats, 'money'>): string => {
  if (flag.amounts) {
    const { currency, oldMicros, newMicros } = flag.amounts;
    const text = (micros: number | null): string => (micros === null ? t(m.noAmount) : f.money(micros, currency));
    return t(m.changed, { old: text(oldMicros), new: text(newMicros) });
  }
  const text = (value: string | null): string =>
    value === null ? t(m.nothing) : flag.kind === 'status' ? platformStatusWords(value) : value;
  return t(m.changed, { old: text(flag.old), new: text(flag.new) });
};

/** What people changed about the row: budget, status, name, as Tidemark saw it. */
export const History = ({ input, row }: { input: EntitiesInput; row: EntityRow }) => {
  const f = useFormats();
  const query = useQuery({
    ...api.dashboards.events.queryOptions({
      input: {
        clientId: input.clientId,
        range: input.range,
        compare: input.compare,
        platforms: [row.platform],
        clientSafe: input.clientSafe === true,
      },
    }),
    placeholderData: keepPreviousData,
  });
  const flags = (query.data?.flags ?? [])
    .filter(
      (flag) =>
        KINDS.includes(flag.kind) &&
        flag.platform === row.platform &&
        flag.level === row.level &&
        flag.entityId === row.entityId,
    )
    .toReversed();
  return (
    <Section title={t(m.history)}>
      {query.error !== null ? (
        <p className="text-text-2">{sentenceOf(query.error)}</p>
      ) : flags.length === 0 ? (
        <p className="text-text-2">{query.data ? t(m.historyEmpty) : ' '}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {flags.map((flag) => (
            <li key={flag.id}>
              <div className="flex justify-between gap-2">
                <span className="font-semibold">{flag.title}</span>
                <span className="shrink-0 text-caption text-text-3">{f.day(flag.day, 'weekday')}</span>
              </div>
              <div className="text-text-2">
                <bdi>{changeWords(flag, f)}</bdi>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
