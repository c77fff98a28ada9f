declare module 'dcmjs' {
  const dcmjs: { data: { DicomMetaDictionary: { dictionary: unknown; nameMap: unknown } } };
  export default dcmjs;
}
