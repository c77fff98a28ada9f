// @emotion/react copies the static members of what `withTheme` wraps; nobody wraps anything by it.
export default (target) => target;
