import { ArrowDown, ArrowUp, Plus, Sparkles, X } from 'lucide-react';
import { useState } from 'react';
import { CONVERSION_KINDS, type ConversionKind } from '../../../contract/client-profile.ts';
import {
  addDays,
  Button,
  cx,
  FilterField,
  fold,
  IconButton,
  PlatformBadge,
  Select,
  useFormats,
} from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { hasSource, moved, overlaps, proposal, sourceId, type ActionType, type NamedDraft } from './model.ts';

/** From so many on, looking for one takes longer than typing. */
const MANY = 12;
/** As many as a client may have. */
const MOST_NAMES = 30;

const kinds = (): { value: ConversionKind; label: string }[] =>
  (Object.keys(CONVERSION_KINDS) as ConversionKind[]).map((value) => ({
    value,
    label: t(CONVERSION_KINDS[value].label),
  }));

/** Which of the platforms' conversions are behind the client's own names: the names in their order, and the sources of the chosen one. */
export const ConversionsEditor = ({
  drafts,
  onChange,
  types,
  errors,
}: {
  drafts: readonly NamedDraft[];
  onChange: (drafts: readonly NamedDraft[]) => void;
  types: readonly ActionType[];
  errors: ReadonlyMap<number, string>;
}) => {
  const [chosen, setChosen] = useState<number | null>(drafts[0]?.key ?? null);
  const current = drafts.find((one) => one.key === chosen) ?? drafts[0] ?? null;
  const next = Math.max(-1, ...drafts.map((one) => one.key)) + 1;
  const change = (key: number, part: Partial<NamedDraft>): void =>
    onChange(drafts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = (): void => {
    onChange([...drafts, { key: next, name: '', kind: 'lead', sources: [] }]);
    setChosen(next);
  };
  const proposed = drafts.length === 0 ? proposal(types) : [];
  return (
    <div className="flex flex-col gap-3">
      {drafts.length === 0 && <p className="text-text-2">{t(m.noNames)}</p>}
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] gap-4">
        <ol aria-label={t(m.namesLabel)} className="flex flex-col gap-2">
          {drafts.map((draft, index) => (
            <li
              key={draft.key}
              className={cx(
                'flex flex-col gap-1 rounded-card border p-2',
                draft.key === current?.key ? 'border-accent' : 'border-line',
              )}
            >
              <div className="flex items-center gap-1">
                <input
                  aria-label={t(m.nameNumber, { number: String(index + 1) })}
                  aria-invalid={errors.has(draft.key) ? true : undefined}
                  placeholder={t(m.namePlaceholder)}
                  value={draft.name}
                  maxLength={60}
                  dir="auto"
                  onFocus={() => setChosen(draft.key)}
                  onChange={(event) => change(draft.key, { name: event.target.value })}
                  className={cx(
                    'h-8 min-w-0 flex-1 rounded-control border bg-surface px-2 text-text',
                    errors.has(draft.key) ? 'border-bad' : 'border-control',
                  )}
                />
                <Select<ConversionKind>
                  label={
                    draft.name === ''
                      ? t(m.kindOfNumber, { number: String(index + 1) })
                      : t(m.kindOf, { name: draft.name })
                  }
                  value={draft.kind}
                  onChange={(kind) => change(draft.key, { kind })}
                  options={kinds()}
                  className="min-w-[112px]"
                />
              </div>
              <div className="flex items-center gap-1">
                <button
                  type="button"
                  aria-pressed={draft.key === current?.key}
                  onClick={() => setChosen(draft.key)}
                  className="me-auto min-h-6 truncate rounded-control px-1 text-text-2 hover:text-text"
                >
                  {t(m.conversionsBehind, { count: draft.sources.length })}
                </button>
                <IconButton
                  icon={ArrowUp}
                  label={draft.name === '' ? t(m.moveUnnamedUp) : t(m.moveUp, { name: draft.name })}
                  className="size-6!"
                  disabled={index === 0}
                  onClick={() => onChange(moved(drafts, index, -1))}
                />
                <IconButton
                  icon={ArrowDown}
                  label={draft.name === '' ? t(m.moveUnnamedDown) : t(m.moveDown, { name: draft.name })}
                  className="size-6!"
                  disabled={index === drafts.length - 1}
                  onClick={() => onChange(moved(drafts, index, 1))}
                />
                <IconButton
                  icon={X}
                  label={draft.name === '' ? t(m.removeUnnamed) : t(m.remove, { name: draft.name })}
                  className="size-6!"
                  onClick={() => onChange(drafts.filter((one) => one.key !== draft.key))}
                />
              </div>
              <div aria-live="polite" className="text-bad empty:hidden">
                {errors.get(draft.key)}
              </div>
            </li>
          ))}
          <li className="flex flex-wrap gap-2">
            <Button
              small
              icon={Plus}
              onClick={add}
              disabledReason={drafts.length >= MOST_NAMES ? t(m.atMost, { count: MOST_NAMES }) : null}
            >
              {t(m.addName)}
            </Button>
            {proposed.length > 0 && (
              <Button
                small
                icon={Sparkles}
                title={listOf(
                  proposed.map((one) => one.name),
                  'unit',
                )}
                onClick={() => onChange(proposed.map((one, key) => ({ ...one, key })))}
              >
                {t(m.propose)}
              </Button>
            )}
          </li>
        </ol>
        <Sources draft={current} types={types} onChange={(sources) => current && change(current.key, { sources })} />
      </div>
    </div>
  );
};

/** What the platforms counted, to choose from. Chosen sources that were not counted lately stay in the list. */
const Sources = ({
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
  const wanted = fold(filter.trim());
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {types.length > MANY && <FilterField label={t(m.filterCounted)} value={filter} onChange={setFilter} />}
      <fieldset
        disabled={draft === null}
        className="flex max-h-[320px] min-w-0 flex-col overflow-auto rounded-card border border-line"
      >
        <legend className="sr-only">
          {draft === null ? t(m.counted) : draft.name === '' ? t(m.behindUnnamed) : t(m.behind, { name: draft.name })}
        </legend>
        {[
          ...types,
          ...quiet.map((source) => ({ ...source, label: source.actionType, count: 0, lastDay: null, mappedTo: [] })),
        ]
          .filter((type) => wanted === '' || fold(`${type.label} ${type.actionType}`).includes(wanted))
          .map((type) => {
            const checked = draft !== null && hasSource(draft, type);
            const note = notes.get(sourceId(type));
            return (
              <label
                key={sourceId(type)}
                className="flex min-h-9 items-center gap-2 border-b border-line px-2 py-1 last:border-b-0 hover:bg-sunken"
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
                  <bdi className="block truncate" title={`${type.label} (${type.actionType})`}>
                    {type.label}
                  </bdi>
                  {note && <span className="block text-caption text-warn">△ {note}</span>}
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
