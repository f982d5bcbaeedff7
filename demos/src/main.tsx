import { render } from 'preact';
import { App } from './ui/app.tsx';
import { createSite } from './state/site.ts';

const root = document.querySelector('#app');
if (root) render(<App site={createSite()} />, root);
