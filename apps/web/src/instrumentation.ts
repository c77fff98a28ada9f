/** Stops the start when a setting is wrong, instead of failing on the first visitor. */
export async function register(): Promise<void> {
  const { env } = await import('./env.ts');
  env();
}
