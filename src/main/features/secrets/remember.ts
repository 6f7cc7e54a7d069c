import { rememberSecret } from '../../kernel/redact.ts';

const SECRET_NAME = /token|secret|passphrase|password|verifier|key$|^code$/i;
/** Long, without spaces, letters and digits together: looks made by a machine, so it is treated as secret whatever its name. */
const LOOKS_RANDOM = /^(?=.*[a-z])(?=.*\d)[^\s:/]{24,}$/i;

/**
 * Tells the redactor every secret inside an opened value. The platform folders name theirs too; this net catches what they forget,
 * without making it strike out ordinary words such as scopes.
 */
export function rememberSecretsIn(value: unknown, name = ''): void {
  if (typeof value === 'string') {
    if (SECRET_NAME.test(name) || LOOKS_RANDOM.test(value)) rememberSecret(value);
  } else if (Array.isArray(value)) {
    for (const entry of value) rememberSecretsIn(entry, name);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) rememberSecretsIn(entry, key);
  }
}
