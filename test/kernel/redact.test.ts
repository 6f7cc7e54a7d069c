import { describe, expect, it } from 'vitest';
import { redactingLog } from '../../src/main/kernel/log.ts';
import { redact, rememberSecret } from '../../src/main/kernel/redact.ts';

const CANARY = 'EAAcanary+token/with=signs0123456789';

describe('redaction', () => {
  it.each([
    `GET https://graph.example/v26.0/me?access_token=${encodeURIComponent(CANARY)}&limit=1`,
    `Authorization: Bearer ${CANARY}`,
    `{"refresh_token":"${CANARY}","a":1}`,
    `client_secret=${CANARY}; next`,
    `/callback?code=${CANARY}&state=x`,
  ])('takes the secret out of %s', (text) => {
    expect(redact(text)).not.toContain(CANARY);
    expect(redact(text)).not.toContain(encodeURIComponent(CANARY));
  });

  it('finds remembered secrets anywhere, encoded too, and keeps error codes', () => {
    rememberSecret(CANARY);
    const text = redact(`x ${CANARY} y ${Buffer.from(CANARY).toString('base64')} {"code":"TOKEN_EXPIRED"}`);
    expect(text).toBe('x [redacted] y [redacted] {"code":"TOKEN_EXPIRED"}');
  });

  it('bears a secret that is no well-formed text', () => {
    rememberSecret('ya29.\ud800lonely-surrogate');
    expect(redact('x ya29.\ud800lonely-surrogate y')).toBe('x [redacted] y');
  });

  it('logs errors with their causes, redacted, even when the fields stop being JSON', () => {
    rememberSecret('123456789012');
    const lines: unknown[] = [];
    const log = redactingLog((line) => lines.push(line));
    log('error', 'failed', {
      error: new Error(`Bearer ${CANARY}`, { cause: new Error(CANARY) }),
      number: 123456789012,
    });
    expect(JSON.stringify(lines)).not.toContain(CANARY);
    expect(JSON.stringify(lines)).not.toContain('123456789012');
  });
});
