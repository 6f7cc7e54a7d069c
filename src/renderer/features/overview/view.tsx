import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileDown } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Annotation } from '../../../contract/annotations.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import { api, client, live, saveFile, sentenceOf, useClientName, useLivePart } from '../../bridge.ts';
import { useScreenActions, type ScreenAction } from '../../ui/actions.ts';
import { useClientSafe } from '../../ui/client-safe.ts';
import {
  Button,
  EmptyState,
  Freshness,
  lengthOf,
  Loaded,
  localDay,
  Notice,
  notify,
  RelativeTime,
  ScreenHeader,
  Segmented,
  Skeleton,
  StatusShape,
  useNow,
  useTitle,
  useView,
} from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import type { OverviewSlots } from '../../ui/slots.ts';
import { t } from '../../ui/text.ts';
import { CurrencyBlock } from './block.tsx';
import { m } from './messages.ts';
import {
  accountNotices,
  chartFlags,
  deliveryOf,
  distinct,
  KPIS,
  suggestionBeside,
  type AccountNotice,
} from './model.ts';
import { NoteDialog, type NoteDraft } from './notes.tsx';
import { SuggestionLine } from './suggestion.tsx';

const NO_NOTES: readonly Annotation[] = [];
const quick = (): { value: string; label: string }[] => [
  { value: '7d', label: t(m.sevenDays) },
  { value: '30d', label: t(m.thirty) },
  { value: '90d', label: t(m.ninety) },
];

/** One client's performance: is it running, how is it doing, against what, and how old is that. */
export const OverviewView = ({ clientId, slots }: { clientId: string; slots: OverviewSlots }) => {
  const view = useView();
  const query = useQuery({
    ...api.dashboards.overview.queryOptions({ input: { ...view.input, clientId } }),
    // Another period keeps the old numbers on screen; another client's numbers would be a lie.
    placeholderData: (previous: Overview | undefined) =>
      previous?.client.id === clientId ? keepPreviousData(previous) : undefined,
  });
  const known = useClientName(clientId, useClientSafe());
  const name = query.data?.client.name ?? known ?? t(m.client);
  useTitle(name);
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      title={name}
      skeleton={
        <>
          <div className="grid grid-cols-6 gap-3">
            {KPIS.map((key) => (
              <Skeleton key={key} className="h-[104px]" />
            ))}
          </div>
          <Skeleton className="h-[320px]" />
        </>
      }
    >
      {(data) => <Content data={data} slots={slots} />}
    </Loaded>
  );
};

const Content = ({ data, slots }: { data: Overview; slots: OverviewSlots }) => {
  const view = useView();
  const clientSafe = useClientSafe();
  const today = localDay(useNow());
  const clientId = data.client.id;
  const importing = useLivePart(
    live.imports,
    (progress) => progress?.imports.some((one) => one.clientId === clientId && one.finishedAt === null) ?? false,
  );
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  const annotations = useQuery(
    api.annotations.list.queryOptions({
      input: { clientId, range: { from: view.range.from, to: view.range.to } },
      enabled: !clientSafe,
      placeholderData: keepPreviousData,
    }),
  );
  const notes = annotations.data ?? NO_NOTES;
  const { asKnownOn: _, ...seen } = view.input;
  const events = useQuery({
    ...api.dashboards.events.queryOptions({ input: { ...seen, clientId } }),
    placeholderData: keepPreviousData,
  });
  const suggestion = suggestionBeside(events.data?.suggestion, view.asKnownOn);
  const flags = useMemo(() => chartFlags(events.data?.flags ?? [], notes), [events.data, notes]);
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await client.exports.performance({ ...view.input, clientId });
      return { file, saved: await saveFile(file.fileName, file.csv) };
    },
    onSuccess: ({ file, saved }) => {
      if (saved) notify({ title: t(m.csvSaved), body: t(m.csvSavedRows, { file: file.fileName, rows: file.rows }) });
    },
    onError: (error) => notify({ title: t(m.csvFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  const actions = useMemo(
    (): ScreenAction[] =>
      clientSafe ? [] : [{ id: 'note', label: t(m.addNoteAction), run: () => setDraft({ day: view.range.to }) }],
    [clientSafe, view.range.to],
  );
  useScreenActions(actions);
  const newest = data.adAccounts
    .map((one) => one.freshness)
    .filter((one) => one.lastImportedAt !== null)
    .sort((a, b) => (a.lastImportedAt ?? '').localeCompare(b.lastImportedAt ?? ''))
    .at(-1);
  const never = data.adAccounts.length > 0 && newest === undefined;
  const notices = accountNotices(data, lengthOf(view.range), view.asKnownOn !== null);

  return (
    <div className="flex flex-col gap-2">
      <ScreenHeader
        title={
          data.client.city ? (
            <RichText
              message={m.nameInCity}
              values={{
                client: <bdi>{data.client.name}</bdi>,
                city: <bdi>{data.client.city}</bdi>,
                quiet: (words) => <span className="font-normal text-text-3">{words}</span>,
              }}
            />
          ) : (
            <bdi>{data.client.name}</bdi>
          )
        }
        actions={
          <>
            <Segmented
              label={t(m.quickPeriod)}
              value={view.rangeWord}
              onChange={(range) => view.set({ range })}
              options={quick()}
            />
            <Button
              icon={FileDown}
              data-key="csv"
              title={t(m.exportCsvTip)}
              disabled={exporting.isPending}
              onClick={() => exporting.mutate()}
            >
              {t(m.exportCsv)}
            </Button>
            {!clientSafe && (
              <Link
                to="/client/$clientId/imports"
                params={{ clientId }}
                className="inline-flex h-8 items-center rounded-control border border-control bg-surface px-3 font-semibold hover:bg-sunken"
              >
                {t(m.history)}
              </Link>
            )}
            <slots.ImportButton clientIds={[clientId]} />
            {/* Goals, owners, tags and the accounts' own pages are the agency's. */}
            {!clientSafe && <slots.ClientMenu clientId={clientId} adAccounts={data.adAccounts} />}
          </>
        }
      />
      <StatusLine data={data} newest={newest}>
        {suggestion && <SuggestionLine clientId={clientId} suggestion={suggestion} />}
      </StatusLine>
      {/* Without news the strip has no visible part, and must not leave a gap. */}
      <div className="peer/strip -mt-2 [&_section]:mt-2">
        <slots.ImportStrip clientId={clientId} />
      </div>
      {slots.ChangedSince && <slots.ChangedSince clientId={clientId} />}
      {notices.map((notice) => (
        // While the strip says what failed, the only account's line below it would say it again.
        <div
          key={notice.id}
          className={
            notices.length === 1 && data.adAccounts.some(({ problem }) => problem?.sentence === notice.text)
              ? 'peer-has-[[data-import-strip=failed]]/strip:hidden'
              : ''
          }
        >
          <AccountNoticeLine notice={notice}>
            {notice.fix === 'import_days' && (
              <slots.ImportButton
                clientIds={[clientId]}
                range={view.range}
                label={t(m.importTheseDays)}
                variant="secondary"
              />
            )}
          </AccountNoticeLine>
        </div>
      ))}
      {data.adAccounts.length === 0 ? (
        <EmptyState sentence={t(view.platform ? m.noAccountOfChannel : m.noAccount)} detail={t(m.noAccountDetail)}>
          {view.platform ? (
            <Button onClick={() => view.set({ platform: undefined })}>{t(m.allChannels)}</Button>
          ) : (
            <Link to="/connections" className="font-semibold text-accent hover:underline">
              {t(m.openConnections)}
            </Link>
          )}
        </EmptyState>
      ) : never ? (
        <EmptyState sentence={t(m.never)} detail={t(m.neverDetail)} />
      ) : (
        data.blocks.map((block, index) => (
          <CurrencyBlock
            key={block.currency}
            overview={data}
            block={block}
            first={index === 0}
            notes={notes}
            flags={flags}
            importing={importing}
            onWrite={setDraft}
            extraTile={index === 0 && slots.ReachTile ? <slots.ReachTile clientId={clientId} /> : undefined}
          />
        ))
      )}
      {draft !== null && <NoteDialog clientId={clientId} draft={draft} today={today} onClose={() => setDraft(null)} />}
    </div>
  );
};

const StatusLine = ({
  data,
  newest,
  children,
}: {
  data: Overview;
  newest: Overview['adAccounts'][number]['freshness'] | undefined;
  children: ReactNode;
}) => {
  const delivery = deliveryOf(data);
  return (
    <div className="-mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-text-2">
      <StatusShape kind={delivery.kind} text={t(delivery.words)} />
      <span>
        <RelativeTime instant={newest?.lastImportedAt ?? null} message={m.lastImported} />
      </span>
      {newest && newest.state !== 'fresh' && <Freshness freshness={newest} worded />}
      <span title={t(m.timeZoneTip)}>{distinct(data.adAccounts.map((one) => one.timezone))}</span>
      <span title={t(m.currencyTip)}>{distinct(data.adAccounts.map((one) => one.currency))}</span>
      {children}
    </div>
  );
};

const AccountNoticeLine = ({ notice, children }: { notice: AccountNotice; children: ReactNode }) => (
  <Notice
    tone={notice.tone}
    action={
      notice.fix !== 'sign_in_again' ? (
        children
      ) : (
        <Link
          to="/connections"
          search={notice.connectionId ? { signIn: notice.connectionId } : {}}
          className="inline-flex h-7 shrink-0 items-center rounded-control border border-control bg-surface px-2.5 font-semibold hover:bg-sunken"
        >
          {t(m.signInAgain)}
        </Link>
      )
    }
  >
    {notice.text}
  </Notice>
);
