/** The screens of one client, in the order of their tabs; the palette offers the same. */
export const CLIENT_SCREENS = [
  { to: '/client/$clientId', label: 'Overview' },
  { to: '/client/$clientId/campaigns', label: 'Campaigns' },
  { to: '/client/$clientId/compare', label: 'Compare' },
  { to: '/client/$clientId/breakdowns', label: 'Breakdowns' },
  { to: '/client/$clientId/hourly', label: 'Hourly' },
  { to: '/client/$clientId/reports', label: 'Reports' },
  { to: '/client/$clientId/imports', label: 'Imports' },
] as const;

/** The client whose screen it is; null on a screen of none. */
export const clientOfPath = (path: string): string | null => {
  const id = /^\/client\/([^/]+)/.exec(path)?.[1];
  return id === undefined ? null : decodeURIComponent(id);
};

/**
 * Screens a client may see: those of one client but their imports, and the settings. Everything else names others, ad accounts or what
 * went wrong.
 */
export const mayBeSeen = (path: string): boolean =>
  (clientOfPath(path) !== null && !path.endsWith('/imports')) || path === '/settings';
