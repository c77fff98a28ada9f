// All that the interface's libraries ask of `react-is`, which knows every kind of element there is: 0.5 kB.
const ofReact = (name) => Symbol.for(`react.${name}`);
export const ForwardRef = ofReact('forward_ref');
export const Memo = ofReact('memo');
const lazy = ofReact('lazy');
const fragment = ofReact('fragment');

export const isFragment = (element) => element?.type === fragment && '$$typeof' in element;
export const isValidElementType = (type) =>
  typeof type === 'string' ||
  typeof type === 'function' ||
  type === fragment ||
  [ForwardRef, Memo, lazy, ofReact('context'), ofReact('consumer')].includes(type?.$$typeof);
