import { ruleOut, type Identification } from '../decide.ts';
import type { FileEnds } from '../file-ends.ts';
import type { IdentifyOptions, Magika } from '../magika.ts';

/** Magika that loads its model for the first file that needs one: empty and very short ones, directories and links do not. */
export class LazyMagika implements Pick<Magika, 'identifyEnds'> {
  readonly #create: () => Promise<Magika>;
  #created: Promise<Magika> | undefined;

  /** @param create Makes the one that is asked; called once at most. */
  constructor(create: () => Promise<Magika>) {
    this.#create = create;
  }

  /** As Magika's. */
  async identifyEnds(ends: FileEnds, options?: IdentifyOptions): Promise<Identification> {
    // The service asks the same first: once there is one, it is not asked twice.
    const ruled = this.#created ? undefined : ruleOut(ends);
    if (ruled) return ruled;
    this.#created ??= this.#create();
    return (await this.#created).identifyEnds(ends, options);
  }

  /** Ends the one that was made, if one was. */
  async destroy(): Promise<void> {
    (await this.#created?.catch(() => undefined))?.destroy();
  }
}
