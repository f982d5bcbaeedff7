// The service worker of docs/offline.md; offline.e2e.ts serves it. A new release has a new name, and its own list.
const release = 'page 0.1.0';
const files = [
  './',
  './page.js', // with all its chunks, where there are several
  './nearside/magika.worker.js',
  './nearside/magika-kernel-weights.bin',
  './nearside/nearside-store.worker.js',
];
const urls = new Set(files.map((file) => new URL(file, self.location.href).href));

self.addEventListener('install', (event) => event.waitUntil(precache()));
self.addEventListener('activate', (event) => event.waitUntil(dropOlder()));
self.addEventListener('fetch', (event) => {
  // What is not on the list passes by: models are the store's.
  if (urls.has(event.request.url)) event.respondWith(answer(event.request));
});

async function precache() {
  const cache = await caches.open(release);
  // Past the HTTP cache, which may still have files of the last release.
  await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
}

async function dropOlder() {
  for (const name of await caches.keys()) {
    // Only the page's own: the model store may have a cache as well.
    if (name.startsWith('page ') && name !== release) await caches.delete(name);
  }
}

async function answer(request) {
  const cache = await caches.open(release);
  return (await cache.match(request)) ?? fetch(request);
}
