import { ColumnPicker, FilterField, Segmented, Select } from '../../ui/index.ts';
import { DensityToggle } from '../../ui/density.tsx';
import { t } from '../../ui/text.ts';
import { FilterBar } from './filter-bar.tsx';
import { filtersToText, type Filter } from './filters.ts';
import { m } from './messages.ts';
import {
  ALWAYS,
  columnsToText,
  PRESET_LABELS,
  PRESETS,
  type ColumnContext,
  type ColumnInfo,
  type Preset,
} from './presets.ts';
import type { Search } from './use-search.ts';
import { ENTITY_LEVELS, levelCount, levelWords, type EntityLevel } from './words.ts';

/** Which columns, which level, which rows. */
export const Toolbar = ({
  level,
  search,
  set,
  text,
  onText,
  filters,
  context,
  found,
  all,
  chosen,
  preset,
  compact,
}: {
  level: EntityLevel;
  search: Search;
  set: (change: Search, replace?: boolean) => unknown;
  text: string;
  onText: (text: string) => void;
  filters: readonly Filter[];
  context: ColumnContext;
  found: number;
  all: readonly ColumnInfo[];
  chosen: readonly ColumnInfo[];
  preset: Preset | 'custom';
  compact: boolean;
}) => {
  const always: readonly string[] = ALWAYS;
  return (
    <div role="group" aria-label={t(m.toolbar)} className="flex flex-wrap items-center gap-2">
      <Select<Preset | 'custom'>
        label={t(m.presets)}
        value={preset}
        onChange={(next) =>
          set({
            preset: next === 'performance' ? undefined : next,
            cols: next === 'custom' ? (search.cols ?? columnsToText(chosen.map((one) => one.id))) : search.cols,
          })
        }
        options={[...PRESETS, 'custom' as const].map((value) => ({ value, label: t(PRESET_LABELS[value]) }))}
        className="min-w-[132px]"
      />
      <Segmented
        label={t(m.level)}
        value={level}
        onChange={(next) =>
          set(
            { level: next === 'campaign' ? undefined : next, parent: undefined, under: undefined, row: undefined },
            false,
          )
        }
        options={ENTITY_LEVELS.map((value) => ({ value, label: levelWords(value, 'label') }))}
      />
      <FilterField label={levelWords(level, 'filter')} value={text} onChange={onText} />
      <FilterBar filters={filters} context={context} onChange={(next) => set({ where: filtersToText(next) })} />
      <span aria-live="polite" className="text-text-2">
        {(text !== '' || filters.length > 0) && levelCount(level, 'found', found)}
      </span>
      <span className="ms-auto inline-flex items-center gap-1">
        <DensityToggle compact={compact} onChange={(dense) => set({ dense })} />
        <ColumnPicker
          all={all.map((column) => ({ ...column, always: always.includes(column.id) }))}
          shown={chosen.map((column) => column.id)}
          onChange={(ids) => set({ preset: 'custom', cols: columnsToText(ids) })}
          onReset={preset === 'custom' ? () => set({ preset: undefined, cols: undefined }) : undefined}
        />
      </span>
    </div>
  );
};
