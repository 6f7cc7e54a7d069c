import { Link } from '@tanstack/react-router';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { useEngineLink } from '../bridge.ts';
import { Button, EmptyState, Notice, ScreenHeader, useSlow, useTitle } from '../ui/index.ts';

const ToConnections = ({ children }: { children: string }) => (
  <Link to="/connections" className="font-semibold whitespace-nowrap text-accent hover:underline">
    {children}
  </Link>
);

export const SecretsNotice = ({ workspace }: { workspace: WorkspaceState }) => {
  const store = workspace.secretStore;
  if (workspace.kind === 'demo' || !store) return null;
  if (store.locked)
    return (
      <Notice tone="warn" title="Sign-ins are locked." action={<ToConnections>Unlock</ToConnections>}>
        {store.sentence ?? 'Unlock them to import. Saved data stays readable.'}
      </Notice>
    );
  if (store.kind === 'memory')
    return (
      <Notice
        tone="warn"
        title="Sign-ins are kept for this run only."
        action={<ToConnections>Choose a passphrase</ToConnections>}
      >
        {store.sentence ?? 'This computer has no system keychain. Choose a passphrase to keep them.'}
      </Notice>
    );
  return null;
};

const AWAY_MS = 10_000;

/** The engine has been away too long to come back by itself: what to do, above what is still there to read. */
export const EngineAway = () => {
  const away = useSlow(useEngineLink() !== 'connected', AWAY_MS);
  return (
    <div role="alert" className={away ? 'shrink-0 px-6 pt-4' : undefined}>
      {away && (
        <Notice tone="bad" title="Tidemark was closed or restarted.">
          Start it again{window.tidemark ? '' : ', or open the new address it prints'}.
        </Notice>
      )}
    </div>
  );
};

/** Why nothing of a screen is left for a client's eyes, by the first part of its address. */
const NOTHING_LEFT: Record<string, string> = {
  clients: 'The list of clients names every one of them.',
  imports: 'Imports name all clients and their ad accounts, and say what went wrong.',
  'data-health': 'Data health names all clients and what is missing or failed for each.',
  alerts: 'Alerts are about costs, sign-ins and errors of all clients.',
  connections: 'Connections hold the sign-ins and the ids of ad accounts of all clients.',
  schedules: 'Schedules name all clients and how their last imports went.',
};

/** In client-safe mode a screen of which nothing would remain: why it is not there, and the ways on. */
export const NotForClients = ({ path, onOff }: { path: string; onOff: () => void }) => {
  useTitle('Client-safe mode');
  return (
    <>
      <ScreenHeader title="Client-safe mode" />
      <EmptyState
        sentence={
          NOTHING_LEFT[(path.endsWith('/imports') ? 'imports' : path.split('/')[1]) ?? ''] ??
          'This screen is about more than one client.'
        }
        detail="In client-safe mode only the screens of one client can be opened, without costs and without naming others."
      >
        <Button variant="primary" onClick={onOff}>
          Leave client-safe
        </Button>
        <Button onClick={() => history.back()}>Back</Button>
      </EmptyState>
    </>
  );
};
