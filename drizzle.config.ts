import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes the next migration; then make its tables STRICT (and fact tables WITHOUT ROWID) by hand. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/store/schema*.ts',
  out: './drizzle',
});
