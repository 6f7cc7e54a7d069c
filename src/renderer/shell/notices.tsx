import { Link, useSearch } from '@tanstack/react-router';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { useEngineLink } from '../bridge.ts';
import { Button, EmptyState, Notice, ScreenHeader, useSlow, useTitle, useView } from '../ui/index.ts';
import { listOf, t, type Message } from '../ui/text.ts';
import { VIEW_KEYS, type ViewSearch } from '../ui/view-state.ts';
import { m } from './messages.ts';

const ToConnections = ({ children }: { children: string }) => (
  <Link to="/connections" className="font-semibold whitespace-nowrap text-accent hover:underline">
    {children}
  </Link>
);

export const SecretsNotice = ({ workspace }: { workspace: WorkspaceState }) => {
  const store = workspace.secretStore;
  if (workspace.kind === 'demo' || !store) return null;
  if (store.locked)
    return (
      <Notice tone="warn" title={t(m.signInsLocked)} action={<ToConnections>{t(m.signInsUnlock)}</ToConnections>}>
        {store.sentence ?? t(m.signInsLockedWhy)}
      </Notice>
    );
  if (store.kind === 'memory')
    return (
      <Notice tone="warn" title={t(m.signInsInMemory)} action={<ToConnections>{t(m.signInsPassphrase)}</ToConnections>}>
        {store.sentence ?? t(m.signInsInMemoryWhy)}
      </Notice>
    );
  return null;
};

const PARTS: Record<(typeof VIEW_KEYS)[number], Message> = {
  range: m.linkPeriod,
  compare: m.linkComparison,
  platform: m.linkChannel,
  asKnownOn: m.linkMoment,
};

/** A link named a period, comparison, channel or moment that makes no sense: which, while the usual one is shown. */
export const LinkPartlyRead = () => {
  const view = useView();
  const unread = useSearch({ strict: false, select: (search: ViewSearch) => search.unread ?? '' }).split('.');
  const parts = VIEW_KEYS.filter((key) => unread.includes(key)).map((key) => t(PARTS[key]));
  return (
    <div role="status" className={parts.length > 0 ? 'shrink-0 px-6 pt-4' : undefined}>
      {parts.length > 0 && (
        <Notice
          tone="warn"
          title={t(m.linkPartly, { parts: listOf(parts) })}
          action={<Button onClick={() => view.set({})}>{t(m.linkSeen)}</Button>}
        >
          {t(m.linkPartlyWhat)}
        </Notice>
      )}
    </div>
  );
};

const AWAY_MS = 10_000;

/** The engine has been away too long to come back by itself: what to do, above what is still there to read. */
export const EngineAway = () => {
  const away = useSlow(useEngineLink() !== 'connected', AWAY_MS);
  return (
    <div role="alert" className={away ? 'shrink-0 px-6 pt-4' : undefined}>
      {away && (
        <Notice tone="bad" title={t(m.engineAway)}>
          {t(window.tidemark ? m.engineAwayDesktop : m.engineAwayBrowser)}
        </Notice>
      )}
    </div>
  );
};

/** Why nothing of a screen is left for a client's eyes, by the first part of its address. */
const NOTHING_LEFT: Record<string, Message> = {
  clients: m.hiddenClients,
  imports: m.hiddenImports,
  'data-health': m.hiddenDataHealth,
  alerts: m.hiddenAlerts,
  connections: m.hiddenConnections,
  schedules: m.hiddenSchedules,
};

/** In client-safe mode a screen of which nothing would remain: why it is not there, and the ways on. */
export const NotForClients = ({ path, onOff }: { path: string; onOff: () => void }) => {
  useTitle(t(m.clientSafeTitle));
  const screen = (path.endsWith('/imports') ? 'imports' : path.split('/')[1]) ?? '';
  return (
    <>
      <ScreenHeader title={t(m.clientSafeTitle)} />
      <EmptyState
        sentence={t(Object.hasOwn(NOTHING_LEFT, screen) ? (NOTHING_LEFT[screen] ?? m.hiddenOther) : m.hiddenOther)}
        detail={t(m.clientSafeDetail)}
      >
        <Button variant="primary" onClick={onOff}>
          {t(m.clientSafeLeave)}
        </Button>
        <Button onClick={() => history.back()}>{t(m.back)}</Button>
      </EmptyState>
    </>
  );
};
