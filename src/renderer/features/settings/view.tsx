import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Settings } from '../../../contract/workspace.ts';
import { api, live, sentenceOf, useLive, useSettings } from '../../bridge.ts';
import {
  Button,
  Card,
  Checkbox,
  createFormats,
  didReversibly,
  Dialog,
  ErrorState,
  notify,
  ScreenHeader,
  Segmented,
  Select,
  StatusShape,
  useTitle,
} from '../../ui/index.ts';
import { BackgroundCard } from './background-card.tsx';
import { ImportingCard } from './importing-card.tsx';
import {
  CHANGE_COLOURS,
  DENSITIES,
  localeOptions,
  MOTIONS,
  savedPart,
  secretStoreWords,
  takenBack,
  THEMES,
} from './model.ts';
import { NotificationsCard } from './notifications-card.tsx';
import { Row } from './row.tsx';

/** Settings take effect at once; one that cannot be saved goes back and says why. */
export const SettingsView = () => {
  useTitle('Settings');
  const settings = useSettings();
  const save = useSaveSetting();
  const workspace = useLive(live.workspace);
  const sample = createFormats(settings.locale);
  const store = workspace?.secretStore ? secretStoreWords(workspace.secretStore, workspace.kind) : null;
  return (
    <div className="flex max-w-[760px] flex-col gap-4">
      <ScreenHeader title="Settings" />
      <Card title="Appearance">
        <Row label="Theme">
          <Segmented label="Theme" value={settings.theme} options={THEMES} onChange={(theme) => save({ theme })} />
        </Row>
        <Row label="Density" detail="Height of table rows.">
          <Segmented
            label="Density"
            value={settings.density}
            options={DENSITIES}
            onChange={(density) => save({ density })}
          />
        </Row>
        <Row label="Change colours" detail="Better and worse are always told by shape and word too.">
          <Segmented
            label="Change colours"
            value={settings.changeColours}
            options={CHANGE_COLOURS}
            onChange={(changeColours) => save({ changeColours })}
          />
        </Row>
        <Row label="Motion">
          <Segmented label="Motion" value={settings.motion} options={MOTIONS} onChange={(motion) => save({ motion })} />
        </Row>
      </Card>
      <Card title="General">
        <Row
          label="Formats"
          detail={`${sample.count(12_345.6, 1)} · ${sample.money(1_234_500_000, 'EUR')} · ${sample.day('2026-03-31', 'long')}`}
        >
          <Select
            label="Formats"
            value={settings.locale}
            options={localeOptions(settings.locale)}
            onChange={(locale) => save({ locale })}
            className="w-[220px]"
          />
        </Row>
        <Row label="Messages" detail="Failures always stay until closed.">
          <Checkbox
            label="Keep messages until closed"
            checked={settings.keepMessages}
            onChange={(keepMessages) => save({ keepMessages })}
          />
        </Row>
        <Row label="Keys of a single letter" detail="Such as D for the period; only while no text field has the focus.">
          <Checkbox
            label="Use single-letter keys"
            checked={settings.singleKeys ?? true}
            onChange={(singleKeys) => save({ singleKeys })}
          />
        </Row>
      </Card>
      <BackgroundCard settings={settings} save={save} />
      <NotificationsCard settings={settings} save={save} />
      <ImportingCard settings={settings} save={save} />
      <Card title="Data">
        <Row label="Data folder" detail="Everything that was imported. Back it up like any other folder.">
          <code className="max-w-[360px] break-all select-text">{workspace?.home ?? ''}</code>
        </Row>
        {store && (
          <Row label="Sign-ins" detail={store.sentence}>
            <span className="flex items-center gap-3">
              {store.name}
              {workspace?.kind === 'main' &&
                (workspace.secretStore?.kind === 'memory' || workspace.secretStore?.locked) && (
                  <Link to="/connections" className="font-semibold text-accent hover:underline">
                    {workspace.secretStore.locked ? 'Unlock' : 'Choose a passphrase'}
                  </Link>
                )}
            </span>
          </Row>
        )}
        <DemoRow demo={workspace?.kind === 'demo'} />
      </Card>
      <Diagnostics version={workspace?.version ?? ''} />
    </div>
  );
};

const useSaveSetting = (): ((change: Partial<Settings>) => void) => {
  const queries = useQueryClient();
  const key = api.settings.get.queryKey({ input: {} });
  const set = useMutation(
    api.settings.set.mutationOptions({
      // Only what was asked: an answer must not take back a second change that is still on its way.
      onSuccess: (saved, change) =>
        queries.setQueryData(key, (old) => (old ? { ...old, ...savedPart(saved, change) } : saved)),
      onError: (error) => {
        void queries.invalidateQueries({ queryKey: key });
        notify({ title: 'The setting could not be saved', body: sentenceOf(error), tone: 'failed' });
      },
    }),
  );
  const put = (change: Partial<Settings>) => {
    queries.setQueryData(key, (old) => (old ? { ...old, ...change } : old));
    return set.mutateAsync(change);
  };
  return (change) => {
    const before = queries.getQueryData<Settings>(key);
    const old: Partial<Settings> = before === undefined ? {} : takenBack(before, change);
    void put(change)
      // The switch itself shows what was done: it can be taken back by key and menu, without a message.
      .then(() => didReversibly({ label: 'Setting', undo: () => put(old), redo: () => put(change) }, { quiet: true }))
      // Told by the mutation.
      .catch(() => undefined);
  };
};

const DemoRow = ({ demo }: { demo: boolean }) => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const leave = useMutation(api.workspace.leaveDemo.mutationOptions({ onSuccess: () => queries.resetQueries() }));
  // The way home is decided by the other workspace's state: wait until it is the one on screen.
  const left = leave.isSuccess && !demo;
  useEffect(() => {
    if (left) void navigate({ to: '/' });
  }, [left, navigate]);
  if (!demo) {
    return (
      <Row label="Demo" detail="An invented agency with 24 clients, apart from your own data.">
        <Button onClick={() => void navigate({ to: '/welcome' })}>Explore demo data</Button>
      </Row>
    );
  }
  return (
    <Row label="Demo" detail="You are looking at invented data.">
      <Button onClick={() => setAsking(true)}>Leave demo</Button>
      {asking && (
        <Dialog
          open
          onOpenChange={setAsking}
          title="Leave the demo?"
          description="The demo data is deleted. Your own data and sign-ins are not touched."
          footer={
            <>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button variant="danger" disabled={leave.isPending || leave.isSuccess} onClick={() => leave.mutate({})}>
                {leave.isPending ? 'Leaving…' : 'Leave demo'}
              </Button>
            </>
          }
        >
          {leave.isError ? (
            <p role="alert" className="text-bad">
              {sentenceOf(leave.error)}
            </p>
          ) : undefined}
        </Dialog>
      )}
    </Row>
  );
};

const Diagnostics = ({ version }: { version: string }) => {
  const [asked, setAsked] = useState(false);
  const doctor = useQuery(api.diagnostics.doctor.queryOptions({ input: {}, enabled: asked, staleTime: 0 }));
  const wrong = doctor.data?.filter((each) => !each.ok).length ?? 0;
  return (
    <Card
      title="Diagnostics"
      actions={
        <Button small disabled={doctor.isFetching} onClick={() => (asked ? void doctor.refetch() : setAsked(true))}>
          {doctor.isFetching ? 'Checking…' : asked ? 'Check again' : 'Run checks'}
        </Button>
      }
    >
      <p role="status" className="text-text-2">
        {doctor.data
          ? wrong === 0
            ? `All ${doctor.data.length} checks passed.`
            : `${wrong} of ${doctor.data.length} checks found something.`
          : `Tidemark ${version}. Checks the workspace, the keychain and the sign-ins; nothing leaves this computer.`}
      </p>
      {doctor.isError && (
        <ErrorState
          title="The checks could not run"
          reason={sentenceOf(doctor.error)}
          onRetry={() => void doctor.refetch()}
        />
      )}
      {doctor.data && (
        <ul className="mt-2 divide-y divide-line">
          {doctor.data.map((each) => (
            <li key={each.check} className="grid grid-cols-[200px_1fr] gap-4 py-2">
              <StatusShape kind={each.ok ? 'ok' : 'failed'} text={each.check} className="items-start font-semibold" />
              <span className="min-w-0 break-words">
                {each.finding}
                {each.fix && <span className="block text-text-2">{each.fix}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};
