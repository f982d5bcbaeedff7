import { messageOf, NearsideError } from './errors.ts';
import { realm } from './realm.ts';

/** A file that a package ships beside its modules, addressed and never imported. */
export interface Asset {
  /** Canonical file name, unique over our packages: what `assetBase` joins. A bundler may have hashed the URL's. */
  readonly name: string;
  /** Made by the module that owns it: `new URL('./name', import.meta.url)`, which bundlers follow. */
  readonly url: URL;
  /** A script stays on the page's own origin; data may come from any origin that `assetBase` names. */
  readonly kind: 'script' | 'data';
}

/** An asset whose size is known before its first byte. */
export interface SizedAsset extends Asset {
  /** Decoded size in bytes. */
  readonly bytes: number;
}

/**
 * Where assets are served from, when it is not beside the bundle: a base that canonical names are joined to (on another
 * origin it serves data only, scripts stay beside the bundle), or a function that gives the URL of each.
 */
export type AssetBase = string | URL | ((name: string, url: URL) => string | URL);

/**
 * The absolute URL of an asset.
 *
 * @param asset What a package asks for.
 * @param assetBase The page's wish, if it has one.
 * @throws NearsideError 'policy' when a script would come from another origin; 'invalid-input' when a bundler inlined it.
 */
export function resolveAsset(asset: Asset, assetBase?: AssetBase): string {
  // Not `asset.url.href`: the URL objects of Turbopack are path-only. A file: page (Node) has no location.
  const href = absolute(() => new URL(locate(asset, assetBase), pageHref())).href;
  if (asset.kind === 'script') checkScript(asset, href);
  return href;
}

function absolute(make: () => URL): URL {
  try {
    return make();
  } catch (error) {
    throw new NearsideError('invalid-input', `assetBase gives no URL: ${messageOf(error)}`, {
      stage: 'start',
      cause: error,
      hint: 'Without a page a base must be absolute: a file: URL of the folder.',
    });
  }
}

function locate(asset: Asset, assetBase: AssetBase | undefined): string {
  if (assetBase === undefined) return String(asset.url);
  if (typeof assetBase === 'function') return String(assetBase(asset.name, asset.url));
  // A base without the final slash is a folder all the same.
  const base = new URL(String(assetBase).replace(/\/?$/, '/'), pageHref());
  const foreign = pageHref() !== undefined && base.origin !== new URL(pageHref() as string).origin;
  return asset.kind === 'script' && foreign ? String(asset.url) : new URL(asset.name, base).href;
}

function checkScript({ name }: Asset, href: string): void {
  const { protocol, origin } = new URL(href);
  if (protocol === 'data:') {
    throw new NearsideError(
      'invalid-input',
      `the bundler inlined ${name} as a data: URL, where it cannot fetch anything`,
      {
        stage: 'start',
        hint: `Lower the bundler's inline limit below the size of ${name} (Vite: build.assetsInlineLimit).`,
      },
    );
  }
  const page = pageHref();
  if (page !== undefined && protocol.startsWith('http') && origin !== new URL(page).origin) {
    throw new NearsideError(
      'policy',
      `${name} would be loaded from ${origin}, but scripts must come from the page's own origin`,
      {
        stage: 'start',
        hint: 'Serve the scripts with the page and only WASM and models from elsewhere: pass assetBase as a URL, or as a function that moves only those.',
      },
    );
  }
}

function pageHref(): string | undefined {
  // `location` is missing in Node, and 'about:blank' in some test environments: no base either way.
  const href = realm.location?.href;
  return href?.startsWith('http') ? href : undefined;
}
