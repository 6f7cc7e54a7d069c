import type { Alert } from '../../../contract/alerts.ts';

/** Addresses of the page that notifications and the tray open, as its router writes them. */

/** The sign-in of a connection, ready to be made again. */
export const signInScreen = (connectionId: string): string => `/connections?signIn=${encodeURIComponent(connectionId)}`;

/** What was imported, of one client where it is about one. */
export const importsScreen = (clientId?: string): string =>
  clientId === undefined ? '/imports' : `/imports?client=${encodeURIComponent(clientId)}`;

/** Where an alert is dealt with: its sign-in, the imports of its client, or itself in the list of alerts. */
export function screenOfAlert({
  id,
  fix,
  connectionId,
  clientId,
}: Pick<Alert, 'id' | 'connectionId' | 'clientId'> & { fix?: Alert['fix'] }): string {
  if (connectionId !== null && (fix === undefined || fix === 'sign_in_again' || fix === 'check_access'))
    return signInScreen(connectionId);
  if (clientId !== null && (fix === 'retry' || fix === 'import')) return importsScreen(clientId);
  return `/alerts?alert=${encodeURIComponent(id)}`;
}
