// Many files through `identifyAll`, as a page does with a dropped folder.
import { Magika } from '@nearside/magika';

/** @type {File[]} */
let files = [];
/** @type {Magika} */
let magika;

/** @param {string} path */
async function fetchBlob(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.blob();
}

Object.assign(globalThis, {
  bench: {
    /**
     * Loads the model and has the files at hand, so that only identifying is measured.
     *
     * @param {{ paths: string[], count: number }} request
     */
    async prepare({ paths, count }) {
      magika = await Magika.create();
      const blobs = await Promise.all(paths.slice(0, count).map(fetchBlob));
      files = Array.from({ length: count }, (_, index) => {
        const at = index % blobs.length;
        return new File([/** @type {Blob} */ (blobs[at])], /** @type {string} */ (paths[at]));
      });
      for (const file of files.slice(0, 30)) await magika.identify(file);
    },

    /** Goes over all files once. */
    async run() {
      let longestTaskMs = 0;
      /** @param {PerformanceObserverEntryList} list */
      const note = (list) => {
        for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
      };
      const observer = new PerformanceObserver(note);
      observer.observe({ type: 'longtask' });
      const startMs = performance.now();
      let identified = 0;
      for await (const { error } of magika.identifyAll(files)) {
        if (error) throw error;
        identified += 1;
      }
      const seconds = (performance.now() - startMs) / 1000;
      await new Promise((resolve) => setTimeout(resolve, 200)); // entries come later than their tasks
      observer.disconnect();
      return { filesPerS: identified / seconds, longestTaskMs };
    },
  },
});
