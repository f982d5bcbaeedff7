/** The network's dimensions; its steps are in ../../kernel/README.md. */
export const dims = {
  vocabulary: 257,
  channels: 64,
  phases: 4,
  positions: 512,
  taps: 5,
  outputs: 512,
  labels: 214,
} as const;
