import { COMMAND_IDS, commandOf, isSingleKey, keysOf, keyText, type CommandGroup } from '../../contract/commands.ts';
import { labelOf, type MetricDefinition, type MetricKey, METRICS, shortOf } from '../../contract/metrics.ts';
import { Checkbox, Dialog, useClientSafe } from '../ui/index.ts';
import { listOf, t, type Message } from '../ui/text.ts';
import { glossaryText } from './glossary.ts';
import { m } from './messages.ts';

const GROUPS: Record<CommandGroup, Message> = {
  go: m.groupGo,
  data: m.groupData,
  view: m.groupView,
  table: m.groupTable,
  edit: m.groupEdit,
  help: m.groupHelp,
};

/** What tables and charts answer to while they have the focus; not commands, because they mean nothing elsewhere. */
const WITHIN: readonly { keys: readonly string[]; what: Message }[] = [
  { keys: ['↑', '↓', '←', '→'], what: m.keyMove },
  { keys: ['Home', 'End'], what: m.keyEnds },
  { keys: ['Enter'], what: m.keyOpen },
  { keys: ['Shift', 'Enter'], what: m.keySortMore },
  { keys: ['→', '←'], what: m.keyBranch },
  { keys: ['Space'], what: m.keySelect },
  { keys: ['Ctrl', 'A', '·', 'Ctrl', 'C'], what: m.keySelectAll },
  { keys: ['Shift', '←', '→'], what: m.keyWidth },
  { keys: ['A'], what: m.keyNote },
];

type Line = { keys: string; what: string; single: boolean };

/** The sheet's lines, from the same table as the menus and the palette. Exported for its test. */
export const sheetOf = (mac: boolean): { group: string; lines: Line[] }[] => [
  ...Object.entries(GROUPS)
    .map(([group, name]) => ({
      group: t(name),
      lines: COMMAND_IDS.filter((id) => commandOf(id).group === group && keysOf(id, mac).length > 0).map((id) => ({
        keys: listOf(
          keysOf(id, mac).map((keys) => keyText(keys, mac)),
          'disjunction',
        ),
        what: id === 'shortcuts' ? t(m.shortcutsThis) : t(commandOf(id).label),
        single: keysOf(id, mac).every(isSingleKey),
      })),
    }))
    .filter(({ lines }) => lines.length > 0),
  {
    group: t(m.groupWithin),
    lines: WITHIN.map(({ keys, what }) => ({ keys: keys.join(' '), what: t(what), single: false })),
  },
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
  <Dialog open={open} onOpenChange={onOpenChange} title={t(m.shortcuts)} wide>
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
      <Checkbox label={t(m.shortcutsSingle)} checked={singleKeys} onChange={onSingleKeys} />
    </div>
  </Dialog>
);

const UNITS: Record<MetricDefinition['unit'], Message> = {
  currency: m.unitMoney,
  count: m.unitCount,
  percent: m.unitPercent,
  times: m.unitFactor,
};

/** What each figure means, from the registry every table and chart reads. */
export const Glossary = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => {
  const clientSafe = useClientSafe();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t(m.glossary)} wide>
      <dl className="flex flex-col divide-y divide-line">
        {(Object.keys(METRICS) as MetricKey[])
          .map((key) => ({ key, metric: METRICS[key] }))
          .filter(({ metric }) => !clientSafe || !metric.revealsCost)
          .map(({ key, metric }) => (
            <div key={key} className="grid grid-cols-[220px_1fr] gap-4 py-2">
              <dt className="font-semibold">
                {labelOf(metric)}
                <span className="block font-normal text-text-3">
                  {shortOf(metric) === labelOf(metric) ? '' : `${shortOf(metric)} · `}
                  {t(UNITS[metric.unit])}
                </span>
              </dt>
              <dd className="text-text-2">{glossaryText(key, metric)}</dd>
            </div>
          ))}
      </dl>
      <p className="mt-3 text-text-2">{t(m.glossaryDash)}</p>
    </Dialog>
  );
};
