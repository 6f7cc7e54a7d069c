import { useIsFetching } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { live, refreshData, useEngineLink, useLive, useSettings } from '../bridge.ts';
import { FormatsProvider } from '../ui/formats-context.tsx';
import { AsKnownBanner, Dialog, Notice, ToastRegion, useSlow } from '../ui/index.ts';
import { useDesktopCommands } from './desktop.ts';
import { SHORTCUTS, useShellKeys } from './keyboard.ts';
import { FullPage, Refused, UnusableWorkspace } from './problems.tsx';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';
import { applyAppearance } from './theme.ts';
import { TopBar } from './top-bar.tsx';

/** Asks for fresh numbers when the engine's data moved; at most once a second, or an import would keep every screen busy. */
const useDataRevision = (): void => {
  const revision = useLive(live.dataRevision)?.revision ?? null;
  const seen = useRef<number | null>(null);
  const last = useRef(0);
  useEffect(() => {
    if (revision === null) return;
    const first = seen.current === null;
    seen.current = revision;
    if (first) return;
    const wait = Math.max(0, last.current + 1000 - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      void refreshData();
    }, wait);
    return () => clearTimeout(timer);
  }, [revision]);
};

const FOCUS_MS = 4000;

/**
 * A new screen takes the focus to its heading, so that a screen reader starts there. The heading of a screen that still loads is
 * replaced by its final one and the focus would fall to the page: it is given again until the person moves it.
 */
const useHeadingFocus = (): void => {
  const path = useLocation({ select: (location) => location.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const until = performance.now() + FOCUS_MS;
    // What was pressed to come here may stay on the new screen and keep the focus.
    let opener = document.activeElement;
    const focus = (): void => {
      const heading = document.querySelector<HTMLElement>('main h1');
      const now = document.activeElement;
      const moved = now !== null && now !== document.body && now !== opener && now !== heading && now.tagName !== 'H1';
      if (moved || performance.now() > until) return;
      if (heading && now !== heading) {
        heading.focus({ preventScroll: true });
        // A heading of a screen that is being put away takes no focus.
        if (document.activeElement === heading) opener = null;
      }
      frame = requestAnimationFrame(focus);
    };
    let frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [path]);
};

const RefreshBar = () => {
  const busy = useSlow(useIsFetching() > 0, 150);
  return (
    <div aria-hidden className="relative h-0.5 shrink-0 overflow-hidden">
      {busy && <div className="refresh-bar absolute inset-y-0 w-1/4 bg-accent" />}
    </div>
  );
};

const ToConnections = ({ children }: { children: string }) => (
  <Link to="/connections" className="font-semibold whitespace-nowrap text-accent hover:underline">
    {children}
  </Link>
);

const SecretsNotice = ({ workspace }: { workspace: WorkspaceState }) => {
  const store = workspace.secretStore;
  if (workspace.kind === 'demo' || !store) return null;
  if (store.locked)
    return (
      <Notice tone="warn" title="Sign-ins are locked." action={<ToConnections>Unlock</ToConnections>}>
        {store.sentence ?? 'Unlock them to import. Saved data stays readable.'}
      </Notice>
    );
  if (store.kind === 'memory')
    return (
      <Notice
        tone="warn"
        title="Sign-ins are kept for this run only."
        action={<ToConnections>Choose a passphrase</ToConnections>}
      >
        {store.sentence ?? 'This computer has no system keychain. Choose a passphrase to keep them.'}
      </Notice>
    );
  return null;
};

const AWAY_MS = 10_000;

/** The engine has been away too long to come back by itself: what to do, above what is still there to read. */
const EngineAway = () => {
  const away = useSlow(useEngineLink() !== 'connected', AWAY_MS);
  return (
    <div role="alert" className={away ? 'shrink-0 px-6 pt-4' : undefined}>
      {away && (
        <Notice tone="bad" title="Tidemark was closed or restarted.">
          Start it again{window.tidemark ? '' : ', or open the new address it prints'}.
        </Notice>
      )}
    </div>
  );
};

const Workspace = ({ workspace }: { workspace: WorkspaceState }) => {
  const searchRef = useRef<HTMLInputElement>(null);
  const [collapsed, setCollapsed] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  const welcome = path === '/welcome';
  const actions = useMemo(
    () => ({
      focusSearch: () => searchRef.current?.focus(),
      toggleSidebar: () => setCollapsed((now) => !now),
      showShortcuts: () => setShortcuts(true),
    }),
    [],
  );
  useShellKeys(actions);
  useDesktopCommands(actions);
  useHeadingFocus();
  useDataRevision();
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        onClick={(event) => {
          // The address after '#' is the route: move the focus instead of following the link.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
        className="absolute start-2 top-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-1 font-semibold text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      {!welcome && <TopBar searchRef={searchRef} />}
      <div className="flex min-h-0 flex-1">
        {!welcome && <Sidebar collapsed={collapsed} onToggle={() => setCollapsed((now) => !now)} />}
        <div className="flex min-w-0 flex-1 flex-col">
          <RefreshBar />
          <EngineAway />
          {/^\/clients?(\/|$)/.test(path) && <AsKnownBanner />}
          <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto px-6 py-4">
            {/* The Connections screen says it itself, with the fix at hand. */}
            {!welcome && path !== '/connections' && <SecretsNotice workspace={workspace} />}
            <Outlet />
          </main>
        </div>
      </div>
      <StatusBar workspace={workspace} />
      <Dialog open={shortcuts} onOpenChange={setShortcuts} title="Keyboard shortcuts">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
          {SHORTCUTS.map(({ keys, action }) => (
            <div key={keys} className="contents">
              <dt>
                <kbd className="font-semibold">{keys}</kbd>
              </dt>
              <dd className="text-text-2">{action}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </div>
  );
};

/** The frame of the app: what can be shown depends on the link to the engine and on the state of the workspace. */
export const Shell = () => {
  const link = useEngineLink();
  const workspace = useLive(live.workspace);
  const settings = useSettings();
  const slow = useSlow(workspace === null);
  useEffect(() => applyAppearance(settings), [settings]);
  if (link === 'refused') return <Refused />;
  if (workspace === null)
    return slow ? (
      <FullPage title="Starting Tidemark">
        <p className="text-text-2">
          {link === 'connected' ? 'Opening the workspace.' : 'Waiting for the engine on this computer.'}
        </p>
      </FullPage>
    ) : null;
  if (workspace.status === 'unusable') return <UnusableWorkspace workspace={workspace} />;
  return (
    <FormatsProvider locale={settings.locale} now={workspace.now}>
      <Workspace workspace={workspace} />
      <ToastRegion />
    </FormatsProvider>
  );
};
