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
    title: 'Selected',
    width: 36,
    cell: (row) => (
      <Checkbox
        label={`Select ${row.client}`}
        hideLabel
        tabIndex={-1}
        checked={selected.has(row.clientId)}
        onChange={() => toggle(row.clientId)}
      />
    ),
  },
  {
    id: 'client',
    header: 'Client',
    width: 190,
    grow: true,
    value: (row) => row.client,
    cell: (row) => <ClientLink inGrid id={row.clientId} name={row.client} />,
  },
  {
    id: 'enabled',
    header: 'Automatic',
    width: 92,
    value: (row) => (row.rule.enabled ? 1 : 0),
    cell: (row) => (
      <Switch
        tabIndex={-1}
        label={`Import ${row.client} automatically`}
        words={['On', 'Off']}
        checked={row.rule.enabled}
        onChange={(on) => onSwitch(row, on)}
      />
    ),
  },
  {
    id: 'when',
    header: 'When',
    title: "When, in each ad account's own time zone",
    width: 190,
    value: (row) => (row.rule.everyHours === null ? 24 : row.rule.everyHours) * 1440 + row.rule.atMinute,
    cell: (row) => (
      <span className="flex min-w-0 flex-col leading-4" title={row.timeZones.join(', ')}>
        <span className="truncate">{ruleText(row.rule, f.locale)}</span>
        <span className="truncate text-caption text-text-3">{zonesText(row.timeZones)}</span>
      </span>
    ),
  },
  {
    id: 'platforms',
    header: 'Via',
    title: 'Platforms',
    width: 64,
    cell: (row) =>
      row.rule.platforms === null ? (
        <span>All</span>
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
    header: 'Next run',
    title: "On this computer's clock; the rule's times are of the ad account's own zone",
    width: 150,
    value: (row) => row.nextRunAt,
    cell: (row) => <NextRun row={row} now={now} f={f} />,
  },
  {
    id: 'last',
    header: 'Last result',
    title: 'Result of the newest import the schedule started',
    width: 140,
    value: (row) => resultRank(row.lastRun),
    cell: ({ lastRun }) =>
      lastRun === null ? (
        <span className="text-text-3">None yet</span>
      ) : (
        <StatusShape
          kind={RESULTS[lastRun.status].kind}
          text={`${RESULTS[lastRun.status].word} · ${f.age(lastRun.at, now)}`}
          title={`${RESULTS[lastRun.status].word}, ${f.instant(lastRun.at)}`}
        />
      ),
  },
  {
    id: 'own',
    header: 'Rule',
    title: 'Own rule, or the default',
    width: 76,
    value: (row) => (row.inherited ? 0 : 1),
    cell: (row) => (row.inherited ? <span className="text-text-3">Default</span> : <Badge tone="accent">Own</Badge>),
  },
  {
    id: 'edit',
    header: '',
    title: 'Actions',
    width: 76,
    cell: (row) => (
      <span className="flex">
        <IconButton
          tabIndex={-1}
          icon={Pencil}
          label={`Edit the schedule of ${row.client}`}
          onClick={() => onEdit(row)}
        />
        {!row.inherited && (
          <IconButton
            tabIndex={-1}
            icon={RotateCcw}
            label={`${row.client}: follow the default`}
            onClick={() => onFollow(row)}
          />
        )}
      </span>
    ),
  },
];

const NextRun = ({ row, now, f }: { row: ClientSchedule; now: number; f: Formats }) => {
  if (!row.rule.enabled) return <span className="text-text-3">Off</span>;
  if (row.adAccounts === 0) return <span className="text-text-3">No ad account</span>;
  if (row.needsSignIn)
    return (
      <StatusShape
        kind="locked"
        text="Sign in first"
        title="The sign-in of an ad account ran out: it waits for you on Connections"
      />
    );
  return (
    <span className="truncate" title={row.nextRunAt === null ? undefined : f.instant(row.nextRunAt)}>
      {nextText(row.nextRunAt, now, f)}
    </span>
  );
};
