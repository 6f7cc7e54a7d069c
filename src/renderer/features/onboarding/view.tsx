import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import { Button, ErrorState, ProgressBar, useTitle } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { demoProgress, whereSignInsGo } from './model.ts';

/** The first window: connect, or look at a demo. No sign-up. Three steps, told before they are taken. */
export const OnboardingView = () => {
  useTitle(t(m.title));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const workspace = useLive(live.workspace);
  const progress = useLive(live.imports);
  const platforms = useQuery(api.platforms.list.queryOptions({ input: {} }));
  const [connecting, setConnecting] = useState(false);
  // The promise must not change under the reader when the demo's workspace takes over.
  const [left, setLeft] = useState(workspace);
  // Everything cached speaks of the workspace that was left.
  const demo = useMutation(api.workspace.enterDemo.mutationOptions({ onSuccess: () => queries.resetQueries() }));
  const startDemo = (): void => {
    setLeft(workspace);
    demo.mutate({});
  };
  const filling = demo.isPending || demo.isSuccess;
  const state = demoProgress(workspace, progress);
  const arrived = demo.isSuccess && state.ready;
  useEffect(() => {
    if (arrived) void navigate({ to: '/clients' });
  }, [arrived, navigate]);

  return (
    <div className="m-auto flex w-full max-w-[720px] flex-col gap-8 py-8">
      <header className="flex flex-col gap-2">
        <p className="font-semibold text-accent">Tidemark</p>
        <h1 tabIndex={-1} className="text-kpi font-semibold text-balance">
          {t(m.heading)}
        </h1>
        <p className="max-w-[60ch] text-text-2">{t(m.promise)}</p>
      </header>

      {demo.isError && <ErrorState title={t(m.demoFailed)} reason={sentenceOf(demo.error)} onRetry={startDemo} />}
      {filling ? (
        <section aria-label={t(m.demo)} className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4">
          <p role="status" className="font-semibold">
            {t(m.demoProgress, { step: state.text, percent: String(state.percent) })}
          </p>
          <ProgressBar percent={state.percent} text={state.text} />
          <p className="text-text-2">{t(m.demoInvented)}</p>
        </section>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" aria-expanded={connecting} onClick={() => setConnecting(true)}>
            {t(m.connectAccount)}
          </Button>
          <Button onClick={startDemo}>{t(m.exploreDemo)}</Button>
          {workspace !== null && workspace.clients > 0 && (
            <Link to="/clients" className="inline-flex h-8 items-center px-3 font-semibold text-accent hover:underline">
              {t(m.backToClients)}
            </Link>
          )}
        </div>
      )}

      <ol className="grid grid-cols-3 gap-4">
        <Step number={1} title={t(m.startStep)} current={!connecting && !filling}>
          {t(m.startBody, { signIns: whereSignInsGo(filling ? left : workspace) })}
        </Step>
        <Step number={2} title={t(m.connectStep)} current={connecting && !filling}>
          <p>{t(m.connectBody)}</p>
          {connecting && !filling && (
            <div className="mt-3 flex flex-col gap-2">
              {(platforms.data ?? []).map(({ platform, name }, index) => (
                <Button
                  key={platform}
                  autoFocus={index === 0}
                  onClick={() => void navigate({ to: '/connections', search: { connect: platform } })}
                >
                  {t(m.connectPlatform, { platform: name })}
                </Button>
              ))}
              {platforms.isError && <p className="text-bad">{sentenceOf(platforms.error)}</p>}
            </div>
          )}
        </Step>
        <Step number={3} title={t(m.importStep)} current={false}>
          {t(m.importBody)}
        </Step>
      </ol>
    </div>
  );
};

const Step = ({
  number,
  title,
  current,
  children,
}: {
  number: number;
  title: string;
  current: boolean;
  children: ReactNode;
}) => (
  <li
    aria-current={current ? 'step' : undefined}
    className={`rounded-card border bg-surface p-4 ${current ? 'border-accent' : 'border-line'}`}
  >
    <h2 className="mb-1 text-section font-semibold">
      <span className="text-text-3">{number}</span> {title}
    </h2>
    <div className="text-text-2">{children}</div>
  </li>
);
