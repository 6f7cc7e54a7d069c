/** What a person is told about where sign-ins are kept. */
export const memory =
  'This computer has no keychain that can be used, so sign-ins last until Tidemark closes. Choose a passphrase to keep them.';
export const keychainRefused =
  'The keychain did not take the key, so sign-ins last until Tidemark closes. Unlock the keychain and restart, or choose a passphrase.';
export const keychainLocked =
  'The keychain is locked or not running, so sign-ins cannot be read. Unlock it and try again; nothing is lost.';
export const keychainWithoutKey =
  'The keychain does not hold the key to these sign-ins. Open Tidemark as the user who signed in, or remove the connections and sign in again.';
export const vaultLocked =
  'Sign-ins are locked with a passphrase. Enter it to import; saved figures can be read without it.';
export const wrongPassphrase = 'This is not the passphrase the sign-ins were locked with. Nothing is lost: try again.';
export const passphraseTooShort = 'The passphrase needs at least 8 characters. Choose a longer one and try again.';
export const notNeeded = "This computer's keychain keeps the sign-ins, so no passphrase is needed.";
export const notKept =
  'This sign-in was kept for one run only, and that run has ended. Sign in again; saved data is still here.';
export const damaged =
  'The saved sign-in was altered or damaged and cannot be opened. Sign in again; saved data is still here.';

/** For the kinds that outlive a run. */
export const kept: Record<'keychain' | 'passphrase', string | null> = {
  keychain: null,
  passphrase: 'Sign-ins are kept in a vault that opens with your passphrase.',
};
