import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../../contract/workspace.ts';
import { api } from '../../bridge.ts';
import { Button, Card, createFormats, Select } from '../../ui/index.ts';
import { hoursKeptOptions, NEW_CLIENT_MONTHS, newClientOptions, wholeNumber } from './model.ts';
import { Row, type Save } from './row.tsx';

const USUAL = 'usual';

/** How much is read of a new client, how much a day may cost, how long hours are kept one by one. */
export const ImportingCard = ({ settings, save }: { settings: Settings; save: Save }) => {
  const platforms = useQuery(api.platforms.list.queryOptions({ input: {} }));
  const counted = (platforms.data ?? []).filter((one) => one.dailyOperations != null);
  const kept = settings.hoursKeptDays ?? null;
  return (
    <Card title="Importing">
      <Row
        label="Older days of a new client"
        detail="A new client's last 30 days come first; these months follow by themselves."
      >
        <Select
          label="Older days of a new client"
          value={String(settings.newClientMonths ?? NEW_CLIENT_MONTHS)}
          options={newClientOptions(settings.newClientMonths)}
          onChange={(months) => save({ newClientMonths: Number(months) })}
          className="w-[200px]"
        />
      </Row>
      <Row
        label="Hours one by one"
        detail="Older hours are kept as sums per weekday and hour of each month. Days, months and earlier values are never thrown away."
      >
        <Select
          label="Hours one by one"
          value={kept === null ? USUAL : String(kept)}
          options={[{ value: USUAL, label: 'About 4 months' }, ...hoursKeptOptions(kept)]}
          onChange={(days) => save({ hoursKeptDays: days === USUAL ? null : Number(days) })}
          className="w-[200px]"
        />
      </Row>
      {counted.map((one) => (
        <Operations
          key={one.platform}
          name={one.name}
          usual={one.dailyOperations ?? 0}
          chosen={settings.dailyOperations?.[one.platform]}
          locale={settings.locale}
          onSave={(limit) => {
            const { [one.platform]: _, ...others } = settings.dailyOperations ?? {};
            save({ dailyOperations: limit === undefined ? others : { ...others, [one.platform]: limit } });
          }}
        />
      ))}
    </Card>
  );
};

/** A platform that counts requests by the day: the usual limit, the person's own, or none. */
const Operations = ({
  name,
  usual,
  chosen,
  locale,
  onSave,
}: {
  name: string;
  usual: number;
  /** undefined = the usual, null = no limit. */
  chosen: number | null | undefined;
  locale: string;
  onSave: (limit: number | null | undefined) => void;
}) => {
  const f = createFormats(locale);
  const [text, setText] = useState(() => (typeof chosen === 'number' ? String(chosen) : ''));
  const [own, setOwn] = useState(typeof chosen === 'number');
  const number = wholeNumber(text);
  const kind = own ? 'own' : chosen === null ? 'none' : 'usual';
  return (
    <Row
      label={`${name} operations a day`}
      detail={`What Google allows your Cloud project in 24 hours, all sign-ins together. Imports spread over it and wait when it is used up. Explorer access: ${f.count(2880)}, Basic: ${f.count(usual)}, Standard: no limit.`}
    >
      <span className="flex flex-wrap items-center gap-2">
        <Select
          label={`${name} operations a day`}
          value={kind}
          options={[
            { value: 'usual', label: f.count(usual) },
            { value: 'none', label: 'No limit' },
            { value: 'own', label: 'Other…' },
          ]}
          onChange={(value) => {
            setOwn(value === 'own');
            if (value === 'usual') onSave(undefined);
            if (value === 'none') onSave(null);
          }}
          className="w-[140px]"
        />
        {own && (
          <form
            className="flex items-center gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (number !== null) onSave(number);
            }}
          >
            <input
              aria-label={`${name} operations a day, number`}
              inputMode="numeric"
              value={text}
              aria-invalid={text !== '' && number === null ? true : undefined}
              onChange={(event) => setText(event.target.value)}
              className="h-8 w-24 rounded-control border border-control bg-surface px-2.5 text-end text-text"
            />
            <Button
              type="submit"
              disabledReason={
                number === null ? 'Enter a whole number above 0' : number === chosen ? 'That is the limit now' : null
              }
            >
              Set
            </Button>
          </form>
        )}
      </span>
    </Row>
  );
};
