import { Pencil, RotateCcw } from 'lucide-react';
import type { ClientSchedule } from '../../../contract/schedules.ts';
import {
  ClientLink,
  Badge,
  Checkbox,
  IconButton,
  PlatformBadge,
  StatusShape,
  Switch,
  type Column,
  type Formats,
} from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { nextText, RESULTS, resultRank, ruleText, zonesText } from './words.ts';

type Context = {
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  onSwitch: (row: ClientSchedule, on: boolean) => void;
  onEdit: (row: ClientSchedule) => void;
  onFollow: (row: ClientSchedule) => void;
  now: number;
  f: Formats;
};

/** The schedules of the clients: on or off, when, which platforms, when next and how it went last. */
export const scheduleColumns = ({
  selected,
  toggle,
  onSwitch,
  onEdit,
  onFollow,
  now,
  f,
}: Context): Column<ClientSchedule>[] => [
  {
    id: 'select',
    header: '',
    title: t(m.columnSelected),
    width: 36,
    cell: (row) => (
      <Checkbox
        label={t(m.selectClient, { client: row.client })}
        hideLabel
        tabIndex={-1}
        checked={selected.has(row.clientId)}
        onChange={() => toggle(row.clientId)}
      />
    ),
  },
  {
    id: 'client',
    header: t(m.columnClient),
    width: 170,
    grow: true,
    value: (row) => row.client,
    cell: (row) => <ClientLink inGrid id={row.clientId} name={row.client} />,
  },
  {
    id: 'enabled',
    header: t(m.columnAutomatic),
    width: 92,
    value: (row) => (row.rule.enabled ? 1 : 0),
    cell: (row) => (
      <Switch
        tabIndex={-1}
        label={t(m.switchClient, { client: row.client })}
        words={[t(m.on), t(m.off)]}
        checked={row.rule.enabled}
        onChange={(on) => onSwitch(row, on)}
      />
    ),
  },
  {
    id: 'when',
    header: t(m.columnWhen),
    title: t(m.columnWhenTitle),
    width: 190,
    value: (row) => (row.rule.everyHours === null ? 24 : row.rule.everyHours) * 1440 + row.rule.atMinute,
    cell: (row) => (
      <span className="flex min-w-0 flex-col leading-4" title={listOf(row.timeZones, 'unit')}>
        <span className="truncate">{ruleText(row.rule, f.locale)}</span>
        <span className="truncate text-caption text-text-3">{zonesText(row.timeZones)}</span>
      </span>
    ),
  },
  {
    id: 'platforms',
    header: t(m.columnVia),
    title: t(m.columnViaTitle),
    width: 64,
    cell: (row) =>
      row.rule.platforms === null ? (
        <span>{t(m.all)}</span>
      ) : (
        <span className="flex gap-1">
          {row.rule.platforms.map((platform) => (
            <PlatformBadge key={platform} platform={platform} />
          ))}
        </span>
      ),
  },
  {
    id: 'next',
    header: t(m.columnNext),
    title: t(m.columnNextTitle),
    width: 150,
    value: (row) => row.nextRunAt,
    cell: (row) => <NextRun row={row} now={now} f={f} />,
  },
  {
    id: 'last',
    header: t(m.columnLast),
    title: t(m.columnLastTitle),
    width: 140,
    value: (row) => resultRank(row.lastRun),
    cell: ({ lastRun }) =>
      lastRun === null ? (
        <span className="text-text-3">{t(m.noneYet)}</span>
      ) : (
        <StatusShape
          kind={RESULTS[lastRun.status].kind}
          text={t(m.resultAge, { result: t(RESULTS[lastRun.status].word), age: f.age(lastRun.at, now) })}
          title={t(m.resultAt, { result: t(RESULTS[lastRun.status].word), instant: f.instant(lastRun.at) })}
        />
      ),
  },
  {
    id: 'own',
    header: t(m.columnRule),
    title: t(m.columnRuleTitle),
    width: 76,
    value: (row) => (row.inherited ? 0 : 1),
    cell: (row) =>
      row.inherited ? (
        <span className="text-text-3">{t(m.ruleDefault)}</span>
      ) : (
        <Badge tone="accent">{t(m.ruleOwn)}</Badge>
      ),
  },
  {
    id: 'edit',
    header: '',
    title: t(m.columnActions),
    width: 76,
    cell: (row) => (
      <span className="flex">
        <IconButton
          tabIndex={-1}
          icon={Pencil}
          label={t(m.editClient, { client: row.client })}
          onClick={() => onEdit(row)}
        />
        {!row.inherited && (
          <IconButton
            tabIndex={-1}
            icon={RotateCcw}
            label={t(m.followClient, { client: row.client })}
            onClick={() => onFollow(row)}
          />
        )}
      </span>
    ),
  },
];

const NextRun = ({ row, now, f }: { row: ClientSchedule; now: number; f: Formats }) => {
  if (!row.rule.enabled) return <span className="text-text-3">{t(m.off)}</span>;
  if (row.adAccounts === 0) return <span className="text-text-3">{t(m.noAdAccount)}</span>;
  if (row.needsSignIn) return <StatusShape kind="locked" text={t(m.signInFirst)} title={t(m.signInFirstTitle)} />;
  return (
    <span className="truncate" title={row.nextRunAt === null ? undefined : f.instant(row.nextRunAt)}>
      {nextText(row.nextRunAt, now, f)}
    </span>
  );
};
