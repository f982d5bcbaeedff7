// Where everything lies in the kernel's memory. The host writes the weights file once, from which ./unpack.ts fills the
// first half, and the tokens before each run.

export const vocabulary = 257;
export const channels = 64; // of one token's embedding
export const phases = 4; // tokens a position
export const positions = 512;
export const taps = 5;
export const windows = positions - taps + 1; // 508
export const outputs = 512;
export const labels = 214;
export const labelsPadded = 216; // whole vectors
export const blockOutputs = 16; // outputs that are worked on together: their tables fit the second-level cache
export const blocks = outputs / blockOutputs;
const maxRows = phases * (vocabulary + 1); // even in each phase

export const rowBytes = channels * 2; // of a quantized input row, int16
export const tableBytes = taps * blockOutputs * 4; // of a row's products, f32
export const weightBytes = (channels / 2) * blockOutputs * 4; // of one phase and tap in one block, int16

// The weights, unpacked.
export const embedding: usize = 65536; // f32 [257, 64]; the first page is the compiler's, for tables of exp and tanh
export const positionScale: usize = embedding + vocabulary * channels * 4; // f32 [512]
export const convolution: usize = positionScale + positions * 4; // i16 [block, phase, tap, channel pair, output, 2]
export const offset: usize = convolution + blocks * phases * taps * weightBytes; // f32 [block, window, output in block]
export const hiddenScale: usize = offset + windows * outputs * 4; // f32 [512]
export const hiddenBias: usize = hiddenScale + outputs * 4; // f32 [512]
export const dense: usize = hiddenBias + outputs * 4; // f32 [512, 216]
export const denseBias: usize = dense + outputs * labelsPadded * 4; // f32 [216]

// What a run reads, writes and works in.
export const tokens: usize = denseBias + labelsPadded * 4; // i32 [512, 4]
export const scores: usize = tokens + positions * phases * 4; // f32 [216]
export const rowOf: usize = scores + labelsPadded * 4; // i32 [257]: row of a token in the phase at hand, or -1
export const count: usize = rowOf + vocabulary * 4; // i32 [257]
export const rows: usize = (count + vocabulary * 4 + 15) & ~15; // i16 [rows, 64]
export const rowScale: usize = rows + maxRows * rowBytes; // f32 [rows]
export const place: usize = rowScale + maxRows * 4; // i32 [512, 4]: offset of each token's table
export const table: usize = place + positions * phases * 4; // f32 [rows, tap, output in block]
export const deviation: usize = table + maxRows * tableBytes; // f32 [64], and below it
export const mean: usize = deviation + channels * 4; // f32 [64]
export const highest: usize = mean + channels * 4; // f32 [512]
export const lowest: usize = highest + outputs * 4; // f32 [512]
export const hidden: usize = lowest + outputs * 4; // f32 [512]
export const firstRow: usize = hidden + outputs * 4; // i32 [5]: first row of each phase, and one past the last
export const workingEnd: usize = firstRow + (phases + 1) * 4;

// Before the first run the weights file lies where the runs will work, and reaches beyond.
export const packed: usize = tokens; // u8 [at most packedEnd - packed]
export const packedEnd: usize = packed + 18 * 65536;
export const slotTables: usize = packedEnd; // of each group of outputs: u16 symbol [4096 slots], u32 start and frequency [4096 symbols]
export const slotTableBytes = 4096 * 2 + 4096 * 4;
export const groups = 8;
export const tapSums: usize = slotTables + groups * slotTableBytes; // i32 [5]
export const run: usize = tapSums + taps * 4; // i32 [214]: numbers that were just decoded
export const memoryEnd: usize = run + labels * 4;
