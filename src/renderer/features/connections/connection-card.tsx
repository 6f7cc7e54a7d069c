import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '../../../contract/connections.ts';
import { api, sentenceOf } from '../../bridge.ts';
import {
  Button,
  Dialog,
  notify,
  PlatformBadge,
  StatusShape,
  useFormats,
  useNow,
  type StatusKind,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { disconnectTitle, tokenState, type PlatformInfo } from './model.ts';
import { useDrafts } from './store.ts';

const shapes: Record<Connection['state'], StatusKind> = {
  connected: 'ok',
  expiring: 'warning',
  expired: 'failed',
  locked: 'locked',
  removed: 'ended',
};

/** One sign-in: who, in what state, what it opens, and what can be done with it. */
export const ConnectionCard = ({
  connection,
  platform,
  next,
}: {
  connection: Connection;
  platform: PlatformInfo;
  /** Mending this one is the screen's next step. */
  next: boolean;
}) => {
  const formats = useFormats();
  const now = useNow();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const { connect, pick } = useDrafts.getState();
  const check = useMutation(
    api.connections.check.mutationOptions({
      onSuccess: (checked) => {
        void queries.invalidateQueries({ queryKey: api.connections.key() });
        const state = tokenState(checked, now);
        const fine = checked.state === 'connected' || checked.state === 'expiring';
        notify({
          title: t(m.checkedState, { platform: platform.name, state: state.text.toLowerCase() }),
          ...(checked.problem && !fine ? { body: checked.problem.sentence } : {}),
          tone: fine ? 'done' : 'failed',
        });
      },
      onError: (error) =>
        notify({ title: t(m.checkFailed, { platform: platform.name }), body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  const state = tokenState(connection, now);
  const needsSignIn = connection.state === 'expired' || connection.state === 'expiring';
  const gone = connection.state === 'removed';
  return (
    <article
      aria-label={t(m.cardLabel, { platform: platform.name, name: connection.label })}
      data-connection={connection.state}
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4"
    >
      <div className="flex items-start gap-3">
        <PlatformBadge platform={connection.platform} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-section font-semibold" title={connection.label} dir="auto">
            {connection.label}
          </h2>
          <p className="text-text-2">
            {platform.name} · {connection.kind}
          </p>
        </div>
        <StatusShape kind={shapes[connection.state]} text={state.text} className="font-semibold" />
      </div>
      {connection.problem && !gone && <p className="text-text-2">{connection.problem.sentence}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        <dt className="text-text-3">{t(m.accounts)}</dt>
        <dd>
          {t(m.accountsAssigned, {
            assigned: formats.count(connection.assignedAdAccounts),
            all: formats.count(connection.adAccounts),
          })}
        </dd>
        <dt className="text-text-3">{t(m.checked)}</dt>
        <dd>
          {connection.lastCheckedAt === null ? (
            t(m.notChecked)
          ) : (
            <time dateTime={connection.lastCheckedAt} title={formats.instant(connection.lastCheckedAt)}>
              {formats.relative(connection.lastCheckedAt, now)}
            </time>
          )}
        </dd>
        {/* A sign-in can end before its time: then the date it was promised for would contradict its state. */}
        {connection.expiresAt !== null &&
          !gone &&
          (connection.state !== 'expired' || Date.parse(connection.expiresAt) <= now) && (
            <>
              <dt className="text-text-3">{connection.state === 'expired' ? t(m.expired) : t(m.validUntil)}</dt>
              <dd>{formats.instant(connection.expiresAt)}</dd>
            </>
          )}
      </dl>
      <div className="mt-auto flex flex-wrap gap-2 pt-1">
        {needsSignIn || gone ? (
          <Button variant={next ? 'primary' : 'secondary'} onClick={() => connect(connection.platform, connection)}>
            {t(m.signInAgain)}
          </Button>
        ) : null}
        {!gone && (
          <>
            <Button onClick={() => pick(connection.id)}>{t(m.chooseAccounts)}</Button>
            <Button disabled={check.isPending} onClick={() => check.mutate({ connectionId: connection.id })}>
              {check.isPending ? t(m.checking) : t(m.check)}
            </Button>
            {!needsSignIn && (
              <Button variant="quiet" onClick={() => connect(connection.platform, connection)}>
                {t(m.signInAgain)}
              </Button>
            )}
            <Button variant="quiet" onClick={() => setLeaving(true)}>
              {t(m.disconnect)}
            </Button>
          </>
        )}
      </div>
      {leaving && <DisconnectDialog connection={connection} platform={platform} onClose={() => setLeaving(false)} />}
    </article>
  );
};

const DisconnectDialog = ({
  connection,
  platform,
  onClose,
}: {
  connection: Connection;
  platform: PlatformInfo;
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const accounts = useQuery(api.adAccounts.list.queryOptions({ input: { connectionId: connection.id } }));
  const clients = new Set(accounts.data?.flatMap((each) => each.clientId ?? [])).size;
  const remove = useMutation(
    api.connections.remove.mutationOptions({
      onSuccess: ({ sentence }) => {
        void queries.invalidateQueries();
        notify({ title: t(m.disconnected, { platform: platform.name }), body: sentence });
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={disconnectTitle(platform.name.replace(/ Ads$/, ''), clients)}
      description={t(m.disconnectBody)}
      footer={
        <>
          <Button onClick={onClose}>{t(m.cancel)}</Button>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate({ connectionId: connection.id })}
          >
            {remove.isPending ? t(m.disconnecting) : t(m.disconnect)}
          </Button>
        </>
      }
    >
      {remove.error ? (
        <p role="alert" className="text-bad">
          {sentenceOf(remove.error)}
        </p>
      ) : undefined}
    </Dialog>
  );
};
