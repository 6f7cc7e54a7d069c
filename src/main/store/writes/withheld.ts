import { first, run, write, type Db } from '../db.ts';

/** The platform refused a dataset for an ad account. Returns false when that was known already. Instants are epoch ms. */
export function withholdDataset(
  db: Db,
  args: { adAccountKey: number; dataset: string; code: string; sentence: string; now: number },
): boolean {
  return write(db, () => {
    const { adAccountKey, dataset, code, sentence, now } = args;
    const known = first<{ code: string }>(
      db,
      'SELECT code FROM withheld_dataset WHERE ad_account_key = ? AND dataset = ?',
      adAccountKey,
      dataset,
    );
    run(
      db,
      `INSERT INTO withheld_dataset (ad_account_key, dataset, code, sentence, since, asked_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET since = CASE WHEN code = excluded.code THEN since ELSE excluded.since END,
         code = excluded.code, sentence = excluded.sentence, asked_at = excluded.asked_at`,
      adAccountKey,
      dataset,
      code,
      sentence,
      now,
      now,
    );
    return known?.code !== code;
  });
}

/** The platform gave the dataset after all. */
export function releaseDataset(db: Db, args: { adAccountKey: number; dataset: string }): void {
  run(db, 'DELETE FROM withheld_dataset WHERE ad_account_key = ? AND dataset = ?', args.adAccountKey, args.dataset);
}
