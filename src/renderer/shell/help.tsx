import { COMMAND_IDS, commandOf, isSingleKey, keysOf, keyText, type CommandGroup } from '../../contract/commands.ts';
import { METRICS, type MetricDefinition } from '../../contract/metrics.ts';
import { Checkbox, Dialog, useClientSafe } from '../ui/index.ts';

const GROUPS: readonly CommandGroup[] = ['Go to', 'Data', 'View', 'Table and chart', 'Edit', 'Help'];

/** What tables and charts answer to while they have the focus; not commands, because they mean nothing elsewhere. */
const WITHIN: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓ ← →', 'Move in a table or along a chart'],
  ['Home End', 'First and last; with Ctrl in the whole table'],
  ['Enter', 'Open the row, or sort by the column'],
  ['Shift Enter', 'Sort by a second column'],
  ['→ ←', 'On a name: open and close what is below it'],
  ['Space', 'Select the row; with Shift ↑ ↓ several'],
  ['Ctrl A · Ctrl C', 'Select all rows · copy them for a spreadsheet'],
  ['Shift ← →', 'On a column heading: narrower, wider'],
  ['A', 'On a point of a chart: write a note for the day'],
];

type Line = { keys: string; what: string; single: boolean };

/** The sheet's lines, from the same table as the menus and the palette. Exported for its test. */
export const sheetOf = (mac: boolean): { group: string; lines: Line[] }[] => [
  ...GROUPS.map((group) => ({
    group,
    lines: COMMAND_IDS.filter((id) => commandOf(id).group === group && keysOf(id, mac).length > 0).map((id) => ({
      keys: keysOf(id, mac)
        .map((keys) => keyText(keys, mac))
        .join(' or '),
      what: id === 'shortcuts' ? 'This list' : commandOf(id).label,
      single: keysOf(id, mac).every(isSingleKey),
    })),
  })).filter(({ lines }) => lines.length > 0),
  { group: 'Inside a table or chart', lines: WITHIN.map(([keys, what]) => ({ keys, what, single: false })) },
];

/** The sheet of keys, with the switch for those of a single letter. */
export const ShortcutSheet = ({
  open,
  onOpenChange,
  mac,
  singleKeys,
  onSingleKeys,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  mac: boolean;
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
}) => (
  <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" wide>
    <div className="columns-2 gap-x-10 max-[820px]:columns-1">
      {sheetOf(mac).map(({ group, lines }) => (
        <section key={group} aria-label={group} className="mb-4 break-inside-avoid">
          <h3 className="mb-1 text-caption font-semibold text-text-3">{group}</h3>
          <dl className="flex flex-col gap-1">
            {lines.map(({ keys, what, single }) => (
              <div key={`${keys}${what}`} className="grid grid-cols-[9.5em_1fr] gap-x-4">
                <dt>
                  <kbd className={single && !singleKeys ? 'text-text-3 line-through' : 'font-semibold'}>{keys}</kbd>
                </dt>
                <dd className="text-text-2">{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
    <div className="mt-2 border-t border-line pt-3">
      <Checkbox
        label="Shortcuts of a single letter or sign (D, C, T, [, ], /, ?)"
        checked={singleKeys}
        onChange={onSingleKeys}
      />
    </div>
  </Dialog>
);

const unitWords = { currency: 'money', count: 'count', percent: 'percent', times: 'factor' } as const;
const sentences = (metric: MetricDefinition): string =>
  [
    metric.additivity === 'sum'
      ? metric.unit === 'currency'
        ? 'Adds up within one currency.'
        : 'Adds up.'
      : 'Worked out again from the sums, never added or averaged.',
    metric.better === 'neutral'
      ? 'Up is neither good nor bad.'
      : metric.better === 'up'
        ? 'Higher is better.'
        : 'Lower is better.',
    metric.settling ? 'The last days may still rise.' : '',
    metric.minimum ? `Marked as low data under ${metric.minimum.count} ${metric.minimum.of}.` : '',
  ]
    .filter(Boolean)
    .join(' ');

/** What each figure means, from the registry every table and chart reads. */
export const Glossary = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => {
  const clientSafe = useClientSafe();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Data glossary" wide>
      <dl className="flex flex-col divide-y divide-line">
        {Object.values(METRICS)
          .filter((metric) => !clientSafe || !metric.revealsCost)
          .map((metric) => (
            <div key={metric.key} className="grid grid-cols-[220px_1fr] gap-4 py-2">
              <dt className="font-semibold">
                {metric.label}
                <span className="block font-normal text-text-3">
                  {metric.short === metric.label ? '' : `${metric.short} · `}
                  {unitWords[metric.unit]}
                </span>
              </dt>
              <dd className="text-text-2">{sentences(metric)}</dd>
            </div>
          ))}
      </dl>
      <p className="mt-3 text-text-2">
        A dash (—) is a figure nobody reported or imported; 0 was measured. Reach is never added up.
      </p>
    </Dialog>
  );
};
