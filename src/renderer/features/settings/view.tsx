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
  useFormats,
  useTitle,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { BackgroundCard } from './background-card.tsx';
import { ImportingCard } from './importing-card.tsx';
import { m } from './messages.ts';
import {
  changeColours,
  densities,
  languageOptions,
  localeOptions,
  motions,
  savedPart,
  secretStoreWords,
  takenBack,
  themes,
} from './model.ts';
import { NotificationsCard } from './notifications-card.tsx';
import { Row } from './row.tsx';
import { SYSTEM } from '../../../words/languages.ts';

/** Settings take effect at once; one that cannot be saved goes back and says why. */
export const SettingsView = () => {
  useTitle(t(m.title));
  const settings = useSettings();
  const save = useSaveSetting();
  const workspace = useLive(live.workspace);
  const sample = createFormats(settings.locale);
  const store = workspace?.secretStore ? secretStoreWords(workspace.secretStore, workspace.kind) : null;
  return (
    <div className="flex max-w-[760px] flex-col gap-4">
      <ScreenHeader title={t(m.title)} />
      <Card title={t(m.appearance)}>
        <Row label={t(m.theme)}>
          <Segmented
            label={t(m.theme)}
            value={settings.theme}
            options={themes()}
            onChange={(theme) => save({ theme })}
          />
        </Row>
        <Row label={t(m.density)} detail={t(m.densityDetail)}>
          <Segmented
            label={t(m.density)}
            value={settings.density}
            options={densities()}
            onChange={(density) => save({ density })}
          />
        </Row>
        <Row label={t(m.changeColours)} detail={t(m.changeColoursDetail)}>
          <Segmented
            label={t(m.changeColours)}
            value={settings.changeColours}
            options={changeColours()}
            onChange={(colours) => save({ changeColours: colours })}
          />
        </Row>
        <Row label={t(m.motion)}>
          <Segmented
            label={t(m.motion)}
            value={settings.motion}
            options={motions()}
            onChange={(motion) => save({ motion })}
          />
        </Row>
      </Card>
      <Card title={t(m.general)}>
        <Row label={t(m.language)} detail={t(m.languageDetail)}>
          <Select
            label={t(m.language)}
            value={settings.language ?? SYSTEM}
            options={languageOptions(workspace?.pseudo === true)}
            onChange={(language) => save({ language })}
            className="w-[220px]"
          />
        </Row>
        <Row
          label={t(m.formats)}
          detail={t(m.formatsSample, {
            number: sample.count(12_345.6, 1),
            money: sample.money(1_234_500_000, 'EUR'),
            day: sample.day('2026-03-31', 'long'),
          })}
        >
          <Select
            label={t(m.formats)}
            value={settings.locale}
            options={localeOptions(settings.locale)}
            onChange={(locale) => save({ locale })}
            className="w-[220px]"
          />
        </Row>
        <Row label={t(m.messages)} detail={t(m.messagesDetail)}>
          <Checkbox
            label={t(m.keepMessages)}
            checked={settings.keepMessages}
            onChange={(keepMessages) => save({ keepMessages })}
          />
        </Row>
        <Row label={t(m.singleKeys)} detail={t(m.singleKeysDetail)}>
          <Checkbox
            label={t(m.useSingleKeys)}
            checked={settings.singleKeys ?? true}
            onChange={(singleKeys) => save({ singleKeys })}
          />
        </Row>
      </Card>
      <BackgroundCard settings={settings} save={save} />
      <NotificationsCard settings={settings} save={save} />
      <ImportingCard settings={settings} save={save} />
      <Card title={t(m.data)}>
        <Row label={t(m.dataFolder)} detail={t(m.dataFolderDetail)}>
          <code className="max-w-[360px] break-all select-text">{workspace?.home ?? ''}</code>
        </Row>
        {store && (
          <Row label={t(m.signIns)} detail={store.sentence}>
            <span className="flex items-center gap-3">
              {store.name}
              {workspace?.kind === 'main' &&
                (workspace.secretStore?.kind === 'memory' || workspace.secretStore?.locked) && (
                  <Link to="/connections" className="font-semibold text-accent hover:underline">
                    {t(workspace.secretStore.locked ? m.unlock : m.choosePassphrase)}
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
        notify({ title: t(m.saveFailed), body: sentenceOf(error), tone: 'failed' });
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
      .then(() => didReversibly({ label: t(m.change), undo: () => put(old), redo: () => put(change) }, { quiet: true }))
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
      <Row label={t(m.demo)} detail={t(m.demoOffer)}>
        <Button onClick={() => void navigate({ to: '/welcome' })}>{t(m.exploreDemo)}</Button>
      </Row>
    );
  }
  return (
    <Row label={t(m.demo)} detail={t(m.demoOn)}>
      <Button onClick={() => setAsking(true)}>{t(m.leaveDemo)}</Button>
      {asking && (
        <Dialog
          open
          onOpenChange={setAsking}
          title={t(m.leaveDemoTitle)}
          description={t(m.leaveDemoBody)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{t(m.cancel)}</Button>
              <Button variant="danger" disabled={leave.isPending || leave.isSuccess} onClick={() => leave.mutate({})}>
                {t(leave.isPending ? m.leaving : m.leaveDemo)}
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
  const f = useFormats();
  const wrong = doctor.data?.filter((each) => !each.ok).length ?? 0;
  return (
    <Card
      title={t(m.diagnostics)}
      actions={
        <Button small disabled={doctor.isFetching} onClick={() => (asked ? void doctor.refetch() : setAsked(true))}>
          {t(doctor.isFetching ? m.checking : asked ? m.checkAgain : m.runChecks)}
        </Button>
      }
    >
      <p role="status" className="text-text-2">
        {doctor.data
          ? wrong === 0
            ? t(m.checksPassed, { count: doctor.data.length })
            : t(m.checksFound, { found: f.count(wrong), count: doctor.data.length })
          : t(m.checksIdle, { version })}
      </p>
      {doctor.isError && (
        <ErrorState title={t(m.checksFailed)} reason={sentenceOf(doctor.error)} onRetry={() => void doctor.refetch()} />
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
