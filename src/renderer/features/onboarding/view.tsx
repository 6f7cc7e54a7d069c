import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import { Button, ErrorState, ProgressBar, useTitle } from '../../ui/index.ts';
import { demoProgress, whereSignInsGo } from './model.ts';

/** The first window: connect, or look at a demo. No sign-up. Three steps, told before they are taken. */
export const OnboardingView = () => {
  useTitle('Welcome');
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
          See your clients&apos; ads in one place, even offline.
        </h1>
        <p className="max-w-[60ch] text-text-2">
          Campaigns and results are read from the ad platforms with one click and stay on this computer, as they were
          known on every day.
        </p>
      </header>

      {demo.isError && (
        <ErrorState title="The demo could not start" reason={sentenceOf(demo.error)} onRetry={startDemo} />
      )}
      {filling ? (
        <section aria-label="Demo" className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4">
          <p role="status" className="font-semibold">
            {state.text}… {state.percent}%
          </p>
          <ProgressBar percent={state.percent} text={state.text} />
          <p className="text-text-2">An invented agency with 24 clients. It never mixes with your own data.</p>
        </section>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" aria-expanded={connecting} onClick={() => setConnecting(true)}>
            Connect an account
          </Button>
          <Button onClick={startDemo}>Explore demo data</Button>
          {workspace !== null && workspace.clients > 0 && (
            <Link to="/clients" className="inline-flex h-8 items-center px-3 font-semibold text-accent hover:underline">
              Back to clients
            </Link>
          )}
        </div>
      )}

      <ol className="grid grid-cols-3 gap-4">
        <Step number={1} title="Start" current={!connecting && !filling}>
          Everything is stored on this computer. {whereSignInsGo(filling ? left : workspace)} No account with us, no
          email.
        </Step>
        <Step number={2} title="Connect" current={connecting && !filling}>
          <p>You sign in on the platform&apos;s own page and choose ad accounts. Tidemark only asks to read.</p>
          {connecting && !filling && (
            <div className="mt-3 flex flex-col gap-2">
              {(platforms.data ?? []).map(({ platform, name }, index) => (
                <Button
                  key={platform}
                  autoFocus={index === 0}
                  onClick={() => void navigate({ to: '/connections', search: { connect: platform } })}
                >
                  Connect {name}
                </Button>
              ))}
              {platforms.isError && <p className="text-bad">{sentenceOf(platforms.error)}</p>}
            </div>
          )}
        </Step>
        <Step number={3} title="First import and schedule" current={false}>
          The last 30 days come in client by client while you already look around, then older months. From then on each
          client is imported automatically every night.
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
