import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarClock, Ellipsis, ExternalLink, History, Pencil, Pin, PinOff, Target } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { MOST_PINNED } from '../../../contract/client-profile.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import { useScreenActions, type ScreenAction } from '../../ui/actions.ts';
import { Button, Menu, notify, type MenuItem } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { changePinned } from './changes.ts';
import { DetailsDialog } from './details-dialog.tsx';
import { GoalsDialog } from './goals-dialog.tsx';
import { m } from './messages.ts';
import { outsideLink, type OutsideAccount } from './model.ts';

/** The dialog that is open, in the address: a link or the palette can lead to it. */
type Search = { dialog?: 'goals' | 'details' };
const OLDER_MONTHS = 3;

/** Everything that can be done with one client besides looking at it. */
export const ClientMenu = ({ clientId, adAccounts }: { clientId: string; adAccounts: readonly OutsideAccount[] }) => {
  const navigate = useNavigate();
  const { dialog } = useSearch({ strict: false }) as Search;
  const profile = useQuery(api.clients.profile.queryOptions({ input: { clientId } }));
  const names = useQuery(api.clients.names.queryOptions({ input: {} }));
  const open = useCallback(
    (which: Search['dialog']) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, dialog: which })) as never, replace: true }),
    [navigate],
  );
  const { mutate: fetchOlder } = useMutation({
    mutationFn: () =>
      client.backfill.start({
        clientIds: [clientId],
        months: OLDER_MONTHS,
        platforms: null,
        datasets: 'routine',
        force: false,
      }),
    onSuccess: ({ job }) =>
      job.requests === 0 && job.slices.total === 0
        ? notify({ title: t(m.olderHere, { months: OLDER_MONTHS }) })
        : notify({
            title: t(m.olderFetching, { months: OLDER_MONTHS }),
            body: t(m.olderRequests, { count: job.requests }),
            action: { label: t(m.cancel), onAct: () => void client.backfill.cancel({ jobId: job.id }).catch(() => {}) },
          }),
    onError: (error) => notify({ title: t(m.olderFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  const items = useMemo((): (MenuItem & { id: string })[] => {
    const pinned = (names.data ?? [])
      .filter((one) => one.pinned !== null)
      .sort((a, b) => (a.pinned ?? 0) - (b.pinned ?? 0))
      .map((one) => one.id);
    const isPinned = pinned.includes(clientId);
    const name = names.data?.find((one) => one.id === clientId)?.name ?? t(m.thisClient);
    return [
      { id: 'goals', label: t(m.goals), icon: Target, onSelect: () => open('goals') },
      { id: 'details', label: t(m.details), icon: Pencil, onSelect: () => open('details') },
      {
        id: 'pin',
        label: isPinned ? t(m.unpin) : t(m.pin),
        icon: isPinned ? PinOff : Pin,
        disabledReason: !isPinned && pinned.length >= MOST_PINNED ? t(m.pinnedAlready, { count: MOST_PINNED }) : null,
        onSelect: () =>
          void changePinned(
            name,
            pinned,
            isPinned ? pinned.filter((id) => id !== clientId) : [...pinned, clientId],
          ).catch((error: unknown) => notify({ title: t(m.notPinned), body: sentenceOf(error), tone: 'failed' })),
      },
      {
        id: 'schedule',
        label: t(m.schedule),
        icon: CalendarClock,
        onSelect: () => void navigate({ to: '/schedules', search: { filter: name } }),
      },
      {
        id: 'older',
        label: t(m.older, { months: OLDER_MONTHS }),
        icon: History,
        disabledReason: adAccounts.length === 0 ? t(m.noAdAccount) : null,
        onSelect: () => fetchOlder(),
      },
      ...adAccounts.slice(0, 6).map((account) => {
        const several = adAccounts.filter((one) => one.platform === account.platform).length > 1;
        const { label, url } = outsideLink(account, several);
        return {
          id: `open-${account.platform}-${account.adAccountId}`,
          label,
          icon: ExternalLink,
          onSelect: () => void window.open(url, '_blank', 'noopener'),
        };
      }),
    ];
  }, [names.data, clientId, adAccounts, open, navigate, fetchOlder]);
  const actions = useMemo(
    (): ScreenAction[] =>
      items.map(({ id, label, disabledReason, onSelect }) => ({
        id: `client-${id}`,
        label,
        disabledReason: disabledReason ?? null,
        run: onSelect,
      })),
    [items],
  );
  useScreenActions(actions);
  const close = (): void => open(undefined);
  return (
    <>
      <Menu
        trigger={
          <Button aria-label={t(m.more)} title={t(m.more)} className="w-8 px-0!">
            <Ellipsis aria-hidden size={16} strokeWidth={1.75} />
          </Button>
        }
        items={items}
      />
      {dialog === 'goals' && profile.data && <GoalsDialog profile={profile.data} onClose={close} />}
      {dialog === 'details' && profile.data && <DetailsDialog profile={profile.data} onClose={close} />}
    </>
  );
};
