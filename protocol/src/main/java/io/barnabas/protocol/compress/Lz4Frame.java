package io.barnabas.protocol.compress;

/** Constants of the lz4 frame format, version 1 (lz4_Frame_format.md of the lz4 project). */
final class Lz4Frame {
  static final int MAGIC = 0x184D2204;
  static final int HEADER_BYTES = 7;
  static final int UNCOMPRESSED_BLOCK = 0x80000000;

  static final int FLG_VERSION_MASK = 0xC0;
  static final int FLG_VERSION_1 = 0x40;
  static final int FLG_INDEPENDENT_BLOCKS = 0x20;
  static final int FLG_BLOCK_CHECKSUM = 0x10;
  static final int FLG_CONTENT_SIZE = 0x08;
  static final int FLG_CONTENT_CHECKSUM = 0x04;
  static final int FLG_RESERVED = 0x03;

  static final int BD_RESERVED = 0x8F;
  static final int BD_64_KIB = 0x40;
  static final int BLOCK_BYTES_64_KIB = 64 * 1024;

  private Lz4Frame() {}

  /** The largest block of a frame with this BD byte; 4 stands for 64 KiB, 7 for 4 MiB. */
  static int maxBlockBytes(int bd) {
    return 1 << (2 * (bd >>> 4) + 8);
  }
}
