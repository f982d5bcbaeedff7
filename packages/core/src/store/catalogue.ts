import type { StoreBackend } from './backends/backend.ts';
import {
  decodeRecord,
  encodeRecord,
  keyOf,
  recordSchema,
  type CommitRecord,
  type UsageRecord,
} from './commit-record.ts';
import { migrateRecord, type RecordV0 } from './migrate-record.ts';

const committed = 'model ';
const used = 'used ';

/** Which models are there: the commit records of a backend, and how the models were used. */
export class Catalogue {
  readonly #backend: StoreBackend;

  /** @param backend Where records and files are. */
  constructor(backend: StoreBackend) {
    this.#backend = backend;
  }

  /**
   * The record of a model that is whole; undefined for any other. One of an older form is brought to today's first.
   *
   * @param key Of the model's form.
   */
  async read(key: string): Promise<CommitRecord | undefined> {
    const record = decodeRecord(await this.#backend.readRecord(committed + key));
    if (record?.schema === recordSchema) return record as CommitRecord;
    if (record?.schema !== 0) return undefined;
    const migrated = await migrateRecord(record as RecordV0, this.#backend);
    // Today's first, under its own key: a kill between the two leaves both, and both are true.
    if (migrated) await this.commit(migrated);
    if (!migrated || keyOf(migrated) !== key) await this.uncommit(key);
    return migrated;
  }

  /** @param record Makes the model exist: every chunk of every file must be written. */
  async commit(record: CommitRecord): Promise<void> {
    await this.#backend.writeRecord(committed + keyOf(record), encodeRecord(record));
  }

  /** @param key From here on the model does not exist; its files are left. */
  async uncommit(key: string): Promise<void> {
    await this.#backend.deleteRecord(committed + key);
    await this.#backend.deleteRecord(used + key);
  }

  /** Every model that is whole. */
  async list(): Promise<CommitRecord[]> {
    const records = await Promise.all((await this.#keys()).map((key) => this.read(key)));
    return records.filter((record) => record !== undefined);
  }

  /**
   * Whether there are records of a form that is not known here: a later release wrote them, and their files are not ours to
   * judge.
   */
  async hasUnknown(): Promise<boolean> {
    for (const key of await this.#keys()) {
      const record = decodeRecord(await this.#backend.readRecord(committed + key));
      if (record && record.schema !== recordSchema && record.schema !== 0) return true;
    }
    return false;
  }

  /** How a model was used; nothing known counts as never. */
  async usage(key: string): Promise<UsageRecord> {
    const record = decodeRecord(await this.#backend.readRecord(used + key)) as Partial<UsageRecord> | undefined;
    return { order: record?.order ?? 0, verifiedAtMs: record?.verifiedAtMs ?? 0, usedAtMs: record?.usedAtMs ?? 0 };
  }

  /**
   * The model is wanted just now: it is the last to be evicted.
   *
   * @param key Of its form.
   * @param times When its files were given out, and when all of it was hashed; what is not named stays.
   */
  async touch(key: string, times: Partial<Omit<UsageRecord, 'order'>>): Promise<void> {
    const orders = await Promise.all((await this.#keys()).map(async (other) => (await this.usage(other)).order));
    await this.#writeUsage(key, { ...(await this.usage(key)), ...times, order: Math.max(0, ...orders) + 1 });
  }

  /**
   * All of the model was hashed. That is no use of it: its turn to be evicted stays.
   *
   * @param key Of its form.
   * @param verifiedAtMs By this device's clock.
   */
  async markVerified(key: string, verifiedAtMs: number): Promise<void> {
    await this.#writeUsage(key, { ...(await this.usage(key)), verifiedAtMs });
  }

  async #writeUsage(key: string, record: UsageRecord): Promise<void> {
    await this.#backend.writeRecord(used + key, encodeRecord(record));
  }

  async #keys(): Promise<string[]> {
    const records = await this.#backend.listRecords();
    return records.filter((key) => key.startsWith(committed)).map((key) => key.slice(committed.length));
  }
}
