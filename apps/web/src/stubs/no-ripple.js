// The theme shows no ripple (packages/ui/src/theme-components.ts), so MUI's is never drawn: 3 kB.
export default function TouchRipple() {
  return null;
}
