/** Synthetic scenes whose best camera is known: a 1280 × 720 frame at 30 a second, from which a 9:16 window is taken. */

/** px, along the frame's width. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Somebody in a scene. */
export interface Person {
  readonly id: number;
  /** Where the face truly is, and how much it counts, at a time in seconds; undefined when it is not there. */
  readonly at: (sec: number) => { readonly center: number; readonly weight: number } | undefined;
  /** Width of the face, px. */
  readonly width: number;
}

/** A scene, or several shots in a row. */
export interface SyntheticScene {
  /** Names its plot. */
  readonly name: string;
  readonly title: string;
  /** What happens, and what the best camera does. */
  readonly story: string;
  readonly seconds: number;
  /** When shots begin, seconds; 0 first. */
  readonly shots: readonly number[];
  readonly people: readonly Person[];
  /** Whom a viewer wants to see at a time: an id. */
  readonly wanted: (sec: number) => number | undefined;
  /** What must be shown, and when. */
  readonly required?: Span & { readonly startSec: number; readonly endSec: number };
}

/** px. */
export const frameWidth = 1280;
/** px. */
export const windowWidth = 405;
/** A second. */
export const frameRate = 30;
/** Frames between two that the detector looks at: 5 a second, as in the reference. */
export const keyFrameStep = 6;

const inTurn = (sec: number): number => (sec % 7 < 4 ? 1 : 2);
const rallySide = (sec: number): number => (sec % 1.8 < 0.9 ? 1 : 2);
const cutPlaces = [300, 980, 620, 250, 1030, 700, 420, 900];

/** All of them, in the order of the documentation. */
export const scenes: readonly SyntheticScene[] = [
  {
    name: 'still-speaker',
    title: 'A still speaker',
    story: 'Sways a little and turns the head. The camera stands.',
    seconds: 12,
    shots: [0],
    people: [
      { id: 1, width: 130, at: (t) => ({ center: 430 + 22 * Math.sin(1.1 * t) + 9 * Math.sin(5.3 * t), weight: 1 }) },
    ],
    wanted: () => 1,
  },
  {
    name: 'walker',
    title: 'A walker',
    story: 'Waits, crosses the stage, and waits again. One move, there and never back.',
    seconds: 12,
    shots: [0],
    people: [
      {
        id: 1,
        width: 110,
        at: (t) => ({ center: 220 + 120 * Math.min(7, Math.max(0, t - 2)) + 7 * Math.sin(8 * t), weight: 1 }),
      },
    ],
    wanted: () => 1,
  },
  {
    name: 'swinging-head',
    title: 'Somebody who swings from side to side',
    story: 'Wider than the window, a swing every four seconds. The camera swings less, and turns when the head does.',
    seconds: 12,
    shots: [0],
    people: [{ id: 1, width: 150, at: (t) => ({ center: 640 + 330 * Math.sin((Math.PI * t) / 2), weight: 1 }) }],
    wanted: () => 1,
  },
  {
    name: 'rally',
    title: 'A tennis rally',
    story: 'The ball changes sides every 0.9 s, too fast for cuts. The camera stays with the nearer player.',
    seconds: 12,
    shots: [0],
    people: [
      {
        id: 1,
        width: 120,
        at: (t) => ({ center: 230 + 45 * Math.sin(1.9 * t), weight: rallySide(t) === 1 ? 1 : 0.6 }),
      },
      {
        id: 2,
        width: 90,
        at: (t) => ({ center: 1050 + 45 * Math.sin(1.7 * t + 1), weight: rallySide(t) === 2 ? 0.9 : 0.4 }),
      },
    ],
    wanted: () => 1,
  },
  {
    name: 'two-in-turn',
    title: 'Two people in turn',
    story: 'Further apart than a window, they speak for three or four seconds each. Cuts from one to the other.',
    seconds: 21,
    shots: [0],
    people: [1, 2].map((id) => ({
      id,
      width: 130,
      at: (t: number) => ({
        center: (id === 1 ? 260 : 1010) + 12 * Math.sin(1.3 * t + id),
        weight: inTurn(t) === id ? 1 : 0.3,
      }),
    })),
    wanted: inTurn,
  },
  {
    name: 'landscape',
    title: 'An empty landscape',
    story: 'Nobody is there. The camera stands in the middle.',
    seconds: 6,
    shots: [0],
    people: [],
    wanted: () => undefined,
  },
  {
    name: 'forty-cuts',
    title: 'Forty cuts a minute',
    story: 'Eight shots of 1.5 s, a face elsewhere in each. The camera stands in each, and jumps with the cut.',
    seconds: 12,
    shots: cutPlaces.map((_, shot) => 1.5 * shot),
    people: cutPlaces.map((place, shot) => ({
      id: shot + 1,
      width: 130,
      at: (t) =>
        Math.floor(t / 1.5) === shot
          ? { center: place + 25 * (t - 1.5 * shot) + 6 * Math.sin(6 * t), weight: 1 }
          : undefined,
    })),
    wanted: (t) => Math.min(cutPlaces.length, Math.floor(t / 1.5) + 1),
  },
  {
    name: 'required-logo',
    title: 'A logo that must be shown',
    story: 'From 4 s to 8 s a logo beside the speaker is required. The camera is there in time, and goes back after.',
    seconds: 12,
    shots: [0],
    people: [{ id: 1, width: 130, at: (t) => ({ center: 420 + 15 * Math.sin(1.4 * t), weight: 1 }) }],
    wanted: () => 1,
    required: { from: 580, to: 740, startSec: 4, endSec: 8 },
  },
];

/** Presentation times of a scene's frames, µs. */
export function frameTimes({ seconds }: SyntheticScene): number[] {
  return Array.from({ length: seconds * frameRate }, (_, i) => Math.round((i * 1e6) / frameRate));
}

/** What a detector finds in a frame: centres a few pixels off, always in the same way. */
export function detected(scene: SyntheticScene, frame: number): { id: number; span: Span; weight: number }[] {
  return scene.people.flatMap(({ id, width, at }) => {
    const person = at(frame / frameRate);
    if (!person) return [];
    const error = 6 * Math.sin(frame * 12.9898 + id * 78.233);
    const from = person.center + error - width / 2;
    return [{ id, span: { from, to: from + width }, weight: person.weight }];
  });
}
