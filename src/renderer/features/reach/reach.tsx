import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { PeriodsView } from '../../../contract/breakdowns.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { api, client, live, sentenceOf, useLivePart } from '../../bridge.ts';
import { Button, DASH, notify, PlatformBadge, useClientSafe, useFormats, useView } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { oneReach, reachOf, type ReachOfAccount } from './model.ts';

const OPEN: readonly string[] = ['queued', 'running', 'waiting'];

/**
 * Reach and frequency of exactly the days that are shown, asked of the platforms when they are not here; never a sum of days or of
 * accounts. A line across the tiles; where costs are hidden, a tile among them.
 */
export const Reach = ({ clientId }: { clientId: string }) => {
  const view = useView();
  const clientSafe = useClientSafe();
  const { compare: _, ...asked } = view.input;
  const query = useQuery({
    ...api.dashboards.periods.queryOptions({ input: { ...asked, clientId, level: 'account' } }),
    placeholderData: (previous: PeriodsView | undefined, before) => {
      const { input } = (before?.queryKey[1] ?? {}) as { input?: { clientId: string } };
      return input?.clientId === clientId ? keepPreviousData(previous) : undefined;
    },
  });
  const accounts = query.data === undefined ? null : reachOf(query.data.periods);
  // A failed read of this leaves the rest of the screen as it is.
  if (accounts?.length === 0 || (accounts === null && query.error !== null)) return null;
  return clientSafe ? (
    <ReachTile accounts={accounts ?? []} />
  ) : (
    <div className="col-span-full">
      {accounts === null ? <div className="h-9" /> : <ReachLine accounts={accounts} clientId={clientId} />}
    </div>
  );
};

const ReachTile = ({ accounts }: { accounts: readonly ReachOfAccount[] }) => {
  const f = useFormats();
  const view = useView();
  const { reach, reason } = oneReach(accounts);
  const period = f.range(view.range.from, view.range.to);
  return (
    <div
      role="group"
      aria-label={t(m.tileLabel, { value: reach === null ? reason : f.count(reach), period })}
      className="flex min-w-0 flex-col gap-0.5 rounded-card border border-line bg-surface px-3 py-2"
    >
      <div className="font-semibold text-text-2">{t(m.reach)}</div>
      <div className="truncate text-kpi font-semibold">{reach === null ? DASH : f.count(reach)}</div>
      <div className="truncate text-caption leading-6 text-text-3" title={reason}>
        {reach === null ? reason : t(m.people)}
      </div>
    </div>
  );
};

const ReachLine = ({ accounts, clientId }: { accounts: readonly ReachOfAccount[]; clientId: string }) => {
  const f = useFormats();
  const view = useView();
  const importing = useLivePart(
    live.imports,
    (progress) => progress?.imports.some((one) => one.clientId === clientId && OPEN.includes(one.status)) ?? false,
  );
  const ask = useMutation({
    mutationFn: () => client.imports.fetchPeriod({ clientId, range: view.range, levels: ['account'] }),
    onSuccess: ({ imports, kept }) => {
      if (imports.length === 0 && kept === 0)
        notify({ title: t(m.askNothing), body: t(m.askNothingBody), tone: 'failed' });
    },
    onError: (error) => notify({ title: t(m.askRefused), body: sentenceOf(error), tone: 'failed' }),
  });
  const busy = ask.isPending || importing;
  const askable = accounts.filter((one) => one.askable);
  const counted = accounts.filter((one) => one.reach !== null);
  const platforms = new Set(askable.map((one) => one.platform)).size;
  const asOf = counted
    .map((one) => one.asOf)
    .filter((one) => one !== null)
    .toSorted()[0];
  return (
    <div
      role="group"
      aria-label={t(m.lineLabel, { period: f.range(view.range.from, view.range.to) })}
      className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-line bg-surface px-3 py-1"
    >
      <span className="font-semibold text-text-2">{t(m.reach)}</span>
      {accounts.map((one) => (
        <One key={one.id} account={one} />
      ))}
      {counted.length > 1 && <span className="text-caption text-text-3">{t(m.notAdded)}</span>}
      <span className="ms-auto inline-flex items-center gap-2">
        {askable.length > 0 && (
          <Button
            small
            disabledReason={view.asKnownOn !== null ? t(m.askThen) : busy ? t(m.askBusy) : null}
            onClick={() => ask.mutate()}
          >
            {t(busy ? m.asking : platforms > 1 ? m.askSeveral : m.ask)}
          </Button>
        )}
        {asOf !== undefined && (
          <span className="text-caption text-text-3">{t(m.dataAsOf, { time: f.instant(asOf) })}</span>
        )}
      </span>
    </div>
  );
};

const One = ({ account }: { account: ReachOfAccount }) => {
  const f = useFormats();
  const { name } = PLATFORM_LABELS[account.platform];
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <PlatformBadge platform={account.platform} />
      {account.name !== null && <bdi className="max-w-[160px] truncate text-text-2">{account.name}</bdi>}
      {account.reach === null ? (
        <span className="min-w-0 truncate text-text-3">
          <span aria-hidden>{DASH}</span> <span className="text-caption">{account.reason}</span>
        </span>
      ) : (
        <span title={t(m.counted, { platform: name })}>
          <RichText
            message={m.peopleCount}
            values={{
              count: account.reach,
              strong: (count) => <strong className="font-semibold">{count}</strong>,
            }}
          />
          {account.frequency !== null && (
            <span className="text-text-2"> · {t(m.frequency, { value: f.fixed(account.frequency, 2) })}</span>
          )}
        </span>
      )}
    </span>
  );
};
