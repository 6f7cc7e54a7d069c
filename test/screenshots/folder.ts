import { fileURLToPath } from 'node:url';

/** Where the pictures go; ignored by git. */
export const folder = fileURLToPath(new URL('../../screenshots', import.meta.url));
