import { ArrowDown, ArrowUp, Plus, Sparkles, X } from 'lucide-react';
import { useState } from 'react';
import { CONVERSION_KINDS, type ConversionKind } from '../../../contract/client-profile.ts';
import { Button, cx, IconButton, Select } from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { moved, proposal, type ActionType, type NamedDraft } from './model.ts';
import { Sources } from './sources-list.tsx';

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
