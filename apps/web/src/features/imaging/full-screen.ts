/** The element over the whole screen, or back. Where a browser cannot or may not, nothing changes. */
export async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await element?.requestFullscreen();
  } catch {
    return;
  }
}
