import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorkspaceState } from '../../../contract/workspace.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, Notice, notify, TextField } from '../../ui/index.ts';
import { passphraseErrors } from './model.ts';

type SecretStore = NonNullable<WorkspaceState['secretStore']>;

/** Says when sign-ins cannot be kept or read, with the way out. Nothing when the system's keychain does its work. */
export const SecretsBanner = ({ store }: { store: SecretStore }) => {
  const [asking, setAsking] = useState<'choose' | 'unlock' | null>(null);
  const dialog = asking && <PassphraseDialog purpose={asking} onClose={() => setAsking(null)} />;
  if (store.locked && store.kind === 'keychain') {
    return (
      <Notice title="Your system keychain is locked.">
        {store.sentence ?? 'Unlock it as you do for other programs; saved sign-ins work again at once.'}
      </Notice>
    );
  }
  if (store.locked) {
    return (
      <>
        <Notice title="Sign-ins are locked." action={<Button onClick={() => setAsking('unlock')}>Unlock</Button>}>
          Saved data can be read; imports need your passphrase.
        </Notice>
        {dialog}
      </>
    );
  }
  if (store.kind === 'memory') {
    return (
      <>
        <Notice
          title="Sign-ins are kept for this run only."
          action={<Button onClick={() => setAsking('choose')}>Choose a passphrase</Button>}
        >
          {store.sentence ?? 'There is no system keychain here, so they are forgotten when Tidemark closes.'}
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
        notify({ title: purpose === 'choose' ? 'Sign-ins are now kept under your passphrase' : 'Sign-ins unlocked' });
        onClose();
      },
    }),
  );
  const errors = passphraseErrors(purpose, passphrase, repeat);
  return (
    <FormDialog
      title={purpose === 'choose' ? 'Choose a passphrase' : 'Unlock sign-ins'}
      description={
        purpose === 'choose'
          ? 'It seals your sign-ins on this computer. It cannot be recovered: if it is lost, sign in to the platforms again.'
          : 'The passphrase you chose for this workspace.'
      }
      onClose={onClose}
      submit={purpose === 'choose' ? 'Keep sign-ins' : 'Unlock'}
      disabled={unlock.isPending}
      onSubmit={() => {
        setTried(true);
        if (!errors.passphrase && !errors.repeat) unlock.mutate({ passphrase });
      }}
    >
      <TextField
        label="Passphrase"
        type="password"
        autoComplete={purpose === 'choose' ? 'new-password' : 'current-password'}
        hint={purpose === 'choose' ? 'At least 8 characters; several words are best.' : undefined}
        error={tried ? (errors.passphrase ?? (unlock.error ? sentenceOf(unlock.error) : null)) : null}
        value={passphrase}
        onChange={(event) => {
          unlock.reset();
          setPassphrase(event.target.value);
        }}
      />
      {purpose === 'choose' && (
        <TextField
          label="Passphrase again"
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
