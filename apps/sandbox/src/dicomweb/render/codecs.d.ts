declare module '@cornerstonejs/codec-*' {
  interface FrameInfo {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned?: boolean;
  }
  interface Decoder {
    getEncodedBuffer(size: number): Uint8Array;
    decode(): void;
    getDecodedBuffer(): Uint8Array;
    getFrameInfo(): FrameInfo;
    delete(): void;
  }
  interface Encoder {
    getDecodedBuffer(info: FrameInfo): Uint8Array;
    setQuality(quality: number): void;
    setProgressive(on: boolean): void;
    setSubSampling(mode: number): void;
    encode(): void;
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }
  interface Codec {
    JpegLSDecoder: new () => Decoder;
    J2KDecoder: new () => Decoder;
    HTJ2KDecoder: new () => Decoder;
    JPEGDecoder: new () => Decoder;
    JPEGEncoder: new () => Encoder;
    getExceptionMessage?(pointer: number): string;
  }
  const factory: (options: {
    wasmBinary?: Uint8Array;
    print?: () => void;
    printErr?: () => void;
  }) => Promise<Codec>;
  export default factory;
}
