/** `npm run faults -- --peers`: the same five faults, at the peers and at us, side by side. */
import { tinyOnnx } from '@nearside/core/testing';
import { RequestLog, runRow, SharedBrowsers } from '../harness/run-row.ts';
import type { FaultRow } from '../harness/row.ts';
import { bringPeers } from './bring.ts';
import { scenarios, type PeerScenario, type Seen } from './scenarios.ts';

const limitMs = 180_000;

/** The comparison, as lines of a table, and what could not be compared. */
export interface Comparison {
  readonly lines: readonly string[];
  readonly rows: readonly {
    readonly fault: string;
    readonly peer: string;
    readonly theirs: string;
    readonly ours: string;
  }[];
  readonly notes: readonly string[];
}

/** Runs every scenario; one that fails to run is a note. Peers fail or do not: neither makes the command fail. */
export async function comparePeers(): Promise<Comparison> {
  const peers = bringPeers();
  const browsers = new SharedBrowsers();
  const rows: { fault: string; peer: string; theirs: string; ours: string }[] = [];
  const notes: string[] = [];
  for (const scenario of scenarios) {
    let seen: Seen | undefined;
    const row: FaultRow = {
      ...describe(scenario),
      run: async (fault) => void (seen = await scenario.run(fault, peers, tinyOnnx())),
    };
    console.error(`nearside: peers: ${scenario.title}`);
    const { error } = await runRow(row, { browsers, log: new RequestLog(), patience: 1, limitMs });
    if (seen) rows.push({ fault: scenario.title, peer: scenario.peer(peers.versions), ...seen });
    if (error) notes.push(`peers: ${scenario.title}: could not be compared: ${error.message}`);
  }
  await browsers.close();
  const lines = rows.map(({ fault, peer, theirs, ours }) => `peer ${fault}\n    ${peer}: ${theirs}\n    ours: ${ours}`);
  return { lines, rows, notes };
}

function describe({ title }: PeerScenario): Omit<FaultRow, 'run'> {
  return { id: 'peers', title, injected: 'as in the matrix', inEveryTest: false };
}
