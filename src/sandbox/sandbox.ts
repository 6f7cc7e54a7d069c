import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlatformName } from './agency/spec.ts';
import { createAds } from './google/ads.ts';
import { createGoogleOAuth } from './google/oauth.ts';
import { createFaults, type Fault } from './faults.ts';
import { html, toRequest, type Reply, type SandboxRequest } from './http.ts';
import { createGraph } from './meta/graph.ts';
import type { ReportEnd } from './meta/reports.ts';
import type { MetaPerson } from './meta/tokens.ts';
import { createRevising, type ForgetRequest, type RestateRequest } from './revise.ts';
import { createTruth } from './truth.ts';
import { createWorld, type Credentials, type SandboxOptions } from './world.ts';

export type { AgencySpec, AccountSpec, ClientSpec, ManagerSpec } from './agency/spec.ts';
export type { ForgetRequest, RestateRequest } from './revise.ts';
export type { Fault, FaultKind, FaultMatch } from './faults.ts';
export type { TruthAccount, TruthLevel, TruthQuestion, TruthRow, TruthTotal } from './truth.ts';
export type { Credentials, SandboxOptions } from './world.ts';

/** One answered request. `path` contains the query with every secret replaced. */
export type LoggedRequest = {
  at: number;
  method: string;
  path: string;
  platform: PlatformName | 'other';
  adAccountId: string | undefined;
  status: number;
  fault: string | undefined;
  headers: Record<string, string>;
};

export type Sandbox = {
  /** Base URLs; the real paths follow behind them. */
  urls: { metaGraph: string; metaLogin: string; googleAds: string; googleAuth: string; googleToken: string };
  credentials: Credentials;
  truth: ReturnType<typeof createTruth>;
  control: {
    setNow(now: number | (() => number)): void;
    setLatency(ms: number): void;
    /** Consent pages answer at once (true) or ask (false). */
    setAutoApprove(auto: boolean): void;
    injectFault(fault: Fault): void;
    clearFaults(): void;
    expireMetaToken(token: string): void;
    /** The person takes the app off their Facebook account: every token of theirs dies (190/458). */
    removeMetaApp(person: MetaPerson): void;
    /** Who is signed in to Facebook in the browser when consent is given without asking. */
    setMetaPerson(person: MetaPerson): void;
    /** How the next asynchronous insights reports end. */
    endMetaReports(end: ReportEnd, times?: number): void;
    revokeGoogle(refreshToken: string): void;
    /** Every Google access token given out so far becomes too old; refreshing still works. */
    expireGoogleAccess(): void;
    /** From now on a share of the days before today shows other spend and impressions than before, on both platforms. */
    restate(restatement: RestateRequest): void;
    /** From now on the API leaves out rows of one level it used to have. `truth` still knows them unless asked for `offered`. */
    forget(request: ForgetRequest): void;
    /** Forgets tokens issued, faults, quotas, latency, restatements, rows forgotten and the log; keeps the port and the agency. */
    reset(): void;
    requests(): LoggedRequest[];
    /** Requests per platform since the start, also those the log no longer holds. */
    requestCounts(): Record<PlatformName | 'other', number>;
    /** Refuses connections until set back; the port stays the same. */
    setOffline(offline: boolean): Promise<void>;
  };
  close(): Promise<void>;
};

const LOG_LIMIT = 20_000;
const BODY_LIMIT = 8 * 1024 * 1024;
const SECRET =
  /([?&](?:access_token|client_secret|input_token|fb_exchange_token|code|code_verifier|refresh_token|token|appsecret_proof)=)[^&]*/g;

/** Starts the stand-in for both ad platforms on a loopback port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld(options);
  const first = { now: world.now, latencyMs: world.options.latencyMs, autoApprove: world.options.autoApprove };
  const graph = createGraph(world);
  const oauth = createGoogleOAuth(world);
  const ads = createAds(world, oauth);
  const faults = createFaults((accountId, insights, minutes) => graph.usage.headers(accountId, insights, minutes));
  const truth = createTruth(world);
  const revise = createRevising(world);
  let log: LoggedRequest[] = [];
  const counts = { meta: 0, google: 0, other: 0 };
  const pending = new Set<AbortController>();

  function platformOf(path: string): PlatformName | 'other' {
    if (/^\/(o\/oauth2|token$|revoke$|v\d+\/customers)/.test(path)) return 'google';
    return path === '/' || /^\/(v\d+\.\d+|me|act_|oauth|debug_token|dialog|\d{10,})/.test(path) ? 'meta' : 'other';
  }

  function dispatch(request: SandboxRequest): Reply {
    const path = request.url.pathname;
    if (path === '/o/oauth2/v2/auth') return oauth.auth(request);
    if (path === '/token') return oauth.token(request);
    if (path === '/revoke') return oauth.revoke(request);
    if (/^\/v\d+\/customers/.test(path)) return ads.handle(request);
    if (path === '/favicon.ico' || (path === '/' && request.method === 'GET'))
      return html(404, '<!doctype html><title>Tidemark sandbox</title><p>A stand-in for two ad platforms.</p>');
    return graph.handle(request);
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    );
    const request = toRequest(incoming.method ?? 'GET', new URL(incoming.url ?? '/', world.origin), headers, body);
    const path = request.url.pathname;
    const platform = platformOf(path);
    const adAccountId = platform === 'google' ? ads.accountIdOf(path) : graph.accountIdOf(path);
    const entry: LoggedRequest = {
      at: world.now(),
      method: request.method,
      path: (path + request.url.search).replaceAll(SECRET, '$1***'),
      platform,
      adAccountId,
      status: 0,
      fault: undefined,
      headers: redacted(headers),
    };
    log.push(entry);
    counts[platform] += 1;
    if (log.length > LOG_LIMIT) log = log.slice(-LOG_LIMIT / 2);
    const hit = faults.take({
      platform,
      path,
      query: [...request.url.searchParams].map(([name, value]) => `${name}=${value}`).join('&'),
      body: body.toString(),
      adAccountId,
    });
    entry.fault = hit?.kind;
    const effect = hit?.effect;
    if (effect?.kind === 'reset') return void incoming.socket.resetAndDestroy();
    if (effect?.kind === 'hang') return;
    const wait = world.options.latencyMs + (effect?.kind === 'delay' ? effect.ms : 0);
    if (wait > 0 && !(await sleep(wait))) return;
    const good = effect?.kind === 'answer' ? effect.reply : dispatch(request);
    const reply = effect?.kind === 'change' ? effect.change(good) : good;
    entry.status = reply.status;
    const bytes = Buffer.from(reply.body);
    outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
    if (effect?.kind === 'cut') {
      outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => incoming.socket.destroy());
      return;
    }
    outgoing.end(bytes);
  }

  /** False when the sandbox was closed meanwhile. */
  function sleep(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const controller = new AbortController();
      pending.add(controller);
      const done = (finished: boolean): void => {
        pending.delete(controller);
        resolve(finished);
      };
      const timer = setTimeout(() => done(true), ms);
      controller.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        done(false);
      });
    });
  }

  const server: Server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      // A fault of the sandbox itself must be visible as one, not look like a platform's.
      if (!outgoing.headersSent) outgoing.writeHead(599, { 'content-type': 'text/plain' });
      outgoing.end(`sandbox failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  });
  server.keepAliveTimeout = 30_000;
  await listen(server, options.port ?? 0);
  const port = (server.address() as AddressInfo).port;
  world.origin = `http://127.0.0.1:${port}`;

  function stop(): Promise<void> {
    for (const controller of pending) controller.abort();
    return new Promise((resolve, reject) => {
      if (!server.listening) return resolve();
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  }

  return {
    urls: {
      metaGraph: world.origin,
      metaLogin: world.origin,
      googleAds: world.origin,
      googleAuth: world.origin,
      googleToken: world.origin,
    },
    credentials: world.credentials,
    truth,
    control: {
      setNow: (now) => void (world.now = typeof now === 'number' ? () => now : now),
      setLatency: (ms) => void (world.options.latencyMs = ms),
      setAutoApprove: (auto) => void (world.options.autoApprove = auto),
      injectFault: (fault) => faults.inject(fault),
      clearFaults: () => faults.reset(),
      expireMetaToken: (token) => graph.tokens.expire(token),
      removeMetaApp: (person) => graph.tokens.remove(person),
      setMetaPerson: (person) => graph.login.setPerson(person),
      endMetaReports: (end, times = 1) => graph.reports.endNext(end, times),
      restate: revise.restate,
      forget: revise.forget,
      revokeGoogle: (refreshToken) => oauth.revokeRefresh(refreshToken),
      expireGoogleAccess: () => oauth.expireAccess(),
      reset() {
        world.now = first.now;
        world.options.latencyMs = first.latencyMs;
        world.options.autoApprove = first.autoApprove;
        faults.reset();
        graph.reset();
        oauth.reset();
        ads.reset();
        revise.reset();
        log = [];
      },
      requests: () => [...log],
      requestCounts: () => ({ ...counts }),
      async setOffline(offline) {
        if (offline) await stop();
        else if (!server.listening) await listen(server, port);
      },
    },
    close: stop,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > BODY_LIMIT) throw new Error('request body too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function redacted(headers: Record<string, string>): Record<string, string> {
  return { ...headers, ...(headers['authorization'] === undefined ? {} : { authorization: '***' }) };
}
