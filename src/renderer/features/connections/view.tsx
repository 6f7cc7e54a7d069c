import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import { api, client, live, sentenceOf, useLive } from '../../bridge.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  Menu,
  notify,
  ScreenHeader,
  Skeleton,
  useSlow,
  useTitle,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { AccountPicker } from './account-picker.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { m } from './messages.ts';
import { sortConnections } from './model.ts';
import { SecretsBanner } from './secrets-banner.tsx';
import { useDrafts } from './store.ts';

/** Deep links into this screen: `?signIn=<connection id>` opens its sign-in, `?connect=<platform>` a new one. */
type Wish = { signIn?: string; connect?: string };

/** The sign-ins to ad platforms, and the way in for new ones. */
export const ConnectionsView = () => {
  useTitle(t(m.title));
  const navigate = useNavigate();
  const wish = useSearch({ strict: false }) as Wish;
  const workspace = useLive(live.workspace);
  const platforms = useQuery(api.platforms.list.queryOptions({ input: {} }));
  const connections = useQuery(api.connections.list.queryOptions({ input: {} }));
  const slow = useSlow(connections.isPending);
  const { connecting, picking, connect, pick, closeConnect } = useDrafts();
  const known = platforms.data ?? [];
  const infoOf = (id: string) => known.find((each) => each.platform === id);
  const list = sortConnections(
    (connections.data ?? []).filter((each) => infoOf(each.platform) !== undefined),
    (id) => infoOf(id)?.name ?? id,
  );

  useEffect(() => {
    if (!platforms.data || !connections.data || (wish.signIn === undefined && wish.connect === undefined)) return;
    const again = connections.data.find((each) => each.id === wish.signIn);
    const platform = platforms.data.find((each) => each.platform === (again?.platform ?? wish.connect));
    if (platform) connect(platform.platform, again ?? null);
    // The wish is granted once: going back must not open the dialog again.
    void navigate({ to: '.', search: (({ signIn: _, connect: __, ...rest }: Wish) => rest) as never, replace: true });
  }, [platforms.data, connections.data, wish.signIn, wish.connect, connect, navigate]);

  const connected = async (connectionId: string): Promise<void> => {
    if (connecting?.again === null) {
      pick(connectionId);
      return;
    }
    closeConnect();
    const accounts = await client.adAccounts.list({ connectionId });
    const clientIds = [...new Set(accounts.flatMap((each) => each.clientId ?? []))];
    const now = (await client.connections.list({})).find((each) => each.id === connectionId);
    const before = connecting?.again?.label;
    const sameName = now === undefined || before === undefined || now.label === before;
    notify({
      title: sameName ? t(m.signedInAgain) : t(m.signedInAs, { name: now.label }),
      body: sameName ? t(m.signedInAgainBody) : t(m.signedInAsBody, { before, name: now.label }),
      keep: !sameName,
      ...(clientIds.length > 0
        ? {
            action: {
              label: t(m.importNow),
              onAct: () =>
                void client.imports
                  .start({ clientIds, platforms: null, range: null })
                  .catch((error: unknown) =>
                    notify({ title: t(m.importFailed), body: sentenceOf(error), tone: 'failed' }),
                  ),
            },
          }
        : {}),
    });
  };
  const connectItems = known.map((each) => ({
    label: t(m.connectPlatform, { platform: each.name }),
    onSelect: () => connect(each.platform),
  }));
  // One primary button per screen: a broken sign-in is the next step, not another one.
  const broken = list.some((each) => each.state === 'expired');
  const connectingTo = connecting && infoOf(connecting.platform);
  const pickedFrom = picking && connections.data?.find((each) => each.id === picking.connectionId);

  return (
    <div className="flex flex-col gap-4">
      <ScreenHeader
        title={t(m.title)}
        detail={t(m.detail)}
        actions={
          list.length > 0 ? (
            <Menu
              trigger={
                <Button variant={broken ? 'secondary' : 'primary'} icon={Plus}>
                  {t(m.connectAccount)}
                </Button>
              }
              items={connectItems}
            />
          ) : undefined
        }
      />
      {workspace?.secretStore && <SecretsBanner store={workspace.secretStore} />}
      {connections.isError && (
        <ErrorState
          title={t(m.listFailed)}
          reason={sentenceOf(connections.error)}
          onRetry={() => void connections.refetch()}
        />
      )}
      {connections.isPending && slow && <Skeleton className="h-44" />}
      {connections.data && list.length === 0 && (
        <EmptyState sentence={t(m.noneYet)} detail={t(m.noneYetDetail)}>
          {connectItems.map(({ label, onSelect }, index) => (
            <Button key={label} variant={index === 0 ? 'primary' : 'secondary'} onClick={onSelect}>
              {label}
            </Button>
          ))}
        </EmptyState>
      )}
      {list.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(380px,1fr))] gap-4">
          {list.map((each) => {
            const info = infoOf(each.platform);
            // Of several broken ones the first is the next step: a screen has one primary button.
            const next = each === list.find(({ state }) => state === 'expired');
            return info && <ConnectionCard key={each.id} connection={each} platform={info} next={next} />;
          })}
        </div>
      )}
      {connectingTo && <ConnectDialog platform={connectingTo} onConnected={(id) => void connected(id)} />}
      {picking && (
        <AccountPicker
          platformName={(pickedFrom && infoOf(pickedFrom.platform)?.name) ?? null}
          onImporting={(accounts) => {
            notify({
              title: t(m.importing, { count: accounts }),
              body: t(m.importingBody),
            });
            void navigate({ to: '/clients' });
          }}
        />
      )}
    </div>
  );
};
