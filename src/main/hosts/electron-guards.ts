import type { App, Session, WebContents } from 'electron';
import type { PlatformEndpoints } from '../kernel/endpoints.ts';
import { isGranted, isListedLink, isOwnPage, mayRequest } from './electron-policy.ts';

export type GuardDeps = {
  endpointOverrides: Partial<PlatformEndpoints>;
  /** Hands a checked address to the system's browser. */
  openLink(url: string): void;
  /** What was refused, for the log; the address is not ours, so it is never shown whole. */
  refused(what: string): void;
};

/** Puts the guards on every page that will ever exist in this application, windows or not. */
export function guardPages(app: App, deps: GuardDeps): void {
  app.on('web-contents-created', (_event, contents) => guard(contents, deps));
}

function guard(contents: WebContents, { endpointOverrides, openLink, refused }: GuardDeps): void {
  contents.on('will-navigate', (event) => {
    if (isOwnPage(event.url)) return;
    event.preventDefault();
    refused('navigation');
  });
  contents.on('will-frame-navigate', (event) => {
    // The page has no frames: only the document itself may load, and only from our own scheme.
    if (event.isMainFrame && isOwnPage(event.url)) return;
    event.preventDefault();
    refused('frame navigation');
  });
  contents.on('will-redirect', (event) => {
    if (isOwnPage(event.url)) return;
    event.preventDefault();
    refused('redirect');
  });
  contents.setWindowOpenHandler(({ url }) => {
    if (isListedLink(url, endpointOverrides)) openLink(url);
    else refused('window');
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('webview');
  });
}

/**
 * Permissions, devices, downloads and network of a session. Electron grants a permission when nobody is asked, so all three handlers are
 * set; screen capture and USB classes are the other way round, and handlers for them could only open what is closed.
 */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(isGranted(permission, contents.getURL())),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url) }));
  // The dictionaries would be downloaded.
  session.setSpellCheckerEnabled(false);
}
