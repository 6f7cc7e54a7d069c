/**
 * Secrets must not reach a log, an error or a screen (promises O11, O13). Two nets: parameter and header names that carry
 * secrets, and the exact secrets this process has seen.
 */
const NAMED_SECRET =
  /((?:access_token|input_token|refresh_token|id_token|client_secret|fb_exchange_token|appsecret_proof|code_verifier|authorization|developer-token|passphrase|token)["']?\s*[=:]\s*["']?)(?:Bearer\s+)?([^\s"'&,;}<>]+)/gi;
// A bare `code` is also the name of every error slug, so only the query parameter counts.
const AUTHORIZATION_CODE = /([?&]code=)[^&\s"']+/gi;
const BEARER = /(Bearer\s+)[A-Za-z0-9._~+/|-]+=*/gi;

const known = new Set<string>();

/** Remembers a secret for the life of the process so that `redact` finds it wherever it turns up. Short values are ignored. */
export function rememberSecret(secret: string): void {
  if (secret.length >= 8) known.add(secret);
}

/** The text without any remembered secret (plain, URL-encoded, base64) and without the values of secret-named parameters. */
export function redact(text: string): string {
  let result = text;
  for (const secret of known) {
    for (const form of [secret, encodeURIComponent(secret.toWellFormed()), Buffer.from(secret).toString('base64')]) {
      if (result.includes(form)) result = result.split(form).join('[redacted]');
    }
  }
  return result
    .replace(NAMED_SECRET, '$1[redacted]')
    .replace(AUTHORIZATION_CODE, '$1[redacted]')
    .replace(BEARER, '$1[redacted]');
}
