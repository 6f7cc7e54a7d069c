import { m } from './messages.ts';

/** The screens of one client, in the order of their tabs; the palette offers the same. */
export const CLIENT_SCREENS = [
  { to: '/client/$clientId', label: m.overview },
  { to: '/client/$clientId/campaigns', label: m.campaigns },
  { to: '/client/$clientId/compare', label: m.compare },
  { to: '/client/$clientId/breakdowns', label: m.breakdowns },
  { to: '/client/$clientId/hourly', label: m.hourly },
  { to: '/client/$clientId/reports', label: m.reports },
  { to: '/client/$clientId/imports', label: m.imports },
] as const;

/** The client whose screen it is; null on a screen of none. */
export const clientOfPath = (path: string): string | null => {
  const id = /^\/client\/([^/]+)/.exec(path)?.[1];
  return id === undefined ? null : decodeURIComponent(id);
};

/** The tab of the screen at this path, for going to the same one of another client; the overview where it is none. Pure. */
export const tabOfPath = (path: string): (typeof CLIENT_SCREENS)[number]['to'] => {
  const tab = /^\/client\/[^/]+\/([^/?]+)/.exec(path)?.[1];
  return CLIENT_SCREENS.find(({ to }) => to === `/client/$clientId/${tab}`)?.to ?? '/client/$clientId';
};

/**
 * Screens a client may see: those of one client but their imports, and the settings. Everything else names others, ad accounts or what
 * went wrong.
 */
export const mayBeSeen = (path: string): boolean =>
  (clientOfPath(path) !== null && !path.endsWith('/imports')) || path === '/settings';
