'use client';

import { useEffect } from 'react';
import { optionsFromQuery } from './options-from-query.js';
import { startDropPage } from './drop-page.js';

// oxlint-disable-next-line import/no-default-export -- Next asks for it
export default function Page() {
  useEffect(() => startDropPage(optionsFromQuery()), []);
  return <output />;
}
