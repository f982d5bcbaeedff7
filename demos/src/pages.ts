/** The pages beside the first one, in one piece of code that is fetched when one of them is opened. */
// Their styles come with them, and not with the first page.
// oxlint-disable-next-line import/no-unassigned-import
import './styles/pages.css';

export { BrowserPage } from './browser/browser-page.tsx';
export { ConsentDialog } from './models/consent-dialog.tsx';
export { ModelsPage } from './models/models-page.tsx';
