import { ortWasm } from '@nearside/magika/ort-wasm';
import { optionsFromQuery } from './options-from-query.js';
import { startDropPage } from './drop-page.js';

startDropPage({ ...optionsFromQuery(), providers: [ortWasm] });
