import { NearsideError } from '../errors.ts';
import { realm } from '../realm.ts';

/** Above this size nothing is downloaded unless the page agrees: 8 MB. */
const maxUnaskedBytes = 8_000_000;

/** What a page is asked before a model is downloaded. */
export interface ConsentRequest {
  /** What is still to be downloaded. */
  readonly bytes: number;
  /** SPDX expression, as its manifest says. */
  readonly licence: string;
  /** Where it comes from: `https://models.example`. */
  readonly origin: string;
  /** Id of the model. */
  readonly model: string;
  /** Whether the user has asked the browser to spare data. */
  readonly saveData: boolean;
}

/** The page's answer, most often the user's: whether the model may be downloaded. */
export type OnConsent = (request: ConsentRequest) => boolean | Promise<boolean>;

/**
 * Asks the page before more than 8 MB are downloaded; where the user asked the browser to spare data, before any download
 * of the store.
 *
 * @param request What.
 * @param onConsent The page's, if it has one.
 * @throws NearsideError 'policy' when it may not be downloaded; what `onConsent` throws.
 */
export async function askConsent(
  request: Omit<ConsentRequest, 'saveData'>,
  onConsent: OnConsent | undefined,
): Promise<void> {
  const saveData = realm.navigator?.connection?.saveData === true;
  const { bytes, model } = request;
  if (bytes === 0 || (bytes <= maxUnaskedBytes && !(saveData && onConsent))) return;
  if (await onConsent?.({ ...request, saveData })) return;
  throw new NearsideError(
    'policy',
    onConsent
      ? `the download of ${model} (${bytes} bytes) was declined`
      : `${model} needs a download of ${bytes} bytes, and nobody was asked`,
    {
      stage: 'consent',
      hint: onConsent
        ? 'Ask again when the user wishes it, or let them import the model from disk.'
        : 'Pass createRuntime({ onConsent }): it is given the size, licence and origin, and returns whether to go on.',
    },
  );
}
