import { z } from 'zod';

/**
 * Imported before anything that builds a schema: zod tries out `new Function` when the first object schema is made, and our
 * Content-Security-Policy reports that attempt even though zod goes on without it.
 */
z.config({ jitless: true });
