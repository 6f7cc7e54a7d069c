import type { IncomingMessage } from 'node:http';
import type { Known } from './second-figures.ts';

export const SECRETS = {
  metaToken: 'EAATsecond0System0User0Token0CANARYmetaCANARYmeta0123456789',
  googleClientId: '7712-second.apps.googleusercontent.com',
  googleSecret: 'GOCSPX-canary-client-secret-2',
  googleRefresh: '1//0second-CANARY-refresh-token-abcdefghijklmnop',
};

export type Call = {
  method: string;
  url: URL;
  /** Query, and the form or JSON body of a POST put over it. */
  params: URLSearchParams;
  json: unknown;
  contentType: string;
  headers: IncomingMessage['headers'];
};
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };
export type Site = { origin: string; now: () => number; known: Known; complain(what: string): void };
