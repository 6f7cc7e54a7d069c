import { ColumnPicker, FilterField, plural, Segmented, Select, useFormats } from '../../ui/index.ts';
import { DensityToggle } from '../../ui/density.tsx';
import { FilterBar } from './filter-bar.tsx';
import { filtersToText, type Filter } from './filters.ts';
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
import { LEVEL_WORDS, manyOf, type EntityLevel } from './words.ts';

const LEVELS = (Object.keys(LEVEL_WORDS) as EntityLevel[]).map((value) => ({ value, label: LEVEL_WORDS[value].label }));

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
  const f = useFormats();
  const always: readonly string[] = ALWAYS;
  return (
    <div role="group" aria-label="Table" className="flex flex-wrap items-center gap-2">
      <Select<Preset | 'custom'>
        label="Columns preset"
        value={preset}
        onChange={(next) =>
          set({
            preset: next === 'performance' ? undefined : next,
            cols: next === 'custom' ? (search.cols ?? columnsToText(chosen.map((one) => one.id))) : search.cols,
          })
        }
        options={[...PRESETS, 'custom' as const].map((value) => ({ value, label: PRESET_LABELS[value] }))}
        className="min-w-[132px]"
      />
      <Segmented
        label="Level"
        value={level}
        onChange={(next) =>
          set(
            { level: next === 'campaign' ? undefined : next, parent: undefined, under: undefined, row: undefined },
            false,
          )
        }
        options={LEVELS}
      />
      <FilterField label={`Filter ${manyOf(level)}`} value={text} onChange={onText} />
      <FilterBar filters={filters} context={context} onChange={(next) => set({ where: filtersToText(next) })} />
      <span aria-live="polite" className="text-text-2">
        {(text !== '' || filters.length > 0) &&
          `${plural(f.locale, found, { one: LEVEL_WORDS[level].one, other: LEVEL_WORDS[level].many })} found`}
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
