import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorkspaceState } from '../../../contract/workspace.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, Notice, notify, TextField } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { passphraseErrors } from './model.ts';

type SecretStore = NonNullable<WorkspaceState['secretStore']>;

/** Says when sign-ins cannot be kept or read, with the way out. Nothing when the system's keychain does its work. */
export const SecretsBanner = ({ store }: { store: SecretStore }) => {
  const [asking, setAsking] = useState<'choose' | 'unlock' | null>(null);
  const dialog = asking && <PassphraseDialog purpose={asking} onClose={() => setAsking(null)} />;
  if (store.locked && store.kind === 'keychain') {
    return <Notice title={t(m.keychainLocked)}>{store.sentence ?? t(m.keychainLockedBody)}</Notice>;
  }
  if (store.locked) {
    return (
      <>
        <Notice title={t(m.secretsLocked)} action={<Button onClick={() => setAsking('unlock')}>{t(m.unlock)}</Button>}>
          {t(m.secretsLockedBody)}
        </Notice>
        {dialog}
      </>
    );
  }
  if (store.kind === 'memory') {
    return (
      <>
        <Notice
          title={t(m.secretsInMemory)}
          action={<Button onClick={() => setAsking('choose')}>{t(m.choosePassphrase)}</Button>}
        >
          {store.sentence ?? t(m.secretsInMemoryBody)}
        </Notice>
        {dialog}
      </>
    );
  }
  return null;
};

const PassphraseDialog = ({ purpose, onClose }: { purpose: 'choose' | 'unlock'; onClose: () => void }) => {
  const queries = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const unlock = useMutation(
    api.workspace.unlock.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries();
        notify({ title: purpose === 'choose' ? t(m.keptUnderPassphrase) : t(m.unlocked) });
        onClose();
      },
    }),
  );
  const errors = passphraseErrors(purpose, passphrase, repeat);
  return (
    <FormDialog
      title={purpose === 'choose' ? t(m.choosePassphrase) : t(m.unlockTitle)}
      description={purpose === 'choose' ? t(m.choosePassphraseBody) : t(m.unlockBody)}
      onClose={onClose}
      submit={purpose === 'choose' ? t(m.keepSignIns) : t(m.unlock)}
      disabled={unlock.isPending}
      onSubmit={() => {
        setTried(true);
        if (!errors.passphrase && !errors.repeat) unlock.mutate({ passphrase });
      }}
    >
      <TextField
        label={t(m.passphrase)}
        type="password"
        autoComplete={purpose === 'choose' ? 'new-password' : 'current-password'}
        hint={purpose === 'choose' ? t(m.passphraseHint) : undefined}
        error={tried ? (errors.passphrase ?? (unlock.error ? sentenceOf(unlock.error) : null)) : null}
        value={passphrase}
        onChange={(event) => {
          unlock.reset();
          setPassphrase(event.target.value);
        }}
      />
      {purpose === 'choose' && (
        <TextField
          label={t(m.passphraseAgain)}
          type="password"
          autoComplete="new-password"
          error={tried ? (errors.repeat ?? null) : null}
          value={repeat}
          onChange={(event) => setRepeat(event.target.value)}
        />
      )}
    </FormDialog>
  );
};
