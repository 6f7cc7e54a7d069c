import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import { commandOf, type CommandId } from '../../contract/commands.ts';
import { api, client, sentenceOf, useSettings } from '../bridge.ts';
import { localDay, notify, redo, shiftRange, undo, useNow, useUndoHistory, useView } from '../ui/index.ts';
import { t, type Message } from '../ui/text.ts';
import { keepView } from '../ui/view-state.ts';
import { clientOfPath as clientOf } from './client-screens.ts';
import { m } from './messages-commands.ts';
import { useChangeSettings } from './settings.ts';
import { heededBy } from './top-bar-model.ts';

/** How a command is run now: `why` says what keeps it from being used, null when nothing does. */
export type Runner = { run(): void; why(): string | null };
export type Runners = Record<CommandId, Runner>;

/** What only the frame itself can do. */
export type ShellActions = {
  openPalette(what: 'all' | 'clients'): void;
  toggleSidebar(): void;
  showShortcuts(): void;
  showGlossary(): void;
};

/** Whether this computer writes Cmd where others write Ctrl. */
export const isMac = (): boolean =>
  (window.tidemark?.platform ?? navigator.platform).toLowerCase().startsWith('mac') ||
  window.tidemark?.platform === 'darwin';

const find = (selector: string): HTMLElement | null =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.checkVisibility()) ?? null;

/** The control of the screen that answers to a name ('csv', 'import'). */
const target = (name: string): HTMLElement | null => find(`[data-key="${name}"]`);

const unusable = (element: HTMLElement | null, missing: Message): string | null => {
  if (element === null) return t(missing);
  const disabled = element.getAttribute('aria-disabled') === 'true' || (element as HTMLButtonElement).disabled === true;
  return disabled ? element.title || t(m.unusable) : null;
};

const press = (name: string, missing: Message): Runner => ({
  run: () => target(name)?.click(),
  why: () => unusable(target(name), missing),
});

/** Text fields keep their own undo. */
export const isTyping = (element: EventTarget | null): boolean =>
  element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

const textOrScreen = (what: 'undo' | 'redo'): void => {
  // The only way to a field's own history, which the menus' Undo has to reach as well.
  if (isTyping(document.activeElement)) document.execCommand(what);
  else void (what === 'undo' ? undo() : redo());
};

const copied = async (text: string, title: Message): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text);
    notify({ title: t(title) });
  } catch {
    notify({ title: t(m.nothingCopied), body: t(m.clipboardRefused), tone: 'failed' });
  }
};

const diagnosticsText = async (): Promise<string> => {
  const [checks, state] = await Promise.all([client.diagnostics.doctor({}), client.workspace.state({})]);
  const lines = checks.map(
    (one) => `${one.ok ? 'ok  ' : 'FAIL'} ${one.check}: ${one.finding}${one.fix ? ` (${one.fix})` : ''}`,
  );
  return [t(m.diagnosticsHeading, { version: state.version, kind: state.kind }), navigator.userAgent, ...lines].join(
    '\n',
  );
};

const importTarget = (path: string): HTMLElement | null =>
  find('[data-selection] [data-key="import"]') ?? (clientOf(path) === null ? null : target('import'));

/** The comparison with a file, of the client that is open or of one still to be chosen. */
export const fileScreen = (clientId: string | null): string =>
  `/data-health?csv=${clientId === null ? 'any' : encodeURIComponent(clientId)}`;

/** Every command of the table with what it does here. One object per run of the app: what changes is read when it is asked. */
export const useRunners = (actions: ShellActions): Runners => {
  const router = useRouter();
  const settings = useSettings();
  const change = useChangeSettings();
  const view = useView();
  const today = localDay(useNow());
  const { mutate: importAll } = useMutation({
    ...api.imports.start.mutationOptions(),
    onError: (error) => notify({ title: t(m.importNotStarted), body: sentenceOf(error), tone: 'failed' }),
  });
  const latest = useRef({ settings, view, today, actions });
  latest.current = { settings, view, today, actions };

  const make = useCallback((): Runners => {
    const path = (): string => router.state.location.pathname;
    const always = (run: () => void): Runner => ({ run, why: () => null });
    const open = (to: string): void => router.history.push(keepView(to, router.history.location.search));
    const go = (id: CommandId): Runner => always(() => open(commandOf(id).path ?? '/'));
    const shift = (direction: -1 | 1): Runner => {
      const next = (): string | null => shiftRange(latest.current.view.rangeWord, direction, latest.current.today);
      return {
        run: () => {
          const range = next();
          if (range !== null) latest.current.view.set({ range });
        },
        why: () => (heededBy(path()).figures ? (next() === null ? t(m.noLaterPeriod) : null) : t(m.noPeriod)),
      };
    };
    return {
      'go-clients': go('go-clients'),
      'go-imports': go('go-imports'),
      'go-data-health': go('go-data-health'),
      'go-alerts': go('go-alerts'),
      'go-reports': go('go-reports'),
      'go-connections': go('go-connections'),
      'go-schedules': go('go-schedules'),
      'go-settings': go('go-settings'),
      'new-client': go('new-client'),
      connect: go('connect'),
      'import-file': {
        run: () => open(fileScreen(clientOf(path()))),
        why: () => (latest.current.settings.clientSafe ? t(m.notInClientSafe) : null),
      },
      palette: always(() => latest.current.actions.openPalette('all')),
      'switch-client': {
        run: () => latest.current.actions.openPalette('clients'),
        why: () => (latest.current.settings.clientSafe ? t(m.noOtherClient) : null),
      },
      back: always(() => router.history.back()),
      forward: always(() => router.history.forward()),
      // The selection first; never the button of a single line that happens to stand above it.
      import: {
        run: () => importTarget(path())?.click(),
        why: () => unusable(importTarget(path()), clientOf(path()) === null ? m.selectClients : m.notOnThisScreen),
      },
      'import-all': always(() => importAll({ clientIds: 'all', platforms: null, range: null })),
      history: {
        run: () => void router.navigate({ to: '/imports', search: { client: clientOf(path()) ?? undefined } }),
        why: () => (clientOf(path()) === null ? t(m.openClientFirst) : null),
      },
      csv: press('csv', m.noTableToSave),
      // Of the client that is open, for the period that is on screen; else one has to be chosen first.
      report: always(() => {
        const clientId = clientOf(path());
        if (clientId === null) void router.navigate({ to: '/reports' });
        else void router.navigate({ to: '/client/$clientId/reports', params: { clientId } });
      }),
      export: {
        run: () => (target('export') ?? target('csv'))?.click(),
        why: () => unusable(target('export') ?? target('csv'), m.nothingToExport),
      },
      range: press('d', m.noPeriod),
      compare: press('c', m.noComparison),
      'as-known': press('as-known', m.noFigures),
      'previous-period': shift(-1),
      'next-period': shift(1),
      'client-safe': always(() => {
        const on = !(latest.current.settings.clientSafe ?? false);
        change({ clientSafe: on });
        notify({
          title: t(on ? m.clientSafeOn : m.clientSafeOff),
          body: t(on ? m.clientSafeOnWhat : m.clientSafeOffWhat),
        });
      }),
      sidebar: always(() => latest.current.actions.toggleSidebar()),
      inspector: press('inspector', m.noInspector),
      'copy-link': always(() => void copied(`tidemark:/${router.state.location.href}`, m.linkCopied)),
      filter: {
        run: () => find('[data-filter]')?.focus(),
        why: () => (find('[data-filter]') === null ? t(m.noTableToFilter) : null),
      },
      columns: press('columns', m.noColumns),
      'chart-table': {
        run: () => find('[data-key="t"] button[aria-pressed="false"]')?.click(),
        why: () => (target('t') === null ? t(m.noChart) : null),
      },
      'copy-image': press('copy-image', m.noChart),
      undo: {
        run: () => textOrScreen('undo'),
        why: () => (useUndoHistory.getState().past.length === 0 ? t(m.nothingToUndo) : null),
      },
      redo: {
        run: () => textOrScreen('redo'),
        why: () => (useUndoHistory.getState().future.length === 0 ? t(m.nothingToRedo) : null),
      },
      shortcuts: always(() => latest.current.actions.showShortcuts()),
      glossary: always(() => latest.current.actions.showGlossary()),
      'copy-diagnostics': always(() => {
        void diagnosticsText().then(
          (text) => copied(text, m.diagnosticsCopied),
          (error: unknown) => notify({ title: t(m.nothingCopied), body: sentenceOf(error), tone: 'failed' }),
        );
      }),
    };
  }, [router, change, importAll]);
  const made = useRef<{ by: typeof make; runners: Runners } | null>(null);
  if (made.current?.by !== make) made.current = { by: make, runners: make() };
  return made.current.runners;
};
