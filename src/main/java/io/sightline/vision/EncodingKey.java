package io.sightline.vision;

import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Prepared;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over everything an encoding depends on: the prepared voxels of each slot, the grid's
 * place in the patient, and the bundle.
 */
final class EncodingKey {
  private EncodingKey() {}

  static String of(String bundleSha256, Prepared prepared) {
    MessageDigest digest = sha256();
    digest.update(bundleSha256.getBytes(StandardCharsets.UTF_8));
    update(digest, prepared.grid());
    for (Map.Entry<String, Volume> slot : new TreeMap<>(prepared.images()).entrySet()) {
      digest.update(slot.getKey().getBytes(StandardCharsets.UTF_8));
      update(digest, slot.getValue().voxels());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, VolumeGeometry g) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * Integer.BYTES + 15 * Double.BYTES);
    bytes.putInt(g.nx()).putInt(g.ny()).putInt(g.nz());
    for (double[] part :
        new double[][] {g.spacing().toArray(), g.origin().toArray(), g.direction()}) {
      for (double v : part) {
        bytes.putDouble(v);
      }
    }
    digest.update(bytes.flip());
  }

  private static void update(MessageDigest digest, float[] voxels) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * Math.min(voxels.length, 1 << 16));
    for (int from = 0; from < voxels.length; from += 1 << 16) {
      int count = Math.min(1 << 16, voxels.length - from);
      bytes.clear().asFloatBuffer().put(voxels, from, count);
      digest.update(bytes.limit(count * Float.BYTES));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
