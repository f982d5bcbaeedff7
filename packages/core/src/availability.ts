/**
 * What a page can expect of `create()`, in the platform's words. `available`: it needs no network but the page's own files.
 * `downloadable`: it will download. `downloading`: some tab does so just now. `unavailable`: nothing here can run it, or
 * nothing says where it is.
 */
export type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable';
