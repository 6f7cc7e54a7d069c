import { createHashHistory, type HistoryLocation, type RouterHistory } from '@tanstack/react-router';

/** Where an address leads whose path cannot be read. */
export const UNREADABLE = '/unreadable';

const readable = (path: string): boolean => {
  try {
    // Its answer is used: a decoding for nothing would be left out of the bundle, and with it the error.
    return decodeURIComponent(path).length > 0 || path === '';
  } catch {
    return false;
  }
};

/** The place an address stands for: its own, or the screen that says that it cannot be read. Pure. */
export const placeOf = (location: HistoryLocation): HistoryLocation =>
  readable(location.pathname)
    ? location
    : { ...location, href: UNREADABLE, pathname: UNREADABLE, search: '', hash: '' };

/**
 * Hash history: it works on loopback, on a custom scheme and from a file. The router decodes a path while it looks for its screen and
 * would end on a broken percent sign with nothing on the page, so such an address never reaches it; in the address bar it stays as it came.
 */
export const createLinkHistory = (): RouterHistory => {
  const history = createHashHistory();
  const own = Object.getOwnPropertyDescriptor(history, 'location')?.get;
  if (own) Object.defineProperty(history, 'location', { get: () => placeOf(own.call(history) as HistoryLocation) });
  return history;
};
