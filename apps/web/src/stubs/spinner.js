import { jsx } from 'react/jsx-runtime';

/** What buttons turn while they wait, instead of a component that every page would load for it. */
export default function Spinner({ 'aria-labelledby': labelledBy, size }) {
  return jsx('span', {
    role: 'progressbar',
    'aria-labelledby': labelledBy,
    className: 'k-spinner',
    style: { width: size, height: size },
  });
}
