import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client, useSettings } from '../../bridge.ts';
import { Checkbox, Switch, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { accountMessages as m } from './messages-accounts.ts';
import { monthsWanted, scheduleWords } from './model.ts';

/** What happens behind the first import of new clients: older months, and imports that start by themselves. */
export const useFirstImport = (enabled: boolean) => {
  const queries = useQueryClient();
  const settings = useSettings();
  const schedules = useQuery(api.schedules.list.queryOptions({ input: {}, enabled }));
  const rule = schedules.data?.default ?? null;
  const [daily, setDaily] = useState<boolean | null>(null);
  const [older, setOlder] = useState<boolean | null>(null);
  const wanted = { daily: daily ?? rule?.enabled ?? true, older: older ?? settings.newClientMonths !== 0 };
  return {
    rule,
    wanted,
    setDaily,
    setOlder,
    /** Before the import starts: what it does afterwards is decided when it begins. Nothing is asked where nothing differs. */
    apply: async (clientIds: readonly string[]): Promise<void> => {
      const months = monthsWanted(settings.newClientMonths, wanted.older);
      if (months !== null) await client.settings.set({ newClientMonths: months });
      if (rule !== null && wanted.daily !== rule.enabled && clientIds.length > 0)
        await client.schedules.set({ clients: [...clientIds], change: { enabled: wanted.daily } });
      void queries.invalidateQueries({ queryKey: api.settings.key() });
    },
  };
};

/** `accounts`: how many are chosen. */
export const FirstImport = ({ accounts, state }: { accounts: number; state: ReturnType<typeof useFirstImport> }) => {
  const f = useFormats();
  const { rule, wanted, setDaily, setOlder } = state;
  return (
    <fieldset className="flex flex-wrap items-center gap-x-6 gap-y-1 rounded-card border border-line px-3 py-2">
      <legend className="sr-only">{t(m.firstImport)}</legend>
      <span className="text-text-2">{t(m.last30Days)}</span>
      <Checkbox label={t(m.olderMonths)} checked={wanted.older} onChange={setOlder} />
      <Switch
        label={
          rule === null
            ? t(m.byThemselves, { count: accounts })
            : t(m.byThemselvesWhen, { count: accounts, when: scheduleWords(rule, f) })
        }
        checked={wanted.daily}
        onChange={setDaily}
      />
    </fieldset>
  );
};
