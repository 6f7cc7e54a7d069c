import { Tabs } from '@base-ui/react/tabs';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { api, isEngineError, sentenceOf } from '../../bridge.ts';
import { Badge, Button, Dialog, ErrorState, TextField } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { LoginProgress } from './login-progress.tsx';
import { connectMessages as m } from './messages-connect.ts';
import { appValues, connectErrors, formFields, scopeWords, type ConnectMethod, type PlatformInfo } from './model.ts';
import { useDrafts } from './store.ts';

/** Connects a platform, or signs in again: by the browser with the person's own app, or with a pasted token. */
export const ConnectDialog = ({
  platform,
  onConnected,
}: {
  platform: PlatformInfo;
  onConnected: (connectionId: string) => void;
}) => {
  const draft = useDrafts((state) => state.connecting);
  const { setMethod, setErrors, setAttempt, closeConnect } = useDrafts.getState();
  const queries = useQueryClient();
  const form = useId();
  const refused = (error: unknown): void => {
    const field = isEngineError(error) && error.code === 'BAD_INPUT' ? fieldOf(error.data) : null;
    if (field !== null && (field === 'secret' || platform.appFields.some(({ name }) => name === field))) {
      setErrors({ [field]: sentenceOf(error) });
    }
  };
  const login = useMutation(api.connections.beginLogin.mutationOptions({ onSuccess: setAttempt, onError: refused }));
  const paste = useMutation(
    api.connections.addPasted.mutationOptions({
      onSuccess: (made) => {
        void queries.invalidateQueries();
        onConnected(made.id);
      },
      onError: refused,
    }),
  );
  const cancel = useMutation(api.connections.cancelLogin.mutationOptions());
  if (draft === null) return null;
  const { method, app, secret, errors, again, attempt } = draft;
  const busy = login.isPending || paste.isPending;
  const failure = login.error ?? paste.error;

  const send = (): void => {
    const required = again !== null && method === 'browser' ? {} : connectErrors(platform, method, app, secret);
    setErrors(required);
    login.reset();
    paste.reset();
    if (Object.keys(required).length > 0) {
      document.querySelector<HTMLInputElement>(`[data-connect-field="${Object.keys(required)[0]}"]`)?.focus();
      return;
    }
    const values = appValues(platform, method, app);
    if (method === 'browser')
      login.mutate({ platform: platform.platform, app: values, connectionId: again?.id ?? null });
    else paste.mutate({ platform: platform.platform, app: values, secret: secret.trim() });
  };
  const close = (): void => {
    if (attempt?.status === 'waiting') cancel.mutate({ attemptId: attempt.attemptId });
    closeConnect();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={t(again === null ? m.connect : m.signInAgain, { platform: platform.name })}
      description={
        attempt === null ? (
          <span className="flex items-center gap-2">
            <Badge tone="good">{t(m.readOnly)}</Badge>
            <span>{t(m.neverChanges)}</span>
          </span>
        ) : undefined
      }
      footer={
        attempt === null ? (
          <>
            <Button onClick={close}>{t(m.cancel)}</Button>
            <Button variant="primary" type="submit" form={form} disabled={busy}>
              {busy
                ? method === 'browser'
                  ? t(m.opening)
                  : t(m.checking)
                : method === 'browser'
                  ? t(m.continueInBrowser)
                  : t(m.submitToken)}
            </Button>
          </>
        ) : undefined
      }
    >
      {attempt !== null ? (
        <LoginProgress
          attempt={attempt}
          platformName={platform.name}
          onConnected={onConnected}
          onAgain={() => setAttempt(null)}
          onCancel={() => cancel.mutate({ attemptId: attempt.attemptId })}
        />
      ) : (
        <form
          id={form}
          noValidate
          autoComplete="off"
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {failure !== null && Object.keys(errors).length === 0 && (
            <ErrorState
              title={method === 'browser' ? t(m.loginNotStarted) : t(m.notConnected)}
              reason={sentenceOf(failure)}
            />
          )}
          <Tabs.Root
            value={method}
            onValueChange={(next) => {
              login.reset();
              paste.reset();
              setMethod(next as ConnectMethod);
            }}
          >
            <Tabs.List className="flex gap-1 border-b border-line">
              <Tab value="browser">{t(m.byBrowser)}</Tab>
              <Tab value="paste">{t(m.byToken)}</Tab>
            </Tabs.List>
            <Tabs.Panel value="browser" className="flex flex-col gap-3 pt-3">
              <p className="text-text-2">{again === null ? t(m.byBrowserBody) : t(m.byBrowserAgainBody)}</p>
              <Fields platform={platform} method="browser" />
            </Tabs.Panel>
            <Tabs.Panel value="paste" className="flex flex-col gap-3 pt-3">
              <Fields platform={platform} method="paste" />
            </Tabs.Panel>
          </Tabs.Root>
          <section aria-label={t(m.permissions)} className="rounded-card bg-sunken px-3 py-2">
            <h3 className="font-semibold">{t(m.permissionsHeading)}</h3>
            <ul className="list-inside list-disc text-text-2">
              {platform.scopes.map((scope) => (
                <li key={scope}>{scopeWords(scope)}</li>
              ))}
            </ul>
          </section>
        </form>
      )}
    </Dialog>
  );
};

const fieldOf = (data: unknown): string | null =>
  typeof data === 'object' && data !== null && 'field' in data && typeof data.field === 'string' ? data.field : null;

const Tab = ({ value, children }: { value: ConnectMethod; children: ReactNode }) => (
  <Tabs.Tab
    value={value}
    className="-mb-px h-8 border-b-2 border-transparent px-3 font-semibold text-text-2 hover:text-text data-active:border-accent data-active:text-text"
  >
    {children}
  </Tabs.Tab>
);

const Fields = ({ platform, method }: { platform: PlatformInfo; method: ConnectMethod }) => {
  const draft = useDrafts((state) => state.connecting);
  const { setApp, setSecret } = useDrafts.getState();
  if (draft === null) return null;
  return (
    <>
      {formFields(platform, method).map((field) => (
        <TextField
          key={field.name}
          data-connect-field={field.name}
          label={field.required ? field.label : t(m.optionalField, { field: field.label })}
          hint={field.hint || undefined}
          error={draft.errors[field.name] ?? null}
          type={field.secret ? 'password' : 'text'}
          autoComplete="off"
          spellCheck={false}
          value={draft.app[field.name] ?? ''}
          onChange={(event) => setApp(field.name, event.target.value)}
        />
      ))}
      {method === 'paste' && (
        <TextField
          data-connect-field="secret"
          label={platform.pastedSecret.label}
          hint={platform.pastedSecret.hint || undefined}
          error={draft.errors.secret ?? null}
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={draft.secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      )}
    </>
  );
};
