import { create } from 'zustand';
import type { Connection, LoginState } from '../../../contract/connections.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { ConnectMethod, FieldErrors } from './model.ts';
import type { AccountKey } from './picker.ts';

/** What the person is in the middle of: connecting, or choosing ad accounts. Never holds a secret longer than its dialog is open. */
type Drafts = {
  connecting: {
    platform: PlatformId;
    /** Set when signing in again: its app, ad accounts and clients stay. */
    again: Connection | null;
    method: ConnectMethod;
    app: Readonly<Record<string, string>>;
    secret: string;
    errors: FieldErrors;
    attempt: LoginState | null;
  } | null;
  picking: {
    connectionId: string;
    query: string;
    selected: ReadonlySet<AccountKey>;
    typed: ReadonlyMap<AccountKey, string>;
    errors: ReadonlyMap<AccountKey, string>;
  } | null;
  connect(platform: PlatformId, again?: Connection | null): void;
  setMethod(method: ConnectMethod): void;
  setApp(field: string, value: string): void;
  setSecret(secret: string): void;
  setErrors(errors: FieldErrors): void;
  setAttempt(attempt: LoginState | null): void;
  closeConnect(): void;
  pick(connectionId: string): void;
  search(query: string): void;
  select(keys: readonly AccountKey[], on: boolean): void;
  nameClient(key: AccountKey, name: string): void;
  refuse(errors: ReadonlyMap<AccountKey, string>): void;
  closePicker(): void;
};

/** A pasted token is renewed by pasting, a browser login in the browser. `kind` is the engine's word for how it was made. */
const methodOf = (connection: Connection | null): ConnectMethod =>
  connection !== null && /token/i.test(connection.kind) ? 'paste' : 'browser';

export const useDrafts = create<Drafts>()((set) => {
  const change = (patch: Partial<NonNullable<Drafts['connecting']>>) =>
    set(({ connecting }) => (connecting === null ? {} : { connecting: { ...connecting, ...patch } }));
  const choose = (patch: (now: NonNullable<Drafts['picking']>) => Partial<NonNullable<Drafts['picking']>>) =>
    set(({ picking }) => (picking === null ? {} : { picking: { ...picking, ...patch(picking) } }));
  return {
    connecting: null,
    picking: null,
    connect: (platform, again = null) =>
      set({
        connecting: { platform, again, method: methodOf(again), app: {}, secret: '', errors: {}, attempt: null },
        picking: null,
      }),
    setMethod: (method) => change({ method, errors: {} }),
    setApp: (field, value) =>
      set(({ connecting }) => {
        if (connecting === null) return {};
        const { [field]: _, ...errors } = connecting.errors;
        return { connecting: { ...connecting, app: { ...connecting.app, [field]: value }, errors } };
      }),
    setSecret: (secret) =>
      set(({ connecting }) => {
        if (connecting === null) return {};
        const { secret: _, ...errors } = connecting.errors;
        return { connecting: { ...connecting, secret, errors } };
      }),
    setErrors: (errors) => change({ errors }),
    setAttempt: (attempt) => change({ attempt }),
    closeConnect: () => set({ connecting: null }),
    pick: (connectionId) =>
      set({
        connecting: null,
        picking: { connectionId, query: '', selected: new Set(), typed: new Map(), errors: new Map() },
      }),
    search: (query) => choose(() => ({ query })),
    select: (keys, on) =>
      choose(({ selected }) => {
        const next = new Set(selected);
        for (const key of keys) {
          if (on) next.add(key);
          else next.delete(key);
        }
        return { selected: next };
      }),
    nameClient: (key, name) =>
      choose(({ typed, errors }) => {
        const left = new Map(errors);
        left.delete(key);
        return { typed: new Map(typed).set(key, name), errors: left };
      }),
    refuse: (errors) => choose(() => ({ errors })),
    closePicker: () => set({ picking: null }),
  };
});
