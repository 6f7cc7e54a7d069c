import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo } from 'react';
import type { LoginState } from '../../../contract/connections.ts';
import { client, createLive, useLive } from '../../bridge.ts';
import { Button, notify, StatusShape, type StatusKind } from '../../ui/index.ts';
import { useSeconds } from '../../ui/seconds.ts';
import { t } from '../../ui/text.ts';
import { connectMessages as m } from './messages-connect.ts';
import { loginAdvice, loginView, timeLeft } from './model.ts';

const shapes: Record<LoginState['status'], StatusKind> = {
  waiting: 'waiting',
  exchanging: 'running',
  connected: 'ok',
  failed: 'failed',
  cancelled: 'ended',
  expired: 'stale',
};

/** The browser login while it goes on, and its end: what happened and what to do. */
export const LoginProgress = ({
  attempt,
  platformName,
  onConnected,
  onAgain,
  onCancel,
}: {
  attempt: LoginState;
  platformName: string;
  onConnected: (connectionId: string) => void;
  onAgain: () => void;
  onCancel: () => void;
}) => {
  const queries = useQueryClient();
  const source = useMemo(
    () => createLive((signal) => client.connections.loginState({ attemptId: attempt.attemptId }, { signal })),
    [attempt.attemptId],
  );
  const state = useLive(source) ?? attempt;
  const view = loginView(state, platformName);
  const now = useSeconds(state.status === 'waiting');
  const connectionId = state.status === 'connected' ? state.connectionId : null;
  const arrive = useEffectEvent((id: string) => {
    void queries.invalidateQueries();
    onConnected(id);
  });
  useEffect(() => {
    if (connectionId !== null) arrive(connectionId);
  }, [connectionId]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(state.url);
      notify({ title: t(m.linkCopied) });
    } catch {
      notify({ title: t(m.linkNotCopied), body: t(m.linkNotCopiedBody), tone: 'failed' });
    }
  };
  const advice = state.status === 'failed' ? loginAdvice(state.problem) : null;

  return (
    <div className="flex flex-col gap-3" data-login={state.status}>
      <div role={view.again ? 'alert' : 'status'}>
        <StatusShape
          kind={shapes[state.status]}
          text={view.title}
          className="text-section font-semibold [&>span]:whitespace-normal!"
        />
        {view.body && <p className="mt-1 text-text-2">{view.body}</p>}
        {advice && <p className="mt-1 text-text-2">{advice}</p>}
      </div>
      {state.status === 'waiting' && (
        <p className="text-text-2">
          <span aria-hidden>{timeLeft(state.expiresAt, now)}</span>
          <span className="sr-only">{t(m.staysOpen)}</span>
        </p>
      )}
      {/* A machine without a display, or a browser that blocks it, opens nothing and says nothing. */}
      {state.status === 'waiting' && <p>{t(m.openItYourself)}</p>}
      <div className="flex flex-wrap gap-2">
        {state.status === 'waiting' && (
          <>
            <a
              href={state.url}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex h-8 items-center rounded-control border border-control bg-surface px-3 font-semibold hover:bg-sunken"
            >
              {t(m.openPage)}
            </a>
            <Button onClick={() => void copy()}>{t(m.copyLink)}</Button>
            <Button variant="quiet" onClick={onCancel}>
              {t(m.cancel)}
            </Button>
          </>
        )}
        {view.again && (
          <Button variant="primary" onClick={onAgain}>
            {t(m.tryAgain)}
          </Button>
        )}
      </div>
    </div>
  );
};
