import { useMutation, useQuery } from '@tanstack/react-query';
import { FileDown, PanelRight } from 'lucide-react';
import type { EntityRow } from '../../../contract/dashboards.ts';
import { api, saveFile, sentenceOf } from '../../bridge.ts';
import { Button, notify, ScreenHeader, useFormats } from '../../ui/index.ts';
import { csvName } from '../../ui/csv.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { t } from '../../ui/text.ts';
import type { EntityColumn } from './metric-columns.tsx';
import { campaignsCsv } from './csv.ts';
import { m } from './messages.ts';
import { Trail } from './trail.tsx';
import type { Panel } from './use-panel.ts';
import type { Search } from './use-search.ts';
import type { EntitiesInput } from './use-tree.ts';

const SCREENS = { campaign: 'campaigns', ad_group: 'ad-groups', ad: 'ads' } as const;

/** Where the table is, its file, and the inspector's button. */
export const Heading = ({
  input,
  search,
  roots,
  rows,
  columns,
  asOf,
  panel,
  slots,
}: {
  input: EntitiesInput;
  search: Search;
  /** Of the level, unfiltered. */
  roots: readonly EntityRow[];
  /** As on screen. */
  rows: readonly EntityRow[];
  columns: readonly EntityColumn[];
  asOf: string | null;
  panel: Panel;
  slots: ImportSlots;
}) => {
  const f = useFormats();
  const names = useQuery(
    api.clients.names.queryOptions({ input: { clientSafe: input.clientSafe === true, clientId: input.clientId } }),
  );
  const exporting = useMutation({
    mutationFn: async () => {
      const client = names.data?.find((one) => one.id === input.clientId)?.name ?? '';
      const name = csvName(client, SCREENS[input.level], input.range);
      const file = campaignsCsv(rows, columns, input.clientSafe === true);
      return { name, rows: file.rows, saved: await saveFile(name, file.csv) };
    },
    onSuccess: ({ name, rows: count, saved }) => {
      if (saved)
        notify({
          title: t(m.csvSaved),
          body: t(m.csvSavedBody, { file: name, count }),
        });
    },
    onError: (error) => notify({ title: t(m.csvFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  return (
    <div className="flex flex-col gap-3 [&>[data-import-strip=ready]]:-mt-3">
      <ScreenHeader
        title={<Trail clientId={input.clientId} input={input} search={search} rows={roots} />}
        detail={asOf ? t(m.dataAsOf, { when: f.instant(asOf) }) : null}
        actions={
          <>
            <Button
              icon={FileDown}
              data-key="csv"
              title={t(m.csvHelp)}
              disabled={exporting.isPending}
              onClick={() => exporting.mutate()}
            >
              {t(m.csv)}
            </Button>
            <Button
              icon={PanelRight}
              data-key="inspector"
              title={t(m.inspectorHelp)}
              aria-pressed={panel.open}
              className={panel.open ? 'bg-selected! text-accent!' : ''}
              onClick={panel.toggle}
            >
              {t(m.inspector)}
            </Button>
          </>
        }
      />
      <slots.ImportStrip clientId={input.clientId} />
    </div>
  );
};
