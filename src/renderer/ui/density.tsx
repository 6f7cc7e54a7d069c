import { Rows3, Rows4 } from 'lucide-react';
import { IconButton } from './button.tsx';
import { m } from './messages.ts';
import { t } from './text.ts';

/** What the address or a saved view says of a table's rows; undefined = as the person's settings have it. */
export type Density = 'compact' | 'comfortable';
export const DENSITY_WORDS: readonly Density[] = ['compact', 'comfortable'];

const MANY_ROWS = 50;

/** Whether rows are low: as this view says, else low for long tables, else as the settings say. */
export const isCompact = (own: Density | undefined, setting: Density, rows: number): boolean =>
  (own ?? (rows > MANY_ROWS ? 'compact' : setting)) === 'compact';

/** Height of the rows of this table alone; the setting is for all of them. */
export const DensityToggle = ({ compact, onChange }: { compact: boolean; onChange: (density: Density) => void }) => (
  <IconButton
    icon={compact ? Rows4 : Rows3}
    label={t(m.rowsCompact)}
    aria-pressed={compact}
    title={t(compact ? m.rowsAreCompact : m.rowsAreComfortable)}
    onClick={() => onChange(compact ? 'comfortable' : 'compact')}
  />
);
