import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { api, queryClient, sentenceOf } from '../bridge.ts';
import { Button, EmptyState, ErrorState, ScreenHeader, useTitle } from '../ui/index.ts';
import { t, type Message } from '../ui/text.ts';
import { m } from './messages.ts';

/** A page with nothing but a problem and its fix: used where showing an empty app would be a lie. */
export const FullPage = ({ title, children }: { title: string; children: ReactNode }) => {
  useTitle(title);
  return (
    <main className="flex h-full items-center justify-center p-6">
      <div className="flex max-w-[60ch] flex-col gap-3 rounded-card border border-line bg-surface p-8">
        <h1 className="text-page font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
};

/** The browser host turned this page away. */
export const Refused = () => (
  <FullPage title={t(m.refused)}>
    <p>{t(m.refusedWhy)}</p>
    <p className="text-text-2">{t(m.refusedOnce)}</p>
  </FullPage>
);

const fixes: Record<string, Message> = {
  free_space: m.fixSpace,
  unlock: m.fixUnlock,
  retry: m.fixRetry,
  check_access: m.fixAccess,
};

/** A demo that cannot be opened must not stand between a person and their own data. */
const LeaveDemo = () => {
  const leave = useMutation(api.workspace.leaveDemo.mutationOptions({ onSuccess: () => queryClient.resetQueries() }));
  return (
    <div className="flex flex-col items-start gap-2">
      <p>{t(m.leaveDemoWhat)}</p>
      <Button variant="primary" disabled={leave.isPending} onClick={() => leave.mutate({})}>
        {t(leave.isPending ? m.leavingDemo : m.leaveDemo)}
      </Button>
      {leave.isError && (
        <p role="alert" className="text-bad">
          {sentenceOf(leave.error)}
        </p>
      )}
    </div>
  );
};

/** The workspace cannot be used: what happened and what to do, never an empty app. */
export const UnusableWorkspace = ({ workspace }: { workspace: WorkspaceState }) => {
  const fix = workspace.problem ? fixes[workspace.problem.fix] : undefined;
  return (
    <FullPage title={t(m.unusable)}>
      <p role="alert">{workspace.problem?.sentence ?? t(m.unusableWhy)}</p>
      {fix && <p>{t(fix)}</p>}
      <p className="text-text-2">{t(m.unusableKept)}</p>
      {workspace.kind === 'demo' && <LeaveDemo />}
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-caption text-text-3">
        <dt>{t(m.folder)}</dt>
        <dd className="break-all select-text">{workspace.home}</dd>
        {workspace.problem?.detail && (
          <>
            <dt>{t(m.details)}</dt>
            <dd className="break-all select-text">{workspace.problem.detail}</dd>
          </>
        )}
      </dl>
    </FullPage>
  );
};

export const NotFound = () => {
  useTitle(t(m.notFound));
  return (
    <>
      <ScreenHeader title={t(m.notFound)} />
      <EmptyState sentence={t(m.notFoundWhat)} detail={useAddress()}>
        <ToClients />
      </EmptyState>
    </>
  );
};

/** An address that was cut or changed on its way: which, and the way on. */
export const UnreadableLink = () => {
  useTitle(t(m.unreadable));
  return (
    <>
      <ScreenHeader title={t(m.unreadable)} />
      <EmptyState sentence={t(m.unreadableWhat)} detail={useAddress()}>
        <ToClients />
      </EmptyState>
    </>
  );
};

const LONGEST = 200;
/** What the address bar says, as it came. */
const useAddress = (): string => {
  const address = useLocation({ select: () => location.hash.replace(/^#/, '') });
  return address.length > LONGEST ? `${address.slice(0, LONGEST)}…` : address;
};

/** The address names a client that is not there: asking again would not help. */
export const NoSuchClient = () => {
  useTitle(t(m.noSuchClient));
  return (
    <>
      <ScreenHeader title={t(m.noSuchClient)} />
      <EmptyState sentence={t(m.noSuchClientWhat)}>
        <ToClients />
      </EmptyState>
    </>
  );
};

const ToClients = () => (
  <Link to="/clients" className="font-semibold text-accent hover:underline">
    {t(m.goToClients)}
  </Link>
);

/** A screen broke while drawing. The rest of the app goes on. */
export const ScreenFailed = ({ error, reset }: ErrorComponentProps) => (
  <>
    <ScreenHeader title={t(m.screenFailed)} />
    <ErrorState
      title={t(m.screenFailedKept)}
      reason={error instanceof Error ? sentenceOrMessage(error) : ''}
      onRetry={() => {
        void queryClient.invalidateQueries();
        reset();
      }}
    >
      <Button onClick={() => location.reload()}>{t(m.reload)}</Button>
    </ErrorState>
  </>
);

const sentenceOrMessage = (error: Error): string =>
  error.message.includes('dynamically imported') ? t(m.screenNotLoaded) : sentenceOf(error);
