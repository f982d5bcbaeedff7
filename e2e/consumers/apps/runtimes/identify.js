// What a program without a browser does with the packages; prints one line of JSON, the same in every runtime.
import { writeFileSync } from 'node:fs';
import { createRuntime } from '@nearside/core';
import { Magika } from '@nearside/magika';
import { identifyPath } from '@nearside/magika/node';
import { load } from '@nearside/magika/sync';

const python = '#!/usr/bin/env python3\nimport sys\n\n\ndef main():\n    print(sys.argv)\n\n\nmain()\n';
writeFileSync('main.py', python);

const magika = await Magika.create();
const fromBlob = await magika.identify(new Blob([python]));
const fromPath = await identifyPath(magika, 'main.py');
const provider = magika.explain().provider.name;
magika.destroy();

const threads = await Magika.create({ runtime: createRuntime({ worker: 'thread' }), workers: 2 });
const inThread = await threads.identify(new Blob([python]));
threads.destroy();

const { identifySync } = await load();
const atOnce = identifySync(new TextEncoder().encode(python));

const answers = [fromBlob, fromPath.result, inThread, atOnce];
console.log(JSON.stringify({ provider, answers: answers.map(({ label, score }) => [label, score]) }));
