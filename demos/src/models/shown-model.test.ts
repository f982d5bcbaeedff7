import { describe, expect, it } from 'vitest';
import type { StoredModel } from '@nearside/core';
import type { HostedModel } from './hosted.ts';
import { showModels } from './shown-model.ts';

const formOf = (id: string, provider: string): HostedModel => {
  const artefact = {
    provider,
    files: [
      { path: 'a', bytes: 3, sha256: '' },
      { path: 'b', bytes: 4, sha256: '' },
    ],
  };
  return { manifest: { id, version: '1', licence: 'MIT', artefacts: [artefact] }, artefact };
};

const storedOf = (id: string, provider: string): StoredModel => ({
  schema: 1,
  id,
  provider,
  form: '',
  version: '',
  licence: '',
  origin: 'import',
  trust: 'first-use',
  files: [],
  storedAtMs: 1,
  storage: 'opfs',
  bytes: 9,
  verifiedAtMs: 2,
  usedAtMs: 0,
  isInUse: true,
});

describe('the list', () => {
  it('has what comes with the page, then what is stored by name, then what is offered', () => {
    const shown = showModels({
      bundled: [{ ...formOf('page', 'kernel'), isInUse: false }],
      stored: [storedOf('z', 'p'), storedOf('a', 'p')],
      hosted: [formOf('offer', 'p')],
    });
    expect(shown.map(({ id, place, bytes }) => [id, place, bytes])).toEqual([
      ['page', 'page', 7],
      ['a', 'opfs', 9],
      ['z', 'opfs', 9],
      ['offer', 'host', 7],
    ]);
  });

  it('has a model that is offered and stored once, in the form that is stored', () => {
    const hosted = [formOf('m', 'p'), formOf('m', 'q')];
    const shown = showModels({ bundled: [], stored: [storedOf('m', 'p')], hosted });
    expect(shown.map(({ provider, place, hosted: offer }) => [provider, place, offer])).toEqual([
      ['p', 'opfs', hosted[0]],
      ['q', 'host', hosted[1]],
    ]);
    expect(new Set(shown.map(({ key }) => key)).size).toBe(2);
  });

  it('says of a stored one whether it is used; what is only offered is not', () => {
    const shown = showModels({ bundled: [], stored: [storedOf('m', 'p')], hosted: [formOf('n', 'p')] });
    expect(shown.map(({ isInUse }) => isInUse)).toEqual([true, false]);
  });
});
