// Stands for Node's own modules in scripts made for both worlds (the image codecs): the browser never calls them.
export default {};
