import { useIsFetching, useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useMatches, useRouter } from '@tanstack/react-router';
import { Fragment, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Settings, WorkspaceState } from '../../contract/workspace.ts';
import { api, copyImage, live, saveFile, saveImage, useEngineLink, useLive, useSettings } from '../bridge.ts';
import { ExportContext, type ExportPort } from '../ui/export-context.ts';
import { FormatsProvider } from '../ui/formats-context.tsx';
import {
  AsKnownBanner,
  ClientSafeContext,
  cx,
  forgetHistory,
  screenActions,
  ToastRegion,
  useSlow,
} from '../ui/index.ts';
import { t } from '../ui/text.ts';
import { keepView } from '../ui/view-state.ts';
import { clientOfPath, mayBeSeen } from './client-screens.ts';
import { isMac, useRunners, type ShellActions } from './commands.ts';
import { useDesktopCommands } from './desktop.ts';
import { useDataRevision, useHeadingFocus } from './effects.ts';
import { Glossary, ShortcutSheet } from './help.tsx';
import { useLanguage } from './language.ts';
import { isModalOpen, useShellKeys } from './keyboard.ts';
import { m as commands } from './messages-commands.ts';
import { m } from './messages.ts';
import { EngineAway, LinkPartlyRead, NotForClients, SecretsNotice } from './notices.tsx';
import { paletteEntries } from './palette-entries.ts';
import { Palette, type PaletteHandle } from './palette.tsx';
import { FullPage, Refused, UnusableWorkspace } from './problems.tsx';
import { useNarrow } from './narrow.ts';
import { useRemember } from './recents.ts';
import { useChangeSettings } from './settings.ts';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';
import { applyAppearance } from './theme.ts';
import { TopBar } from './top-bar.tsx';

const RefreshBar = () => {
  const busy = useSlow(useIsFetching() > 0, 150);
  return (
    <div aria-hidden className="relative h-0.5 shrink-0 overflow-hidden">
      {busy && <div className="refresh-bar absolute inset-y-0 w-1/4 bg-accent" />}
    </div>
  );
};

const NOTHING_USED: readonly string[] = [];

const Workspace = ({ workspace, settings }: { workspace: WorkspaceState; settings: Settings }) => {
  const router = useRouter();
  const palette = useRef<PaletteHandle>(null);
  // Until somebody says otherwise a small window, or a large zoom, gives the sidebar's room to the screen.
  const narrow = useNarrow();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const collapsed = chosen ?? narrow;
  const shown = useRef(collapsed);
  shown.current = collapsed;
  const toggleSidebar = useCallback(() => setChosen(!shown.current), []);
  const [dialog, setDialog] = useState<'shortcuts' | 'glossary' | null>(null);
  const path = useLocation({ select: (location) => location.pathname });
  // The screen that stands, which is still the last one while the next is fetched: one a client must not see would come back for that time.
  const standing = useMatches({ select: (matches) => matches.at(-1)?.pathname.replace(/(.)\/$/, '$1') ?? path });
  const welcome = path === '/welcome';
  const clientId = clientOfPath(path);
  const clientSafe = settings.clientSafe ?? false;
  const hidden = clientSafe && !welcome ? ([path, standing].find((one) => !mayBeSeen(one)) ?? null) : null;
  const singleKeys = settings.singleKeys ?? true;
  const names = useQuery(api.clients.names.queryOptions({ input: { clientSafe, clientId } }));
  const change = useChangeSettings();
  const remember = useRemember();
  const actions = useMemo(
    (): ShellActions => ({
      // A dialog in front keeps the person's attention.
      openPalette: (what) => {
        if (!isModalOpen()) palette.current?.open(what);
      },
      toggleSidebar,
      showShortcuts: () => setDialog('shortcuts'),
      showGlossary: () => setDialog('glossary'),
    }),
    [toggleSidebar],
  );
  const runners = useRunners(actions);
  useShellKeys(runners, singleKeys);
  useDesktopCommands(runners);
  useHeadingFocus();
  useDataRevision();
  useEffect(() => {
    if (clientId !== null) remember(`client:${clientId}`);
  }, [clientId, remember]);
  useEffect(() => forgetHistory, [workspace.kind]);
  const queries = useQueryClient();
  // What the other mode had asked for is asked again: nothing with costs waits in memory for a screen to show it.
  useEffect(() => queries.removeQueries({ type: 'inactive' }), [queries, clientSafe]);
  const entries = useCallback(
    () =>
      paletteEntries({
        runners,
        names: names.data ?? [],
        clientId,
        clientSafe,
        settings,
        actions: screenActions(),
        mac: isMac(),
        change,
        open: (to) => router.history.push(keepView(to, router.history.location.search)),
      }),
    [runners, names.data, clientId, clientSafe, settings, change, router],
  );
  return (
    <div className={cx('flex h-full flex-col', clientSafe && 'client-safe-frame')}>
      <a
        href="#main"
        onClick={(event) => {
          // The address after '#' is the route: move the focus instead of following the link.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
        className="absolute start-2 top-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-1 font-semibold text-on-accent focus:translate-y-0"
      >
        {t(m.skip)}
      </a>
      {!welcome && <TopBar onPalette={() => actions.openPalette('all')} />}
      <div className="flex min-h-0 flex-1">
        {!welcome && <Sidebar collapsed={collapsed} onToggle={toggleSidebar} />}
        <div className="flex min-w-0 flex-1 flex-col">
          <RefreshBar />
          <EngineAway />
          <LinkPartlyRead />
          {/^\/clients?(\/|$)/.test(path) && <AsKnownBanner />}
          <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto px-6 py-4">
            {/* The Connections screen says it itself, with the fix at hand. */}
            {!welcome && !clientSafe && path !== '/connections' && <SecretsNotice workspace={workspace} />}
            {hidden !== null ? (
              <NotForClients path={hidden} onOff={runners['client-safe'].run} />
            ) : (
              // Made anew when the mode changes: no screen may hold on to figures it kept from before.
              <Fragment key={clientSafe ? 'client-safe' : 'all'}>
                <Outlet />
              </Fragment>
            )}
          </main>
        </div>
      </div>
      <StatusBar workspace={workspace} clientSafe={clientSafe} onClientSafe={runners['client-safe'].run} />
      <Palette
        handle={palette}
        entries={entries}
        recent={settings.recents ?? NOTHING_USED}
        onUsed={remember}
        note={clientSafe ? t(commands.namesNoOther) : null}
      />
      <ShortcutSheet
        open={dialog === 'shortcuts'}
        onOpenChange={(open) => setDialog(open ? 'shortcuts' : null)}
        mac={isMac()}
        singleKeys={singleKeys}
        onSingleKeys={(on) => change({ singleKeys: on })}
      />
      <Glossary open={dialog === 'glossary'} onOpenChange={(open) => setDialog(open ? 'glossary' : null)} />
    </div>
  );
};

const FILES: ExportPort = { saveText: saveFile, saveImage, copyImage, footer: null };

/** The frame of the app: what can be shown depends on the link to the engine and on the state of the workspace. */
export const Shell = () => {
  const link = useEngineLink();
  const workspace = useLive(live.workspace);
  const { data, isError } = useQuery(api.settings.get.queryOptions({ input: {} }));
  // While another workspace's are on their way the last ones hold: what had to stay hidden must not flash up in between.
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  const defaults = useSettings();
  const settings = data ?? last ?? defaults;
  // Before the settings are known nobody can tell whether costs may be seen. Settings that cannot be read must not keep the app shut.
  const known = data !== undefined || last !== undefined || isError;
  const waiting = workspace === null || (workspace.status !== 'unusable' && !known);
  const slow = useSlow(waiting);
  const bare = useLocation({ select: (location) => location.pathname.startsWith('/print/') });
  const demoFiles = useMemo((): ExportPort => ({ ...FILES, footer: t(m.demoData) }), []);
  useEffect(() => applyAppearance(settings), [settings]);
  const language = useLanguage(settings.language, known);
  if (link === 'refused') return <Refused />;
  if (workspace?.status === 'unusable') return <UnusableWorkspace workspace={workspace} />;
  if (workspace === null || waiting)
    return slow ? (
      <FullPage title={t(m.starting)}>
        <p className="text-text-2">{t(link === 'connected' ? m.openingWorkspace : m.waitingForEngine)}</p>
      </FullPage>
    ) : null;
  return (
    <FormatsProvider key={language} locale={settings.locale} now={workspace.now}>
      <ClientSafeContext value={settings.clientSafe ?? false}>
        <ExportContext value={workspace.kind === 'demo' ? demoFiles : FILES}>
          {bare ? <Outlet /> : <Workspace workspace={workspace} settings={settings} />}
        </ExportContext>
      </ClientSafeContext>
      <ToastRegion />
    </FormatsProvider>
  );
};
