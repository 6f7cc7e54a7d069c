import type { Message } from '../words/text.ts';
import { also, label, mac, menu } from './messages-commands.ts';

/**
 * Everything a person can ask the app to do from anywhere, once: native menus, the command palette, the keys and the sheet of keys all read
 * this table (ux.md §7). Keys are written for every system; on macOS `Ctrl` is the Command key.
 */
export type CommandGroup = 'go' | 'data' | 'view' | 'table' | 'edit' | 'help';

export type Command = {
  /** Sentence case, as the palette and the sheet say it. All words stand in messages-commands.ts. */
  label: Message;
  group: CommandGroup;
  /** 'Ctrl+Shift+S', 'Alt+ArrowLeft', 'D'. The first is shown; a key without Ctrl or Alt can be switched off. */
  keys?: readonly string[];
  /** Where macOS has a custom of its own. */
  macKeys?: readonly string[];
  /** Its words in a native menu: Title Case of macOS, and sentence case with a mnemonic elsewhere. */
  menu?: readonly [mac: Message, other: Message];
  /** What else a person may type to find it. */
  words?: Message;
  /** The screen it opens. */
  path?: string;
};

const one = <T extends Record<string, Command>>(table: T): T => table;

export const COMMANDS = one({
  'go-clients': {
    label: label.goClients,
    group: 'go',
    keys: ['Ctrl+1'],
    path: '/clients',
    menu: [mac.goClients, menu.goClients],
    words: also.goClients,
  },
  'go-imports': {
    label: label.goImports,
    group: 'go',
    keys: ['Ctrl+2'],
    path: '/imports',
    menu: [mac.goImports, menu.goImports],
    words: also.goImports,
  },
  'go-data-health': {
    label: label.goDataHealth,
    group: 'go',
    keys: ['Ctrl+3'],
    path: '/data-health',
    menu: [mac.goDataHealth, menu.goDataHealth],
    words: also.goDataHealth,
  },
  'go-alerts': {
    label: label.goAlerts,
    group: 'go',
    keys: ['Ctrl+4'],
    path: '/alerts',
    menu: [mac.goAlerts, menu.goAlerts],
  },
  'go-reports': {
    label: label.goReports,
    group: 'go',
    keys: ['Ctrl+5'],
    path: '/reports',
    menu: [mac.goReports, menu.goReports],
    words: also.goReports,
  },
  'go-connections': {
    label: label.goConnections,
    group: 'go',
    keys: ['Ctrl+6'],
    path: '/connections',
    menu: [mac.goConnections, menu.goConnections],
    words: also.goConnections,
  },
  'go-schedules': {
    label: label.goSchedules,
    group: 'go',
    keys: ['Ctrl+7'],
    path: '/schedules',
    menu: [mac.goSchedules, menu.goSchedules],
    words: also.goSchedules,
  },
  'go-settings': {
    label: label.goSettings,
    group: 'go',
    keys: ['Ctrl+,'],
    path: '/settings',
    menu: [mac.goSettings, menu.goSettings],
    words: also.goSettings,
  },
  palette: {
    label: label.palette,
    group: 'go',
    keys: ['Ctrl+K'],
    menu: [mac.palette, menu.palette],
  },
  'switch-client': {
    label: label.switchClient,
    group: 'go',
    keys: ['Ctrl+O'],
    menu: [mac.switchClient, menu.switchClient],
    words: also.switchClient,
  },
  back: {
    label: label.back,
    group: 'go',
    keys: ['Alt+ArrowLeft'],
    macKeys: ['Ctrl+['],
    menu: [mac.back, menu.back],
  },
  forward: {
    label: label.forward,
    group: 'go',
    keys: ['Alt+ArrowRight'],
    macKeys: ['Ctrl+]'],
    menu: [mac.forward, menu.forward],
  },
  import: {
    label: label.import,
    group: 'data',
    keys: ['Ctrl+R'],
    menu: [mac.import, menu.import],
    words: also.import,
  },
  'import-all': {
    label: label.importAll,
    group: 'data',
    keys: ['Ctrl+Shift+R'],
    menu: [mac.importAll, menu.importAll],
    words: also.importAll,
  },
  history: { label: label.history, group: 'data', menu: [mac.history, menu.history], words: also.history },
  csv: {
    label: label.csv,
    group: 'data',
    keys: ['Ctrl+Shift+S'],
    menu: [mac.csv, menu.csv],
    words: also.csv,
  },
  report: {
    label: label.report,
    group: 'data',
    keys: ['Ctrl+Shift+E'],
    menu: [mac.report, menu.report],
    words: also.report,
  },
  export: {
    label: label.export,
    group: 'data',
    keys: ['Ctrl+E'],
    menu: [mac.export, menu.export],
    words: also.export,
  },
  'new-client': {
    label: label.newClient,
    group: 'data',
    menu: [mac.newClient, menu.newClient],
    words: also.newClient,
    path: '/connections',
  },
  'import-file': {
    label: label.importFile,
    group: 'data',
    menu: [mac.importFile, menu.importFile],
    words: also.importFile,
  },
  connect: {
    label: label.connect,
    group: 'data',
    menu: [mac.connect, menu.connect],
    words: also.connect,
    path: '/connections',
  },
  range: { label: label.range, group: 'view', keys: ['D'], words: also.range },
  compare: { label: label.compare, group: 'view', keys: ['C'], words: also.compare },
  'as-known': {
    label: label.asKnown,
    group: 'view',
    words: also.asKnown,
  },
  'previous-period': { label: label.previousPeriod, group: 'view', keys: ['['], words: also.previousPeriod },
  'next-period': { label: label.nextPeriod, group: 'view', keys: [']'], words: also.nextPeriod },
  'client-safe': {
    label: label.clientSafe,
    group: 'view',
    keys: ['Ctrl+Shift+L'],
    menu: [mac.clientSafe, menu.clientSafe],
    words: also.clientSafe,
  },
  sidebar: {
    label: label.sidebar,
    group: 'view',
    keys: ['Ctrl+B'],
    menu: [mac.sidebar, menu.sidebar],
  },
  inspector: {
    label: label.inspector,
    group: 'view',
    keys: ['Ctrl+I'],
    menu: [mac.inspector, menu.inspector],
    words: also.inspector,
  },
  'copy-link': {
    label: label.copyLink,
    group: 'view',
    keys: ['Ctrl+Shift+C'],
    menu: [mac.copyLink, menu.copyLink],
    words: also.copyLink,
  },
  filter: {
    label: label.filter,
    group: 'table',
    keys: ['Ctrl+F', '/'],
    menu: [mac.filter, menu.filter],
    words: also.filter,
  },
  columns: { label: label.columns, group: 'table', words: also.columns },
  'chart-table': { label: label.chartTable, group: 'table', keys: ['T'] },
  'copy-image': {
    label: label.copyImage,
    group: 'table',
    menu: [mac.copyImage, menu.copyImage],
    words: also.copyImage,
  },
  undo: { label: label.undo, group: 'edit', keys: ['Ctrl+Z'], menu: [mac.undo, menu.undo] },
  redo: { label: label.redo, group: 'edit', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], menu: [mac.redo, menu.redo] },
  shortcuts: {
    label: label.shortcuts,
    group: 'help',
    keys: ['?'],
    menu: [mac.shortcuts, menu.shortcuts],
    words: also.shortcuts,
  },
  glossary: {
    label: label.glossary,
    group: 'help',
    menu: [mac.glossary, menu.glossary],
    words: also.glossary,
  },
  'copy-diagnostics': {
    label: label.copyDiagnostics,
    group: 'help',
    menu: [mac.copyDiagnostics, menu.copyDiagnostics],
    words: also.copyDiagnostics,
  },
});

export type CommandId = keyof typeof COMMANDS;
export const COMMAND_IDS = Object.keys(COMMANDS) as [CommandId, ...CommandId[]];
export const commandOf = (id: CommandId): Command => COMMANDS[id];

/** The keys of a command on this system. */
export const keysOf = (id: CommandId, mac: boolean): readonly string[] => {
  const command = commandOf(id);
  return (mac ? command.macKeys : undefined) ?? command.keys ?? [];
};

/** A key that types something by itself: works outside text fields only and can be switched off. */
export const isSingleKey = (keys: string): boolean => !/^(Ctrl|Alt)\+/.test(keys);

const ARROWS: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

/** 'Ctrl Shift S', on macOS 'Cmd Shift S': as a person reads it. */
export const keyText = (keys: string, mac: boolean): string =>
  keys
    .split('+')
    .map((part) => (part === 'Ctrl' && mac ? 'Cmd' : (ARROWS[part] ?? part)))
    .join(' ');

/** What the first key of a command is called, null when it has none. */
export const shortcutOf = (id: CommandId, mac: boolean): string | null => {
  const [first] = keysOf(id, mac);
  return first === undefined ? null : keyText(first, mac);
};

/** As Electron's menus take it: 'CmdOrCtrl+Shift+S'. Single keys have none: a menu would take them from text fields. */
export const acceleratorOf = (id: CommandId, mac: boolean): string | null => {
  const keys = keysOf(id, mac).find((one) => !isSingleKey(one));
  return keys === undefined ? null : keys.replace('Ctrl', 'CmdOrCtrl').replace('Arrow', '');
};

type Press = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

/** The command a key press stands for; null for none. Ctrl with Alt is AltGr, which types letters, and never stands for one. */
export const commandOfPress = (press: Press, mac: boolean): { id: CommandId; single: boolean } | null => {
  const command = mac ? press.metaKey : press.ctrlKey;
  if ((mac ? press.ctrlKey : press.metaKey) || (command && press.altKey)) return null;
  const letter = press.key.length === 1;
  const shown = letter ? press.key.toUpperCase() : press.key;
  // A sign's own Shift is not one of ours: '?' is typed with Shift on most keyboards.
  const shift = press.shiftKey && (!letter || /[A-Z]/.test(shown));
  const text = [command ? 'Ctrl' : null, press.altKey ? 'Alt' : null, shift ? 'Shift' : null, shown]
    .filter((part) => part !== null)
    .join('+');
  const id = COMMAND_IDS.find((candidate) => keysOf(candidate, mac).includes(text));
  return id === undefined ? null : { id, single: isSingleKey(text) };
};
