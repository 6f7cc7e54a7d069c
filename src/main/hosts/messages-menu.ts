import { defineMessages } from '../../words/text.ts';

/** The native menu's own words (those of commands: contract/messages-commands.ts). On macOS: Title Case. */
export const menuMac = defineMessages('menu-mac', {
  about: 'About Tidemark',
  file: 'File',
  edit: 'Edit',
  view: 'View',
  client: 'Client',
  help: 'Help',
  density: 'Density',
  comfortable: 'Comfortable',
  compact: 'Compact',
  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  zoomReset: 'Actual Size',
  schedule: 'Schedule…',
  log: 'Show Log',
});

/** Elsewhere: sentence case, with `&` before the letter that opens it. */
export const menuOther = defineMessages('menu', {
  about: '&About Tidemark',
  file: '&File',
  edit: '&Edit',
  view: '&View',
  client: '&Client',
  help: '&Help',
  density: 'Densit&y',
  comfortable: '&Comfortable',
  compact: 'Com&pact',
  theme: '&Theme',
  system: '&System',
  light: '&Light',
  dark: '&Dark',
  zoomIn: '&Zoom in',
  zoomOut: 'Zoom o&ut',
  zoomReset: 'Actua&l size',
  schedule: '&Schedule…',
  log: 'Show &log',
  quit: '&Quit',
  window: '&Window',
  close: '&Close',
});

/** What every system's edit, view and window menus have; the system itself would say them in its own language. */
export const menuRoles = defineMessages('menu-role', {
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  fullScreen: 'Toggle Full Screen',
  minimize: 'Minimize',
  closeWindow: 'Close Window',
  services: 'Services',
  hide: 'Hide Tidemark',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  quit: 'Quit Tidemark',
});
