import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../../contract/workspace.ts';
import { api } from '../../bridge.ts';
import { Button, Card, createFormats, Select } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { hoursKeptOptions, NEW_CLIENT_MONTHS, newClientOptions, wholeNumber } from './model.ts';
import { Row, type Save } from './row.tsx';

const USUAL = 'usual';

/** How much is read of a new client, how much a day may cost, how long hours are kept one by one. */
export const ImportingCard = ({ settings, save }: { settings: Settings; save: Save }) => {
  const platforms = useQuery(api.platforms.list.queryOptions({ input: {} }));
  const counted = (platforms.data ?? []).filter((one) => one.dailyOperations != null);
  const kept = settings.hoursKeptDays ?? null;
  return (
    <Card title={t(m.importing)}>
      <Row label={t(m.newClient)} detail={t(m.newClientDetail)}>
        <Select
          label={t(m.newClient)}
          value={String(settings.newClientMonths ?? NEW_CLIENT_MONTHS)}
          options={newClientOptions(settings.newClientMonths)}
          onChange={(months) => save({ newClientMonths: Number(months) })}
          className="w-[200px]"
        />
      </Row>
      <Row label={t(m.hoursKept)} detail={t(m.hoursKeptDetail)}>
        <Select
          label={t(m.hoursKept)}
          value={kept === null ? USUAL : String(kept)}
          options={[{ value: USUAL, label: t(m.hoursKeptUsual) }, ...hoursKeptOptions(kept)]}
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
      label={t(m.operations, { platform: name })}
      detail={t(m.operationsDetail, { explorer: f.count(2880), basic: f.count(usual) })}
    >
      <span className="flex flex-wrap items-center gap-2">
        <Select
          label={t(m.operations, { platform: name })}
          value={kind}
          options={[
            { value: 'usual', label: f.count(usual) },
            { value: 'none', label: t(m.noLimit) },
            { value: 'own', label: t(m.otherLimit) },
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
              aria-label={t(m.operationsNumber, { platform: name })}
              inputMode="numeric"
              value={text}
              aria-invalid={text !== '' && number === null ? true : undefined}
              onChange={(event) => setText(event.target.value)}
              className="h-8 w-24 rounded-control border border-control bg-surface px-2.5 text-end text-text"
            />
            <Button
              type="submit"
              disabledReason={number === null ? t(m.enterNumber) : number === chosen ? t(m.sameLimit) : null}
            >
              {t(m.setLimit)}
            </Button>
          </form>
        )}
      </span>
    </Row>
  );
};
