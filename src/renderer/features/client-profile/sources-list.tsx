import { useState } from 'react';
import { addDays, cx, FilterField, fold, PlatformBadge, useFormats } from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import { actionRows } from './action-rows.ts';
import { m } from './messages.ts';
import { hasSource, overlaps, sourceId, type ActionType, type NamedDraft } from './model.ts';

/** From so many on, looking for one takes longer than typing. */
const MANY = 12;

/** What the platforms counted, to choose from. Chosen sources that were not counted lately stay in the list. */
export const Sources = ({
  draft,
  types,
  onChange,
}: {
  draft: NamedDraft | null;
  types: readonly ActionType[];
  onChange: (sources: NamedDraft['sources']) => void;
}) => {
  const f = useFormats();
  const [filter, setFilter] = useState('');
  // Told lately, as almost all are: then the day says nothing.
  const quietSince = addDays(
    types.reduce((last, type) => (type.lastDay > last ? type.lastDay : last), '2000-01-01'),
    -7,
  );
  if (types.length === 0 && (draft === null || draft.sources.length === 0))
    return <p className="text-text-3">{t(m.noneCounted)}</p>;
  const notes = draft === null ? new Map<string, string>() : overlaps(draft, types);
  const quiet = (draft?.sources ?? []).filter((source) => !types.some((type) => sourceId(type) === sourceId(source)));
  const rows = actionRows([
    ...types,
    ...quiet.map((source) => ({ ...source, label: source.actionType, count: 0, lastDay: null })),
  ]);
  const wanted = fold(filter.trim());
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {rows.some(({ inside }) => inside.length > 0) && <p className="text-text-2">{t(m.insideWider)}</p>}
      {types.length > MANY && <FilterField label={t(m.filterCounted)} value={filter} onChange={setFilter} />}
      <fieldset
        disabled={draft === null}
        className="flex max-h-[320px] min-w-0 flex-col overflow-auto rounded-card border border-line"
      >
        <legend className="sr-only">
          {draft === null ? t(m.counted) : draft.name === '' ? t(m.behindUnnamed) : t(m.behind, { name: draft.name })}
        </legend>
        {rows
          .filter(({ type, name }) => wanted === '' || fold(`${name} ${type.actionType}`).includes(wanted))
          .map(({ type, name, raw, inside }) => {
            const checked = draft !== null && hasSource(draft, type);
            const note = notes.get(sourceId(type));
            return (
              <label
                key={sourceId(type)}
                className={cx(
                  'flex min-h-9 shrink-0 items-center gap-2 border-b border-line px-2 py-1 last:border-b-0 hover:bg-sunken',
                  inside.length > 0 && 'ps-7',
                )}
              >
                <input
                  type="checkbox"
                  checked={checked}
                  onChange={() =>
                    draft !== null &&
                    onChange(
                      checked
                        ? draft.sources.filter((one) => sourceId(one) !== sourceId(type))
                        : [...draft.sources, { platform: type.platform, actionType: type.actionType }],
                    )
                  }
                  className="size-4 shrink-0 accent-accent"
                />
                <PlatformBadge platform={type.platform} />
                <span className="min-w-0 flex-1">
                  <bdi className="block truncate" title={`${name} (${type.actionType})`}>
                    {name}
                  </bdi>
                  {raw !== null && (
                    <bdi className="block truncate font-mono text-caption text-text-3" title={raw}>
                      {raw}
                    </bdi>
                  )}
                  {note ? (
                    <span className="block text-caption text-warn">△ {note}</span>
                  ) : (
                    inside.length > 0 && (
                      <span className="block text-caption text-text-2">
                        {t(m.countedOnce, { holders: listOf(inside) })}
                      </span>
                    )
                  )}
                </span>
                <span className="shrink-0 text-end text-text-2">
                  {f.count(type.count, 1)}
                  {type.lastDay !== null && type.lastDay < quietSince && (
                    <span className="block text-caption text-text-3">
                      {t(m.lastCounted, { day: f.day(type.lastDay) })}
                    </span>
                  )}
                </span>
              </label>
            );
          })}
      </fieldset>
    </div>
  );
};
