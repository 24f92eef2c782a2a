package io.sightline.study;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files for tests, and ways to spoil them. */
public final class ZipBytes {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  public ZipBytes with(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Marks the first {@code count} entries as encrypted, as PKWARE's traditional cipher does. */
  public static byte[] encrypted(byte[] zip, int count) {
    byte[] bytes = zip.clone();
    mark(bytes, LOCAL, 6, count);
    mark(bytes, CENTRAL, 8, count);
    return bytes;
  }

  private static void mark(byte[] bytes, int signature, int flags, int count) {
    int found = 0;
    for (int i = 0; i + 4 < bytes.length && found < count; i++) {
      if (at(bytes, i) == signature) {
        bytes[i + flags] |= 1;
        found++;
      }
    }
  }

  /** Makes the directory declare another unpacked size for the first entry. */
  public static byte[] lying(byte[] zip, int size) {
    byte[] bytes = zip.clone();
    for (int i = 0; i + 4 < bytes.length; i++) {
      if (at(bytes, i) == CENTRAL) {
        for (int b = 0; b < 4; b++) {
          bytes[i + 24 + b] = (byte) (size >>> 8 * b);
        }
        return bytes;
      }
    }
    throw new IllegalArgumentException("no directory");
  }

  private static int at(byte[] b, int i) {
    return b[i] & 0xff | (b[i + 1] & 0xff) << 8 | (b[i + 2] & 0xff) << 16 | b[i + 3] << 24;
  }
}
