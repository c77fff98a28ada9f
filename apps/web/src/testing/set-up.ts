import './next-environment.ts';
import '@keneyapp/ui/base.css';
import { afterEach } from 'vitest';
import { clear } from './show.tsx';

afterEach(clear);
// a link that is followed would take the page of the tests with it; its address is what a test asks for
document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a[href]')) event.preventDefault();
});
