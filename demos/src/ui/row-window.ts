import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Rows drawn beyond each edge, so that a fast scroll shows no gaps. */
const overscan = 6;

/** What of a long list is in view. */
export interface Viewport {
  /** Pixels. */
  readonly scrollTop: number;
  /** Pixels of the list's own part, without its sticky head. */
  readonly height: number;
}

/** Indices of the rows to draw: the first, and the one after the last. */
export function rowsInView(
  { scrollTop, height }: Viewport,
  rowPx: number,
  count: number,
): { first: number; end: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowPx) - overscan);
  return { first: Math.min(first, count), end: Math.min(count, Math.ceil((scrollTop + height) / rowPx) + overscan) };
}

/** The scroll position that brings a row fully into view; the same where it is. */
export function scrollToShow(index: number, { scrollTop, height }: Viewport, rowPx: number): number {
  const top = index * rowPx;
  return Math.max(Math.min(scrollTop, top), top + rowPx - height);
}

/** Follows the scroll position and size of an element. */
export function useViewport(element: RefObject<HTMLElement | null>, headPx: number): Viewport {
  const viewport = useSignal<Viewport>({ scrollTop: 0, height: 0 });
  useEffect(() => {
    const scroller = element.current;
    if (!scroller) return undefined;
    const measure = (): void => {
      viewport.value = { scrollTop: scroller.scrollTop, height: scroller.clientHeight - headPx };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    scroller.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', measure);
    };
  }, [element, headPx, viewport]);
  return viewport.value;
}
