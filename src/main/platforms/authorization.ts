/** The sign-in half of the platform port; import it from platform.ts. */

/**
 * What a connection needs to speak to the platform; sealed as a whole by the SecretStore, opaque outside the platform folder.
 * It must survive JSON.stringify/parse unchanged.
 */
export type Credential = Record<string, unknown>;

/** One field of the person's own app registration (Meta app, Google Cloud client), as a form and the command line ask for it. */
export type AppField = {
  name: string;
  label: string;
  hint: string;
  secret: boolean;
  required: boolean;
  /** What every value ends in; told in the field before anything is asked. */
  endsWith?: string | undefined;
};

export type Authorization = {
  /** Fields of the person's own app for a browser login. */
  readonly appFields: readonly AppField[];
  /** Label of a secret that can be pasted instead of a browser login (Meta: system-user token; Google: refresh token). */
  readonly pastedSecret: { label: string; hint: string; appFieldsNeeded: boolean };
  /** The permissions asked for, in the platform's words. Read-only. */
  readonly scopes: readonly string[];
  /**
   * Where the platform may send the browser back. `ports: null` = any free port (RFC 8252 §7.3). A fixed list is tried in order,
   * listening on 127.0.0.1 and ::1 when the host is 'localhost'.
   */
  readonly redirect: { host: '127.0.0.1' | 'localhost'; path: string; ports: readonly number[] | null };
  /** Starts a browser login: the URL to open, the state to expect back, and what `complete` needs later (kept in memory only). */
  begin(app: Readonly<Record<string, string>>, redirectUri: string): Promise<LoginAttempt>;
  /** Exchanges the code of a callback whose state already matched. Throws PlatformError (cancelled, wrong scope, …). */
  complete(attempt: LoginAttempt, callback: URLSearchParams, signal: AbortSignal): Promise<Credential>;
  /**
   * A fresh credential in place of one that still works and ends soon, without the person; null when this one cannot be renewed.
   * Left out by platforms whose sessions renew by themselves. Throws PlatformError.
   */
  renew?(credential: Credential, signal: AbortSignal): Promise<Credential | null>;
  /** Builds a credential from a pasted secret. Only shape is checked here; `session.check` asks the platform. Throws PlatformError. */
  fromPastedSecret(app: Readonly<Record<string, string>>, secret: string): Credential;
};

export type LoginAttempt = { url: string; state: string; pending: Record<string, unknown> };
