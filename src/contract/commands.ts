/**
 * Everything a person can ask the app to do from anywhere, once: native menus, the command palette, the keys and the sheet of keys all read
 * this table (ux.md §7). Keys are written for every system; on macOS `Ctrl` is the Command key.
 */
export type CommandGroup = 'Go to' | 'Data' | 'View' | 'Table and chart' | 'Edit' | 'Help';

export type Command = {
  /** Sentence case, as the palette and the sheet say it. */
  label: string;
  group: CommandGroup;
  /** 'Ctrl+Shift+S', 'Alt+ArrowLeft', 'D'. The first is shown; a key without Ctrl or Alt can be switched off. */
  keys?: readonly string[];
  /** Where macOS has a custom of its own. */
  macKeys?: readonly string[];
  /** Its words in a native menu: Title Case of macOS, and sentence case with a mnemonic elsewhere. */
  menu?: readonly [mac: string, other: string];
  /** What else a person may type to find it. */
  words?: string;
  /** The screen it opens. */
  path?: string;
};

const one = <T extends Record<string, Command>>(table: T): T => table;

export const COMMANDS = one({
  'go-clients': {
    label: 'Clients',
    group: 'Go to',
    keys: ['Ctrl+1'],
    path: '/clients',
    menu: ['Clients', '&Clients'],
    words: 'portfolio',
  },
  'go-imports': {
    label: 'Imports',
    group: 'Go to',
    keys: ['Ctrl+2'],
    path: '/imports',
    menu: ['Imports', '&Imports'],
    words: 'history queue log',
  },
  'go-data-health': {
    label: 'Data health',
    group: 'Go to',
    keys: ['Ctrl+3'],
    path: '/data-health',
    menu: ['Data Health', '&Data health'],
    words: 'archive months gaps',
  },
  'go-alerts': { label: 'Alerts', group: 'Go to', keys: ['Ctrl+4'], path: '/alerts', menu: ['Alerts', '&Alerts'] },
  'go-reports': {
    label: 'Reports',
    group: 'Go to',
    keys: ['Ctrl+5'],
    path: '/reports',
    menu: ['Reports', '&Reports'],
    words: 'pdf print send client',
  },
  'go-connections': {
    label: 'Connections',
    group: 'Go to',
    keys: ['Ctrl+6'],
    path: '/connections',
    menu: ['Connections', 'Co&nnections'],
    words: 'sign in accounts logins',
  },
  'go-schedules': {
    label: 'Schedules',
    group: 'Go to',
    keys: ['Ctrl+7'],
    path: '/schedules',
    menu: ['Schedules', 'Sch&edules'],
    words: 'automatic nightly time',
  },
  'go-settings': {
    label: 'Settings',
    group: 'Go to',
    keys: ['Ctrl+,'],
    path: '/settings',
    menu: ['Settings…', '&Settings…'],
    words: 'preferences options',
  },
  palette: {
    label: 'Search or run a command',
    group: 'Go to',
    keys: ['Ctrl+K'],
    menu: ['Search or Run a Command…', 'Searc&h or run a command…'],
  },
  'switch-client': {
    label: 'Switch client',
    group: 'Go to',
    keys: ['Ctrl+O'],
    menu: ['Switch Client…', 'S&witch client…'],
    words: 'open',
  },
  back: {
    label: 'Back',
    group: 'Go to',
    keys: ['Alt+ArrowLeft'],
    macKeys: ['Ctrl+['],
    menu: ['Back', 'Bac&k'],
  },
  forward: {
    label: 'Forward',
    group: 'Go to',
    keys: ['Alt+ArrowRight'],
    macKeys: ['Ctrl+]'],
    menu: ['Forward', '&Forward'],
  },
  import: {
    label: 'Import latest data',
    group: 'Data',
    keys: ['Ctrl+R'],
    menu: ['Import Latest Data', '&Import latest data'],
    words: 'refresh fetch update sync',
  },
  'import-all': {
    label: 'Import all clients',
    group: 'Data',
    keys: ['Ctrl+Shift+R'],
    menu: ['Import All Clients', 'Import &all clients'],
    words: 'refresh fetch update sync everything',
  },
  history: {
    label: 'Import history of this client',
    group: 'Data',
    menu: ['Import History', 'Import &history'],
    words: 'log runs',
  },
  csv: {
    label: 'Save CSV of this view',
    group: 'Data',
    keys: ['Ctrl+Shift+S'],
    menu: ['Save CSV of This View…', 'Save &CSV of this view…'],
    words: 'export download spreadsheet excel',
  },
  report: {
    label: 'New report',
    group: 'Data',
    keys: ['Ctrl+Shift+E'],
    menu: ['New Report', 'New repor&t'],
    words: 'pdf print export send client',
  },
  export: {
    label: 'Export menu',
    group: 'Data',
    keys: ['Ctrl+E'],
    menu: ['Export…', '&Export…'],
    words: 'save download',
  },
  'new-client': {
    label: 'New client…',
    group: 'Data',
    menu: ['New Client…', '&New client…'],
    words: 'add create assign ad accounts',
    path: '/connections',
  },
  'import-file': {
    label: 'Import file…',
    group: 'Data',
    menu: ['Import File…', '&Import file…'],
    words: 'csv export ads manager compare check open',
  },
  connect: {
    label: 'Connect an account',
    group: 'Data',
    menu: ['Connect Account…', 'C&onnect account…'],
    words: 'sign in login add new client meta google',
    path: '/connections',
  },
  range: { label: 'Choose the period', group: 'View', keys: ['D'], words: 'date range days month' },
  compare: { label: 'Compare with', group: 'View', keys: ['C'], words: 'previous year comparison' },
  'as-known': {
    label: 'See the figures as known on a past day',
    group: 'View',
    words: 'history restated corrected time travel',
  },
  'previous-period': { label: 'Previous period', group: 'View', keys: ['['], words: 'earlier before' },
  'next-period': { label: 'Next period', group: 'View', keys: [']'], words: 'later after' },
  'client-safe': {
    label: 'Client-safe mode on or off',
    group: 'View',
    keys: ['Ctrl+Shift+L'],
    menu: ['Client-Safe Mode', 'Client-safe m&ode'],
    words: 'hide costs spend share screen',
  },
  sidebar: {
    label: 'Show or hide the sidebar',
    group: 'View',
    keys: ['Ctrl+B'],
    menu: ['Show or Hide Sidebar', 'Show or hide side&bar'],
  },
  inspector: {
    label: 'Show or hide the inspector',
    group: 'View',
    keys: ['Ctrl+I'],
    menu: ['Show or Hide Inspector', 'Show or hide ins&pector'],
    words: 'details panel',
  },
  'copy-link': {
    label: 'Copy a link to this view',
    group: 'View',
    keys: ['Ctrl+Shift+C'],
    menu: ['Copy Link to This View', 'Copy &link to this view'],
    words: 'url address share',
  },
  filter: {
    label: 'Filter this table',
    group: 'Table and chart',
    keys: ['Ctrl+F', '/'],
    menu: ['Find in Table', '&Find in table'],
    words: 'search rows',
  },
  columns: { label: 'Choose columns', group: 'Table and chart', words: 'column picker show hide order' },
  'chart-table': { label: 'Chart or table', group: 'Table and chart', keys: ['T'] },
  'copy-image': {
    label: 'Copy the chart as an image',
    group: 'Table and chart',
    menu: ['Copy Chart as Image', 'Copy chart as i&mage'],
    words: 'picture png clipboard',
  },
  undo: { label: 'Undo', group: 'Edit', keys: ['Ctrl+Z'], menu: ['Undo', '&Undo'] },
  redo: { label: 'Redo', group: 'Edit', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], menu: ['Redo', '&Redo'] },
  shortcuts: {
    label: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['?'],
    menu: ['Keyboard Shortcuts', '&Keyboard shortcuts'],
    words: 'keys help sheet',
  },
  glossary: {
    label: 'Data glossary',
    group: 'Help',
    menu: ['Data Glossary', '&Data glossary'],
    words: 'metrics meaning formula definition help',
  },
  'copy-diagnostics': {
    label: 'Copy diagnostics',
    group: 'Help',
    menu: ['Copy Diagnostics', '&Copy diagnostics'],
    words: 'doctor support problem report checks',
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
