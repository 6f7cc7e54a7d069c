import { useMutation } from '@tanstack/react-query';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { api, queryClient, sentenceOf } from '../bridge.ts';
import { Button, EmptyState, ErrorState, useTitle } from '../ui/index.ts';

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
  <FullPage title="This page is not signed in">
    <p>This link was used already. Run the command again to get a new one.</p>
    <p className="text-text-2">The link opens Tidemark once, in one browser. Your data is untouched.</p>
  </FullPage>
);

const fixes: Record<string, string> = {
  free_space: 'Free up disk space, then start Tidemark again.',
  unlock: 'Unlock the workspace, then start Tidemark again.',
  retry: 'Start Tidemark again. If it happens again, restore the newest backup from the backups folder.',
  check_access: 'Check that you may read and write the folder, then start Tidemark again.',
};

/** A demo that cannot be opened must not stand between a person and their own data. */
const LeaveDemo = () => {
  const leave = useMutation(api.workspace.leaveDemo.mutationOptions({ onSuccess: () => queryClient.resetQueries() }));
  return (
    <div className="flex flex-col items-start gap-2">
      <p>This is the demo. Leaving it deletes the demo only; your own data and sign-ins are not touched.</p>
      <Button variant="primary" disabled={leave.isPending} onClick={() => leave.mutate({})}>
        {leave.isPending ? 'Leaving…' : 'Leave demo'}
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
    <FullPage title="Tidemark cannot open this workspace">
      <p role="alert">{workspace.problem?.sentence ?? 'The workspace cannot be opened.'}</p>
      {fix && <p>{fix}</p>}
      <p className="text-text-2">Nothing was changed or deleted.</p>
      {workspace.kind === 'demo' && <LeaveDemo />}
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-caption text-text-3">
        <dt>Folder</dt>
        <dd className="break-all select-text">{workspace.home}</dd>
        {workspace.problem?.detail && (
          <>
            <dt>Details</dt>
            <dd className="break-all select-text">{workspace.problem.detail}</dd>
          </>
        )}
      </dl>
    </FullPage>
  );
};

export const NotFound = () => {
  useTitle('Not found');
  return (
    <EmptyState sentence="There is no such screen.">
      <Link to="/clients" className="font-semibold text-accent hover:underline">
        Go to Clients
      </Link>
    </EmptyState>
  );
};

/** A screen broke while drawing. The rest of the app goes on. */
export const ScreenFailed = ({ error, reset }: ErrorComponentProps) => (
  <div className="p-6">
    <ErrorState
      title="This screen could not be drawn"
      reason={error instanceof Error ? sentenceOrMessage(error) : 'Your data is unchanged.'}
      onRetry={() => {
        void queryClient.invalidateQueries();
        reset();
      }}
    >
      <Button onClick={() => location.reload()}>Reload</Button>
    </ErrorState>
  </div>
);

const sentenceOrMessage = (error: Error): string =>
  error.message.includes('dynamically imported') ? 'A part of the app could not be loaded.' : sentenceOf(error);
